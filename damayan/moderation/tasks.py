"""Jobs of this room; procrastinate finds them here."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damayan.moderation import watch
from damayan.moderation.actions import (
    appeals,
    figures,
    parting,
    resting,
    reveal,
    sanctions,
    shifts,
    withholding,
)
from damayan.safety.alarms import ALERT


@app.task(name=ALERT, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def alert(key: str, why: str, turn: str = "") -> None:
    """Tell guides that somebody may need help now; deferred where the concern is raised."""
    watch.alert(key, why, turn)


@app.task(name=sanctions.END_PAUSE, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def end_pause(key: str) -> None:
    """A pause everywhere has had its time."""
    sanctions.end_pause(key)


@app.task(name=withholding.FOLLOW, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def follow_words(sanction_key: str, persona_id: int) -> None:
    """The words of one persona of a closed account go, or come back."""
    withholding.follow_words(sanction_key, persona_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="moderation.mind_guides", queueing_lock="moderation.mind_guides")
def mind_guides(timestamp: int) -> None:
    """Every five minutes: breaks that are due, and shifts that nobody began or ended."""
    resting.give_rests()
    shifts.mind_shifts()


@app.task(name=appeals.REMIND, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def remind_of_appeal(key: str) -> None:
    """A member has waited for a second look as long as we promised."""
    appeals.remind(key)


@app.task(name=reveal.VOID, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def void_reveal(key: str) -> None:
    """Nobody answered in time that somebody asked to see who a member is."""
    reveal.void(key)


@app.task(name=reveal.TELL, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def tell_reveal(key: str) -> None:
    """The day has come on which a member is told that their details were opened."""
    reveal.tell_member(key)


# On the first, in the morning of any time zone of ours; on the second for who was asleep.
@app.periodic(cron="10 1 1,2 * *")
@app.task(name="moderation.publish_report", queueing_lock="moderation.publish_report")
def publish_report(timestamp: int) -> None:
    """Once a month: the care report of the month that is over."""
    figures.publish_report()


@app.task(name=parting.PART, retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def part(person_id: int) -> None:
    """Nobody waits in a private talk for somebody whose account was closed."""
    parting.part(person_id)

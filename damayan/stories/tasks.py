"""Jobs of this room, and the hours at which they run by themselves."""

from datetime import timedelta

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damayan.foundation.clock import now
from damayan.groups.actions import keep_answer_times
from damayan.stories import figures
from damayan.stories.actions import empty_removed, tell_now
from damayan.stories.actions.telling import TELL

# Long enough for a guide to look at what a report was about.
KEEP_REMOVED = timedelta(days=30)


def measure_answer_times() -> None:
    """Count anew, for every group, when answers came."""
    keep_answer_times(figures.measured())


@app.periodic(cron="23 * * * *")
@app.task(name="stories.measure", queueing_lock="stories.measure")
def measure(timestamp: int) -> None:
    """Hourly: when answers come."""
    measure_answer_times()


@app.periodic(cron="7 3 * * *")
@app.task(name="stories.empty_removed", queueing_lock="stories.empty_removed")
def empty(timestamp: int) -> None:
    """Nightly: words that their authors removed a month ago go for good."""
    empty_removed(before=now() - KEEP_REMOVED)


@app.task(name=TELL, retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def tell(what: str, key: str) -> None:
    """After a group's quiet hours: what was not told in them."""
    with transaction.atomic():
        tell_now(what, key)

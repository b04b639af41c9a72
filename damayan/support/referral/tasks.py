"""Jobs of this part, and the hours at which they run by themselves."""

from procrastinate.contrib.django import app

from damayan.support.referral import actions


@app.periodic(cron="11 * * * *")
@app.task(name="referral.follow", queueing_lock="referral.follow")
def follow(timestamp: int) -> None:
    """Hourly: ask how it went, after 3 and 14 days."""
    actions.ask_how_it_went()


@app.periodic(cron="41 3 * * *")
@app.task(name="referral.forget", queueing_lock="referral.forget")
def forget(timestamp: int) -> None:
    """Nightly: what may no longer be shared goes for good."""
    actions.forget_ended()

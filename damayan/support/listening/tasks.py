"""Jobs of this part, and the hours at which they run by themselves."""

from procrastinate.contrib.django import app

from damayan.support.listening import actions


@app.periodic(cron="*/5 * * * *")
@app.task(name="listening.end_late", queueing_lock="listening.end_late")
def end_late(timestamp: int) -> None:
    """Every five minutes: wishes and offers whose time has passed."""
    actions.end_late()


@app.periodic(cron="51 3 * * *")
@app.task(name="listening.empty", queueing_lock="listening.empty")
def empty(timestamp: int) -> None:
    """Nightly: what was said a month before goes for good."""
    actions.empty_ended()

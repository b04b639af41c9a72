"""Jobs of this part, and the hours at which they run by themselves."""

from procrastinate.contrib.django import app

from damayan.support.path import actions


@app.periodic(cron="17 4 * * *")
@app.task(name="path.tend", queueing_lock="path.tend")
def tend(timestamp: int) -> None:
    """Nightly: certificates that are due, and roles that ended elsewhere."""
    actions.tend()

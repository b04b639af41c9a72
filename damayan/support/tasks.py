"""Jobs of this room; procrastinate finds them here."""

from procrastinate.contrib.django import app

from damayan.support.actions.calling import call
from damayan.support.actions.claims import end_claims
from damayan.support.actions.measuring import measure
from damayan.support.actions.queue import refresh


@app.periodic(cron="* * * * *")
@app.task(name="support.queue", queueing_lock="support.queue")
def look_at_queue(timestamp: int) -> None:
    """Every minute: who waits, who no longer writes, and whom to tell."""
    refresh()
    end_claims()
    call()


@app.periodic(cron="37 * * * *")
@app.task(name="support.measure", queueing_lock="support.measure")
def look_at_everything(timestamp: int) -> None:
    """Hourly: the whole queue anew, and what it reached."""
    refresh(whole=True)
    measure()

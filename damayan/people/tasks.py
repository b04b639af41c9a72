"""Jobs of this room, and the hours at which some of them run by themselves."""

from django.core.management import call_command
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damayan.people import actions, returning, upkeep


@app.task(name="people.send_verification", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def send_verification(contact_key: str) -> None:
    actions.send_verification(contact_key)


@app.task(name="people.make_export", lock="people.make_export")
def make_export(export_key: str) -> None:
    """One at a time: gathering is the heaviest thing the worker does."""
    actions.make_export(export_key)


@app.periodic(cron="17 * * * *")
@app.task(name="people.erase", queueing_lock="people.erase")
def erase(timestamp: int) -> None:
    """Carry out the erasures whose grace period is over."""
    actions.carry_out_erasures()


@app.periodic(cron="*/10 * * * *")
@app.task(name="people.forget_counts", queueing_lock="people.forget_counts")
def forget_counts(timestamp: int) -> None:
    """Every ten minutes: pseudonyms of addresses do not outlive their window."""
    upkeep.forget_counts()


@app.periodic(cron="41 2 * * *")
@app.task(name="people.sweep", queueing_lock="people.sweep")
def sweep(timestamp: int) -> None:
    """Nightly: archives, sessions and links that have had their time."""
    actions.forget_exports()
    call_command("clearsessions")
    upkeep.forget_dead_sessions()
    upkeep.forget_old_links()
    returning.forget()

"""Jobs of this room; procrastinate finds them here."""

import contextlib

from procrastinate.contrib.django import app

from damayan.notices import post
from damayan.notices.actions import SEND


@app.task(name=SEND)
def send(delivery_id: int) -> None:
    """Send the e-mail that a notice caused. A failure is put off in its own row, not raised."""
    with contextlib.suppress(post.MailServerAwayError):
        post.send_one(delivery_id)


@app.periodic(cron="* * * * *")
@app.task(name="notices.send_due", queueing_lock="notices.send_due", lock="notices.send_due")
def send_due(timestamp: int) -> None:
    """Every minute: the evening's daily mails, what was put off, and what a dead worker left."""
    post.send_due()

"""Jobs of this part, and the hours at which they run by themselves."""

from procrastinate.contrib.django import app

from damayan.support.questions import actions


@app.periodic(cron="*/10 * * * *")
@app.task(name="questions.remind", queueing_lock="questions.remind")
def remind(timestamp: int) -> None:
    """Every ten minutes: appointments that are a day or an hour away."""
    actions.remind()

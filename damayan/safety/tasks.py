"""Jobs of this room; procrastinate finds them here."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damayan.safety.actions import think_of
from damayan.safety.alarms import THINK_OF


@app.task(name=THINK_OF, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def think_of_author(key: str) -> None:
    """A day after an urgent concern: ask its author how it is today."""
    think_of(key)

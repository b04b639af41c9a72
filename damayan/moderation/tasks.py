"""Jobs of this room; procrastinate finds them here."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damayan.moderation import watch
from damayan.safety.alarms import ALERT


@app.task(name=ALERT, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def alert(key: str, why: str) -> None:
    """Tell guides that somebody may need help now; deferred where the concern is raised."""
    watch.alert(key, why)

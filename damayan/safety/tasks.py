"""Jobs of this room; procrastinate finds them here."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from damayan.safety.actions import forget_lines, tell_guides_of_line, think_of
from damayan.safety.alarms import LINE_SAID, THINK_OF


@app.task(name=THINK_OF, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def think_of_author(key: str) -> None:
    """A day after an urgent concern: ask its author how it is today."""
    think_of(key)


@app.task(name=LINE_SAID, retry=RetryStrategy(max_attempts=8, exponential_wait=2))
def line_said(key: str, number: str, still: str = "") -> None:
    """The author of a concern wrote on their private line: guides hear of it."""
    tell_guides_of_line(key, number, still=bool(still))


@app.periodic(cron="23 3 * * *")
@app.task(name="safety.forget_lines", queueing_lock="safety.forget_lines")
def forget_still_lines(timestamp: int) -> None:
    """Nightly: what was said on lines that have long been still."""
    forget_lines()

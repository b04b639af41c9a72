"""“Somebody is writing”: asked of whoever knows. The room that keeps it lies above and registers.

The answer is part of the query that loads a story, so that nothing more is asked of the database.
"""

from collections.abc import Callable

from django.db.models import BooleanField, Exists, Value

# Whether somebody other than this person (their id, or a slot for it) writes to the story of the
# outer query (``OuterRef("pk")``).
Ask = Callable[[int], Exists]
_asks: list[Ask] = []


def register(ask: Ask) -> None:
    """Let story pages and lists ask; called once, in ``AppConfig.ready``."""
    _asks[:] = [ask]


def somebody_writes(person_id: int) -> Exists | Value:
    """An expression: whether somebody else is writing an answer now; never who."""
    return _asks[0](person_id) if _asks else Value(False, output_field=BooleanField())

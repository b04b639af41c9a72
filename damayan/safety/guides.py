"""Who the guides of a place are. ``moderation``, above, knows it and registers how to ask."""

from collections.abc import Callable

Ask = Callable[[str], set[int]]
_ask: list[Ask] = []


def register(ask: Ask) -> None:
    """Let ``guides_of`` ask; called once when the application starts."""
    _ask[:] = [ask]


def guides_of(slug: str) -> set[int]:
    """The accounts that may look at concerns of the group ``slug``; never to be shown."""
    return _ask[0](slug) if _ask else set()

"""Who the guides of a place are. ``moderation``, above, knows it and registers how to ask."""

from collections.abc import Callable

_of: list[Callable[[str], set[int]]] = []
_free: list[Callable[[], set[int]]] = []


def register(of: Callable[[str], set[int]], free: Callable[[], set[int]]) -> None:
    """Let ``guides_of`` and ``on_shift_of`` ask; called once when the application starts."""
    _of[:], _free[:] = [of], [free]


def guides_of(slug: str) -> set[int]:
    """The accounts that may look at concerns of the group ``slug``; never to be shown."""
    return _of[0](slug) if _of else set()


def on_shift_of(slug: str) -> set[int]:
    """Those of them who are here now and may be offered a case."""
    return guides_of(slug) & _free[0]() if _free else set()

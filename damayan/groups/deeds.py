"""What a persona did in its group. The rooms above know, and register how to list it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from damayan.groups.models import Persona

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from damayan.people.models import Person


@dataclass(frozen=True)
class Deed:
    """One thing a persona wrote: ``first`` are its first plain words."""

    title: str
    url: str
    first: str
    at: datetime


Lister = Callable[["Person | None", Persona], Sequence[Deed]]
_listers: list[tuple["str | _StrPromise", Lister]] = []


def register(title: "str | _StrPromise", lister: Lister) -> None:
    """Add a section to every persona's page; ``lister(reader, persona)`` keeps a fixed number of
    queries and shows only what ``reader`` may see. Called once, in ``AppConfig.ready``.
    """
    _listers.append((title, lister))


def deeds_of(reader: "Person | None", persona: Persona) -> list[tuple[str, Sequence[Deed]]]:
    """(section, deeds) in the order of registration, empty sections left out."""
    found = [(str(title), lister(reader, persona)) for title, lister in _listers]
    return [(title, deeds) for title, deeds in found if deeds]

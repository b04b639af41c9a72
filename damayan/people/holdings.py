"""What each room holds of a person: how it is handed over, and how it is erased.

Rooms stand above this one, so they come here: each registers its holdings in ``AppConfig.ready``.
A test walks every model with a path to ``Person`` and fails for one that no holding names.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from damayan.people.models import Person


@dataclass(frozen=True)
class Holding:
    """One kind of thing that is held of a person.

    ``name`` is the heading a person reads in their export. ``models`` are "app_label.Model" labels
    of every table it covers. ``export`` answers one mapping per thing, in the words of the room:
    keys are short labels, values are text, numbers, moments, lists of these or nested mappings.
    ``erase`` gets "keep" or "remove" for what was written for others; it runs in one transaction
    with all others, before the account itself goes.
    """

    name: "str | _StrPromise"
    models: tuple[str, ...]
    export: "Callable[[Person], Iterable[Mapping[str, Any]]]"
    erase: "Callable[[Person, str], None]"


_register: list[Holding] = []


def register(holding: Holding) -> None:
    """Add a holding; called once per holding when the application starts."""
    _register.append(holding)


def registered() -> tuple[Holding, ...]:
    """All holdings, in the order of the rooms from the bottom up."""
    return tuple(_register)


def covered_models() -> frozenset[str]:
    """The labels of all models that some holding names, in lower case."""
    return frozenset(label.lower() for holding in _register for label in holding.models)

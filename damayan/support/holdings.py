"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.support.models import Coaching


def _export_coaching(person: Person) -> Iterator[Mapping[str, Any]]:
    for wish in Coaching.objects.filter(person=person):
        yield {_("May look at your drafts since"): wish.since}


def _erase_coaching(person: Person, words: str) -> None:
    Coaching.objects.filter(person=person).delete()


def declare() -> None:
    """Tell ``people`` what is here."""
    coaching = ("support.Coaching",)
    register(Holding(gettext_lazy("The reply coach"), coaching, _export_coaching, _erase_coaching))

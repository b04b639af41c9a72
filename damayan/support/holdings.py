"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.support.models import Availability, Coaching, Declined, SoftClaim


def _export_coaching(person: Person) -> Iterator[Mapping[str, Any]]:
    for wish in Coaching.objects.filter(person=person):
        yield {_("May look at your drafts since"): wish.since}


def _erase_coaching(person: Person, words: str) -> None:
    Coaching.objects.filter(person=person).delete()


def _export_helping(person: Person) -> Iterator[Mapping[str, Any]]:
    for said in Availability.objects.filter(person=person):
        yield {
            _("minutes"): said.minutes,
            _("until"): said.until,
            _("would rather not read about"): said.avoids,
            _("languages"): said.languages,
            _("answers a day at most"): said.cap,
            _("asked to be told when somebody waits"): said.calls_since,
            _("rests until"): said.rests_until,
        }
    for claim in SoftClaim.objects.filter(person=person).order_by("pk"):
        yield {_("said that you write"): claim.claimed_at, _("until"): claim.until}
    for passed in Declined.objects.filter(person=person).order_by("pk"):
        yield {_("passed on a suggestion"): passed.at}


def _erase_helping(person: Person, words: str) -> None:
    for model in (Availability, SoftClaim, Declined):
        model._default_manager.filter(person=person).delete()


def declare() -> None:
    """Tell ``people`` what is here."""
    helping = ("support.Availability", "support.SoftClaim", "support.Declined", "support.Queued")
    register(Holding(gettext_lazy("Helping others"), helping, _export_helping, _erase_helping))
    coaching = ("support.Coaching",)
    register(Holding(gettext_lazy("The reply coach"), coaching, _export_coaching, _erase_coaching))

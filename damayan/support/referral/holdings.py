"""What this part holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.support.referral import queries
from damayan.support.referral.models import Referral, ServiceChange


def _export(person: Person) -> Iterator[Mapping[str, Any]]:
    for referral in Referral.objects.of(person).order_by("pk"):
        whole = queries.whole(person, referral)
        yield {
            _("place that helps"): referral.service.title,
            _("how it stands"): referral.get_state_display(),
            _("suggested with these words"): whole.words,
            _("shared"): dict(whole.shared),
            _("agreed"): referral.agreed_at,
            _("shared until"): referral.share_until,
            _("taken back"): referral.withdrawn_at,
            _("how likely you were to go"): [referral.before, referral.after],
            _("what happened"): [[e.at, e.get_state_display()] for e in whole.events],
        }


def _erase(person: Person, words: str) -> None:
    """They go with the account, and their key before them."""


def _export_desk(person: Person) -> Iterator[Mapping[str, Any]]:
    for change in ServiceChange.objects.filter(by=person).select_related("service"):
        about = {_("place that helps"): change.service.title, _("when"): change.at}
        yield {**about, _("deed"): change.get_deed_display()}


def _erase_desk(person: Person, words: str) -> None:
    """Rows of the desk name the person by a key that empties itself with the account."""


def declare() -> None:
    """Tell ``people`` what is here."""
    mine = ("referral.Referral", "referral.ReferralEvent")
    register(Holding(gettext_lazy("Your ways to places that help"), mine, _export, _erase))
    desk = ("referral.Service", "referral.ServiceChange")
    register(Holding(gettext_lazy("Your work on services"), desk, _export_desk, _erase_desk))

"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.safety.models import HelplineChange, Report


def _export_reports(person: Person) -> Iterator[Mapping[str, Any]]:
    for report in Report.objects.filter(reporter=person).order_by("pk"):
        yield {
            _("kind"): report.get_kind_display(),
            _("words"): report.words,
            _("when"): report.created_at,
            _("answer"): report.answer,
            _("answered"): report.answered_at,
        }


def _erase_reports(person: Person, words: str) -> None:
    """What was reported stays for whom it protects; who reported it does not."""
    mine = Report.objects.filter(reporter=person)
    if words == "remove":
        mine.update(words="")
    mine.update(reporter=None)


def _export_desk(person: Person) -> Iterator[Mapping[str, Any]]:
    for change in HelplineChange.objects.filter(by=person).select_related("helpline"):
        yield {
            _("helpline"): change.helpline.number,
            _("deed"): change.get_deed_display(),
            _("when"): change.at,
        }


def _erase_desk(person: Person, words: str) -> None:
    """Rows of the desk name the person by a key that empties itself with the account."""


def declare() -> None:
    """Tell ``people`` what is here."""
    reports = ("safety.Report", "safety.Concern")
    register(Holding(gettext_lazy("What you reported"), reports, _export_reports, _erase_reports))
    desk = ("safety.Helpline", "safety.HelplineChange")
    register(Holding(gettext_lazy("Your work on helplines"), desk, _export_desk, _erase_desk))

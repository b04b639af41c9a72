"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.safety.models import HelplineChange, Report


def _export_reports(person: Person) -> Iterator[Mapping[str, Any]]:
    for report in Report.objects.filter(reporter=person).order_by("pk"):
        yield {
            "kind": report.get_kind_display(),
            "words": report.words,
            "when": report.created_at,
            "answer": report.answer,
            "answered": report.answered_at,
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
            "helpline": change.helpline.number,
            "deed": change.get_deed_display(),
            "when": change.at,
        }


def _erase_desk(person: Person, words: str) -> None:
    """Rows of the desk name the person by a key that empties itself with the account."""


def declare() -> None:
    """Tell ``people`` what is here."""
    reports = ("safety.Report", "safety.Concern")
    register(Holding(_("What you reported"), reports, _export_reports, _erase_reports))
    desk = ("safety.Helpline", "safety.HelplineChange")
    register(Holding(_("Your work on helplines"), desk, _export_desk, _erase_desk))

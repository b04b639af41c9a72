"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.keys import opener_for
from damayan.people.models import Person
from damayan.safety.models import HelplineChange, LineMessage, Report
from damayan.safety.queries.line import CONTEXT


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


def _export_lines(person: Person) -> Iterator[Mapping[str, Any]]:
    sides = {LineMessage.Side.AUTHOR: _("you"), LineMessage.Side.GUIDE: _("a guide")}
    open_words = opener_for(person, CONTEXT)
    for one in LineMessage.objects.filter(line__person=person).order_by("line", "created_at", "id"):
        yield {
            _("from"): sides[LineMessage.Side(one.side)],
            _("words"): open_words(bytes(one.words_sealed)).decode(),
            _("when"): one.created_at,
        }


def _erase_lines(person: Person, words: str) -> None:
    """They go with the account, and are sealed with the key that is destroyed with it."""


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
    lines = ("safety.SafetyLine", "safety.LineMessage")
    register(Holding(gettext_lazy("You and the guides"), lines, _export_lines, _erase_lines))
    desk = ("safety.Helpline", "safety.HelplineChange")
    register(Holding(gettext_lazy("Your work on helplines"), desk, _export_desk, _erase_desk))

"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.moderation.meaning import meaning_of
from damayan.moderation.models import Appeal, BreakGlass, Debrief, Decision, Exposure, Rest, Shift
from damayan.moderation.sealing import DEBRIEF
from damayan.people.holdings import Holding, register
from damayan.people.keys import open_for
from damayan.people.models import Person
from damayan.safety.actions import forget_words


def _export_decisions(person: Person) -> Iterator[Mapping[str, Any]]:
    for one in Decision.objects.filter(person=person).select_related("appeal").order_by("pk"):
        appeal: Appeal | None = getattr(one, "appeal", None)
        yield {
            _("decision"): str(meaning_of(one).what),
            _("reason"): one.reason,
            _("when"): one.at,
            _("until"): one.until,
            _("taken back"): one.lifted_at,
            _("your appeal"): appeal.words if appeal else None,
            _("answer"): appeal.answer if appeal else None,
        }


def _erase_decisions(person: Person, words: str) -> None:
    """They go with the account; the log keeps a number that names nobody any more.

    What screening quoted from an appeal goes too.
    """
    appeals = Appeal.objects.filter(decision__person=person)
    forget_words("appeal", appeals.values_list("key", flat=True))


def _export_reveals(person: Person) -> Iterator[Mapping[str, Any]]:
    for one in BreakGlass.objects.filter(person=person, told_at__isnull=False).order_by("pk"):
        yield {_("seen"): one.fields, _("when"): one.answered_at, _("reason"): one.reason}


def _erase_reveals(person: Person, words: str) -> None:
    """The row names the person by a key that empties itself with the account."""


def _export_work(person: Person) -> Iterator[Mapping[str, Any]]:
    for shift in Shift.objects.filter(guide=person).order_by("starts_at"):
        yield {
            _("shift"): shift.starts_at,
            _("until"): shift.ends_at,
            _("hand-over"): shift.hand_over,
        }
    for met in Exposure.objects.filter(guide=person).order_by("at"):
        yield {_("met a case"): met.at, _("level"): met.level}
    for rest in Rest.objects.filter(guide=person).order_by("starts_at"):
        yield {_("break"): rest.starts_at, _("until"): rest.ended_at or rest.until}
    for one in Debrief.objects.filter(guide=person).order_by("pk"):
        words = open_for(person, bytes(one.words_sealed), DEBRIEF).decode()
        yield {_("debrief"): words, _("when"): one.created_at, _("shared"): one.shared_at}


def _erase_work(person: Person, words: str) -> None:
    """Shifts, exposure, rests and debriefs go with the account."""


def declare() -> None:
    """Tell ``people`` what is here."""
    names = ("Decision", "Appeal", "Sanction", "Removal")
    about = tuple(f"moderation.{name}" for name in names)
    register(
        Holding(
            gettext_lazy("What guides decided about you"),
            about,
            _export_decisions,
            _erase_decisions,
        )
    )
    register(
        Holding(
            gettext_lazy("When your details were seen in danger to life"),
            ("moderation.BreakGlass",),
            _export_reveals,
            _erase_reveals,
        )
    )
    work = ("CaseNote", "Shift", "Exposure", "Rest", "Debrief")
    labels = tuple(f"moderation.{name}" for name in work)
    register(Holding(gettext_lazy("Your work as a guide"), labels, _export_work, _erase_work))

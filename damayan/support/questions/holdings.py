"""What this part holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.people.holdings import Holding, register
from damayan.people.models import Person
from damayan.support.questions import actions, queries
from damayan.support.questions.models import Practice, Published, Question, Slot


def _export(person: Person) -> Iterator[Mapping[str, Any]]:
    for question in Question.objects.of(person).select_related("person").order_by("pk"):
        found = queries.answered(question)
        yield {
            _("your question"): found.words,
            _("when"): question.asked_at,
            _("who may find it"): question.get_audience_display(),
            _("answer"): found.advice_words,
            _("taken back"): question.withdrawn_at,
        }
    for slot in Slot.objects.filter(booked_by=person).select_related("practice"):
        yield {_("appointment"): slot.starts_at, _("with"): slot.practice.title}


def _erase(person: Person, words: str) -> None:
    """Questions go with the account; what others found stays only if the words are left here."""
    if words == "remove":
        Published.objects.filter(question__person=person).delete()
    actions.free_booked(person)
    Slot.objects.filter(booked_by=person).update(words_sealed=None)


def _export_practice(person: Person) -> Iterator[Mapping[str, Any]]:
    practice = Practice.objects.filter(person=person).first()
    if practice is None:
        return
    yield {
        _("licence"): queries.licence_number(practice),
        _("body"): practice.body,
        _("renews"): practice.renews_on,
        _("checked"): practice.checked_at,
        _("ended"): practice.ended_at,
        _("answers given"): practice.advice.exclude(sent_at=None).count(),
    }


def _erase_practice(person: Person, words: str) -> None:
    """The licence goes with the account; answers stay with who asked, under the title alone."""
    for practice in Practice.objects.filter(person=person):
        actions.cancel_coming(practice)


def declare() -> None:
    """Tell ``people`` what is here."""
    mine = tuple(f"questions.{name}" for name in ("Question", "Advice", "Opinion", "Published"))
    register(Holding(gettext_lazy("Your questions to professionals"), mine, _export, _erase))
    own = ("questions.Practice", "questions.Slot")
    register(Holding(gettext_lazy("Your practice"), own, _export_practice, _erase_practice))

"""What each page shows."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.paging import Page, page_of
from damayan.people.keys import opener_for, openers_for
from damayan.people.models import Person
from damayan.people.queries import people_out_of_contact
from damayan.support.questions.models import (
    Advice,
    Opinion,
    Practice,
    Published,
    Question,
    Slot,
)
from damayan.support.questions.sealing import ADVICE, ASKED, LICENCE, OPINION, SLOT

_SHOWN = 20


def _opened(owner: Person, sealed: bytes | memoryview | None, context: str) -> str:
    return _words(opener_for(owner, context), sealed) if sealed else ""


def _words(opened: Callable[[bytes], bytes], sealed: bytes | memoryview) -> str:
    with suppress(CannotOpen):
        return opened(bytes(sealed)).decode()
    return ""


@dataclass(frozen=True)
class Sealed:
    """A question opened for somebody who may read it."""

    question: Question
    words: str

    @property
    def start(self) -> str:
        """Enough of it to choose."""
        return self.words if len(self.words) <= 160 else f"{self.words[:157].rstrip()}…"


def sealed(question: Question) -> Sealed:
    """Two queries at most."""
    return Sealed(question, _opened(question.person, question.words_sealed, ASKED))


@dataclass(frozen=True)
class Answered:
    """A question with what came of it. ``advice`` only once sent, unless for who drafts it."""

    question: Question
    words: str
    advice: Advice | None
    advice_words: str
    opinions: Sequence[tuple[Opinion, str]]
    published: Published | None


def answered(question: Question, *, drafts: bool = False) -> Answered:
    """Everything on one question; six queries at most. ``drafts``: for who writes the answer."""
    advice = Advice.objects.filter(question=question).select_related("by").first()
    if advice and not drafts and (advice.sent_at is None or advice.hidden_at):
        advice = None
    owner = question.person
    opinions = list(advice.opinions.order_by("asked_at")) if advice and drafts else []
    return Answered(
        question=question,
        words=_opened(owner, question.words_sealed, ASKED),
        advice=advice,
        advice_words=_opened(owner, advice.words_sealed, ADVICE) if advice else "",
        opinions=[(one, _opened(owner, one.words_sealed, OPINION)) for one in opinions],
        published=Published.objects.filter(question=question).first(),
    )


def mine(person: Person, *, after: str = "", before: str = "") -> Page[Question]:
    """One's own questions, latest first; two queries at most."""
    rows = Question.objects.of(person)
    return page_of(rows, by="asked_at", size=_SHOWN, after=after, before=before)


def question_for(person: Person, key: str) -> Question | None:
    """One's own question."""
    return Question.objects.of(person).filter(key=key).select_related("person").first()


def _to_take(practice: Practice) -> QuerySet[Question]:
    away = people_out_of_contact(practice.person_id)
    here = Question.objects.filter(person__is_active=True)
    return here.exclude(person_id=practice.person_id).exclude(person__in=away)


def queue(practice: Practice, *, about: str = "", language: str = "") -> list[Sealed]:
    """What waits for an answer, longest first, at most 20; three queries."""
    rows = _to_take(practice).filter(pk__in=Question.objects.waiting().values("pk"))
    if about:
        rows = rows.filter(about=about)
    if language:
        rows = rows.filter(language=language)
    found = list(rows.select_related("person").order_by("asked_at", "id")[:_SHOWN])
    openers = openers_for([one.person for one in found], ASKED)
    return [Sealed(one, _words(openers[one.person_id], one.words_sealed)) for one in found]


def question_to_take(practice: Practice, key: str) -> Question | None:
    """A question that this professional may take or has taken."""
    found = _to_take(practice).filter(key=key, withdrawn_at=None).select_related("person").first()
    if found is None or (found.answered_at and found.taken_by_id != practice.pk):
        return None
    return found


@dataclass(frozen=True)
class Desk:
    """A professional's page."""

    mine: Sequence[Question]
    opinions: Sequence[Opinion]
    coming: Sequence[Slot]


def desk(practice: Practice) -> Desk:
    """What one has in hand, drafts that wait for a second view, and times that are booked."""
    held = Question.objects.filter(taken_by=practice, answered_at=None, withdrawn_at=None)
    asked = _to_view(practice)
    coming = practice.slots.filter(cancelled_at=None, ends_at__gt=now(), booked_by__isnull=False)
    return Desk(
        mine=list(held.filter(taken_until__gt=now()).order_by("asked_at")[:_SHOWN]),
        opinions=list(asked.select_related("advice__question").order_by("asked_at")[:_SHOWN]),
        coming=list(coming.order_by("starts_at")[:_SHOWN]),
    )


def _to_view(practice: Practice) -> QuerySet[Opinion]:
    """Second views that wait for somebody; never of a question that was taken back."""
    rows = Opinion.objects.filter(given_at=None, advice__sent_at=None)
    rows = rows.filter(advice__question__withdrawn_at=None).exclude(advice__by=practice)
    rows = rows.exclude(advice__question__person_id=practice.person_id)
    return rows.exclude(advice__question__person__in=people_out_of_contact(practice.person_id))


def opinion_for(practice: Practice, key: str) -> Opinion | None:
    """A draft on which this professional may give a second view."""
    rows = _to_view(practice).filter(key=key)
    return rows.select_related("advice__question__person").first()


def find(words: str = "", *, about: str = "", after: str = "", before: str = "") -> Page[Published]:
    """Published questions: by words the best twenty, else latest first; two queries at most."""
    rows = Published.objects.filter(hidden_at=None).defer("search")
    if about:
        rows = rows.filter(about=about)
    if not words:
        return page_of(rows, by="on", size=_SHOWN, after=after, before=before)
    wanted = SearchQuery(words, config="english", search_type="websearch")
    wanted |= SearchQuery(words, config="simple", search_type="websearch")
    hits = rows.filter(search=wanted).order_by(SearchRank(F("search"), wanted).desc(), "-id")
    return Page(rows=list(hits[:_SHOWN]))


def published(key: str) -> Published | None:
    """One published question."""
    rows = Published.objects.filter(key=key, hidden_at=None).defer("search")
    return rows.select_related("question__advice").first()


def free_slots(person: Person, *, after: str = "", before: str = "") -> Page[Slot]:
    """Times that this person may book, soonest first; two queries at most."""
    rows = Slot.objects.filter(booked_by=None, cancelled_at=None, starts_at__gt=now())
    rows = rows.filter(practice__ended_at=None, practice__checked_at__isnull=False)
    rows = rows.filter(practice__renews_on__gte=localdate(), practice__person__is_active=True)
    rows = rows.exclude(practice__person=person)
    rows = rows.exclude(practice__person__in=people_out_of_contact(person))
    rows = rows.select_related("practice")
    return page_of(
        rows, by="starts_at", size=_SHOWN, after=after, before=before, newest_first=False
    )


def my_slots(person: Person) -> list[Slot]:
    """Times that this person booked and that are not over; one query."""
    rows = Slot.objects.filter(booked_by=person, cancelled_at=None, ends_at__gt=now())
    return list(rows.select_related("practice").order_by("starts_at")[:_SHOWN])


def offered_slots(practice: Practice) -> list[Slot]:
    """Times still to come that this professional offers; one query."""
    rows = practice.slots.filter(cancelled_at=None, ends_at__gt=now())
    return list(rows.order_by("starts_at")[:100])


def slot_for(person: Person, key: str) -> tuple[Slot, str] | None:
    """A slot that is free, or that is one's own on either side, with the words for the two."""
    slot = Slot.objects.filter(key=key).select_related("practice", "booked_by").first()
    if slot is None:
        return None
    if person.pk in {slot.booked_by_id, slot.practice.person_id}:
        owner = slot.booked_by
        return slot, _opened(owner, slot.words_sealed, SLOT) if owner else ""
    away = people_out_of_contact(person).filter(other=slot.practice.person_id).exists()
    standing = slot.practice.is_standing and slot.cancelled_at is None
    free = slot.booked_by_id is None and standing and not away
    return (slot, "") if free else None


def practices(*, after: str = "", before: str = "") -> Page[Practice]:
    """All licences for the coordinators' desk, latest asked first; two queries at most."""
    rows = Practice.objects.select_related("person")
    return page_of(rows, by="asked_at", size=30, after=after, before=before)


def practice_called(key: str) -> Practice | None:
    """One licence with its person, for coordinators."""
    return Practice.objects.filter(key=key).select_related("person").first()


def licence_number(practice: Practice) -> str:
    """Opened for who checks it."""
    return _opened(practice.person, practice.number_sealed, LICENCE)

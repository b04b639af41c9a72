"""Taking a question, drafting, a second view, and the answer. The question's row is the lock."""

from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.foundation.words import cook
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.keys import open_for, seal_for
from damayan.people.models import Person
from damayan.people.queries import no_contact
from damayan.people.rules import may_speak
from damayan.stories import guard
from damayan.support.questions import rules
from damayan.support.questions.actions.asking import screened
from damayan.support.questions.models import (
    Advice,
    Audience,
    Opinion,
    Practice,
    Published,
    Question,
)
from damayan.support.questions.queries.standing import practice_of
from damayan.support.questions.sealing import ADVICE, ASKED, OPINION


def _practice(by: Person) -> Practice:
    found = practice_of(by)
    require(may_speak(by))
    require(rules.may_practise(found))
    if found is None:
        raise Refused("")
    return found


def _locked(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=question.pk)


@transaction.atomic
def take(*, by: Person, question: Question) -> Question:
    """Take a question in hand for two days; of two at once one is refused."""
    practice, kept = _practice(by), _locked(question)
    in_contact = not no_contact(by, kept.person_id)
    require(rules.may_take(practice, kept, in_contact=in_contact))
    kept.taken_by, kept.taken_until = practice, now() + rules.TAKEN_FOR
    kept.save(update_fields=["taken_by", "taken_until"])
    Advice.objects.filter(question=kept, sent_at=None).exclude(by=practice).delete()
    return kept


@transaction.atomic
def give_back(*, by: Person, question: Question) -> None:
    """Leave it to a colleague; the draft goes."""
    practice, kept = _practice(by), _locked(question)
    require(rules.may_write(practice, kept))
    Advice.objects.filter(question=kept, sent_at=None).delete()
    kept.taken_by = kept.taken_until = None
    kept.save(update_fields=["taken_by", "taken_until"])


@transaction.atomic
def draft(*, by: Person, question: Question, words: str) -> Advice:
    """Keep a draft, sealed like the question; holding on to it for two more days."""
    practice, kept = _practice(by), _locked(question)
    require(rules.may_write(practice, kept))
    return _keep(practice, kept, words)


def _keep(practice: Practice, question: Question, words: str) -> Advice:
    told = words.strip()[: rules.LONGEST_ADVICE]
    if not told:
        raise Refused(_("Write a few words first."))
    question.taken_until = now() + rules.TAKEN_FOR
    question.save(update_fields=["taken_until"])
    values = {
        "by": practice,
        "title": practice.title,
        "words_sealed": seal_for(question.person, told.encode(), ADVICE),
        "drafted_at": now(),
    }
    made, _new = Advice.objects.update_or_create(question=question, defaults=values)
    return made


@transaction.atomic
def ask_opinion(*, by: Person, question: Question) -> Opinion:
    """Ask colleagues for a second view of the draft; one at a time."""
    practice, kept = _practice(by), _locked(question)
    require(rules.may_write(practice, kept))
    advice = Advice.objects.filter(question=kept).first()
    if advice is None:
        raise Refused(_("Write a few words first."))
    try:
        with transaction.atomic():
            return Opinion.objects.create(advice=advice)
    except IntegrityError:
        return Opinion.objects.get(advice=advice, given_at=None)


@transaction.atomic
def give_opinion(*, by: Person, opinion: Opinion, verdict: str, words: str) -> Opinion:
    """A colleague's view of a draft; the first one counts."""
    practice = _practice(by)
    rows = Opinion.objects.select_for_update(of=("self",))
    kept = rows.select_related("advice__question__person").filter(pk=opinion.pk).first()
    if kept is None:
        raise Refused(_("This question is no longer here."))
    question = kept.advice.question
    require(rules.may_give_opinion(practice, kept.advice))
    if kept.given_at is not None or no_contact(by, question.person_id):
        raise Refused(_("A colleague has given a second view already."))
    kept.by, kept.verdict, kept.given_at = practice, verdict, now()
    kept.words_sealed = seal_for(question.person, words.strip()[:2000].encode(), OPINION)
    kept.save()
    if kept.advice.by:
        text = gettext_lazy("A colleague gave a second view of your draft.")
        _tell(kept.advice.by.person_id, text, "write", question.key, f"opinion:{kept.key}")
    return kept


@transaction.atomic
def send(*, by: Person, question: Question, words: str) -> Advice:
    """Send the answer; published without the persona where the person asked so. Once."""
    practice, kept = _practice(by), _locked(question)
    before = Advice.objects.filter(question=kept, by=practice).exclude(sent_at=None).first()
    if before is not None:
        return before
    require(rules.may_write(practice, kept))
    advice = _keep(practice, kept, words)
    advice.sent_at = kept.answered_at = now()
    advice.save(update_fields=["sent_at"])
    kept.save(update_fields=["answered_at"])
    if kept.audience == Audience.OTHERS:
        _publish(kept, advice)
    screened("advice", advice.key, words, kept.language)
    text = gettext_lazy("There is an answer to your question.")
    _tell(kept.person_id, text, "question", kept.key, f"question:{kept.key}:answered")
    return advice


def _publish(question: Question, advice: Advice) -> None:
    answered = open_for(question.person, bytes(advice.words_sealed), ADVICE).decode()
    Published.objects.create(
        question=question,
        about=question.about,
        language=question.language,
        asked=_masked(open_for(question.person, bytes(question.words_sealed), ASKED).decode()),
        answered=answered,
        html=cook(answered),
        title=advice.title,
        on=timezone.localdate(),
    )


def _masked(words: str) -> str:
    """For everybody: names, numbers and places that may tell who asked are left out."""
    fields = {"words": words}
    return str(guard.hide(fields, guard.notice(fields))["words"])


def _tell(person_id: int, text: Any, page: str, key: str, cause: str) -> None:
    url = reverse(f"questions:{page}", args=[key])
    tell(person_id=person_id, kind=Kind.SUPPORT, text=text, url=url, cause=cause)

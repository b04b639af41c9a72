"""Asking a professional, and taking the question back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people.keys import seal_for
from damayan.people.models import Person
from damayan.people.rules import may_speak
from damayan.safety.actions import forget_words, keep_found
from damayan.safety.looking import look_at
from damayan.support.questions import rules
from damayan.support.questions.models import Advice, Published, Question
from damayan.support.questions.sealing import ASKED


def ask(
    *, by: Person, form_key: str, about: str, language: str, audience: str, words: str
) -> tuple[Question, int]:
    """Ask; the question, and the level at which its author needs care (0: none).

    The same ``form_key`` twice asks once. Raises Refused.
    """
    mine = Question.objects.of(by).filter(form_key=form_key)
    if before := mine.first():
        return before, 0
    try:
        with transaction.atomic():
            open_now = Question.objects.of(by).filter(answered_at=None, withdrawn_at=None).count()
            require(may_speak(by))
            require(rules.may_ask(open_now))
            made = Question.objects.create(
                person=by,
                form_key=form_key,
                about=about,
                language=language,
                audience=audience,
                words_sealed=seal_for(by, words.strip().encode(), ASKED),
            )
            return made, screened("question", made.key, words, language)
    except IntegrityError:
        return mine.get(), 0


def screened(kind: str, key: str, words: str, language: str) -> int:
    """Screen sealed words: a guide opens them on the case's own page, the concern keeps none."""
    found = look_at(words, language=language)
    raised = keep_found(found, subject_kind=kind, subject_key=key, group_slug="")
    if found.level:
        forget_words(kind, [key])
    return raised


@transaction.atomic
def withdraw(*, by: Person, question: Question) -> None:
    """Take it back, answered or not; what others could find of it goes. Raises Refused."""
    kept = Question.objects.select_for_update().get(pk=question.pk)
    require(rules.may_withdraw(by, kept))
    Published.objects.filter(question=kept).delete()
    if kept.withdrawn_at is None:
        kept.withdrawn_at = now()
        kept.taken_by = kept.taken_until = None
        kept.save(update_fields=["withdrawn_at", "taken_by", "taken_until"])
        Advice.objects.filter(question=kept, sent_at=None).delete()


@transaction.atomic
def say_whether_helped(*, by: Person, question: Question, helped: bool) -> None:
    """Tell the professional whether it helped; they alone see it. Raises Refused."""
    kept = Question.objects.select_for_update().get(pk=question.pk)
    if kept.person_id != by.pk or kept.answered_at is None:
        raise Refused(_("You can say this when there is an answer."))
    kept.helped = helped
    kept.save(update_fields=["helped"])

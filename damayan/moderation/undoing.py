"""How each deed is taken back. What is not here leaves nothing that could be taken back."""

from collections.abc import Callable

from damayan.foundation.verdict import Refused
from damayan.moderation.actions import sanctions
from damayan.moderation.models import Decision, Sanction
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person
from damayan.safety.subjects import subject_of, waiting_of
from damayan.stories.actions.guiding import open_replies_as_guide
from damayan.stories.models import Reply, Story

# Answers False, or raises Refused, when there is nothing left to take back.
Undo = Callable[[Person, Decision, str], bool]


def can_be_undone(deed: str) -> bool:
    """Whether a deed leaves something that can be taken back."""
    return deed in _UNDO


def undo(by: Person, decision: Decision, reason: str) -> bool:
    """Take back what ``decision`` did; False when there is nothing, or no longer anything.

    In the transaction of who decided, notes and tells it.
    """
    verb = _UNDO.get(decision.deed)
    if verb is None or decision.lifted_at is not None:
        return False
    try:
        return verb(by, decision, reason)
    except Refused:
        return False


def _restore(by: Person, decision: Decision, reason: str) -> bool:
    """Words are shown again; a persona may write again."""
    subject = subject_of(decision.subject_kind)
    shown = subject.show(decision.subject_key) if subject else None
    if subject is None or shown is None or shown.gone or not shown.hidden:
        return False
    subject.restore(by=by, key=decision.subject_key, reason=reason)
    return True


def _release(by: Person, decision: Decision, reason: str) -> bool:
    waiting = waiting_of(decision.subject_kind)
    return waiting is not None and waiting.release(by=by, key=decision.subject_key, reason=reason)


def _open_answers(by: Person, decision: Decision, reason: str) -> bool:
    found = Story.objects.filter(key=decision.subject_key).defer("search").first()
    if decision.subject_kind == "reply":
        reply = Reply.objects.filter(key=decision.subject_key).select_related("story").first()
        found = reply.story if reply else None
    return found is not None and open_replies_as_guide(by=by, story=found)


def _lift(by: Person, decision: Decision, reason: str) -> bool:
    person = Person.objects.select_for_update().get(pk=decision.person_id)
    found = Sanction.objects.filter(decision=decision, lifted_at=None).first()
    if found is None:
        return False
    sanctions.end(by=by, sanction=found, person=person)
    return True


_UNDO: dict[str, Undo] = {
    Deed.HIDE: _restore,
    Deed.PAUSE: _restore,
    Deed.DECLINE: _release,
    Deed.CLOSE_ANSWERS: _open_answers,
    Deed.PAUSE_EVERYWHERE: _lift,
    Deed.REMOVE: _lift,
}

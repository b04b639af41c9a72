"""What guides decide about words and about who wrote them, each in one transaction with the log."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.verdict import Refused, require
from damayan.groups.models import Persona
from damayan.groups.queries import personas_of, role_in
from damayan.groups.rules import may_guide
from damayan.moderation import log
from damayan.moderation.actions.table import Table, sit_down
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person
from damayan.safety.actions import close_concern
from damayan.safety.models import Concern, Outcome
from damayan.safety.subjects import Subject, subject_of

LONGEST_REASON = 1000

_TOLD = {
    ("story", Deed.HIDE): gettext_lazy(
        "A guide hid your story. Here you read why, and what you can do."
    ),
    ("story", Deed.RESTORE): gettext_lazy("A guide shows your story again."),
    ("reply", Deed.HIDE): gettext_lazy(
        "A guide hid your answer. Here you read why, and what you can do."
    ),
    ("reply", Deed.RESTORE): gettext_lazy("A guide shows your answer again."),
}
_PAUSED = gettext_lazy(
    "A guide paused your writing in one group. Here you read why, and what you can do."
)
_RESUMED = gettext_lazy("You can write in the group again.")
_DECIDED = gettext_lazy("A guide decided something about your words. Here you read it.")


@transaction.atomic
def hide(*, by: Person, concern: Concern, reason: str) -> None:
    """Hide what a case is about (for a persona: pause its writing); its author is told why.

    Raises Refused when ``by`` may not decide, or when there is nothing to hide.
    """
    if concern.subject_kind == "persona":
        pause(by=by, concern=concern, reason=reason)
    else:
        _decide(sit_down(by, concern, Deed.HIDE), Deed.HIDE, reason)


@transaction.atomic
def restore(*, by: Person, concern: Concern, reason: str) -> None:
    """Show it again (for a persona: let it write again); its author is told. Raises Refused."""
    if concern.subject_kind == "persona":
        resume(by=by, concern=concern, reason=reason)
    else:
        _decide(sit_down(by, concern, Deed.RESTORE), Deed.RESTORE, reason)


@transaction.atomic
def pause(*, by: Person, concern: Concern, reason: str) -> None:
    """Let the author read on but write no more in this group; they are told why. Raises Refused."""
    _decide_persona(sit_down(by, concern, Deed.PAUSE), Deed.PAUSE, reason)


@transaction.atomic
def resume(*, by: Person, concern: Concern, reason: str) -> None:
    """Let the author write in this group again; they are told. Raises Refused."""
    _decide_persona(sit_down(by, concern, Deed.RESUME), Deed.RESUME, reason)


@transaction.atomic
def close(*, by: Person, concern: Concern, outcome: str, reason: str = "") -> None:
    """Close a case with an outcome; reporters without an answer hear it. Raises Refused."""
    table = sit_down(by, concern, Deed.CLOSE)
    table.note(Deed.CLOSE, reason, {"outcome": outcome})
    close_concern(by=by, concern=table.concern, outcome=outcome)


@transaction.atomic
def refer(*, by: Person, concern: Concern, words: str) -> None:
    """Close a case because others can help better; the author reads to whom, and why."""
    table = sit_down(by, concern, Deed.REFER)
    entry = table.note(Deed.REFER, words, {"outcome": Outcome.HANDED_ON.value})
    table.tell(entry, gettext_lazy("A guide wrote to you about others who can help."))
    close_concern(by=by, concern=table.concern, outcome=Outcome.HANDED_ON)


@transaction.atomic
def look_behind(*, by: Person, persona: Persona, reason: str) -> list[Persona]:
    """The personas that the same person wears elsewhere, with their groups; logged.

    Raises Refused when ``by`` does not guide this persona's group, or gives no reason.
    """
    require(may_guide(role_in(by, persona.group)))
    if not reason.strip():
        raise Refused(_("Write down why you need to know."))
    log.record(
        by=by,
        deed=Deed.LOOK_BEHIND,
        subject_kind="persona",
        subject_key=persona.key,
        group_slug=persona.group.slug,
        reason=reason,
    )
    worn = Person.objects.filter(memberships__persona=persona).first()
    return list(personas_of(worn).exclude(pk=persona.pk)) if worn else []


def _decide(table: Table, deed: Deed, reason: str) -> None:
    subject = _subject(table.concern.subject_kind)
    verb: Callable[..., None] = subject.hide if deed == Deed.HIDE else subject.restore
    verb(by=table.by, key=table.concern.subject_key, reason=reason)
    told = _TOLD.get((table.concern.subject_kind, deed), _DECIDED)
    table.tell(table.note(deed, reason), told)


def _decide_persona(table: Table, deed: Deed, reason: str) -> None:
    shown = table.laid.shown
    if shown is None:
        raise Refused(_("This is no longer here."))
    subject = _subject("persona")
    verb: Callable[..., None] = subject.hide if deed == Deed.PAUSE else subject.restore
    verb(by=table.by, key=shown.author_key, reason=reason)
    told = _PAUSED if deed == Deed.PAUSE else _RESUMED
    table.tell(table.note(deed, reason, persona=True), told)


def _subject(kind: str) -> Subject:
    found = subject_of(kind)
    if found is None:
        raise Refused(_("This is no longer here."))
    return found

"""What guides do: each deed is one transaction with its entry in the log."""

from collections.abc import Callable

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, Verdict, require
from damayan.groups.models import Persona
from damayan.groups.queries import guided_slugs, personas_of, role_in
from damayan.groups.rules import may_guide
from damayan.moderation import log
from damayan.moderation.actions.telling import tell_decision
from damayan.moderation.models import LogEntry
from damayan.moderation.queries import Laid, lay_out
from damayan.moderation.rules import may_decide, may_hide, may_look, may_restore, may_take_up
from damayan.moderation.vocabulary import Deed
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.safety import alarms
from damayan.safety.actions import answer_report, close_concern
from damayan.safety.models import Concern, Report
from damayan.safety.subjects import subject_of

# Short enough to stand whole in the notice that tells it.
LONGEST_REASON = 200
LONGEST_LETTER = 250

_TOLD = {
    ("story", Deed.HIDE): gettext_lazy(
        "A guide hid your story. Here you read why, and what you can do."
    ),
    ("story", Deed.RESTORE): gettext_lazy("A guide shows your story again."),
    ("reply", Deed.HIDE): gettext_lazy(
        "A guide hid your answer. Here you read why, and what you can do."
    ),
    ("reply", Deed.RESTORE): gettext_lazy("A guide shows your answer again."),
    ("persona", Deed.HIDE): gettext_lazy(
        "A guide paused your writing in one group. Here you read why, and what you can do."
    ),
    ("persona", Deed.RESTORE): gettext_lazy("You can write in the group again."),
}
_DECIDED = gettext_lazy("A guide decided something about your words. Here you read it.")
_IN_THE_LOG = {
    ("persona", Deed.HIDE): Deed.PAUSE,
    ("persona", Deed.RESTORE): Deed.RESUME,
}


def hide(*, by: Person, concern: Concern, reason: str) -> None:
    """Hide what a concern is about (for a persona: pause its writing); its author is told why.

    Raises Refused when ``by`` may not decide, or when there is nothing to hide.
    """
    _decide(by=by, concern=concern, reason=reason, deed=Deed.HIDE)


def restore(*, by: Person, concern: Concern, reason: str) -> None:
    """Show it again (for a persona: let it write again); its author is told. Raises Refused."""
    _decide(by=by, concern=concern, reason=reason, deed=Deed.RESTORE)


@transaction.atomic
def _decide(*, by: Person, concern: Concern, reason: str, deed: Deed) -> None:
    kept, laid = _take(by, concern)
    allowed: Callable[..., Verdict] = may_hide if deed == Deed.HIDE else may_restore
    require(allowed(laid.shown))
    subject = subject_of(kept.subject_kind)
    if subject is None:
        raise Refused(_("This is no longer here."))
    verb = subject.hide if deed == Deed.HIDE else subject.restore
    verb(by=by, key=kept.subject_key, reason=reason)
    entry = _note(by, kept, _IN_THE_LOG.get((kept.subject_kind, deed), deed), reason)
    _tell_author(by, laid, deed, reason, entry)


@transaction.atomic
def answer(*, by: Person, concern: Concern, report: Report, words: str) -> None:
    """Answer who reported; they are told by a notice. Raises Refused."""
    kept, _laid = _take(by, concern)
    with_words = {"report": report.key}
    _note(by, kept, Deed.ANSWER, words, details=with_words)
    answer_report(by=by, report=report, words=words)


@transaction.atomic
def write(*, by: Person, concern: Concern, words: str) -> None:
    """Write to the author of the words; it waits for them in Answers. Raises Refused."""
    kept, laid = _take(by, concern)
    if laid.author_id is None or laid.shown is None:
        raise Refused(_("There is nobody left to write to."))
    entry = _note(by, kept, Deed.WRITE, words)
    tell(
        person_id=laid.author_id,
        kind=Kind.GUIDE,
        text=format_lazy(gettext_lazy("A guide wrote to you: {words}"), words=words),
        url=laid.shown.url,
        cause=f"log:{entry.hash}",
    )


@transaction.atomic
def close(*, by: Person, concern: Concern, outcome: str, reason: str = "") -> None:
    """Close a concern with an outcome; reporters without an answer hear it. Raises Refused."""
    kept, _laid = _take(by, concern)
    _note(by, kept, Deed.CLOSE, reason, details={"outcome": outcome})
    close_concern(by=by, concern=kept, outcome=outcome)


@transaction.atomic
def take_up(*, by: Person, concern: Concern) -> None:
    """Say that ``by`` is looking after an open concern; it no longer climbs. Raises Refused.

    Of two who ask at the same moment one is refused. Another guide may take over later.
    """
    kept, _laid = _lay(by, concern)
    require(may_take_up(by, kept))
    _taken(by, kept)
    _note(by, kept, Deed.TAKE_UP, "")
    alarms.changed()


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


def _take(by: Person, concern: Concern) -> tuple[Concern, Laid]:
    """Like ``_lay``; who decides looks after it from now on, if nobody did."""
    kept, laid = _lay(by, concern)
    if kept.taken_at is None:
        _taken(by, kept)
        alarms.changed()
    return kept, laid


def _taken(by: Person, concern: Concern) -> None:
    concern.taken_at, concern.taken_by = now(), by
    concern.save(update_fields=["taken_at", "taken_by"])


def _lay(by: Person, concern: Concern) -> tuple[Concern, Laid]:
    """Lock a concern and lay it out for somebody who may decide it; raises Refused."""
    kept = Concern.objects.select_for_update().get(pk=concern.pk)
    if not may_look(guided_slugs(by), kept):
        raise Refused(_("Only a guide can do this."))
    laid = lay_out(kept)
    require(may_decide(by, laid.author_id))
    return kept, laid


def _note(
    by: Person, concern: Concern, deed: str, reason: str, details: dict[str, str] | None = None
) -> LogEntry:
    return log.record(
        by=by,
        deed=deed,
        subject_kind=concern.subject_kind,
        subject_key=concern.subject_key,
        group_slug=concern.group_slug,
        reason=reason,
        details={"concern": concern.key, **(details or {})},
    )


def _tell_author(by: Person, laid: Laid, deed: Deed, reason: str, entry: LogEntry) -> None:
    if laid.author_id is None:
        return
    told = _TOLD.get((laid.concern.subject_kind, deed), _DECIDED)
    tell_decision(
        by=by,
        person_id=laid.author_id,
        entry=entry,
        reason=reason,
        text=told,
        concern=laid.concern,
    )

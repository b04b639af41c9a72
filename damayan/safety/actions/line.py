"""A private line between the author of worrying words and the guides who look after them.

Who may answer as a guide is asked of ``safety.guides``; their log is kept by ``moderation``, which
calls these verbs in its own transaction.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.people.keys import seal_for
from damayan.people.models import Person
from damayan.safety import alarms
from damayan.safety.actions.concerns import join_concern
from damayan.safety.actions.line_telling import tell_author
from damayan.safety.guides import guides_of
from damayan.safety.kinds import is_own_pain
from damayan.safety.looking import Found, look_at
from damayan.safety.models import Concern, LineMessage, SafetyLine, Source
from damayan.safety.queries.line import CONTEXT
from damayan.safety.subjects import subject_of

LONGEST = 2000
FORGET_AFTER = timedelta(days=180)
Side = LineMessage.Side


@transaction.atomic
def open_line(*, by: Person, subject_kind: str, subject_key: str) -> SafetyLine:
    """The line about one's own words that worried us; opened once, told to nobody until used.

    Raises Refused when the words are not by this person, or told of no pain of their own.
    """
    line = _line(subject_kind, subject_key)
    if line is not None:
        return _own(by, line)
    subject = subject_of(subject_kind)
    about = Concern.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    raised = about.exclude(screened_at=None).order_by("-created_at").first()
    if subject is None or raised is None or not is_own_pain(raised.kinds):
        raise Refused("")
    if subject.author_id(subject_key) != by.pk:
        raise Refused("")
    return _new(raised, by.pk)


@transaction.atomic
def say_on_line(*, by: Person, line: SafetyLine, words: str, form_key: str) -> int:
    """Say something to the guides; the level at which screening met it. Sent twice, said once.

    It always leaves an open concern, so that somebody looks; urgent words make it urgent. Raises
    Refused when the line is not theirs.
    """
    kept = SafetyLine.objects.select_for_update().get(pk=_own(by, line).pk)
    found = look_at(words)
    said_before = kept.messages.order_by("-created_at", "-id").first()
    if not _keep(kept, Side.AUTHOR, words, form_key):
        return found.level
    _open_again(kept)
    concern = _raise(kept, found)
    waits = said_before is not None and said_before.side == Side.AUTHOR
    if not waits or found.level >= Concern.Level.URGENT:
        alarms.line_said(concern, kept.messages.count())
    return found.level


@transaction.atomic
def leave_line(*, by: Person, line: SafetyLine) -> None:
    """Leave; guides see it, and writing comes back. Raises Refused when the line is not theirs."""
    kept = SafetyLine.objects.select_for_update().get(pk=_own(by, line).pk)
    if kept.left_at is None:
        kept.left_at = now()
        kept.save(update_fields=["left_at"])
        _changed(kept)


@transaction.atomic
def answer_on_line(*, by: Person, concern: Concern, words: str, form_key: str) -> bool:
    """Write to the author as "a guide", opening the line if there is none.

    False when this very form was sent before. Raises Refused when ``by`` is no guide there or wrote
    the words, or when nobody is left to write to.
    """
    line = _line_for_guide(by, concern)
    if not _keep(line, Side.GUIDE, words, form_key, guide=by):
        return False
    _open_again(line)
    alarms.changed()
    tell_author(line)
    return True


@transaction.atomic
def end_line(*, by: Person, concern: Concern) -> None:
    """End it as a guide; the author may open it again by writing. Raises Refused."""
    line = _line_for_guide(by, concern)
    if not line.messages.exists():
        raise Refused(_("Nothing was said there yet."))
    if line.ended_at is None:
        line.ended_at, line.ended_by = now(), by
        line.save(update_fields=["ended_at", "ended_by"])
        _changed(line)


def forget_lines() -> int:
    """Let go of what was said on lines that have been still for half a year; how many."""
    still = SafetyLine.objects.exclude(messages__created_at__gt=now() - FORGET_AFTER)
    _all, rows = still.filter(opened_at__lt=now() - FORGET_AFTER).delete()
    return rows.get(SafetyLine._meta.label, 0)


def _line(subject_kind: str, subject_key: str) -> SafetyLine | None:
    about = SafetyLine.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    return about.select_for_update().first()


def _own(by: Person, line: SafetyLine) -> SafetyLine:
    if line.person_id != by.pk:
        raise Refused("")
    return line


def _new(concern: Concern, person_id: int) -> SafetyLine:
    line, _made = SafetyLine.objects.get_or_create(
        subject_kind=concern.subject_kind,
        subject_key=concern.subject_key,
        defaults={"person_id": person_id, "group_slug": concern.group_slug},
    )
    return line


def _line_for_guide(by: Person, concern: Concern) -> SafetyLine:
    if by.pk not in guides_of(concern.group_slug):
        raise Refused(_("Only a guide can do this."))
    line = _line(concern.subject_kind, concern.subject_key)
    if line is None:
        subject = subject_of(concern.subject_kind)
        author = subject.author_id(concern.subject_key) if subject else None
        if author is None:
            raise Refused(_("There is nobody left to write to."))
        line = _new(concern, author)
    if line.person_id == by.pk:
        raise Refused(_("This is about something of your own. Another guide decides."))
    return line


def _keep(
    line: SafetyLine, side: str, words: str, form_key: str, guide: Person | None = None
) -> bool:
    """Seal it with the author's key; False when this very form was sent before."""
    if line.messages.filter(form_key=form_key).exists():
        return False
    sealed = seal_for(line.person, words.strip()[:LONGEST].encode(), CONTEXT)
    line.messages.create(side=side, guide=guide, words_sealed=sealed, form_key=form_key)
    _changed(line)
    return True


def _open_again(line: SafetyLine) -> None:
    if line.left_at or line.ended_at:
        line.left_at = line.ended_at = line.ended_by = None
        line.save(update_fields=["left_at", "ended_at", "ended_by"])


def _raise(line: SafetyLine, found: Found) -> Concern:
    """The open concern; what is found is kept with it without the words, which are sealed."""
    concern = join_concern(
        subject_kind=line.subject_kind,
        subject_key=line.subject_key,
        group_slug=line.group_slug,
        level=max(found.level, Concern.Level.CONCERN),
        source=Source.LINE,
    )
    fresh = [kind for kind in found.kinds if kind not in concern.kinds]
    if fresh:
        concern.kinds = [*concern.kinds, *fresh]
        concern.save(update_fields=["kinds"])
    return concern


def _changed(line: SafetyLine) -> None:
    live.notify(f"line:{line.key}")

"""Break-glass for danger to life: ask, answer, see for a while, tell the member. Each is logged."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.queries import guided_slugs
from damayan.moderation import log, revealing, rules_reveal, watch
from damayan.moderation.actions.telling import tell_decision
from damayan.moderation.models import BreakGlass, LogEntry
from damayan.moderation.rules import may_look
from damayan.moderation.rules_reveal import State, state_of
from damayan.moderation.vocabulary import Deed
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person, Role
from damayan.people.queries import holds
from damayan.safety import alarms
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of

VOID, TELL = "moderation.void_reveal", "moderation.tell_reveal"
_FIRST = 10


@transaction.atomic
def ask(
    *,
    by: Person,
    concern: Concern,
    fields: Collection[str],
    reason: str,
    tell_days: int | None,
    untold_reason: str = "",
) -> BreakGlass:
    """Ask to see these fields of whoever is behind a case; other guides are alerted at once.

    ``tell_days``: the member is told so many days after an approval (0: at once); None, with a
    reason: not for now. Raises Refused.
    """
    kept = Concern.objects.select_for_update().get(pk=concern.pk)
    _must_look(by, kept)
    subject = subject_of(kept.subject_kind)
    subject_id = subject.author_id(kept.subject_key) if subject else None
    standing = BreakGlass.objects.filter(concern=kept, answered_at=None).first()
    require(rules_reveal.may_ask(by, kept, subject_id=subject_id, standing=standing))
    require(rules_reveal.may_be_asked(fields, reason, tell_days, untold_reason))
    if standing:
        _void(standing)
    moment = now()
    made = BreakGlass.objects.create(
        person_id=subject_id,
        concern=kept,
        fields=[slug for slug in revealing.FIELDS if slug in fields],
        reason=reason.strip(),
        asked_by=by,
        asked_at=moment,
        void_at=moment + rules_reveal.answer_within(),
        tell_days=tell_days,
        untold_reason=untold_reason.strip() if tell_days is None else "",
    )
    _later(VOID, made, made.void_at)
    _note(by, made, Deed.ASK_REVEAL, made.reason)
    _alert_others(made)
    return made


@transaction.atomic
def approve(
    *,
    by: Person,
    reveal: BreakGlass,
    words: str = "",
    tell_days: int | None,
    untold_reason: str = "",
) -> None:
    """Let who asked see it, for a while; the second person has the last word on telling.

    Of two at the same moment one is refused. Raises Refused.
    """
    kept = _locked(reveal, by)
    require(rules_reveal.may_answer(by, kept))
    require(rules_reveal.may_stay_untold(tell_days, untold_reason))
    kept.answered_by, kept.answered_at, kept.approved = by, now(), True
    kept.words = words.strip()
    kept.open_until = kept.answered_at + rules_reveal.open_for_as_long()
    kept.tell_days = tell_days
    kept.untold_reason = untold_reason.strip() if tell_days is None else ""
    kept.tell_at = None if tell_days is None else kept.answered_at + timedelta(days=tell_days)
    kept.save()
    _note(by, kept, Deed.APPROVE_REVEAL, kept.words or kept.untold_reason)
    if kept.tell_at:
        _later(TELL, kept, kept.tell_at)
    else:
        _ask_for_review(kept)
    _tell_asker(
        kept, gettext_lazy("You can see for half an hour who is behind a case. Please act.")
    )


@transaction.atomic
def refuse(*, by: Person, reveal: BreakGlass, words: str) -> None:
    """Say no, with the reason. Raises Refused."""
    kept = _locked(reveal, by)
    require(rules_reveal.may_answer(by, kept))
    if len(words.strip()) < rules_reveal.SHORTEST_WORDS:
        raise Refused(_("Write down why not."))
    kept.answered_by, kept.answered_at, kept.approved = by, now(), False
    kept.words = words.strip()
    kept.save(update_fields=["answered_by", "answered_at", "approved", "words"])
    _note(by, kept, Deed.REFUSE_REVEAL, kept.words)
    _tell_asker(kept, gettext_lazy("You asked to see who is behind a case. It was refused."))


@transaction.atomic
def see(*, by: Person, reveal: BreakGlass) -> list[revealing.Seen]:
    """Open the fields once, for the page that is made now; each time stands in the log."""
    kept = _locked(reveal, by)
    require(rules_reveal.may_see(by, kept))
    if kept.person is None:
        raise Refused(_("This account no longer exists."))
    _note(by, kept, Deed.SEE_REVEAL, "")
    return revealing.see(kept.person, kept.fields)


@transaction.atomic
def void(key: str) -> None:
    """Nobody answered in time: the wish is over. A job calls it; too early it does nothing."""
    kept = BreakGlass.objects.select_for_update().filter(key=key, answered_at=None).first()
    if kept is not None and state_of(kept) == State.VOID:
        _void(kept)
        _tell_asker(
            kept, gettext_lazy("Nobody answered in time that you asked who is behind a case.")
        )


@transaction.atomic
def tell_member(key: str) -> None:
    """Tell the member what was seen, and why; once. A job calls it at its time."""
    kept = BreakGlass.objects.select_for_update().filter(key=key, told_at=None).first()
    if kept is not None and kept.approved and kept.tell_at and kept.tell_at <= now():
        _tell_member(kept, None)


@transaction.atomic
def review(*, by: Person, reveal: BreakGlass, tell_now: bool, words: str) -> None:
    """A coordinator who took no part leaves it untold, or tells the member now. Raises Refused."""
    kept = _locked(reveal, by)
    coordinates = holds(by, Role.COORDINATOR)
    require(rules_reveal.may_review(by, kept, coordinates=coordinates))
    if len(words.strip()) < rules_reveal.SHORTEST_WORDS:
        raise Refused(_("Write down why."))
    kept.reviewed_by, kept.reviewed_at = by, now()
    kept.save(update_fields=["reviewed_by", "reviewed_at"])
    _note(by, kept, Deed.REVIEW_REVEAL, words.strip())
    if tell_now:
        _tell_member(kept, by)


def _void(reveal: BreakGlass) -> None:
    """As of the moment until which it waited."""
    reveal.answered_at, reveal.approved = reveal.void_at, False
    reveal.save(update_fields=["answered_at", "approved"])
    _note(None, reveal, Deed.VOID_REVEAL, "")


def _tell_member(reveal: BreakGlass, by: Person | None) -> None:
    reveal.told_at = now()
    reveal.save(update_fields=["told_at"])
    if reveal.person is None:
        return
    entry = _note(by, reveal, Deed.TELL_REVEAL, "")
    with translation.override(reveal.person.language):
        seen = ", ".join(revealing.names(reveal.fields))
        reason = _("%(reason)s\n\nWhat they could see: %(fields)s.") % {
            "reason": reveal.reason,
            "fields": seen,
        }
    tell_decision(
        by=by,
        person_id=reveal.person.pk,
        entry=entry,
        reason=reason,
        text=gettext_lazy("Because they feared for your life, two of us could see who you are."),
        concern=reveal.concern,
    )


def _must_look(by: Person, concern: Concern | None) -> None:
    slugs = guided_slugs(by)
    if slugs is None or (concern and may_look(slugs, concern)):
        return
    raise Refused(_("Only a guide can do this."))


def _locked(reveal: BreakGlass, by: Person) -> BreakGlass:
    kept = BreakGlass.objects.select_for_update().get(pk=reveal.pk)
    _must_look(by, kept.concern)
    return kept


def _note(by: Person | None, reveal: BreakGlass, deed: Deed, reason: str) -> LogEntry:
    concern = reveal.concern
    details = {"reveal": reveal.key, "fields": reveal.fields, "tell_days": reveal.tell_days}
    if concern:
        details["concern"] = concern.key
    return log.record(
        by=by,
        deed=deed,
        subject_kind=concern.subject_kind if concern else "reveal",
        subject_key=concern.subject_key if concern else reveal.key,
        group_slug=concern.group_slug if concern else "",
        reason=reason,
        details=details,
    )


def _alert_others(reveal: BreakGlass) -> None:
    slug = reveal.concern.group_slug if reveal.concern else ""
    others = watch.guides_of(slug) - {reveal.asked_by_id, reveal.person_id}
    if not others:
        raise Refused(
            _("There is no second person here who could answer. Call the emergency line.")
        )
    for person_id in sorted(others):
        _tell(reveal, person_id, _DECIDE, "ask")
    alarms.changed()


_DECIDE = gettext_lazy("Danger to life: a guide asks to see who somebody is. Please decide now.")


def _ask_for_review(reveal: BreakGlass) -> None:
    words = gettext_lazy("Somebody's details were opened and they are not told. Please look again.")
    took_part = {reveal.asked_by_id, reveal.answered_by_id, reveal.person_id}
    for person_id in sorted(watch.coordinators() - took_part):
        _tell(reveal, person_id, words, "review")


def _tell_asker(reveal: BreakGlass, words: object) -> None:
    if reveal.asked_by_id:
        _tell(reveal, reveal.asked_by_id, words, "answer")


def _tell(reveal: BreakGlass, person_id: int, words: object, why: str) -> None:
    tell(
        person_id=person_id,
        kind=Kind.ALERT,
        text=words,
        url=reverse("moderation:reveal", args=[reveal.key]),
        cause=f"reveal:{reveal.key}:{why}",
    )


def _later(job: str, reveal: BreakGlass, at: datetime) -> None:
    app.configure_task(job, schedule_at=at, priority=_FIRST).defer(key=reveal.key)

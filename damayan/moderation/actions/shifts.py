"""Planning who is here, coming, going, and what the next guide must know."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import coming, now
from damayan.foundation.verdict import Refused, require
from damayan.moderation import log, rules_shifts, watch
from damayan.moderation.actions.claiming import give_back, hand_over, hands_for, note
from damayan.moderation.models import Shift
from damayan.moderation.queries.shifts import cases_held, current_shift, guides, plan_changed
from damayan.moderation.vocabulary import Deed
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person, Role
from damayan.people.queries import holds
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of

_WEEK = timedelta(days=7)
_LATE, _FORGOTTEN = timedelta(minutes=15), timedelta(hours=1)


@transaction.atomic
def plan_shift(
    *, by: Person, guide: Person | None, starts_at: datetime, ends_at: datetime, weeks: int = 1
) -> list[Shift]:
    """Plan a shift, or one in each of ``weeks`` weeks, at the same local hours.

    Without a guide they are free for whoever takes them. All or nothing; raises Refused.
    """
    guide_id = guide.pk if guide else None
    coordinates = holds(by, Role.COORDINATOR)
    require(rules_shifts.may_plan_for(by, guide_id, coordinates=coordinates))
    require(rules_shifts.may_last(starts_at, ends_at))
    _must_guide(by, guide)
    spans = [(starts_at + n * _WEEK, ends_at + n * _WEEK) for n in range(weeks)]
    if guide:
        _must_be_free(guide, spans)
    made = [Shift(guide=guide, planned_by=by, starts_at=start, ends_at=end) for start, end in spans]
    Shift.objects.bulk_create(made)
    _note(by, made[0], Deed.PLAN_SHIFT, weeks=weeks, guide=guide_id)
    if guide and guide != by:
        _tell(guide.pk, gettext_lazy("A shift is planned for you: {when}."), made[0])
    return made


@transaction.atomic
def take_shift(*, by: Person, shift: Shift) -> None:
    """Take a free shift; of two at the same moment one gets it. Raises Refused."""
    _must_guide(by, by)
    kept = _locked(shift)
    require(rules_shifts.may_take(kept))
    _must_be_free(by, [(kept.starts_at, kept.ends_at)])
    kept.guide = by
    kept.save(update_fields=["guide"])
    _note(by, kept, Deed.TAKE_SHIFT)


@transaction.atomic
def give_back_shift(*, by: Person, shift: Shift) -> None:
    """Let another take one's shift; coordinators are told, so that it is not forgotten."""
    kept = _locked(shift)
    require(rules_shifts.may_give_back(by, kept))
    kept.guide = None
    kept.save(update_fields=["guide"])
    _note(by, kept, Deed.FREE_SHIFT)
    for person_id in sorted(watch.coordinators() - {by.pk}):
        _tell(person_id, gettext_lazy("A shift is free again: {when}. Nobody has it yet."), kept)


@transaction.atomic
def cancel_shift(*, by: Person, shift: Shift) -> None:
    """Take a shift out of the plan; its guide is told. Raises Refused."""
    kept = _locked(shift)
    require(rules_shifts.may_cancel(kept, coordinates=holds(by, Role.COORDINATOR)))
    kept.cancelled_at = now()
    kept.save(update_fields=["cancelled_at"])
    _note(by, kept, Deed.CANCEL_SHIFT)
    if kept.guide_id and kept.guide_id != by.pk:
        _tell(kept.guide_id, gettext_lazy("Your shift is cancelled: {when}."), kept)


@transaction.atomic
def begin_shift(*, by: Person, shift: Shift) -> None:
    """Say "I am here now". Raises Refused."""
    Person.objects.select_for_update().get(pk=by.pk)
    kept = _locked(shift)
    _must_guide(by, by)
    require(rules_shifts.may_begin(by, kept, current=current_shift(by)))
    kept.begun_at = now()
    kept.save(update_fields=["begun_at"])
    _note(by, kept, Deed.BEGIN_SHIFT)


@transaction.atomic
def come_now(*, by: Person, hours: int) -> Shift:
    """Be here without a plan, for so many hours or until one's next shift. Raises Refused."""
    _must_guide(by, by)
    moment = now()
    ends_at = moment + timedelta(hours=hours)
    require(rules_shifts.may_last(moment, ends_at))
    Person.objects.select_for_update().get(pk=by.pk)
    if current_shift(by):
        raise Refused(_("You are here already."))
    mine = Shift.objects.standing().filter(guide=by).across(moment, ends_at).order_by("starts_at")
    next_one = mine.first()
    if next_one and next_one.starts_at - rules_shifts.EARLY <= moment:
        begin_shift(by=by, shift=next_one)
        return next_one
    made = Shift.objects.create(
        guide=by,
        planned_by=by,
        starts_at=moment,
        ends_at=next_one.starts_at if next_one else ends_at,
        begun_at=moment,
    )
    _note(by, made, Deed.BEGIN_SHIFT, planned=False)
    return made


@transaction.atomic
def end_shift(*, by: Person, shift: Shift, words: str, to: Person | None = None) -> None:
    """Go, with what the next guide must know.

    Open cases that ``by`` holds go to the guide ``to`` who is here, or back to the queue. Raises
    Refused.
    """
    kept = _locked(shift)
    require(rules_shifts.may_end(by, kept))
    held = list(cases_held(by))
    kept.ended_at, kept.hand_over = now(), words.strip()
    kept.save(update_fields=["ended_at", "hand_over"])
    _pass_on(by, held, kept.hand_over, to)
    _note(by, kept, Deed.END_SHIFT, cases=len(held))


@transaction.atomic
def read_hand_over(*, by: Person, shift: Shift) -> None:
    """Say that a hand-over note was read; the first who does stands there."""
    _must_guide(by, by)
    unread = Shift.objects.filter(pk=shift.pk, read_at=None).exclude(guide=by)
    unread.update(read_by=by, read_at=now())


def mind_shifts() -> None:
    """Ask guides who did not come, once, and end shifts whose guide forgot to; a job calls it."""
    moment = now()
    late = Shift.objects.standing().filter(begun_at=None, guide__isnull=False, ends_at__gt=moment)
    for shift in late.filter(starts_at__lte=moment - _LATE):
        _ask_who_is_late(shift)
    begun = Shift.objects.standing().filter(begun_at__isnull=False)
    for shift in begun.filter(ends_at__lte=moment - _FORGOTTEN):
        _end_forgotten(shift)


@transaction.atomic
def _ask_who_is_late(shift: Shift) -> None:
    words = gettext_lazy("Your shift has begun: {when}. If you cannot come, let another take it.")
    if shift.guide_id:
        _tell(shift.guide_id, words, shift, cause="late")


@transaction.atomic
def _end_forgotten(shift: Shift) -> None:
    """At the hour that was promised; claims on cases run out by themselves."""
    kept = _locked(shift)
    if kept.ended_at:
        return
    kept.ended_at = kept.ends_at
    kept.save(update_fields=["ended_at"])
    _note(None, kept, Deed.END_SHIFT)


def _pass_on(by: Person, held: Iterable[Concern], words: str, to: Person | None) -> None:
    """Each to ``to``, if they may decide it; else back into the queue, with the words as a note."""
    for concern in held:
        with suppress(Refused):
            if to and to.pk in hands_for(concern, _author_of(concern)):
                hand_over(by=by, concern=concern, to=to.pk, words=words)
                continue
            if words:
                note(by=by, concern=concern, words=words)
            give_back(by=by, concern=concern)


def _author_of(concern: Concern) -> int | None:
    subject = subject_of(concern.subject_kind)
    return subject.author_id(concern.subject_key) if subject else None


def _must_guide(by: Person, guide: Person | None) -> None:
    if not guides().filter(pk=(guide or by).pk).exists():
        raise Refused(_("Only a guide can do this."))


def _must_be_free(guide: Person, spans: list[tuple[datetime, datetime]]) -> None:
    """Lock the guide's account, so that two plans at once cannot put them in two places."""
    Person.objects.select_for_update().get(pk=guide.pk)
    mine = Shift.objects.standing().filter(guide=guide)
    mine = mine.across(spans[0][0], spans[-1][1]).order_by("starts_at")
    for one in mine:
        met = any(start < one.ends_at and one.starts_at < end for start, end in spans)
        require(rules_shifts.may_be_at_once(one if met else None))


def _locked(shift: Shift) -> Shift:
    return Shift.objects.select_for_update().get(pk=shift.pk)


def _note(by: Person | None, shift: Shift, deed: Deed, **details: object) -> None:
    log.record(by=by, deed=deed, subject_kind="shift", subject_key=shift.key, details=dict(details))
    plan_changed()


def _tell(person_id: int, text: object, shift: Shift, cause: str = "") -> None:
    tell(
        person_id=person_id,
        kind=Kind.ACCOUNT,
        text=format_lazy(text, when=_When(shift.starts_at)),  # type: ignore[arg-type]
        url=reverse("moderation:shifts"),
        cause=f"shift:{shift.key}:{cause or int(now().timestamp())}",
    )


class _When:
    """A moment in words, in the language of whoever is told."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __str__(self) -> str:
        return coming(self.moment, now())

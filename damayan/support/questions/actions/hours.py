"""Office hours: offered, booked, cancelled, remembered. The slot's row is the lock."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.keys import seal_for
from damayan.people.models import Person
from damayan.people.queries import no_contact
from damayan.safety.actions import forget_words, keep_found
from damayan.safety.looking import look_at
from damayan.support.questions import rules
from damayan.support.questions.models import Practice, Slot
from damayan.support.questions.sealing import SLOT

_AT_ONCE = 500
BEFORE = (
    ("reminded_day_at", timedelta(hours=24), gettext_lazy("Your appointment is tomorrow.")),
    ("reminded_hour_at", timedelta(hours=1), gettext_lazy("Your appointment is within the hour.")),
)


@transaction.atomic
def offer_slot(*, by: Person, starts_at: datetime, ends_at: datetime, where: str) -> Slot:
    """Offer a time; sent twice it is offered once. Raises Refused."""
    practice = Practice.objects.select_for_update().filter(person=by).first()
    require(rules.may_practise(practice))
    if practice is None:
        raise Refused("")
    standing = practice.slots.filter(cancelled_at=None)
    same = standing.filter(starts_at=starts_at, ends_at=ends_at).first()
    if same is not None:
        return same
    overlaps = standing.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists()
    require(rules.may_offer_slot(starts_at - now(), ends_at - starts_at, overlaps=overlaps))
    return practice.slots.create(starts_at=starts_at, ends_at=ends_at, where=where)


@transaction.atomic
def book(*, by: Person, slot: Slot, words: str = "") -> tuple[Slot, int]:
    """Book a time for oneself; of two at once one is refused. Booking again changes nothing.

    Also answers the level at which ``words`` need care (0: none).
    """
    Person.objects.select_for_update().get(pk=by.pk)
    kept = _locked(slot)
    if kept.booked_by_id == by.pk and kept.cancelled_at is None:
        return kept, 0
    coming = Slot.objects.filter(booked_by=by, cancelled_at=None, starts_at__gt=now()).count()
    in_contact = not no_contact(by, kept.practice.person_id)
    require(rules.may_book(by, kept, booked_now=coming, in_contact=in_contact))
    told = words.strip()[:500]
    kept.booked_by, kept.booked_at = by, now()
    kept.words_sealed = seal_for(by, told.encode(), SLOT) if told else None
    kept.save()
    _tell(kept.practice.person_id, kept, gettext_lazy("Somebody booked one of your times."), "got")
    return kept, _screened(kept, told)


def _screened(slot: Slot, words: str) -> int:
    found = look_at(words)
    raised = keep_found(found, subject_kind="slot", subject_key=slot.key, group_slug="")
    if found.level:
        forget_words("slot", [slot.key])
    return raised


@transaction.atomic
def cancel(*, by: Person, slot: Slot) -> None:
    """Cancel from either side; the other hears of it. A member's cancelling frees the time."""
    kept = _locked(slot)
    require(rules.may_cancel(by, kept))
    is_member = kept.booked_by_id == by.pk
    other = kept.practice.person_id if is_member else kept.booked_by_id
    if is_member:
        kept.booked_by = kept.booked_at = kept.words_sealed = None
        kept.reminded_day_at = kept.reminded_hour_at = None
    else:
        kept.cancelled_at, kept.cancelled_by = now(), Slot.Side.PROFESSIONAL
    kept.save()
    if other:
        text = gettext_lazy("An appointment was cancelled.")
        _tell(other, kept, text, f"cancelled:{now():%Y%m%d%H%M%S%f}")


def remind() -> int:
    """Remind both of the two a day and an hour before, once each; returns how many slots."""
    return sum(_remind(field, before, text) for field, before, text in BEFORE)


def _remind(field: str, before: timedelta, text: Any) -> int:
    due = Slot.objects.filter(
        booked_by__isnull=False,
        cancelled_at=None,
        starts_at__gt=now(),
        starts_at__lte=now() + before,
        **{field: None},
    )
    return sum(_remind_one(pk, field, text) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _remind_one(pk: int, field: str, text: Any) -> bool:
    rows = Slot.objects.select_for_update(of=("self",), skip_locked=True)
    kept = rows.select_related("practice").filter(pk=pk, **{field: None}).first()
    if kept is None or kept.booked_by_id is None or kept.cancelled_at:
        return False
    setattr(kept, field, now())
    if field == "reminded_hour_at" and kept.reminded_day_at is None:
        kept.reminded_day_at = now()
    kept.save()
    for person_id in sorted({kept.booked_by_id, kept.practice.person_id}):
        _tell(person_id, kept, text, f"{field}:{kept.booked_at:%Y%m%d%H%M%S}")
    return True


def _locked(slot: Slot) -> Slot:
    rows = Slot.objects.select_for_update(of=("self",)).select_related("practice")
    return rows.get(pk=slot.pk)


def _tell(person_id: int, slot: Slot, text: Any, what: str) -> None:
    tell(
        person_id=person_id,
        kind=Kind.SUPPORT,
        text=text,
        url=reverse("questions:slot", args=[slot.key]),
        cause=f"slot:{slot.key}:{what}",
    )

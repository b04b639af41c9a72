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
from damayan.people.rules import may_speak
from damayan.safety.actions import forget_words, keep_found
from damayan.safety.looking import look_at
from damayan.support.questions import rules
from damayan.support.questions.models import Practice, Slot
from damayan.support.questions.sealing import SLOT

_AT_ONCE = 500
BEFORE = (
    ("reminded_day_at", timedelta(hours=24), gettext_lazy("Your appointment is within a day.")),
    ("reminded_hour_at", timedelta(hours=1), gettext_lazy("Your appointment is within the hour.")),
)


@transaction.atomic
def offer_slot(*, by: Person, starts_at: datetime, ends_at: datetime, where: str) -> Slot:
    """Offer a time; sent twice it is offered once. Raises Refused."""
    practice = Practice.objects.select_for_update().filter(person=by).first()
    require(may_speak(by))
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
    if told:
        require(may_speak(by))
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
        _free(kept)
    else:
        kept.cancelled_at, kept.cancelled_by = now(), Slot.Side.PROFESSIONAL
        kept.save()
    if other:
        _tell_cancelled(other, kept, reverse("questions:slot", args=[kept.key]))


def _free(slot: Slot) -> None:
    """The time is offered anew under another key, so that a case about one booking never shows
    the next person's words."""
    slot.cancelled_at, slot.cancelled_by, slot.words_sealed = now(), Slot.Side.MEMBER, None
    slot.save()
    if slot.practice.is_standing:
        slot.practice.slots.create(starts_at=slot.starts_at, ends_at=slot.ends_at, where=slot.where)


def _tell_cancelled(person_id: int, slot: Slot, url: str) -> None:
    tell(
        person_id=person_id,
        kind=Kind.SUPPORT,
        text=gettext_lazy("An appointment was cancelled."),
        url=url,
        cause=f"slot:{slot.key}:cancelled",
    )


def cancel_coming(practice: Practice) -> None:
    """Cancel all times to come of somebody who practises no more; who booked one hears of it."""
    coming = practice.slots.select_for_update().filter(cancelled_at=None, starts_at__gt=now())
    slots = list(coming.order_by("pk"))
    done = {"cancelled_at": now(), "cancelled_by": Slot.Side.PROFESSIONAL}
    Slot.objects.filter(pk__in=[one.pk for one in slots]).update(**done)
    booked = [one for one in slots if one.booked_by_id]
    for slot in sorted(booked, key=lambda one: one.booked_by_id or 0):
        if slot.booked_by_id:
            _tell_cancelled(slot.booked_by_id, slot, reverse("questions:hours"))


def free_booked(person: Person) -> None:
    """Give back the times to come of somebody who goes; the professionals hear of it."""
    slots = Slot.objects.select_for_update(of=("self",)).filter(
        booked_by=person, cancelled_at=None, starts_at__gt=now()
    )
    for slot in slots.select_related("practice").order_by("practice__person_id", "pk"):
        _free(slot)
        url = reverse("questions:slot", args=[slot.key])
        _tell_cancelled(slot.practice.person_id, slot, url)


def remind() -> int:
    """Remind both of the two a day and an hour before, once each; returns how many slots."""
    return sum(_remind(field, before, text) for field, before, text in reversed(BEFORE))


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
    both = rows.select_related("practice__person", "booked_by")
    kept = both.filter(pk=pk, **{field: None}).first()
    if kept is None or kept.booked_by_id is None or kept.booked_by is None or kept.cancelled_at:
        return False
    if not (kept.booked_by.is_active and kept.practice.person.is_active):
        _cancel_for_the_other(kept)
        return False
    setattr(kept, field, now())
    if field == "reminded_hour_at" and kept.reminded_day_at is None:
        kept.reminded_day_at = now()
    kept.save()
    for person_id in sorted({kept.booked_by_id, kept.practice.person_id}):
        _tell(person_id, kept, text, f"{field}:{kept.booked_at:%Y%m%d%H%M%S}")
    return True


def _cancel_for_the_other(slot: Slot) -> None:
    """One of the two has a closed account: the other hears it in time, and a free time is free."""
    member_is_there = slot.booked_by is not None and slot.booked_by.is_active
    if member_is_there:
        slot.cancelled_at, slot.cancelled_by = now(), Slot.Side.PROFESSIONAL
        slot.save()
    else:
        _free(slot)
    other = slot.booked_by_id if member_is_there else slot.practice.person_id
    if other:
        _tell_cancelled(other, slot, reverse("questions:slot", args=[slot.key]))


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

"""Wishes and offers whose time has passed, and telling whoever waited for nothing."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.support.listening.models import Offer, Wish

_AT_ONCE = 500


def end_late() -> int:
    """End wishes and offers whose time has passed; returns how many. A job of every few minutes."""
    with transaction.atomic():
        late = Offer.objects.filter(answered_at=None, until__lte=now())
        count = late.update(answer=Offer.Answer.LATE, answered_at=now())
        ended = let_go_late(Wish.objects.all())
        count += len(ended)
        if count:
            live.notify("wishes")
        _tell_that_nobody_came(ended)
    return count


def _tell_that_nobody_came(ended: list[int]) -> None:
    """Whoever waited for nothing hears it, rather than silence."""
    wishes = Wish.objects.filter(pk__in=ended, person__is_active=True).order_by("person_id")
    for wish in wishes:
        text = gettext_lazy("Nobody was free for a talk this time. It is fine to ask again.")
        tell(
            person_id=wish.person_id,
            kind=Kind.SUPPORT,
            text=text,
            url=reverse("listening:talk"),
            cause=f"wish:{wish.key}:over",
        )


def let_go_late(wishes: Any) -> list[int]:
    """The keys in the database of those that ended."""
    over = wishes.filter(ended_at=None, begun_at=None, expires_at__lte=now())
    pks = list(over.select_for_update(skip_locked=True).values_list("pk", flat=True)[:_AT_ONCE])
    Offer.objects.filter(wish__in=pks, answered_at=None).update(
        answer=Offer.Answer.LATE, answered_at=now()
    )
    Wish.objects.filter(pk__in=pks).update(ended_at=now())
    return pks

"""Asking how it went after 3 and 14 days, and letting go of what nobody may see any more."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.support.referral import rules
from damayan.support.referral.models import Referral, State

FOLLOW = ((3, "asked_at_3"), (14, "asked_at_14"))
_AT_ONCE = 500


def ask_how_it_went() -> int:
    """Ask everybody whose day has come, once each; returns how many were asked."""
    return sum(_ask(days, field) for days, field in FOLLOW)


def _ask(days: int, field: str) -> int:
    due = Referral.objects.filter(
        state__in=[State.SENT, State.RECEIVED],
        withdrawn_at=None,
        sent_at__lte=now() - timedelta(days=days),
        **{field: None},
    )
    return sum(_ask_one(pk, days, field) for pk in due.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _ask_one(pk: int, days: int, field: str) -> bool:
    kept = Referral.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if kept is None or getattr(kept, field) or not rules.should_follow(kept):
        return False
    setattr(kept, field, now())
    kept.save(update_fields=[field])
    tell(
        person_id=kept.person_id,
        kind=Kind.SUPPORT,
        text=_("You wanted to go somewhere. How did it go?"),
        url=reverse("referral:referral", args=[kept.key]),
        cause=f"referral:{kept.key}:after-{days}",
    )
    return True


def forget_ended() -> int:
    """Destroy the details of referrals whose consent ended by itself; returns how many."""
    ended = Referral.objects.filter(share_until__lte=now()).exclude(details_sealed=None)
    return ended.update(details_sealed=None)

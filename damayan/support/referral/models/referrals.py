from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.support.referral.models.services import Service

if TYPE_CHECKING:
    from damayan.people.models import Person


class State(models.TextChoices):
    """See docs/state-machines/ for who may go where."""

    OFFERED = "offered", _("suggested to you")
    BEGUN = "begun", _("begun")
    AGREED = "agreed", _("ready to take with you")
    SENT = "sent", _("handed over")
    RECEIVED = "received", _("they have it")
    SEEN = "seen", _("it took place")
    NOT_SEEN = "not_seen", _("it did not take place")
    DECLINED = "declined", _("not now")
    WITHDRAWN = "withdrawn", _("taken back")


OVER = frozenset({State.SEEN, State.NOT_SEEN, State.DECLINED, State.WITHDRAWN})


class WhyNot(models.TextChoices):
    COST = "cost", _("It costs too much")
    FAR = "far", _("It is too far, or hard to get there")
    FULL = "full", _("They had no time or no place")
    CLOSED = "closed", _("It was closed, or they are not there any more")
    AFRAID = "afraid", _("It was too hard to go")
    BETTER = "better", _("I no longer needed it")
    ELSEWHERE = "elsewhere", _("I went somewhere else")
    OTHER = "other", _("Another reason")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def of(self, person: "Person") -> "ReferralQuerySet":
        """Referrals of this person's own."""
        return self.filter(person=person).select_related("service")

    def given_by(self, person: "Person") -> "ReferralQuerySet":
        """Referrals that this person suggested to others."""
        return self.filter(made_by=person).select_related("service")

    def visible_to(self, person: "Person") -> "ReferralQuerySet":
        """One's own, and those that one suggested."""
        mine = Q(person=person) | Q(made_by=person)
        return self.filter(mine).select_related("service")


class Referral(models.Model):
    """A way from here to a service, with one person's consent to each thing that is shared.

    ``reason`` and ``details`` are sealed with the person's own key; withdrawing destroys
    ``details``. ``items`` are the slugs of ``consent.ITEMS`` that they agreed to share until
    ``share_until``. ``made_by`` suggested it; None: they found it themselves.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    form_key = models.CharField(max_length=24)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="referrals"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    from_kind = models.CharField(max_length=16, blank=True, default="")
    from_key = models.CharField(max_length=16, blank=True, default="")
    words_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.BEGUN)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    barriers = ArrayField(models.CharField(max_length=16), default=list)
    # How likely they are to go, 0 to 10: before and after the answers to what keeps them.
    before = models.PositiveSmallIntegerField(null=True)
    after = models.PositiveSmallIntegerField(null=True)
    items = ArrayField(models.CharField(max_length=16), default=list)
    details_sealed = models.BinaryField(null=True)
    consent_version = models.CharField(max_length=16, blank=True, default="")
    agreed_at = models.DateTimeField(null=True)
    share_until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    why_not = models.CharField(max_length=12, choices=WhyNot.choices, blank=True, default="")
    asked_at_3 = models.DateTimeField(null=True)
    asked_at_14 = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form_key"], name="referral_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "sent", "received"])
                | Q(agreed_at__isnull=False, withdrawn_at=None),
                name="referral_only_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(details_sealed=None),
                name="referral_withdrawn_keeps_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="referral_of"),
            models.Index(fields=["made_by", "-created_at", "-id"], name="referral_given_by"),
            models.Index(
                fields=["sent_at"],
                condition=Q(state__in=["sent", "received"]),
                name="referral_to_follow",
            ),
        ]

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def is_shared(self) -> bool:
        """Whether consent holds at this moment."""
        return (
            self.agreed_at is not None
            and self.withdrawn_at is None
            and self.share_until is not None
            and self.share_until > now()
        )


class ReferralEvent(models.Model):
    """What happened to a referral, when, and on whose side: the person's or the maker's."""

    class Side(models.TextChoices):
        PERSON = "person"
        MAKER = "maker"
        SYSTEM = "system"

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=now)
    side = models.CharField(max_length=8, choices=Side.choices)
    state = models.CharField(max_length=12, choices=State.choices)
    why_not = models.CharField(max_length=12, choices=WhyNot.choices, blank=True, default="")

    class Meta:
        ordering = ["at", "id"]

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.safety.models import Concern


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Shifts by what they mean at a moment."""

    def standing(self) -> "ShiftQuerySet":
        """Neither cancelled nor over."""
        return self.filter(cancelled_at=None, ended_at=None)

    def here(self, at: datetime) -> "ShiftQuerySet":
        """Those whose guide had begun, and was neither gone nor past the end, at ``at``."""
        begun = self.filter(begun_at__lte=at, ends_at__gt=at, guide__isnull=False)
        return begun.filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def across(self, start: datetime, end: datetime) -> "ShiftQuerySet":
        """Those with a moment between ``start`` and ``end``."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Shift(models.Model):
    """When one guide has promised to be here. Planned ahead; begun and ended by the guide.

    Without a guide it is free: planned for whoever takes it, or given back.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="shifts"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    planned_at = models.DateTimeField(default=now)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # What the next guide must know; written on ending.
    hand_over = models.TextField(blank=True, default="")
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="moderation_shift_has_length"
            )
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="moderation_shifts_in_time")]


class Exposure(models.Model):
    """A guide met words that weigh; counted for their protection, seen by them and their lead."""

    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exposures"
    )
    concern = models.ForeignKey(Concern, on_delete=models.SET_NULL, null=True, related_name="+")
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["guide", "-at"], name="moderation_exposures_of")]
        constraints = [
            models.UniqueConstraint(fields=["guide", "concern"], name="moderation_exposed_once")
        ]


class Rest(models.Model):
    """A break in which a guide is offered no case: asked for, or due after too much."""

    class Cause(models.TextChoices):
        ASKED = "asked"
        DUE = "due"

    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rests"
    )
    cause = models.CharField(max_length=8, choices=Cause.choices)
    starts_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Why a break that was due ended early: only an emergency is a reason.
    words = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["guide", "-until"], name="moderation_rests_of")]


class Debrief(models.Model):
    """How a hard case was for the guide; sealed with their own key.

    Shared, a copy is sealed with the key of the one coordinator whom they chose.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="debriefs"
    )
    concern = models.ForeignKey(Concern, on_delete=models.SET_NULL, null=True, related_name="+")
    words_sealed = models.BinaryField()
    weight = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(default=now)
    shared_at = models.DateTimeField(null=True)
    shared_with = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shared_sealed = models.BinaryField(null=True)

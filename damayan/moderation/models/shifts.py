from django.conf import settings
from django.db import models
from django.db.models import F, Q

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.safety.models import Concern


class Shift(models.Model):
    """When one guide has promised to be here. Planned ahead; begun and ended by the guide."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shifts"
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


class Debrief(models.Model):
    """How a hard case was for the guide; sealed with their own key, shared if they wish."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="debriefs"
    )
    concern = models.ForeignKey(Concern, on_delete=models.SET_NULL, null=True, related_name="+")
    words_sealed = models.BinaryField()
    weight = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(default=now)
    shared_at = models.DateTimeField(null=True)

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key


class Practice(models.Model):
    """Somebody's licence to practise: asked for by them, checked by a coordinator, renewed in time.

    The licence's number is sealed with their own key; only they and who checks it see it.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice"
    )
    # As members read it, such as "Psychologist".
    title = models.CharField(max_length=60)
    body = models.CharField(max_length=120)
    number_sealed = models.BinaryField()
    renews_on = models.DateField()
    languages = ArrayField(models.CharField(max_length=12), default=list)
    asked_at = models.DateTimeField(default=now)
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Refused, ended by a coordinator, or given up by themselves; ``words`` says why.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                condition=Q(checked_at=None, ended_at=None),
                name="questions_to_check",
            )
        ]

    @property
    def is_standing(self) -> bool:
        """Checked, not ended, and the licence has not run out."""
        today = timezone.localdate()
        return self.checked_at is not None and self.ended_at is None and self.renews_on >= today

    @property
    def has_lapsed(self) -> bool:
        """Checked once, but past the day of renewal."""
        return (
            self.checked_at is not None
            and self.ended_at is None
            and self.renews_on < timezone.localdate()
        )


class Slot(models.Model):
    """Office hours: one stretch of a professional's time that one member may book."""

    class Side(models.TextChoices):
        MEMBER = "member"
        PROFESSIONAL = "professional"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # Where or how they meet; shown to the two of them only.
    where = models.CharField(max_length=200)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="slots_booked"
    )
    booked_at = models.DateTimeField(null=True)
    words_sealed = models.BinaryField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=12, choices=Side.choices, blank=True, default="")
    reminded_day_at = models.DateTimeField(null=True)
    reminded_hour_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="questions_slot_has_length"
            )
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="questions_slots_in_time")]

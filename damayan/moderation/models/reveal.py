from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.safety.models import Concern


class BreakGlass(models.Model):
    """Danger to life: one guide asks to see exactly these fields, another approves, for a while."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    concern = models.ForeignKey(Concern, on_delete=models.SET_NULL, null=True, related_name="+")
    fields = ArrayField(models.CharField(max_length=24))
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=now)
    # Nobody approved in time: the wish is void.
    void_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    words = models.TextField(blank=True, default="")
    # The view closes by itself.
    open_until = models.DateTimeField(null=True)
    # The member is told so many days after the approval (0: at once), unless a reason why that
    # would endanger them was written; a coordinator looks at that reason again.
    tell_days = models.PositiveSmallIntegerField(null=True)
    tell_at = models.DateTimeField(null=True)
    untold_reason = models.TextField(blank=True, default="")
    told_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="moderation_reveals")]
        constraints = [
            models.UniqueConstraint(
                fields=["concern"], condition=Q(answered_at=None), name="moderation_one_reveal_open"
            )
        ]

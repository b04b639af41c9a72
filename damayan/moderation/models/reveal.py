from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

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
    # The member is told, unless a reason why that would endanger them was written.
    tell_at = models.DateTimeField(null=True)
    untold_reason = models.TextField(blank=True, default="")
    told_at = models.DateTimeField(null=True)

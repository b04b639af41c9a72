from django.conf import settings
from django.db import models

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.safety.models import Concern


class CaseNote(models.Model):
    """What guides tell each other about a case; never shown to members."""

    class Kind(models.TextChoices):
        NOTE = "note"
        HAND_OVER = "hand_over"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.NOTE)
    words = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "id"]

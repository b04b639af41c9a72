from django.conf import settings
from django.db import models

from damayan.foundation.clock import now


class Draft(models.Model):
    """Words not yet sent, sealed with the personal key. ``place`` names the form they belong to."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    place = models.CharField(max_length=80)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "place"], name="stories_draft_once")
        ]

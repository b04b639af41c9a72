from django.conf import settings
from django.db import models

from damayan.foundation.clock import now
from damayan.stories.models import Reply


class Felt(models.Model):
    """What an answer did, in the word of the story's author; only who answered sees it."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="felt")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="felt_answers"
    )
    helped = models.BooleanField(default=False)
    understood = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "by"], name="path_felt_once")]

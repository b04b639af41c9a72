from django.db import models

from damayan.foundation.clock import now


class OneTimeLink(models.Model):
    """A link that opens one door once, such as the first coordinator's; only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

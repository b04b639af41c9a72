import hashlib

from django.db import models

from damayan.foundation.clock import now

FIRST_COORDINATOR = "first_coordinator"


def hashed(token: str) -> str:
    """What is kept of a token, which is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def usable(self, purpose: str, token: str) -> "OneTimeLinkQuerySet":
        """The link with this token, if it was not used and is not too old."""
        return self.filter(
            token_hash=hashed(token), purpose=purpose, used_at=None, expires_at__gt=now()
        )


class OneTimeLink(models.Model):
    """A link that opens one door once, such as the first coordinator's; only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OneTimeLinkQuerySet.as_manager()

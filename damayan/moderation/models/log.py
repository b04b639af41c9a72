from django.db import models

from damayan.foundation.clock import now


class LogEntry(models.Model):
    """One deed of a guide or coordinator. Append-only; each row's hash covers the one before."""

    at = models.DateTimeField(default=now)
    # Plain numbers, not relations: the log outlives the accounts that it names.
    actor_id = models.BigIntegerField(null=True)
    deed = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=16)
    subject_key = models.CharField(max_length=48)
    group_slug = models.CharField(max_length=48, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)
    before_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]


class LogHead(models.Model):
    """The last hash of the log, sealed with the installation's key; one row (docs/decisions/0014).

    Without it nobody could tell a log whose end was cut off, or rewritten, from a whole one.
    """

    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

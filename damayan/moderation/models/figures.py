from django.db import models

from damayan.foundation.clock import now


class CareReport(models.Model):
    """One month's figures of care, as they were published; small counts are left out."""

    month = models.DateField(unique=True)
    figures = models.JSONField()
    published_at = models.DateTimeField(default=now)

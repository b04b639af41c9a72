from django.db import models

from damayan.foundation.clock import now
from damayan.people.models.person import Person


class Consent(models.Model):
    """What a person agreed to: one purpose, one version of its words, and until when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=32)
    version = models.CharField(max_length=16)
    given_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "purpose", "-given_at"])]

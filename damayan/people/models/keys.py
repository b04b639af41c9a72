from django.db import models

from damayan.foundation.clock import now
from damayan.people.models.person import Person


class PersonalKey(models.Model):
    """A member's own AES-256 key, wrapped by the installation's; gone means unreadable for good."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="personal_key")
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=now)

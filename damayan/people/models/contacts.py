from django.db import models

from damayan.foundation.ids import new_key
from damayan.people.models.person import Person


class Contact(models.Model):
    """An e-mail address that a person chose to give, sealed with the personal key."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contact")
    email_sealed = models.BinaryField()
    # Names this address in the link that verifies it; another address gets another.
    key = models.CharField(max_length=16, unique=True, default=new_key)
    verified_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

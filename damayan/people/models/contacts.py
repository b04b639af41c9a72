from django.db import models

from damayan.people.models.person import Person


class Contact(models.Model):
    """An e-mail address that a person chose to give, sealed with the personal key."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="contact")
    email_sealed = models.BinaryField()
    verified_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

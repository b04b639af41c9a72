from django.db import models

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.people.models.person import Person


class Export(models.Model):
    """Everything about one person as a zip, sealed with the personal key until it expires."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="exports")
    key = models.CharField(max_length=16, unique=True, default=new_key)
    requested_at = models.DateTimeField(default=now)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_all = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    archive_sealed = models.BinaryField(null=True)


class Erasure(models.Model):
    """A person's wish to be erased: what becomes of their words, and when it is carried out."""

    class Words(models.TextChoices):
        KEEP = "keep"
        REMOVE = "remove"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="erasure")
    words = models.CharField(max_length=8, choices=Words.choices)
    requested_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()

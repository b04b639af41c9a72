from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.db import models

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.groups.models import Persona


class Words(models.Model):
    """What stories and replies share: an author's persona, times, and who hid or removed them."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    author = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="%(class)s_set")
    html = models.TextField()
    created_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True)
    # By the author.
    removed_at = models.DateTimeField(null=True)
    # By a guide.
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Since when a guide is to read it first; until released only its author and guides see it.
    # Hidden as well: a guide declined it. The same moment as created_at: others never saw it.
    waiting_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # When released words were written; their created_at is when others could first read them.
    written_at = models.DateTimeField(null=True)
    # One form sent twice makes one row: the form's key, unique per author.
    form_key = models.CharField(max_length=24)
    # Kept, not counted, one per reaction word.
    hear = models.PositiveIntegerField(default=0)
    me_too = models.PositiveIntegerField(default=0)
    strength = models.PositiveIntegerField(default=0)
    thanks = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


def searchable(*fields: str) -> Any:
    """Words stemmed as English and, for every other language, as they stand."""
    return SearchVector(*fields, config="english") + SearchVector(*fields, config="simple")

from django.db import models

from damayan.foundation.clock import now


class Imported(models.Model):
    """One row of a corpus that is already here: what makes an import repeatable and resumable."""

    corpus = models.CharField(max_length=48)
    kind = models.CharField(max_length=8)
    source = models.CharField(max_length=64)
    key = models.CharField(max_length=16)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["corpus", "kind", "source"], name="demo_imported_once")
        ]


class ImportedAuthor(models.Model):
    """The persona that an author of a corpus wears in one group; points to no person."""

    corpus = models.CharField(max_length=48)
    author = models.CharField(max_length=64)
    persona = models.OneToOneField("groups.Persona", on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["corpus", "author", "group"], name="demo_author_once_per_group"
            )
        ]

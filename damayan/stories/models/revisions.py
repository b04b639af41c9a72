from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.stories.models.replies import Reply
from damayan.stories.models.stories import Story


class Revision(models.Model):
    """The words as they stood before an edit; guides may read them."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, null=True, related_name="revisions")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="revisions")
    before = models.JSONField()
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(story=None, reply__isnull=False) | Q(story__isnull=False, reply=None),
                name="stories_revision_of_one_thing",
            )
        ]

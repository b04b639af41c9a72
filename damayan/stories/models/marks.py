from django.conf import settings
from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.stories.models.stories import Story


class Mark(models.Model):
    """What one person keeps about one story: seen until when, bookmarked, hidden."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="marks"
    )
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="marks")
    seen_at = models.DateTimeField(null=True)
    bookmarked_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "story"], name="stories_mark_once")
        ]
        indexes = [
            models.Index(
                fields=["person", "-bookmarked_at"],
                condition=Q(bookmarked_at__isnull=False),
                name="stories_bookmarks",
            )
        ]


class HiddenTopic(models.Model):
    """A topic that one person does not want to meet: left out, or with ``fold`` only folded."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="hidden_topics"
    )
    topic = models.CharField(max_length=16)
    fold = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="stories_topic_hidden_once")
        ]

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from damayan.stories.models.querysets import ReplyQuerySet
from damayan.stories.models.stories import Story
from damayan.stories.models.words import Words, searchable


class Reply(Words):
    """An answer to a story, or (one level) to another answer."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="replies")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    words = models.TextField()
    # The story's author says that this helped.
    helpful_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=searchable("words"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], name="stories_reply_once")
        ]
        indexes = [
            models.Index(fields=["story", "created_at", "id"], name="stories_replies"),
            models.Index(fields=["author", "-created_at"], name="stories_replies_by_author"),
            GinIndex(fields=["search"], name="stories_reply_search"),
        ]

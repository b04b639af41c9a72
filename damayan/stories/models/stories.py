from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.groups.models import Group
from damayan.stories.models.querysets import StoryQuerySet
from damayan.stories.models.words import Words, searchable
from damayan.stories.vocabulary import Kind, Language


class Story(Words):
    """What a member tells a group. The three source fields are the three gentle prompts."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="stories")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.STORY)
    language = models.CharField(max_length=12, choices=Language.choices, default=Language.ENGLISH)
    title = models.CharField(max_length=120)
    happened = models.TextField()
    felt = models.TextField(blank=True, default="")
    need = models.TextField(blank=True, default="")
    excerpt = models.CharField(max_length=240)
    feelings = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    topics = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    helped = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    # The author's first story in this group: the group is asked to be there.
    first_here = models.BooleanField(default=False)
    replies_closed_at = models.DateTimeField(null=True)
    # Closed by a guide: only guides open them again.
    guide_closed_at = models.DateTimeField(null=True)
    guide_closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Kept with every reply by another than the author.
    reply_count = models.PositiveIntegerField(default=0)
    first_answer_at = models.DateTimeField(null=True)
    active_at = models.DateTimeField(default=now)
    search = models.GeneratedField(
        expression=searchable("title", "happened", "felt", "need"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "form_key"], name="stories_story_once")
        ]
        indexes = [
            models.Index(
                fields=["group", "-active_at", "-id"],
                condition=Q(removed_at=None, hidden_at=None),
                name="stories_in_group",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(
                    first_answer_at=None,
                    removed_at=None,
                    hidden_at=None,
                    replies_closed_at=None,
                ),
                name="stories_unanswered",
            ),
            models.Index(fields=["author", "-created_at"], name="stories_by_author"),
            GinIndex(fields=["search"], name="stories_search"),
        ]

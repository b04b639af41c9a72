from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.groups.models import Persona
from damayan.stories.models.replies import Reply
from damayan.stories.models.stories import Story
from damayan.stories.vocabulary import Word


class Reaction(models.Model):
    """A word said to a story or to a reply."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="reactions")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="reactions")
    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, null=True, related_name="reactions")
    word = models.CharField(max_length=10, choices=Word.choices)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "story", "word"],
                condition=Q(reply=None),
                name="stories_reaction_to_story_once",
            ),
            models.UniqueConstraint(
                fields=["persona", "reply", "word"],
                condition=Q(reply__isnull=False),
                name="stories_reaction_to_reply_once",
            ),
        ]
        indexes = [models.Index(fields=["story", "persona"], name="stories_my_reactions")]

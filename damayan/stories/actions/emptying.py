"""Removed words go for good."""

from datetime import datetime
from typing import Any

from django.db import transaction

from damayan.safety.actions import forget_words
from damayan.stories.models import Reply, Revision, Story

EMPTY_STORY: dict[str, Any] = {
    "title": "",
    "happened": "",
    "felt": "",
    "need": "",
    "html": "",
    "excerpt": "",
    "feelings": [],
    "topics": [],
    "helped": [],
}
EMPTY_REPLY: dict[str, Any] = {"words": "", "html": ""}


def empty_removed(*, before: datetime) -> None:
    """Empty what authors removed before that moment, with its earlier versions."""
    with transaction.atomic():
        stories = Story.objects.filter(removed_at__lt=before).exclude(html="")
        replies = Reply.objects.filter(removed_at__lt=before).exclude(html="")
        Revision.objects.filter(story__removed_at__lt=before).delete()
        Revision.objects.filter(reply__removed_at__lt=before).delete()
        forget_words("story", stories.values_list("key", flat=True))
        forget_words("reply", replies.values_list("key", flat=True))
        stories.update(**EMPTY_STORY)
        replies.update(**EMPTY_REPLY)

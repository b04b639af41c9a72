"""A queue that is up to date, and supporters who have nothing else to do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.stories.models import Reply, Story
from damayan.support.actions.queue import refresh


@pytest.fixture
def tell(cast) -> Callable[..., Story]:
    """A story by the author, told some minutes ago; then the queue is refreshed."""

    def told(minutes: float = 30, by: str = "author", **more: Any) -> Story:
        at = now() - timedelta(minutes=minutes)
        story = Story.objects.create(
            group=cast.group,
            author=cast.personas[by],
            form_key=new_key(),
            title="The house is too quiet",
            happened="It has been four months.",
            html="<p>It has been four months.</p>",
            excerpt="It has been four months.",
            **{"created_at": at, "active_at": at, **more},
        )
        refresh(whole=True)
        return story

    return told


@pytest.fixture
def answered(cast) -> Callable[..., Reply]:
    """An answer some minutes ago, counted as the product does; then the queue is refreshed."""

    def said(
        story: Story, by: str = "member", minutes: float = 10, words: str = "I am here."
    ) -> Reply:
        from damayan.stories.actions.counters import recount

        reply = Reply.objects.create(
            story=story,
            author=cast.personas[by],
            form_key=new_key(),
            words=words,
            html=f"<p>{words}</p>",
            created_at=now() - timedelta(minutes=minutes),
        )
        recount(story.pk)
        refresh(whole=True)
        return reply

    return said

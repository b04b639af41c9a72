import pytest

from damayan.stories.actions import answer_to, publish_to
from damayan.stories.models import Reply
from tests.stories.waiting import CALM, customs


@pytest.fixture
def waiting_story(cast):
    customs(cast, first_posts=1)
    told = publish_to(by=cast.member, group=cast.group, form_key="w1", happened=CALM)
    assert told.waits
    return told.story


@pytest.fixture
def waiting_reply(cast, story):
    customs(cast, first_posts=1)
    made = answer_to(by=cast.member, story_key=story.key, form_key="w1", words=CALM)
    assert made.waits
    return Reply.objects.get(key=made.key)

"""A guide sends the card: the author finds the way to people whom they can call."""

from datetime import timedelta

import pytest

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Kind, Notice
from damayan.safety.actions import report, send_card
from damayan.safety.models import Concern
from damayan.stories.models import Story


@pytest.fixture
def concern(cast, story) -> Concern:
    report(by=cast.member, subject_kind="story", subject_key=story.key, kind="danger")
    return Concern.objects.get()


def test_the_author_is_told_the_way_and_not_by_whom(cast, concern, client_of):
    sent = send_card(by=cast.guide, concern=concern)
    told = Notice.objects.get(person=cast.author)
    assert told == sent
    assert (told.kind, told.url) == (Kind.GUIDE, "/help/")
    assert "people you can call now" in told.text
    assert "guide-signs-in" not in told.text
    assert client_of(cast.author).get(told.url).status_code == 200


def test_it_reaches_who_reads_another_language(cast, concern):
    type(cast.author).objects.filter(pk=cast.author.pk).update(language="fil")
    send_card(by=cast.guide, concern=concern)
    assert Notice.objects.filter(person=cast.author).count() == 1


def test_not_twice_within_an_hour_and_again_later(cast, concern, time_machine):
    send_card(by=cast.guide, concern=concern)
    with pytest.raises(Refused, match="within the last hour"):
        send_card(by=cast.guide, concern=concern)
    time_machine.move_to(now() + timedelta(minutes=61))
    send_card(by=cast.guide, concern=concern)
    assert Notice.objects.filter(person=cast.author).count() == 2


def test_nobody_is_left_to_send_it_to(cast, concern):
    Story.objects.all().delete()
    with pytest.raises(Refused, match="nobody left"):
        send_card(by=cast.guide, concern=concern)


def test_a_guide_does_not_send_it_to_themself(cast, concern):
    with pytest.raises(Refused):
        send_card(by=cast.author, concern=concern)

"""Slow mode, quiet hours, answers that a guide closed."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.models import PersonaBlock
from damayan.notices.models import Delivery, Notice
from damayan.safety.models import Concern
from damayan.stories.actions import (
    answer,
    answer_to,
    close_replies,
    close_replies_as_guide,
    hide,
    mark_helpful,
    open_replies,
    open_replies_as_guide,
    publish,
    release,
    remove_reply,
    tell_now,
)
from damayan.stories.models import Reply, Story
from tests.cast import ROLES
from tests.stories.waiting import CALM, URGENT, customs


@pytest.fixture
def quiet(cast):
    """An hour around now."""
    clock = timezone.localtime(now())
    begins, ends = (clock - timedelta(hours=1)).time(), (clock + timedelta(hours=1)).time()
    customs(cast, quiet_from=begins, quiet_to=ends)
    return cast


def jobs() -> list[tuple[str, str]]:
    found = ProcrastinateJob.objects.filter(task_name="stories.tell").order_by("id")
    return [(one.args["what"], one.args["key"]) for one in found]


# Slow mode.


def test_somebody_who_writes_too_soon_hears_when_they_can_and_keeps_their_words(
    cast, story, client_of
):
    customs(cast, slow_minutes=10)
    answer(by=cast.member, story=story, form_key="a", words=CALM)
    again = timezone.localtime(now() + timedelta(minutes=10, seconds=59))
    with pytest.raises(Refused, match="10 minutes between two posts") as refused:
        answer(by=cast.member, story=story, form_key="b", words="One more thing.")
    assert f"{again.hour % 12 or 12}:{again.minute:02}" in str(refused.value) or not again.minute
    client = client_of(cast.member)
    words = {"words": "One more thing.", "form_key": "c"}
    page = client.post(f"/stories/{story.key}/reply/", words, follow=True).content.decode()
    assert "One more thing." in page
    assert "goes slowly" in page
    assert Reply.objects.count() == 1


def test_slow_mode_counts_stories_and_answers_of_one_persona_together(cast, story):
    customs(cast, slow_minutes=10)
    publish(by=cast.member, group=cast.group, form_key="a", happened=CALM)
    with pytest.raises(Refused):
        answer(by=cast.member, story=story, form_key="b", words=CALM)
    answer(by=cast.supporter, story=story, form_key="c", words=CALM)


def test_after_the_minutes_one_may_write_again_also_when_words_waited_meanwhile(cast, story):
    customs(cast, slow_minutes=10, first_posts=1)
    made = answer(by=cast.member, story=story, form_key="a", words=CALM)
    with pytest.raises(Refused):
        answer(by=cast.member, story=story, form_key="b", words=CALM)
    earlier = now() - timedelta(minutes=11)
    Reply.objects.update(created_at=earlier, waiting_at=earlier)
    release(by=cast.guide, story=story, reply=made)
    answer(by=cast.member, story=story, form_key="c", words=CALM)


def test_guides_are_not_slowed_and_a_form_sent_twice_is_no_second_post(cast, story):
    customs(cast, slow_minutes=10)
    for number in range(2):
        answer(by=cast.guide, story=story, form_key=f"g{number}", words=CALM)
    first = answer(by=cast.member, story=story, form_key="a", words=CALM)
    assert answer(by=cast.member, story=story, form_key="a", words=CALM) == first


def test_where_a_group_is_slow_an_answer_costs_one_query_more(
    cast, story, django_assert_num_queries
):
    customs(cast, slow_minutes=1)
    answer_to(by=cast.member, story_key=story.key, form_key="a0", words=CALM)
    with django_assert_num_queries(4 + 1 + 2):
        answer_to(by=cast.supporter, story_key=story.key, form_key="a1", words=CALM)


# Quiet hours.


def test_in_quiet_hours_nobody_is_told_until_they_end(quiet, story, monkeypatch):
    pinged = []
    monkeypatch.setattr(live, "notify", pinged.append)
    made = answer(by=quiet.member, story=story, form_key="a", words=CALM)
    story.refresh_from_db()
    assert story.reply_count == 1, "it is there to be read"
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()
    assert not [topic for topic in pinged if topic.startswith("story:")]
    assert jobs() == [("reply", made.key)]
    job = ProcrastinateJob.objects.get(task_name="stories.tell")
    assert timedelta(minutes=50) < job.scheduled_at - now() < timedelta(minutes=61)
    customs(quiet, quiet_from=None, quiet_to=None)
    tell_now("reply", made.key)
    tell_now("reply", made.key)
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (quiet.author, f"/replies/{made.key}/")
    assert f"story:{story.key}" in pinged


def test_a_job_that_comes_while_it_is_still_quiet_waits_again(quiet, story):
    made = answer(by=quiet.member, story=story, form_key="a", words=CALM)
    tell_now("reply", made.key)
    assert jobs() == [("reply", made.key)] * 2
    assert not Notice.objects.exists()


@pytest.mark.parametrize("what", ["removed", "hidden", "blocked"])
def test_what_is_gone_when_the_quiet_ends_is_never_told(quiet, story, what, persona_of):
    made = answer(by=quiet.member, story=story, form_key="a", words=CALM)
    if what == "removed":
        remove_reply(by=quiet.member, reply=made)
    elif what == "hidden":
        hide(by=quiet.guide, story=story, reply=made)
    else:
        author, member = persona_of(quiet.author), persona_of(quiet.member)
        PersonaBlock.objects.create(blocker=author, blocked=member)
    customs(quiet, quiet_from=None, quiet_to=None)
    tell_now("reply", made.key)
    assert not Notice.objects.exists()


def test_helpful_words_are_told_after_the_quiet_too(quiet, story, reply):
    mark_helpful(by=quiet.author, reply=reply)
    assert not Notice.objects.exists()
    assert jobs() == [("helped", reply.key)]
    customs(quiet, quiet_from=None, quiet_to=None)
    tell_now("helped", reply.key)
    assert Notice.objects.get().person == quiet.member


def test_guides_are_alarmed_in_quiet_hours_as_ever(quiet, story):
    answer(by=quiet.member, story=story, form_key="a", words=URGENT)
    assert Concern.objects.get().alarmed_at
    assert ProcrastinateJob.objects.filter(task_name="moderation.alert").exists()


def test_pages_say_that_it_is_quiet_and_one_can_still_write(quiet, story, client_of):
    client = client_of(quiet.member)
    for url in (f"/stories/{story.key}/", f"/groups/{quiet.group.slug}/"):
        page = client.get(url).content.decode()
        assert "It is quiet here until" in page
    assert "Send my answer" in client.get(f"/stories/{story.key}/").content.decode()
    customs(quiet, quiet_from=time(3), quiet_to=time(3))
    assert "It is quiet" not in client.get(f"/stories/{story.key}/").content.decode()


# Answers that a guide closed.


@pytest.mark.parametrize("role", ROLES)
def test_only_guides_close_the_answers_of_anothers_story(cast, story, role):
    person = cast.people[role]
    if role in {"guide", "coordinator"}:
        assert close_replies_as_guide(by=person, story=story)
        assert not close_replies_as_guide(by=person, story=story)
        assert open_replies_as_guide(by=person, story=story)
        assert not open_replies_as_guide(by=person, story=story)
        return
    for deed in (close_replies_as_guide, open_replies_as_guide):
        with pytest.raises((Refused, Story.DoesNotExist)):
            deed(by=person, story=story)


def test_what_a_guide_closed_its_author_does_not_open(cast, story, client_of):
    close_replies(by=cast.author, story=story)
    close_replies_as_guide(by=cast.guide, story=story)
    story.refresh_from_db()
    assert (story.guide_closed_by, story.replies_closed_at) == (cast.guide, story.guide_closed_at)
    with pytest.raises(Refused, match="guide has closed"):
        answer(by=cast.member, story=story, form_key="a", words=CALM)
    with pytest.raises(Refused, match="guide has closed"):
        open_replies(by=cast.author, story=story)
    page = client_of(cast.author).get(f"/stories/{story.key}/").content.decode()
    assert "Let others answer again" not in page
    open_replies_as_guide(by=cast.guide, story=story)
    assert answer(by=cast.member, story=story, form_key="b", words=CALM)

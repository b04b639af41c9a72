from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.stories import links
from damayan.stories.actions import empty_removed
from damayan.stories.figures import measured, part_of_day, sentence
from damayan.stories.models import Story
from damayan.stories.tasks import measure_answer_times

MANILA = ZoneInfo("Asia/Manila")


@pytest.fixture
def tell(cast):
    """Tell ``count`` stories at an hour of a day last week, each answered after some minutes."""

    def told(count, minutes, hour=20, **columns):
        day = now().astimezone(MANILA) - timedelta(days=7)
        moment = day.replace(hour=hour, minute=0, second=0, microsecond=0)
        for _n in range(count):
            Story.objects.create(
                group=cast.group,
                author=cast.personas["author"],
                form_key=new_key(),
                title="x",
                happened="x",
                html="<p>x</p>",
                excerpt="x",
                created_at=moment,
                first_answer_at=moment + timedelta(minutes=minutes) if minutes else None,
                **columns,
            )

    return told


def test_the_evening_has_figures_of_its_own(cast, tell):
    tell(6, 20)
    tell(4, 40)
    tell(10, 300, hour=9)
    assert measured()[cast.group.pk] == {
        "n": 20,
        "evening": 20,
        "morning": 300,
        "all": 40,
        "most": {"evening": 40, "morning": 300, "all": 300},
    }


def test_stories_that_nobody_answered_count_as_waiting_for_ever(cast, tell):
    tell(6, 10)
    tell(5, None)
    figures = measured()[cast.group.pk]
    assert figures["all"] == 10
    assert "all" not in figures["most"]
    tell(2, None)
    assert "all" not in measured()[cast.group.pk]


def test_nine_stories_say_nothing(cast, tell):
    tell(9, 10)
    figures = measured()[cast.group.pk]
    assert figures == {"n": 9, "most": {}}
    assert "cannot say yet" in sentence(figures, now())


def test_hidden_and_closed_stories_do_not_count(cast, tell):
    tell(10, 10)
    tell(20, 5000, hidden_at=now())
    tell(20, None, replies_closed_at=now())
    assert measured()[cast.group.pk]["most"]["all"] == 10


def test_the_job_keeps_figures_and_forgets_old_ones(cast, tell):
    cast.group.answer_times = {"n": 99, "all": 1}
    cast.group.save()
    measure_answer_times()
    cast.group.refresh_from_db()
    assert cast.group.answer_times == {}
    tell(10, 10)
    measure_answer_times()
    cast.group.refresh_from_db()
    assert cast.group.answer_times["n"] == 10


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (4, "night"),
        (5, "morning"),
        (11, "afternoon"),
        (17, "evening"),
        (22, "evening"),
        (23, "night"),
    ],
)
def test_the_day_has_four_parts(hour, part):
    assert part_of_day(datetime(2026, 11, 22, hour, 30, tzinfo=MANILA)) == part


def test_the_sentence_promises_no_more_than_the_figures():
    evening = datetime(2026, 11, 22, 20, tzinfo=MANILA)
    times = {"n": 30, "all": 100, "evening": 15, "most": {"all": 300, "evening": 60}}
    assert "at this time were answered within about an hour" in sentence(times, evening)
    assert "answered within about 5 hours" in sentence(times, evening.replace(hour=9))
    assert sentence({"n": 30, "all": 100, "most": {}}, evening).startswith("Half of the stories")


def test_removed_words_go_for_good_after_a_while(cast, story, reply):
    long_ago = now() - timedelta(days=31)
    Story.objects.filter(pk=story.pk).update(removed_at=long_ago)
    empty_removed(before=now() - timedelta(days=30))
    story.refresh_from_db()
    reply.refresh_from_db()
    assert (story.title, story.happened, story.html) == ("", "", "")
    assert reply.words


def test_addresses_written_by_hand_are_those_of_the_resolver():
    from django.urls import reverse

    assert links.story("abc") == reverse("stories:story", args=["abc"])
    assert links.reply("abc") == reverse("stories:permalink", args=["abc"])
    assert links.group("a-b") == reverse("stories:group", args=["a-b"])
    assert f"{links.personas('a-b')}k/" == reverse("groups:persona", args=["a-b", "k"])
    assert f"{links.group('a-b')}about/" == reverse("groups:about", args=["a-b"])
    assert f"{links.group('a-b')}write/" == reverse("stories:write", args=["a-b"])
    for deed in ("say", "unsay", "helpful", "unhelpful", "edit", "remove"):
        name = {"say": "say_to_reply", "unsay": "unsay_to_reply"}.get(deed, deed)
        name = {"edit": "edit_reply", "remove": "remove_reply"}.get(deed, name)
        assert f"{links.reply('abc')}{deed}/" == reverse(f"stories:{name}", args=["abc"])
    assert reverse("safety:report", args=["reply", "abc"]) == "/report/reply/abc/"

"""Which stories are in the queue, and why."""

from datetime import timedelta

import pytest

from damayan.foundation.clock import now
from damayan.safety.models import Concern
from damayan.stories.models import Reply, Story
from damayan.support.actions.queue import refresh
from damayan.support.models import Queued
from damayan.support.routing import Why


def why(story: Story) -> str | None:
    row = Queued.objects.filter(story=story, met_at=None).first()
    return row.why if row else None


def worry(story: Story, level: int = 2, kinds: tuple[str, ...] = ("distress",), **more) -> Concern:
    kind = "reply" if isinstance(story, Reply) else "story"
    made = Concern.objects.create(
        subject_kind=kind, subject_key=story.key, level=level, kinds=list(kinds), **more
    )
    refresh(whole=True)
    return made


def test_a_first_story_waits_as_one_and_any_other_as_unanswered(tell):
    assert why(tell(first_here=True)) == Why.FIRST
    assert why(tell()) == Why.WAITING


@pytest.mark.parametrize("named", [{"feelings": ["lonely"]}, {"topics": ["suicide"]}])
def test_pain_that_the_author_names_wants_two_people(tell, answered, named):
    story = tell(**named)
    assert why(story) == Why.PAIN
    assert Queued.objects.get(story=story).wanted == 2
    answered(story)
    assert why(story) == Why.SECOND
    answered(story, by="guide")
    assert why(story) is None


def test_one_person_who_answers_twice_is_still_one(tell, answered):
    story = tell(feelings=["lonely"])
    answered(story)
    answered(story)
    assert why(story) == Why.SECOND


def test_pain_that_screening_heard_is_riskier_than_pain_that_was_only_named(tell):
    heard, named = tell(), tell(feelings=["lonely"])
    worry(heard)
    risks = dict(Queued.objects.values_list("story", "risk"))
    assert why(heard) == Why.PAIN
    assert risks[heard.pk] > risks[named.pk] > 0


def test_an_attack_is_no_pain_of_its_author(tell):
    story = tell()
    worry(story, kinds=("harassment_hate",))
    assert why(story) == Why.WAITING


def test_a_concern_that_a_guide_closed_no_longer_makes_it_pain(tell):
    story = tell()
    worry(story, closed_at=now())
    assert why(story) == Why.WAITING


def test_an_urgent_story_is_due_sooner(tell):
    urgent, painful = tell(), tell()
    worry(urgent, level=2)
    worry(painful, level=1)
    due = dict(Queued.objects.values_list("story", "due_at"))
    assert due[urgent.pk] < due[painful.pk]


@pytest.mark.parametrize(
    ("kind", "words", "waits"),
    [
        ("question", "Thank you.", True),
        ("story", "How did you sleep again?", True),
        ("story", "Thank you.", False),
    ],
)
def test_an_author_who_comes_back_with_a_question_waits_again(tell, answered, kind, words, waits):
    story = tell(kind=kind)
    answered(story, minutes=20)
    answered(story, by="author", minutes=5, words=words)
    assert (why(story) == Why.CAME_BACK) is waits
    answered(story, by="guide", minutes=1)
    assert why(story) is None


def test_a_thread_that_went_quiet_after_words_that_hurt_waits_for_somebody(tell, answered):
    story = tell()
    reply = answered(story, minutes=120)
    assert why(story) is None
    worry(reply, kinds=("harassment_hate",))
    assert why(story) == Why.QUIET
    answered(story, by="guide", minutes=1)
    assert why(story) is None


@pytest.mark.parametrize(
    "change",
    [
        {"removed_at": "now"},
        {"hidden_at": "now"},
        {"waiting_at": "now"},
        {"replies_closed_at": "now"},
        {"guide_closed_at": "now"},
    ],
)
def test_what_is_gone_or_closed_waits_for_nobody(tell, change):
    story = tell()
    Story.objects.filter(pk=story.pk).update(**dict.fromkeys(change, now()))
    refresh(whole=True)
    assert why(story) is None


def test_after_a_fortnight_it_is_left_to_the_list_of_the_unanswered(tell):
    assert why(tell(minutes=15 * 24 * 60)) is None


def test_a_minutes_look_sees_what_changed_and_leaves_the_rest(tell, answered):
    story, other = tell(minutes=60), tell(minutes=300)
    Queued.objects.filter(story=other).update(risk=0.123)
    Reply.objects.create(
        story=story,
        author=other.author,
        form_key="another",
        words="And then?",
        html="<p>And then?</p>",
    )
    Story.objects.filter(pk=story.pk).update(active_at=now(), first_answer_at=now())
    refresh()
    assert Queued.objects.get(story=other).risk == pytest.approx(0.123)


def test_a_minutes_look_sees_a_concern_that_rose_on_an_old_story(tell):
    story = tell(minutes=600)
    Concern.objects.create(
        subject_kind="story", subject_key=story.key, level=1, kinds=["suicide_self_harm"]
    )
    refresh()
    assert why(story) == Why.PAIN


def test_looking_twice_changes_nothing(tell):
    tell(feelings=["lonely"])
    before = list(Queued.objects.values("story", "why", "since", "due_at", "wanted", "met_at"))
    refresh(whole=True)
    assert (
        list(Queued.objects.values("story", "why", "since", "due_at", "wanted", "met_at")) == before
    )


def test_a_look_takes_as_many_queries_for_many_stories_as_for_one(
    tell, django_assert_max_num_queries
):
    for _n in range(5):
        tell()
    with django_assert_max_num_queries(12):
        refresh(whole=True)


def test_what_was_met_is_forgotten_after_a_fortnight(tell, answered):
    story = tell()
    answered(story)
    Queued.objects.filter(story=story).update(met_at=now() - timedelta(days=15))
    refresh(whole=True)
    assert not Queued.objects.filter(story=story).exists()

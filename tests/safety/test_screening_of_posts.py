"""What others will read is screened as it is told, and nobody is kept from being heard."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from damayan.foundation.clock import now
from damayan.moderation import actions as moderation
from damayan.people.holdings import registered
from damayan.safety import looking
from damayan.safety.actions import report
from damayan.safety.models import Concern, Outcome, Source
from damayan.stories.actions import (
    answer,
    answer_to,
    edit_reply,
    edit_story,
    empty_removed,
    publish,
    publish_to,
    remove_story,
)
from damayan.stories.models import Story

URGENT = "I want to end my life tonight. I have the pills in my hand."
URGENT_FIL = "Gusto ko nang magpakamatay ngayong gabi. Nasa kamay ko na ang mga gamot."
SAD = "I feel so hopeless and worthless lately, I cry every night."
CALM = "We cooked rice and fish for lunch."
LEVEL = Concern.Level


def tell(cast, words, form_key="f1", **fields):
    return publish(by=cast.member, group=cast.group, form_key=form_key, happened=words, **fields)


@pytest.mark.parametrize("words", [URGENT, URGENT_FIL])
def test_a_story_about_ending_ones_life_is_in_the_group_and_waits_for_a_guide(cast, words):
    told = publish_to(by=cast.member, group=cast.group, form_key="f1", happened=words)
    assert Story.objects.visible_to(cast.author).filter(key=told.story.key).exists()
    concern = Concern.objects.get()
    assert told.raised == concern.level == LEVEL.URGENT
    assert (concern.subject_kind, concern.subject_key) == ("story", told.story.key)
    assert (concern.group_slug, concern.source) == (cast.group.slug, Source.SCREENING)
    assert "suicide_self_harm" in concern.kinds
    assert 0.5 < concern.score <= 1
    assert concern.version.startswith("rules-")
    assert all(one["rule"] for one in concern.explanation)
    assert any(one["words"] in words for one in concern.explanation if one["words"])


def test_sadness_is_a_concern_and_an_ordinary_day_is_none(cast):
    assert publish_to(by=cast.member, group=cast.group, form_key="a", happened=CALM).raised == 0
    assert not Concern.objects.exists()
    told = publish_to(by=cast.member, group=cast.group, form_key="b", happened=SAD)
    assert told.raised == Concern.objects.get().level == LEVEL.CONCERN


@pytest.mark.parametrize("field", ["title", "felt", "need"])
def test_every_part_of_a_story_is_looked_at(cast, field):
    tell(cast, CALM, **{field: URGENT})
    assert Concern.objects.get().level == LEVEL.URGENT


def test_the_end_of_the_longest_story_is_looked_at_too(cast):
    tell(cast, "Rice again. " * 1660, need=URGENT)
    assert Concern.objects.get().level == LEVEL.URGENT


def test_an_answer_is_screened(cast, story):
    made = answer_to(by=cast.member, story_key=story.key, form_key="a1", words=URGENT)
    concern = Concern.objects.get()
    assert made.raised == concern.level == LEVEL.URGENT
    assert (concern.subject_kind, concern.subject_key) == ("reply", made.key)


def test_the_same_form_twice_raises_one_concern(cast, story):
    for _time in range(2):
        tell(cast, URGENT)
        answer(by=cast.member, story=story, form_key="a", words=URGENT)
    assert Concern.objects.count() == 2


def test_looking_costs_no_query_when_nothing_is_found(cast, monkeypatch):
    def queries(form_key):
        with CaptureQueriesContext(connection) as seen:
            tell(cast, CALM, form_key)
        return len(seen)

    with_screening = queries("a")
    nothing = looking.Found(LEVEL.NONE)
    monkeypatch.setattr("damayan.stories.screening.look_at", lambda *_texts, **_kw: nothing)
    assert queries("b") == with_screening


def test_a_screening_that_breaks_keeps_nobody_from_being_heard(cast, monkeypatch, caplog):
    def broken(_text, **_options):
        raise ValueError(URGENT)

    monkeypatch.setattr(looking, "screen", broken)
    told = tell(cast, URGENT)
    assert told.happened == URGENT
    concern = Concern.objects.get()
    assert (concern.level, concern.version) == (LEVEL.CONCERN, looking.FAILED)
    assert "end my life" not in caplog.text


def test_words_that_become_urgent_raise_the_level_and_milder_ones_never_lower_it(cast):
    story = tell(cast, SAD)
    edit_story(by=cast.member, story=story, happened=URGENT)
    concern = Concern.objects.get()
    assert concern.level == LEVEL.URGENT
    assert concern.raised_at > concern.created_at
    edit_story(by=cast.member, story=story, happened=SAD)
    edit_story(by=cast.member, story=story, happened=CALM)
    assert Concern.objects.get().level == LEVEL.URGENT


def test_an_edited_answer_is_screened_again(cast, story):
    made = answer(by=cast.member, story=story, form_key="a", words=CALM)
    edit_reply(by=cast.member, reply=made, words=URGENT)
    assert Concern.objects.get().subject_key == made.key


def test_a_report_and_screening_share_one_concern(cast):
    story = tell(cast, SAD)
    about = {"subject_kind": "story", "subject_key": story.key}
    report(by=cast.author, kind="danger", **about)
    concern = Concern.objects.get()
    assert (concern.level, concern.reports.count()) == (LEVEL.URGENT, 1)
    assert concern.source == Source.SCREENING
    assert concern.explanation


def test_what_a_guide_decided_is_not_raised_again_by_the_same_words(cast):
    story = tell(cast, SAD)
    moderation.close(by=cast.guide, concern=Concern.objects.get(), outcome=Outcome.KEPT)
    edit_story(by=cast.member, story=story, happened=f"{SAD} The mango tree is in bloom.")
    assert Concern.objects.filter(closed_at=None).count() == 0
    edit_story(by=cast.member, story=story, happened=f"{SAD} {URGENT}")
    assert Concern.objects.get(closed_at=None).level == LEVEL.URGENT


def test_what_importers_bring_is_looked_at_too(cast):
    tell(cast, URGENT, at=now())
    assert Concern.objects.get().level == LEVEL.URGENT


@pytest.mark.django_db(transaction=True)
def test_two_edits_at_once_leave_one_open_concern(cast):
    story = tell(cast, CALM)

    def change(words):
        try:
            edit_story(by=cast.member, story=story, happened=words)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, [f"{URGENT} {n}" for n in range(4)]))
    assert Concern.objects.get().level == LEVEL.URGENT


def test_a_guide_reads_why_it_was_raised(cast, client_of):
    tell(cast, f"{URGENT} <script>")
    guide = client_of(cast.guide)
    listed = guide.get("/guides/reports/").content.decode()
    assert "thoughts of suicide or self-harm" in listed
    assert "found by screening" in listed
    concern = Concern.objects.get()
    page = guide.get(f"/guides/reports/{concern.key}/").content.decode()
    assert "<mark>want to end my life</mark>" in page
    assert concern.explanation[0]["rule"] in page
    assert concern.version in page
    assert "<script>" not in page
    assert cast.member.username not in page


def test_the_most_urgent_stands_first_and_then_the_oldest(cast, story, client_of):
    first = tell(cast, SAD, "a")
    urgent = answer(by=cast.member, story=story, form_key="b", words=URGENT)
    report(by=cast.author, subject_kind="story", subject_key=tell(cast, CALM, "c").key, kind="spam")
    page = client_of(cast.guide).get("/guides/reports/").content.decode()
    ordered = Concern.objects.order_by("-level", "created_at")
    assert [one.subject_key for one in ordered][:2] == [urgent.key, first.key]
    places = [page.index(one.key) for one in ordered]
    assert places == sorted(places)


def test_an_author_takes_home_what_screening_noticed_and_nobody_elses(cast):
    tell(cast, URGENT)

    def exported(person):
        return str([list(one.export(person)) for one in registered() if "Story" in str(one.models)])

    assert "thoughts of suicide" in exported(cast.member)
    assert "thoughts of suicide" not in exported(cast.author)


def test_words_that_are_gone_are_gone_from_the_concern_as_well(cast):
    story = tell(cast, URGENT)
    remove_story(by=cast.member, story=story)
    empty_removed(before=now())
    concern = Concern.objects.get()
    assert {one["words"] for one in concern.explanation} == {""}
    assert concern.level == LEVEL.URGENT


def test_erasing_with_the_words_takes_them_from_the_concern(cast, story):
    tell(cast, URGENT)
    answer(by=cast.member, story=story, form_key="a", words=URGENT)
    for one in reversed(registered()):
        if any(model.startswith("stories.") for model in one.models):
            one.erase(cast.member, "remove")
    for concern in Concern.objects.all():
        assert {one["words"] for one in concern.explanation} == {""}

"""Who is told that somebody waits, and what the queue reaches, counted and said aloud."""

from datetime import timedelta

import pytest
from django.core.cache import caches

from damayan.foundation.clock import now
from damayan.notices.models import Notice
from damayan.people.holdings import registered
from damayan.people.models import Block
from damayan.support.actions.calling import call
from damayan.support.actions.claims import take
from damayan.support.actions.measuring import measure
from damayan.support.models import Availability, Declined, Measured, Queued, SoftClaim
from damayan.support.queries.figures import in_public, rounded, sentences


@pytest.fixture
def asked(cast) -> Availability:
    """The supporter asked to be told."""
    return Availability.objects.create(
        person=cast.supporter, languages=["en"], calls_since=now() - timedelta(days=1)
    )


def told(person) -> int:
    return Notice.objects.filter(person=person, kind="support").count()


def test_who_asked_is_told_that_somebody_waits_but_not_who(cast, tell, asked):
    tell(feelings=["lonely"])
    assert call() == 1
    notice = Notice.objects.get(person=cast.supporter)
    assert notice.url == "/support/"
    assert cast.personas["author"].name not in notice.text
    assert "quiet" not in notice.text


def test_nobody_is_told_who_did_not_ask_rests_or_is_no_supporter(cast, tell, asked):
    tell(feelings=["lonely"])
    asked.calls_since = None
    asked.save()
    Availability.objects.create(person=cast.member, languages=["en"], calls_since=now())
    assert call() == 0
    asked.calls_since, asked.rests_until = now(), now() + timedelta(hours=1)
    asked.save()
    assert call() == 0


def test_the_same_person_is_told_at_most_once_in_three_hours(cast, tell, asked):
    tell(feelings=["lonely"])
    assert call() == 1
    tell(feelings=["lonely"])
    assert call() == 0
    Availability.objects.update(called_at=now() - timedelta(hours=4))
    assert call() == 1
    assert told(cast.supporter) == 2


def test_nobody_is_called_for_what_somebody_writes_to_or_what_can_wait(cast, tell, asked):
    tell()
    assert call() == 0
    tell(first_here=True, minutes=5)
    assert call() == 0
    story = tell(feelings=["lonely"])
    SoftClaim.objects.create(story=story, person=cast.guide, until=now() + timedelta(minutes=9))
    assert call() == 0
    tell(first_here=True, minutes=300)
    assert call() == 1


def test_people_out_of_contact_are_never_called_for_each_other(cast, tell, asked):
    Block.objects.create(blocker=cast.author, blocked=cast.supporter)
    tell(feelings=["lonely"])
    assert call() == 0


def test_figures_count_what_happened(cast, tell, answered):
    day = 60 * 24
    for n in range(8):
        answered(tell(minutes=3 * day), minutes=3 * day - 20 - n)
    tell(minutes=3 * day, first_here=True)
    painful = tell(minutes=3 * day, feelings=["lonely"])
    answered(painful, minutes=3 * day - 30)
    answered(painful, by="supporter", minutes=3 * day - 60)
    tell(minutes=60)
    found = measure().figures
    assert found["stories"] == 10
    assert (found["unanswered"], found["first_unanswered"]) == (1, 1)
    assert (found["painful_stories"], found["two_people"]) == (1, 1)
    assert 20 <= found["median_wait"] <= 30
    assert found["p95_wait"] is None
    assert (found["supporters"], found["answers"]) == (1, 1)


def test_measuring_twice_a_day_keeps_one_row(db):
    measure()
    measure()
    assert Measured.objects.count() == 1


def test_fewer_than_ten_are_never_told_in_public(db):
    few = {"stories": 9, "median_wait": 5, "unanswered": 0, "painful_stories": 9, "two_people": 9}
    assert sentences(few) == []
    many = {**few, "stories": 10}
    assert not any("pain" in words for words in sentences(many))
    assert len(sentences({**many, "painful_stories": 10})) == 3


def test_what_is_told_in_public_is_rounded_and_never_flatters():
    assert rounded(99, 100) == 95
    assert rounded(100, 100) == 100
    assert rounded(19, 20) == 95


def test_old_figures_are_not_told(db):
    figures = {
        "stories": 50,
        "median_wait": 5,
        "unanswered": 0,
        "painful_stories": 0,
        "two_people": 0,
    }
    made = Measured.objects.create(day="2026-01-01", figures=figures)
    assert in_public()
    Measured.objects.filter(pk=made.pk).update(at=now() - timedelta(days=3))
    caches["local"].clear()
    assert in_public() == []


def test_coordinators_see_the_figures_and_who_waits_too_long(cast, tell, client_of):
    tell(minutes=2000)
    measure()
    page = client_of(cast.coordinator).get("/support/figures/").content.decode()
    assert "The house is too quiet" in page
    assert "nobody has answered" in page
    assert "never" in page or "minute" in page


@pytest.mark.parametrize("part", ["member", "supporter", "guide"])
def test_nobody_else_sees_the_figures(cast, client_of, part):
    assert client_of(getattr(cast, part)).get("/support/figures/").status_code == 404


def test_everybody_may_read_the_rounded_ones(visitor, db):
    figures = {
        "stories": 50,
        "median_wait": 12,
        "unanswered": 1,
        "painful_stories": 0,
        "two_people": 0,
    }
    Measured.objects.create(day="2026-11-22", figures=figures)
    page = visitor.get("/about/").content.decode()
    assert "About 95 of 100 stories had an answer within a day." in page


def test_what_is_held_of_a_supporter_is_handed_over_and_erased(cast, tell, asked):
    story = tell()
    take(by=cast.supporter, story_key=story.key)
    Declined.objects.create(person=cast.supporter, story=story)
    holding = next(one for one in registered() if "support.Availability" in one.models)
    assert len(list(holding.export(cast.supporter))) == 3
    holding.erase(cast.supporter, "keep")
    assert list(holding.export(cast.supporter)) == []
    assert Queued.objects.exists()


def test_the_jobs_of_the_minute_and_the_hour_run(cast, tell):
    from damayan.support.tasks import look_at_everything, look_at_queue

    tell()
    look_at_queue(0)
    look_at_everything(0)
    assert Measured.objects.count() == 1

"""When somebody may need help now, guides are told at once, and coordinators if nobody comes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.models import GroupRole
from damayan.moderation import actions, tasks
from damayan.moderation.live import Concerns
from damayan.moderation.models import LogEntry
from damayan.moderation.rules import TAKEN_FOR
from damayan.notices.forms import ChoicesForm
from damayan.notices.models import Kind, Notice
from damayan.notices.queries import ways_of
from damayan.people.models import RoleGrant
from damayan.safety.actions import report
from damayan.safety.alarms import ALERT, RAISED, WAITING
from damayan.safety.models import Concern, Outcome
from damayan.stories.actions import answer, edit_story, publish
from tests.cast import make_group, make_person, put_in
from tests.foundation.live_server import WebServer

URGENT = "I want to end my life tonight. I have the pills in my hand."
SAD = "I feel so hopeless and worthless lately, I cry every night."


@pytest.fixture
def concern(cast) -> Concern:
    publish(by=cast.member, group=cast.group, form_key="urgent", happened=URGENT)
    return Concern.objects.get()


def jobs() -> list[dict]:
    found = ProcrastinateJob.objects.filter(task_name=ALERT).order_by("id")
    return [{**job.args, "at": job.scheduled_at} for job in found]


def work(why) -> None:
    for job in jobs():
        if job["why"] == why:
            tasks.alert(job["key"], job["why"])


def told() -> set[int]:
    return set(Notice.objects.filter(kind=Kind.ALERT).values_list("person_id", flat=True))


def test_an_urgent_story_tells_every_guide_of_the_place_and_nobody_else(cast, concern):
    elsewhere = make_person("elsewhere")
    GroupRole.objects.create(person=elsewhere, group=make_group("other"), role="guide")
    everywhere = make_person("everywhere")
    RoleGrant.objects.create(person=everywhere, role="guide")
    work(RAISED)
    assert told() == {cast.guide.pk, cast.coordinator.pk, everywhere.pk}
    notice = Notice.objects.get(person=cast.guide)
    assert notice.url == f"/guides/reports/{concern.key}/"
    assert "pills" not in notice.text
    assert "Member" not in notice.text


def test_it_is_told_once_however_often_the_job_runs(cast, concern):
    for _time in range(3):
        work(RAISED)
    assert Notice.objects.filter(person=cast.guide).count() == 1


@pytest.mark.parametrize("words", [SAD, "We cooked rice and fish for lunch."])
def test_what_is_not_urgent_wakes_nobody(cast, words):
    publish(by=cast.member, group=cast.group, form_key="a", happened=words)
    assert jobs() == []


def test_what_importers_bring_wakes_nobody_until_a_member_worries(cast):
    old = publish(
        by=cast.member, group=cast.group, form_key="a", happened=URGENT, at=now() - timedelta(900)
    )
    assert Concern.objects.get().level == Concern.Level.URGENT
    assert jobs() == []
    report(by=cast.author, subject_kind="story", subject_key=old.key, kind="danger")
    assert [job["why"] for job in jobs()] == [RAISED, WAITING]


def test_words_that_become_urgent_and_danger_that_is_reported_wake_guides_once(cast):
    story = publish(by=cast.member, group=cast.group, form_key="a", happened=SAD)
    edit_story(by=cast.member, story=story, happened=URGENT)
    edit_story(by=cast.member, story=story, happened=f"{URGENT} Goodbye.")
    report(by=cast.author, subject_kind="story", subject_key=story.key, kind="danger")
    assert [job["why"] for job in jobs()] == [RAISED, WAITING]


def test_a_guide_who_writes_such_words_is_not_told_of_themself(cast):
    publish(by=cast.guide, group=cast.group, form_key="a", happened=URGENT)
    work(RAISED)
    assert told() == {cast.coordinator.pk}


def test_nobody_is_woken_by_words_that_were_not_published_after_all(cast, story):
    with transaction.atomic():
        answer(by=cast.member, story=story, form_key="a", words=URGENT)
        transaction.set_rollback(True)
    assert jobs() == []
    assert not Concern.objects.exists()


def test_when_nobody_comes_it_climbs_to_the_coordinators_once(cast, concern):
    climbing = jobs()[1]["at"] - now()
    assert abs(climbing - timedelta(minutes=settings.CLIMB_MINUTES)) < timedelta(minutes=1)
    work(RAISED)
    for _time in range(2):
        work(WAITING)
    assert Notice.objects.filter(person=cast.coordinator).count() == 2
    assert Notice.objects.filter(person=cast.guide).count() == 1
    last = Notice.objects.filter(person=cast.coordinator).latest("id")
    assert "no guide has taken it up" in last.text


def test_it_does_not_climb_when_a_guide_looks_after_it(cast, concern):
    actions.take_up(by=cast.guide, concern=concern)
    work(WAITING)
    assert told() == set()
    assert LogEntry.objects.get().deed == "take_up"


def test_a_guide_who_answers_or_closes_it_looks_after_it(cast, concern):
    actions.hide(by=cast.guide, concern=concern, reason="Until we have talked.")
    concern.refresh_from_db()
    assert concern.taken_by == cast.guide
    actions.close(by=cast.guide, concern=concern, outcome=Outcome.REACHED)
    for why in (RAISED, WAITING):
        work(why)
    assert told() == set()


def test_where_there_is_no_coordinator_the_guides_are_told_again(cast, concern):
    RoleGrant.objects.all().delete()
    work(WAITING)
    assert told() == {cast.guide.pk}


@pytest.mark.django_db(transaction=True)
def test_of_guides_who_take_it_up_at_once_one_does(cast, concern):
    guides = [make_person(f"guide-{n}") for n in range(4)]
    for one in guides:
        GroupRole.objects.create(person=one, group=cast.group, role="guide")

    def take(person):
        try:
            actions.take_up(by=person, concern=concern)
        except Refused:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, guides)) == 1
    assert LogEntry.objects.count() == 1


def test_another_guide_takes_over_from_one_who_is_away(cast, concern, time_machine):
    actions.take_up(by=cast.guide, concern=concern)
    with pytest.raises(Refused, match="Another guide"):
        actions.take_up(by=cast.coordinator, concern=concern)
    time_machine.move_to(now() + TAKEN_FOR)
    actions.take_up(by=cast.coordinator, concern=concern)
    assert Concern.objects.get().taken_by == cast.coordinator


@pytest.mark.parametrize("part", ["author", "supporter", "outsider", "member"])
def test_who_guides_nothing_cannot_take_it_up(cast, concern, part):
    with pytest.raises(Refused):
        actions.take_up(by=getattr(cast, part), concern=concern)


def test_a_guide_takes_it_up_with_one_button_and_the_list_says_so(cast, concern, client_of):
    guide = client_of(cast.guide)
    address = f"/guides/reports/{concern.key}/"
    assert "I am looking after this" in guide.get(address).content.decode()
    guide.post(f"{address}take-up/")
    assert "You are looking after this." in guide.get(address).content.decode()
    assert "you look after it" in guide.get("/guides/reports/").content.decode()
    page = client_of(cast.coordinator).get("/guides/reports/").content.decode()
    assert "Gentle Guide looks after it" in page


def test_guides_choose_how_to_hear_of_alerts_and_members_are_not_asked(cast):
    def asked(person):
        return ChoicesForm(ways=ways_of(person), mail=True).fields

    for part in ("guide", "coordinator"):
        offered = dict(asked(getattr(cast, part))[Kind.ALERT].choices)
        assert "now" in offered
        assert "nowhere" not in offered
    assert Kind.ALERT not in asked(cast.member)
    assert Kind.ANSWER in asked(cast.member)


# ── The open console ───────────────────────────────────────────────────────────────────────────


def test_the_list_refreshes_itself_without_script(cast, concern, client_of):
    page = client_of(cast.guide).get("/guides/reports/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in page
    assert 'data-live="concerns:' in page
    decided = client_of(cast.guide).get("/guides/reports/closed/").content.decode()
    assert "http-equiv" not in decided


def test_the_stream_counts_for_each_guide_what_they_may_look_at(cast, concern):
    other = make_group("other")
    helper = make_person("helper")
    put_in(other, helper, "Quiet Fern")
    publish(by=helper, group=other, form_key="a", happened=SAD)
    stream, everybody = Concerns(), [person.pk for person in cast.people.values()]
    counts = {
        pk: {name: state[name] for name in ("open", "urgent", "new")}
        for pk, state in stream.states("", everybody).items()
    }
    assert counts == {
        cast.guide.pk: {"open": 1, "urgent": 1, "new": 1},
        cast.coordinator.pk: {"open": 2, "urgent": 1, "new": 2},
    }
    later = str(int(now().timestamp()) + 5)
    assert stream.states(later, [cast.guide.pk])[cast.guide.pk]["new"] == 0


def test_the_stream_costs_one_query_for_all(cast, concern, django_assert_num_queries):
    with django_assert_num_queries(1):
        Concerns().states("", [person.pk for person in cast.people.values()])


@pytest.mark.parametrize("params", ["x", "-1", "9" * 30, "²"])
def test_a_made_up_second_is_no_stream(cast, params):
    assert Concerns().topics(cast.guide.pk, params) is None


@pytest.mark.django_db(transaction=True)
def test_an_open_console_hears_within_two_seconds_and_stops_with_the_right(cast):
    server = WebServer()
    try:
        stream = server.listen("concerns", cast.guide)
        assert stream.next()[1]["open"] == 0
        begun = now()
        publish(by=cast.member, group=cast.group, form_key="urgent", happened=URGENT)
        name, news = stream.next()
        assert (name, news["urgent"], news["new"]) == ("concerns", 1, 1)
        assert now() - begun < timedelta(seconds=2)
        GroupRole.objects.filter(person=cast.guide).update(ended_at=now())
        publish(by=cast.member, group=cast.group, form_key="again", happened=URGENT)
        assert stream.next()[0] == "bye"
        stream.hang_up()
    finally:
        server.stop()

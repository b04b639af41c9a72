"""Whose hands a case is in: one guide's, for as long as they give signs of life."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.models import GroupRole
from damayan.moderation import actions, tasks
from damayan.moderation.actions import shifts
from damayan.moderation.models import CaseNote, Exposure, LogEntry
from damayan.moderation.rules import LIVELY_FOR, TAKEN_FOR, holder_of
from damayan.notices.models import Notice
from damayan.people.models import Person, RoleGrant
from damayan.safety.alarms import LEFT, NEXT, RAISED, WAITING
from damayan.safety.models import Concern
from tests.cast import make_group
from tests.moderation.cases import make_scene
from tests.moderation.test_watching import jobs

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def scene(cast):
    return make_scene(cast)


@pytest.fixture
def urgent(scene):
    Concern.objects.update(level=Concern.Level.URGENT, alarmed_at=now())
    scene.concern.refresh_from_db()
    return scene


def again(concern) -> Concern:
    return Concern.objects.get(pk=concern.pk)


def many(group, count) -> list[Concern]:
    return Concern.objects.bulk_create(
        Concern(
            subject_kind="story",
            subject_key=f"made-{n}",
            group_slug=group.slug,
            level=1 + n % 2,
        )
        for n in range(count)
    )


# ── Claims ─────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_with_a_script_runs_out_in_two_minutes_and_without_one_in_fifteen(cast, scene):
    actions.take_up(by=cast.guide, concern=scene.concern, lively=True)
    assert again(scene.concern).held_until - now() <= LIVELY_FOR == timedelta(minutes=2)
    actions.give_back(by=cast.guide, concern=scene.concern)
    actions.take_up(by=cast.guide, concern=scene.concern)
    assert LIVELY_FOR < again(scene.concern).held_until - now() <= TAKEN_FOR


def test_a_guide_who_crashes_gives_the_case_back_in_two_minutes(cast, scene, time_machine):
    actions.take_up(by=cast.guide, concern=scene.concern, lively=True)
    time_machine.move_to(now() + LIVELY_FOR - A_SECOND)
    assert actions.claim_next(by=scene.other) is None
    time_machine.move_to(now() + 2 * A_SECOND)
    assert actions.claim_next(by=scene.other) == scene.concern
    with pytest.raises(Refused, match="Another guide"):
        actions.write(by=cast.guide, concern=scene.concern, words="I am back.")


def test_an_open_page_keeps_the_case(cast, scene, time_machine):
    actions.take_up(by=cast.guide, concern=scene.concern, lively=True)
    for _sign in range(5):
        time_machine.move_to(now() + timedelta(seconds=90))
        assert actions.hold(by=cast.guide, concern=scene.concern)
    assert holder_of(again(scene.concern)) == cast.guide.pk
    assert not actions.hold(by=scene.other, concern=scene.concern)


def test_a_sign_of_life_does_not_shorten_what_was_promised(cast, scene):
    actions.take_up(by=cast.guide, concern=scene.concern)
    until = again(scene.concern).held_until
    actions.hold(by=cast.guide, concern=scene.concern)
    assert again(scene.concern).held_until == until


def test_a_page_hears_that_the_case_is_gone(cast, scene, client_of):
    client, address = client_of(cast.guide), f"/guides/reports/{scene.concern.key}/"
    client.post(f"{address}take-up/", {"lively": "1"})
    assert client.post(f"{address}hold/").status_code == 204
    client.post(f"{address}give-back/")
    actions.take_up(by=scene.other, concern=scene.concern)
    assert client.post(f"{address}hold/").status_code == 409


def test_who_meets_a_case_is_counted_once_and_the_first_look_is_kept(cast, scene):
    actions.take_up(by=cast.guide, concern=scene.concern)
    first = again(scene.concern).looked_at
    actions.give_back(by=cast.guide, concern=scene.concern)
    actions.take_up(by=cast.guide, concern=scene.concern)
    assert first is not None
    assert again(scene.concern).looked_at == first
    assert Exposure.objects.filter(guide=cast.guide).count() == 1


# ── The next case ──────────────────────────────────────────────────────────────────────────────


def test_the_next_case_is_the_most_urgent_then_the_oldest(cast, group, settings):
    settings.GUIDE_CARE = {**settings.GUIDE_CARE, "REST_AFTER_URGENT": 9}
    made = many(group, 6)
    taken = [actions.claim_next(by=cast.coordinator) for _time in range(7)]
    assert taken == [*made[1::2], *made[::2], None]


def test_nobody_is_given_their_own_words_or_another_groups_case(cast, scene):
    own = make_scene_of_guide(cast)
    elsewhere = many(make_group("elsewhere"), 1)
    assert actions.claim_next(by=cast.guide) == scene.concern
    assert actions.claim_next(by=cast.guide) is None
    assert {actions.claim_next(by=cast.coordinator) for _time in range(2)} == {own, *elsewhere}


def make_scene_of_guide(cast) -> Concern:
    from damayan.stories.actions import publish

    story = publish(by=cast.guide, group=cast.group, form_key="own", happened="I am so tired.")
    Concern.objects.filter(subject_key=story.key).delete()
    return Concern.objects.create(
        subject_kind="story", subject_key=story.key, group_slug=cast.group.slug, level=2
    )


def test_what_was_handed_up_is_given_to_coordinators_but_any_guide_may_take_it(cast, scene):
    actions.escalate(by=scene.other, concern=scene.concern, words="More than I should decide.")
    assert actions.claim_next(by=cast.guide) is None
    assert actions.claim_next(by=cast.coordinator) == scene.concern
    actions.give_back(by=cast.coordinator, concern=scene.concern)
    actions.take_up(by=cast.guide, concern=scene.concern)


def test_a_guide_who_has_met_enough_is_given_no_more(cast, group):
    made = many(group, 8)
    for one in made[:7]:
        Exposure.objects.create(guide=cast.guide, concern=one, level=2)
    Concern.objects.update(level=1)
    with pytest.raises(Refused, match="somebody else"):
        actions.claim_next(by=cast.guide)


def test_a_guide_who_has_met_enough_is_asked_first_when_nobody_else_is_there(
    cast, group, client_of
):
    made = many(group, 8)
    for one in made[:7]:
        Exposure.objects.create(guide=cast.guide, concern=one, level=2)
    Concern.objects.update(level=2)
    with pytest.raises(actions.AskFirst, match="urgent"):
        actions.claim_next(by=cast.guide)
    page = client_of(cast.guide).post("/guides/reports/next/").content.decode()
    assert 'name="sure"' in page
    answer = client_of(cast.guide).post("/guides/reports/next/", {"sure": "1"})
    assert answer["Location"] == f"/guides/reports/{made[0].key}/"


@pytest.mark.django_db(transaction=True)
def test_fifty_guides_at_one_queue_get_every_case_once(cast, group):
    made = many(group, 120)
    guides = [Person(username=f"guide-{n}") for n in range(50)]
    Person.objects.bulk_create(guides)
    GroupRole.objects.bulk_create(
        GroupRole(person=one, group=group, role="guide") for one in guides
    )
    start = Barrier(10)

    def work(some):
        start.wait()
        try:
            got = []
            for _round in range(3):
                got += [(one.pk, actions.claim_next(by=one)) for one in some]
            return got
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        parts = list(pool.map(work, [guides[n::10] for n in range(10)]))
    given = [(guide, case) for part in parts for guide, case in part if case]
    assert len(given) == len(made), "none lost"
    assert {case.pk for _guide, case in given} == {case.pk for case in made}, "none twice"
    held = dict(Concern.objects.values_list("pk", "taken_by"))
    assert all(held[case.pk] == guide for guide, case in given)
    assert LogEntry.objects.filter(deed="take_up").count() == len(made)


# ── Passing on ─────────────────────────────────────────────────────────────────────────────────


def test_a_case_is_handed_to_a_guide_who_is_told_and_reads_the_note(cast, scene, client_of):
    actions.take_up(by=cast.guide, concern=scene.concern)
    client_of(cast.guide).post(
        f"/guides/reports/{scene.concern.key}/hand-over/",
        {"to": str(scene.other.pk), "words": "She likes to be called at eight."},
    )
    assert holder_of(again(scene.concern)) == scene.other.pk
    told = Notice.objects.get(person=scene.other)
    assert told.url == f"/guides/reports/{scene.concern.key}/"
    assert "eight" not in told.text
    page = client_of(scene.other).get(told.url).content.decode()
    assert "She likes to be called at eight." in page
    assert CaseNote.objects.get().by == cast.guide


@pytest.mark.parametrize("part", ["author", "member", "outsider", "guide"])
def test_a_case_is_handed_to_nobody_who_may_not_decide_it(cast, scene, part):
    with pytest.raises(Refused):
        actions.hand_over(
            by=cast.guide, concern=scene.concern, to=getattr(cast, part).pk, words="Please"
        )
    assert holder_of(again(scene.concern)) is None


def test_the_guides_to_choose_from_are_named_by_persona_and_never_by_sign_in_name(
    cast, scene, client_of
):
    shifts.come_now(by=scene.other, hours=2)
    page = client_of(cast.guide).get(f"/guides/reports/{scene.concern.key}/hand-over/")
    words = page.content.decode()
    assert "Bright Reef · here now" in words
    assert "a coordinator (account no." in words
    assert "signs-in" not in words


def test_without_a_coordinator_nothing_is_handed_up(cast, scene):
    RoleGrant.objects.all().delete()
    with pytest.raises(Refused, match="no coordinator"):
        actions.escalate(by=cast.guide, concern=scene.concern, words="More than I can decide.")
    assert again(scene.concern).escalated_at is None


# ── Alerts that begin again ────────────────────────────────────────────────────────────────────


def run(why) -> None:
    """Run the jobs that are due."""
    for job in jobs():
        if job["why"] == why and (job["at"] is None or job["at"] <= now()):
            tasks.alert(job["key"], job["why"], job.get("turn", ""))


def told() -> list[int]:
    rows = Notice.objects.filter(kind="alert").order_by("pk")
    return list(rows.values_list("person_id", flat=True))


def test_when_a_guide_leaves_an_urgent_case_the_guides_hear_of_it_and_it_climbs_again(
    urgent, cast, time_machine
):
    actions.take_up(by=cast.guide, concern=urgent.concern, lively=True)
    time_machine.move_to(now() + timedelta(minutes=2, seconds=10))
    run(LEFT)
    run(LEFT)
    assert sorted(told()) == sorted({cast.guide.pk, urgent.other.pk, cast.coordinator.pk})
    time_machine.move_to(now() + timedelta(minutes=settings.CLIMB_MINUTES))
    run(WAITING)
    assert told().count(cast.coordinator.pk) == 2


def test_while_a_guide_is_there_nobody_is_told(urgent, cast, time_machine):
    actions.take_up(by=cast.guide, concern=urgent.concern, lively=True)
    for _time in range(3):
        time_machine.move_to(now() + timedelta(seconds=100))
        actions.hold(by=cast.guide, concern=urgent.concern)
        run(LEFT)
    assert told() == []
    actions.close(by=cast.guide, concern=urgent.concern, outcome="reached")
    time_machine.move_to(now() + timedelta(minutes=10))
    run(LEFT)
    assert told() == []


def test_an_urgent_case_that_is_given_back_is_told_at_once(urgent, cast):
    actions.take_up(by=cast.guide, concern=urgent.concern)
    actions.give_back(by=cast.guide, concern=urgent.concern)
    run(LEFT)
    assert urgent.other.pk in told()


def test_guides_on_shift_hear_first_then_the_others(urgent, cast, time_machine):
    shifts.come_now(by=urgent.other, hours=3)
    tasks.alert(urgent.concern.key, RAISED)
    assert told() == [urgent.other.pk]
    time_machine.move_to(now() + timedelta(minutes=settings.CLIMB_MINUTES / 2, seconds=1))
    run(NEXT)
    assert sorted(told()) == sorted({cast.guide.pk, urgent.other.pk, cast.coordinator.pk})


def test_what_an_import_brought_alarms_nobody_when_a_guide_leaves_it(urgent, cast):
    Concern.objects.update(alarmed_at=None)
    actions.take_up(by=cast.guide, concern=urgent.concern)
    actions.give_back(by=cast.guide, concern=urgent.concern)
    assert [job for job in jobs() if job["why"] == LEFT] == []

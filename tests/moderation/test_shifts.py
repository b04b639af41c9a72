"""Who is here: planned, begun, ended; what everybody may read of it, and what only guides may."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from damayan.groups.models import GroupRole
from damayan.moderation import queries
from damayan.moderation.models import Shift
from damayan.people.models import Role
from damayan.safety import staffing

MANILA = ZoneInfo("Asia/Manila")
# A Sunday evening.
EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=MANILA)
HOUR = timedelta(hours=1)


def planned(guide, start, hours=2, begun=False, **more) -> Shift:
    return Shift.objects.create(
        guide=guide,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        planned_by=guide,
        begun_at=start if begun else None,
        **more,
    )


@pytest.fixture
def evening(time_machine):
    time_machine.move_to(EVENING.astimezone(UTC), tick=False)
    return EVENING


def test_nobody_is_promised_when_nobody_is_planned(db, evening):
    found = queries.staffed()
    assert (found.here, found.until, found.next_at, found.late) == (0, None, None, False)
    assert "we cannot promise" in staffing.promise()
    assert [day.hours for day in staffing.week()] == [[]] * 7


def test_a_guide_who_has_begun_is_here_until_the_end_of_their_shift(cast, evening):
    planned(cast.guide, evening - HOUR, hours=3, begun=True)
    found = staffing.staffing()
    assert (found.here, found.until) == (1, evening + 2 * HOUR)
    assert staffing.promise() == "A guide is here now, until 10 at night."
    assert queries.on_shift() == {cast.guide.pk}


def test_a_guide_who_has_promised_but_not_come_is_not_said_to_be_here(cast, evening):
    planned(cast.guide, evening - HOUR, hours=3)
    found = staffing.staffing()
    assert found.here == 0
    assert found.late
    assert queries.on_shift() == set()
    assert "is here now" not in staffing.promise()


def test_the_next_guide_is_told_with_day_and_hour(cast, evening):
    planned(cast.guide, evening + 12 * HOUR)
    assert staffing.promise() == (
        "No guide is here right now. The next one is to be here tomorrow, 8 in the morning."
    )


def test_a_shift_that_ended_early_was_cancelled_or_is_free_promises_nothing(cast, evening):
    planned(cast.guide, evening - HOUR, begun=True, ended_at=evening - timedelta(minutes=5))
    planned(cast.guide, evening + HOUR, cancelled_at=evening)
    planned(None, evening + 5 * HOUR)
    found = staffing.staffing()
    assert (found.here, found.next_at) == (0, None)


def test_who_guides_no_more_is_not_counted(cast, evening):
    planned(cast.guide, evening - HOUR, begun=True)
    GroupRole.objects.filter(person=cast.guide, role=Role.GUIDE).update(ended_at=evening)
    assert staffing.staffing().here == 0
    assert queries.on_shift() == set()


def test_the_week_is_cut_at_midnight_and_joins_what_touches(cast, evening):
    planned(cast.guide, evening + 2 * HOUR, hours=4)
    planned(cast.coordinator, evening + 4 * HOUR, hours=3)
    first, second, *rest = staffing.week()
    assert (first.name, first.hours) == ("today", ["from 10 at night to midnight"])
    assert (second.name, second.hours) == ("tomorrow", ["from midnight to 3 at night"])
    assert rest[0].name == "Tuesday, 24 November"
    assert not any(day.hours for day in rest)


def test_a_past_moment_is_asked_of_the_plan_as_it_was_kept(cast, evening):
    planned(cast.guide, evening - 5 * HOUR, begun=True, ended_at=evening - 4 * HOUR)
    assert queries.on_shift(evening - 5 * HOUR + timedelta(minutes=30)) == {cast.guide.pk}
    assert queries.staffed(evening - 5 * HOUR + timedelta(minutes=30)).here == 1
    assert queries.on_shift(evening - 3 * HOUR) == set()


def test_asking_who_is_here_costs_one_query_and_then_none(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.staffed()
    with django_assert_num_queries(0):
        staffing.promise()

"""Who is here: planned, begun, ended; what everybody may read of it, and what only guides may."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from damayan.foundation.clock import hours_words, now
from damayan.foundation.verdict import Refused
from damayan.groups.models import GroupRole
from damayan.moderation import log, queries
from damayan.moderation.actions import shifts as actions
from damayan.moderation.models import LogEntry, Shift
from damayan.notices.models import Notice
from damayan.people.models import Role
from damayan.safety import staffing
from damayan.safety.actions import report
from damayan.safety.models import Concern
from tests.cast import make_group, make_person, put_in

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
    assert (second.name, second.hours) == ("tomorrow", ["from midnight to 3 in the early morning"])
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


# ── Planning, taking, giving back ──────────────────────────────────────────────────────────────

NOT_GUIDES = ("author", "member", "outsider", "blocked", "supporter", "professional")
FORM = {"day": "2026-11-23", "start": "20:00", "end": "02:00", "weeks": "3"}


def deeds() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("deed", flat=True))


def texts(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def test_a_coordinator_plans_the_same_night_of_three_weeks_for_a_guide(cast, evening, client_of):
    client = client_of(cast.coordinator)
    answer = client.post("/guides/shifts/plan/", FORM | {"guide": str(cast.guide.pk)})
    assert answer.status_code == 302
    rows = list(Shift.objects.order_by("starts_at"))
    assert [one.starts_at for one in rows] == [
        EVENING + timedelta(days=1) + n * timedelta(days=7) for n in range(3)
    ]
    assert {one.ends_at - one.starts_at for one in rows} == {6 * HOUR}
    assert {(one.guide, one.planned_by) for one in rows} == {(cast.guide, cast.coordinator)}
    assert deeds() == ["plan_shift"]
    assert texts(cast.guide) == ["A shift is planned for you: tomorrow, 8 in the evening."]
    page = client.get("/guides/shifts/plan/").content.decode()
    assert "Gentle Guide" in page
    assert "tomorrow, from 8 in the evening to 2 in the early morning" in page


def test_nobody_is_planned_twice_at_the_same_time_but_two_guides_may_be(cast, evening):
    span = {"starts_at": evening + HOUR, "ends_at": evening + 3 * HOUR}
    actions.plan_shift(by=cast.coordinator, guide=cast.guide, **span)
    with pytest.raises(Refused, match="at that time already: today, 9 in the evening"):
        actions.plan_shift(by=cast.guide, guide=cast.guide, weeks=2, **span)
    assert Shift.objects.count() == 1
    actions.plan_shift(by=cast.coordinator, guide=cast.coordinator, **span)
    assert Shift.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"end": "20:10"}, "between half an hour and 12 hours"),
        ({"end": "19:00"}, "between half an hour and 12 hours"),
        ({"day": "2026-11-20"}, "over already"),
        ({"day": "2028-01-01"}, "more than a year"),
        ({"weeks": "27"}, "less than or equal to 26"),
        ({"day": "nonsense"}, "valid date"),
    ],
)
def test_hours_that_nobody_can_promise_come_back_with_the_reason(
    cast, evening, client_of, change, words
):
    answer = client_of(cast.guide).post("/guides/shifts/offer/", FORM | change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Shift.objects.count() == 0


def test_a_guide_offers_hours_of_their_own_only(cast, evening, client_of):
    client_of(cast.guide).post("/guides/shifts/offer/", FORM | {"guide": str(cast.coordinator.pk)})
    assert set(Shift.objects.values_list("guide", flat=True)) == {cast.guide.pk}
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.plan_shift(
            by=cast.guide,
            guide=cast.coordinator,
            starts_at=evening + HOUR,
            ends_at=evening + 2 * HOUR,
        )


def test_who_is_no_guide_cannot_be_planned(cast, evening):
    with pytest.raises(Refused, match="Only a guide"):
        actions.plan_shift(
            by=cast.coordinator,
            guide=cast.member,
            starts_at=evening + HOUR,
            ends_at=evening + 2 * HOUR,
        )


def test_a_free_shift_goes_to_whoever_takes_it_and_back(cast, evening, client_of):
    shift = planned(None, evening + 5 * HOUR)
    client = client_of(cast.guide)
    assert "I take it" in client.get("/guides/shifts/").content.decode()
    client.post(f"/guides/shifts/{shift.key}/take/")
    shift.refresh_from_db()
    assert shift.guide == cast.guide
    with pytest.raises(Refused, match="Another guide took"):
        actions.take_shift(by=cast.coordinator, shift=shift)
    client.post(f"/guides/shifts/{shift.key}/give-back/")
    shift.refresh_from_db()
    assert shift.guide is None
    assert texts(cast.coordinator) == [
        "A shift is free again: tomorrow, 1 in the early morning. Nobody has it yet."
    ]
    assert deeds() == ["take_shift", "free_shift"]


def test_nobody_gives_back_or_begins_the_shift_of_another(cast, evening):
    shift = planned(cast.guide, evening)
    for verb in (actions.give_back_shift, actions.begin_shift):
        with pytest.raises(Refused, match="not your shift"):
            verb(by=cast.coordinator, shift=shift)
    with pytest.raises(Refused, match="not your shift"):
        actions.end_shift(by=cast.coordinator, shift=shift, words="")


def test_a_coordinator_takes_a_shift_out_and_its_guide_is_told(cast, evening, client_of):
    shift = planned(cast.guide, evening + HOUR)
    assert client_of(cast.guide).post(f"/guides/shifts/{shift.key}/cancel/").status_code == 404
    with pytest.raises(Refused, match="Only a coordinator"):
        actions.cancel_shift(by=cast.guide, shift=shift)
    client_of(cast.coordinator).post(f"/guides/shifts/{shift.key}/cancel/")
    shift.refresh_from_db()
    assert shift.cancelled_at
    assert texts(cast.guide) == ["Your shift is cancelled: today, 9 in the evening."]
    assert staffing.staffing().next_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_free_shift_at_the_same_moment_one_gets_it(cast):
    shift = planned(None, now() + HOUR)

    def take(person):
        try:
            actions.take_shift(by=person, shift=shift)
        except Refused:
            return None
        else:
            return person.pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        got = [pk for pk in pool.map(take, [cast.guide, cast.coordinator]) if pk]
    shift.refresh_from_db()
    assert got == [shift.guide_id]


# ── Coming and going ───────────────────────────────────────────────────────────────────────────


def test_a_guide_comes_without_a_plan_and_everybody_reads_it(cast, evening, client_of, visitor):
    assert "is here now" not in visitor.get("/help/").content.decode()
    client_of(cast.guide).post("/guides/shifts/now/", {"hours": "2"})
    for address in ("/help/", "/about/", "/"):
        page = visitor.get(address).content.decode()
        assert "A guide is here now, until 10 at night." in page
        assert "Gentle Guide" not in page
    assert deeds() == ["begin_shift"]
    with pytest.raises(Refused, match="here already"):
        actions.come_now(by=cast.guide, hours=1)


def test_who_comes_early_begins_their_planned_shift(cast, evening):
    shift = planned(cast.guide, evening + timedelta(minutes=20))
    assert actions.come_now(by=cast.guide, hours=2) == shift
    shift.refresh_from_db()
    assert shift.begun_at == evening


def test_who_comes_long_before_their_shift_is_promised_until_it(cast, evening):
    planned(cast.guide, evening + HOUR)
    assert actions.come_now(by=cast.guide, hours=8).ends_at == evening + HOUR


def test_a_shift_begins_from_half_an_hour_before_until_its_end(cast, evening, time_machine):
    shift = planned(cast.guide, evening + HOUR)
    with pytest.raises(Refused, match="half an hour before"):
        actions.begin_shift(by=cast.guide, shift=shift)
    time_machine.move_to(evening + timedelta(minutes=31))
    actions.begin_shift(by=cast.guide, shift=shift)
    late = planned(cast.coordinator, evening)
    time_machine.move_to(evening + 3 * HOUR)
    with pytest.raises(Refused, match="over"):
        actions.begin_shift(by=cast.coordinator, shift=late)


def held_by(guide, story) -> Concern:
    concern = report(
        by=story.reader, subject_kind="story", subject_key=story.key, kind="danger", words=""
    ).concern
    Concern.objects.filter(pk=concern.pk).update(
        taken_by=guide, taken_at=now(), held_until=now() + HOUR
    )
    return concern


@pytest.fixture
def case(cast, story) -> Concern:
    story.reader = cast.member
    return held_by(cast.guide, story)


def test_who_goes_with_open_cases_must_write_and_may_hand_them_over(cast, case, client_of):
    shift = planned(cast.guide, now() - HOUR, begun=True)
    planned(cast.coordinator, now() - HOUR, begun=True)
    client = client_of(cast.guide)
    address = f"/guides/shifts/{shift.key}/end/"
    page = client.get(address).content.decode()
    assert "still looking after 1 case" in page
    assert client.post(address, {"hand_over": "", "to": ""}).status_code == 422
    shift.refresh_from_db()
    assert shift.ended_at is None
    client.post(address, {"hand_over": "She wants to talk at ten.", "to": str(cast.coordinator.pk)})
    case.refresh_from_db()
    shift.refresh_from_db()
    assert shift.ended_at
    assert case.taken_by == cast.coordinator
    assert [one.words for one in case.notes.all()] == ["She wants to talk at ten."]
    assert deeds() == ["hand_over", "end_shift"]
    board = client_of(cast.coordinator).get("/guides/shifts/").content.decode()
    assert "She wants to talk at ten." in board
    client_of(cast.coordinator).post(f"/guides/shifts/{shift.key}/read/")
    shift.refresh_from_db()
    assert shift.read_by == cast.coordinator


def test_cases_of_who_goes_return_to_all_guides(cast, case):
    shift = planned(cast.guide, now() - HOUR, begun=True)
    actions.end_shift(by=cast.guide, shift=shift, words="Nothing new.")
    case.refresh_from_db()
    assert (case.taken_by, case.taken_at) == (None, None)
    assert deeds() == ["note", "give_back", "end_shift"]
    with pytest.raises(Refused, match="over"):
        actions.end_shift(by=cast.guide, shift=shift, words="")


def test_cases_go_only_to_a_guide_who_is_here(cast, case, client_of):
    shift = planned(cast.guide, now() - HOUR, begun=True)
    sent = {"hand_over": "For you.", "to": str(cast.coordinator.pk)}
    assert client_of(cast.guide).post(f"/guides/shifts/{shift.key}/end/", sent).status_code == 422
    case.refresh_from_db()
    assert case.taken_by == cast.guide


def test_a_note_of_another_group_is_not_read_here(cast, evening, client_of):
    other = make_group("long-illness")
    stranger = make_person("other-guide")
    put_in(other, stranger, "Warm Fern", "guide")
    GroupRole.objects.create(person=stranger, group=other, role=Role.GUIDE)
    shift = planned(
        stranger, evening - 2 * HOUR, begun=True, ended_at=evening, hand_over="Of the other group."
    )
    assert (
        "Of the other group." not in client_of(cast.guide).get("/guides/shifts/").content.decode()
    )
    assert client_of(cast.guide).post(f"/guides/shifts/{shift.key}/read/").status_code == 404
    assert (
        "Of the other group." in client_of(cast.coordinator).get("/guides/shifts/").content.decode()
    )


def test_who_did_not_come_is_asked_once_and_who_forgot_to_go_is_gone(cast, evening):
    planned(cast.coordinator, evening - HOUR, hours=3)
    forgotten = planned(cast.guide, evening - 4 * HOUR, begun=True)
    actions.mind_shifts()
    actions.mind_shifts()
    assert texts(cast.coordinator)[-1:] == [
        "Your shift has begun: today, 7 in the evening. If you cannot come, let another take it."
    ]
    assert sum("has begun" in one for one in texts(cast.coordinator)) == 1
    forgotten.refresh_from_db()
    assert forgotten.ended_at == forgotten.ends_at
    assert log.verify() == []


@pytest.mark.parametrize("part", NOT_GUIDES)
def test_who_is_no_guide_finds_no_shifts(cast, evening, client_of, part):
    shift = planned(None, evening + HOUR)
    client = client_of(getattr(cast, part))
    for address in ("/guides/shifts/", "/guides/shifts/plan/", "/guides/me/", "/guides/care/"):
        assert client.get(address).status_code == 404
    for deed in ("take", "begin", "give-back", "cancel", "read", "end"):
        assert client.post(f"/guides/shifts/{shift.key}/{deed}/").status_code == 404
    assert client.post("/guides/shifts/now/", {"hours": "1"}).status_code == 404
    assert client.post("/guides/shifts/offer/", FORM).status_code == 404
    with pytest.raises(Refused):
        actions.take_shift(by=getattr(cast, part), shift=shift)
    assert LogEntry.objects.count() == 0


def test_the_pages_of_shifts_keep_their_queries(
    cast, evening, client_of, django_assert_max_num_queries
):
    for n in range(40):
        planned([cast.guide, cast.coordinator, None][n % 3], evening + (3 * n + 1) * HOUR)
    guide, coordinator = client_of(cast.guide), client_of(cast.coordinator)
    staffing.staffing()
    with django_assert_max_num_queries(14):
        guide.get("/guides/shifts/")
    with django_assert_max_num_queries(12):
        coordinator.get("/guides/shifts/plan/")


@pytest.mark.parametrize(
    ("start", "hours", "words"),
    [
        (20, 2, "from 8 in the evening to 10 at night"),
        (18, 3, "from 6 to 9 in the evening"),
        (9, 3, "from 9 in the morning to noon"),
        (12, 5, "from noon to 5 in the afternoon"),
        (8, 2.5, "from 8 to 10:30 in the morning"),
        (23, 25, "from 11 at night to midnight"),
    ],
)
def test_hours_are_said_as_people_say_them(start, hours, words):
    begin = EVENING.replace(hour=start)
    assert hours_words(begin, begin + timedelta(hours=hours)) == words

"""The care report: true figures, nobody in them, and nothing that gives a small number back."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from damayan.foundation.clock import now
from damayan.groups.models import GroupRole
from damayan.moderation import tasks
from damayan.moderation.actions.figures import publish_report
from damayan.moderation.models import Appeal, CareReport, Decision
from damayan.moderation.queries.figures import Month, figures_of, month_called, this_month
from damayan.moderation.rules_figures import SMALLEST, minutes_of, parts_of, share_of
from damayan.safety.models import Concern
from damayan.stories.models import Story
from tests.cast import make_person

OCTOBER = Month(date(2026, 10, 1))
IN_OCTOBER = datetime(2026, 10, 12, 4, tzinfo=UTC)


@pytest.fixture
def in_november(time_machine):
    time_machine.move_to(datetime(2026, 11, 3, 4, tzinfo=UTC), tick=False)


def raise_concerns(waits, level=2, at=IN_OCTOBER, **more):
    """One concern per wait in minutes; None for one that nobody has looked at."""
    Concern.objects.bulk_create(
        Concern(
            subject_kind="story",
            subject_key=f"{level}-{at:%m}-{len(more)}-{n}",
            level=level,
            created_at=at,
            looked_at=None if wait is None else at + timedelta(minutes=wait),
            **more,
        )
        for n, wait in enumerate(waits)
    )


def decide(person, deeds, at=IN_OCTOBER):
    for deed, many in deeds.items():
        for _n in range(many):
            Decision.objects.create(person=person, deed=deed, reason="Why", at=at, entry_hash="0")


# ── What is kept back ──────────────────────────────────────────────────────────────────────────


@trying(deadline=None, max_examples=80)
@given(st.lists(st.integers(0, 24), min_size=1, max_size=4))
def test_no_small_count_comes_back_by_reckoning(counts):
    table = {f"part {n}": count for n, count in enumerate(counts)}
    parts = parts_of(table)
    assert all(count >= SMALLEST for count in parts.shown.values())
    if parts.total is None:
        assert parts.others is None
        return
    assert parts.total == sum(parts.shown.values()) + (parts.others or 0)
    if parts.others is None:
        return
    could_be = consistent(parts, list(table))
    for name in table.keys() - parts.shown.keys():
        assert len({one[name] for one in could_be}) >= 6, (table, parts)


def consistent(parts, names):
    """Every table that somebody who knows the rules could take this publication for."""
    kept = [name for name in names if name not in parts.shown]
    found = []
    for values in product(range(SMALLEST), repeat=len(kept)):
        table = {**parts.shown, **dict(zip(kept, values, strict=True))}
        if sum(values) == parts.others and parts_of({name: table[name] for name in names}) == parts:
            found.append(table)
    return found


@pytest.mark.parametrize(
    ("table", "total", "others"),
    [
        ({"hide": 40, "pause": 3}, None, None),
        ({"hide": 40, "pause": 9, "write": 9}, None, None),
        ({"hide": 40, "pause": 0, "write": 0}, None, None),
        ({"hide": 40, "pause": 4, "write": 7}, 51, 11),
        ({"hide": 40, "pause": 10}, 50, None),
        ({"hide": 5, "pause": 4}, None, None),
    ],
)
def test_a_total_is_told_only_when_it_gives_nothing_back(table, total, others):
    parts = parts_of(table)
    assert (parts.total, parts.others) == (total, others)
    assert parts.shown == {name: count for name, count in table.items() if count >= 10}


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_share_gives_back_neither_part_when_one_is_small(part, missing):
    whole = part + missing
    share = share_of(part, whole)
    if share is None:
        assert whole < SMALLEST or max(part, missing) < SMALLEST
    elif "is" in share:
        assert min(part, missing) >= SMALLEST
    else:
        bound = next(iter(share.values()))
        assert bound % 10 == 0
        percent = 100 * part / whole
        assert percent >= bound if "at_least" in share else percent <= bound


def test_waits_behind_which_few_stand_are_not_told():
    assert minutes_of(600.0, 9) is None
    assert minutes_of(600.0, 10) == 10
    assert minutes_of(5.0, 10) == 1
    assert minutes_of(float("inf"), 50) is None


# ── The figures ────────────────────────────────────────────────────────────────────────────────


def test_time_to_the_first_look_by_level(db, settings):
    settings.TARGET_URGENT_MINUTES = 10
    raise_concerns([4] * 30 + [9] * 10 + [25] * 10)
    raise_concerns([60] * 12, level=1)
    levels = figures_of(OCTOBER)["levels"]
    assert levels["urgent"] == {
        "count": 50,
        "target_minutes": 10,
        "within_target": {"is": 80},
        "median_minutes": 4,
        "p95_minutes": 25,
    }
    assert levels["concern"]["within_target"] == {"at_least": 20}
    assert levels["concern"]["median_minutes"] == 60
    assert levels["concern"]["p95_minutes"] is None


def test_who_waits_still_counts_as_late_and_never_flatters(db):
    raise_concerns([4] * 20 + [None] * 30)
    urgent = figures_of(OCTOBER)["levels"]["urgent"]
    assert urgent["within_target"] == {"is": 40}
    assert urgent["median_minutes"] is None


def test_the_first_sign_that_somebody_looked_counts(db):
    raise_concerns(
        [None] * 10,
        taken_at=IN_OCTOBER + timedelta(minutes=7),
        closed_at=IN_OCTOBER + timedelta(hours=3),
        outcome="kept",
    )
    raise_concerns([2] * 10, level=1, taken_at=IN_OCTOBER + timedelta(minutes=7))
    levels = figures_of(OCTOBER)["levels"]
    assert levels["urgent"]["median_minutes"] == 7
    assert levels["concern"]["median_minutes"] == 2


def test_what_an_importer_brought_is_no_wait_of_anybody(db):
    raise_concerns([4] * 20)
    raise_concerns([None] * 500, source="screening")
    assert figures_of(OCTOBER)["levels"]["urgent"]["within_target"] == {"at_least": 50}


def test_a_small_level_hides_the_other_count_too(db):
    """The number of all concerns is near that of all that were closed, which is shown."""
    raise_concerns([4] * 3)
    raise_concerns([60] * 40, level=1)
    levels = figures_of(OCTOBER)["levels"]
    assert levels["urgent"]["count"] is None
    assert levels["concern"]["count"] is None
    assert levels["urgent"]["median_minutes"] is None
    assert levels["concern"]["median_minutes"] == 60


def test_only_the_month_counts_in_local_time(db, settings):
    settings.TIME_ZONE = "Asia/Manila"
    raise_concerns([1] * 10, at=datetime(2026, 9, 30, 16, 30, tzinfo=UTC))
    raise_concerns([1] * 10, level=1, at=datetime(2026, 10, 31, 16, 30, tzinfo=UTC))
    levels = figures_of(OCTOBER)["levels"]
    assert (levels["urgent"]["count"], levels["concern"]["count"]) == (None, None)
    assert levels["urgent"]["median_minutes"] == 1
    assert levels["concern"]["median_minutes"] is None


def test_decisions_by_kind_and_how_appeals_ended(cast):
    decide(cast.member, {"hide": 30, "pause": 12, "remove": 3, "nudge": 8, "brought_by_others": 5})
    for n, one in enumerate(Decision.objects.all()[:40]):
        outcome = "upheld" if n < 15 else "overturned" if n < 25 else ""
        Appeal.objects.create(decision=one, words="No", created_at=IN_OCTOBER, outcome=outcome)
    found = figures_of(OCTOBER)
    assert found["decisions"]["total"] == 58
    assert found["decisions"]["shown"] == {"hide": 30, "pause": 12}
    assert found["decisions"]["others"] == 16
    assert found["appeals"]["shown"] == {"upheld": 15, "overturned": 10, "": 15}


def test_first_answers_count_the_stories_that_nobody_answered(cast):
    for n in range(40):
        answered = IN_OCTOBER + timedelta(minutes=30) if n < 25 else None
        Story.objects.create(
            group=cast.group,
            author=cast.personas["author"],
            form_key=f"f{n}",
            created_at=IN_OCTOBER,
            first_answer_at=answered,
        )
    told = figures_of(OCTOBER)["first_answers"]
    assert told == {"count": 40, "within_a_day": {"is": 62}, "median_minutes": 30}


def test_guides_per_thousand_only_when_there_are_enough(cast):
    assert figures_of(OCTOBER)["guides_per_thousand"] is None
    for n in range(9):
        person = make_person(f"guide-{n}")
        GroupRole.objects.create(person=person, group=cast.group, role="guide")
    assert figures_of(OCTOBER)["guides_per_thousand"] == round(1000 * 10 / 17, 1)


def test_a_fixed_number_of_queries_however_much_happened(cast, django_assert_num_queries):
    raise_concerns([4] * 100)
    decide(cast.member, {"hide": 20})
    with django_assert_num_queries(7):
        figures_of(OCTOBER)


# ── Publishing ─────────────────────────────────────────────────────────────────────────────────


def test_on_the_first_the_last_month_is_published_once_and_never_changes(db, in_november):
    raise_concerns([4] * 20)
    tasks.publish_report(timestamp=0)
    raise_concerns([4] * 20, level=1)
    tasks.publish_report(timestamp=0)
    report = CareReport.objects.get()
    assert report.month == date(2026, 10, 1)
    assert report.figures["levels"]["urgent"]["count"] is None, "beside a level of nothing"
    assert report.figures["levels"]["urgent"]["median_minutes"] == 4
    assert report.figures["levels"]["concern"]["median_minutes"] is None


def test_a_month_that_is_running_is_not_published(db, in_november):
    assert publish_report(this_month()) is None
    assert not CareReport.objects.exists()


def test_everybody_reads_what_is_published(db, visitor, in_november):
    assert "No month is over yet" in visitor.get("/care-report/").content.decode()
    raise_concerns([4] * 30 + [25] * 20)
    raise_concerns([60] * 20, level=1)
    publish_report()
    for address in ("/care-report/", "/care-report/2026-10/"):
        page = visitor.get(address).content.decode()
        assert "October 2026" in page
        assert "50 were raised" in page
        assert "In time: 60 of 100" in page
        assert '<rect width="60" height="4"/>' in page
        assert "style=" not in page
    data = visitor.get("/care-report/2026-10/json/")
    assert json.loads(data.content)["levels"]["urgent"]["within_target"] == {"is": 60}
    assert "care-report" in visitor.get("/about/").content.decode()


@pytest.mark.parametrize("part", ["author", "guide", "supporter", "outsider"])
def test_before_that_only_coordinators_do(cast, client_of, visitor, in_november, part):
    raise_concerns([4] * 20)
    for key in ("2026-10", "2026-11"):
        for address in (f"/care-report/{key}/", f"/care-report/{key}/json/"):
            assert visitor.get(address).status_code == 404
            assert client_of(getattr(cast, part)).get(address).status_code == 404
            assert client_of(cast.coordinator).get(address).status_code == 200
    page = client_of(cast.coordinator).get("/care-report/2026-10/").content.decode()
    assert "Not published yet" in page
    assert "1 November 2026" in page


@pytest.mark.parametrize("key", ["2026-13", "2025-10", "2026-9", "oktober", "2026-12", "99999-01"])
def test_other_months_are_nowhere(cast, client_of, in_november, key):
    assert client_of(cast.coordinator).get(f"/care-report/{key}/").status_code == 404


def test_months_have_their_edges():
    december = month_called("2026-12")
    assert december.next.key == "2027-01"
    assert december.before.key == "2026-11"
    assert month_called("2026-11").end == month_called("2026-12").start


def test_reading_a_published_month_costs_one_query(
    db, visitor, in_november, django_assert_num_queries
):
    publish_report()
    with django_assert_num_queries(1):
        visitor.get("/care-report/2026-10/")
    assert now() > OCTOBER.end

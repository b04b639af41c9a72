"""The way to urgent help: for everybody, honest about its numbers, kept by coordinators."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from damayan.foundation.clock import now
from damayan.safety import actions
from damayan.safety.models import Helpline, HelplineChange

SIGNED_IN = 2
GIVEN = {
    "number": "(033) 320-0000",
    "name_en": "Iloilo listening line",
    "name_fil": "Linya ng Iloilo",
    "network_en": "Free from any network",
    "hours_en": "every day, day and night",
    "kind": "crisis",
    "place": "Iloilo City",
    "languages": ["hil", "fil"],
    "order": "5",
}


@pytest.fixture
def line(db) -> Helpline:
    return Helpline.objects.create(name={"en": "A line", "fil": "Isang linya"}, number="1553")


@pytest.fixture
def loaded(db):
    actions.load_helplines()


def test_a_visitor_finds_numbers_to_call_from_the_first_minute(loaded, visitor):
    page = visitor.get("/help/").content.decode()
    for words in (
        'href="tel:1553"',
        'href="tel:911"',
        'href="tel:0288937603"',
        "not a crisis service",
    ):
        assert words in page
    assert page.index("tel:911") < page.index("tel:1553"), "a life in danger comes first"


def test_the_page_is_two_queries_for_a_visitor_and_may_be_kept_for_a_bad_link(
    loaded, visitor, cast, client_of, django_assert_num_queries
):
    # The helplines, and who is here: the latter is remembered for some seconds.
    with django_assert_num_queries(2):
        answer = visitor.get("/help/")
    assert "no-store" not in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    client = client_of(cast.member)
    with django_assert_num_queries(SIGNED_IN + 1):
        client.get("/help/")


def test_a_number_that_nobody_called_says_so(line, visitor):
    assert "We have not called this number ourselves yet" in visitor.get("/help/").content.decode()


def test_a_number_says_when_it_was_last_called_and_when_that_is_long_ago(
    line, visitor, cast, settings, time_machine
):
    time_machine.move_to("2026-11-03 10:00+08:00")
    actions.verify_helpline(by=cast.coordinator, helpline=line)
    page = visitor.get("/help/").content.decode()
    assert "Checked by a coordinator on 3 November 2026." in page
    assert cast.coordinator.username not in page
    time_machine.move_to(now() + timedelta(days=settings.HELPLINE_STALE_DAYS + 1))
    page = visitor.get("/help/").content.decode()
    assert "Last checked by a coordinator on 3 November 2026. It may have changed." in page


def test_loading_twice_adds_nothing_and_keeps_what_a_coordinator_changed(cast):
    Helpline.objects.all().delete()
    assert actions.load_helplines() == 7
    first = Helpline.objects.get(slug="ncmh-1553")
    Helpline.objects.filter(pk=first.pk).update(number="1554", retired_at=now())
    assert actions.load_helplines() == 0
    first.refresh_from_db()
    assert first.number == "1554"
    assert first.retired_at


def test_an_empty_installation_has_its_helplines_by_migration(db):
    """Whichever migration it is: tables are emptied between some tests, so they run again here."""
    Helpline.objects.all().delete()
    for (app, _name), migration in MigrationLoader(connection).disk_migrations.items():
        for step in migration.operations if app == "safety" else ():
            if isinstance(step, RunPython):
                step.code(apps, None)
    assert Helpline.objects.filter(slug="ncmh-1553", verified_at=None).exists()
    assert Helpline.objects.count() == 7


def test_without_any_number_the_page_still_says_what_to_do(db, visitor):
    Helpline.objects.all().delete()
    assert "nearest hospital" in visitor.get("/help/").content.decode()


def test_leaving_goes_away_at_once_and_tells_nothing(visitor, settings):
    answer = visitor.get("/leave/")
    assert answer.status_code == 302
    assert answer["Location"] == settings.QUICK_EXIT_URL
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_the_page_on_leaving_promises_no_more_than_is_true(visitor):
    page = visitor.get("/help/leaving/").content.decode()
    assert "does not clear what your phone or computer remembers" in page
    assert "does not sign you out" in page


# ── The desk ───────────────────────────────────────────────────────────────────────────────────


def test_a_coordinator_adds_changes_verifies_and_retires_a_helpline(cast, client_of, visitor):
    client = client_of(cast.coordinator)
    client.post("/desk/helplines/new/", GIVEN)
    made = Helpline.objects.get(number=GIVEN["number"])
    assert made.name == {"en": "Iloilo listening line", "fil": "Linya ng Iloilo"}
    assert made.dial == "0333200000"
    assert made.verified_at is None
    page = visitor.get("/help/").content.decode()
    assert (
        "Iloilo City · Free from any network · every day, day and night · Hiligaynon, Filipino"
        in page
    )
    address = f"/desk/helplines/{made.key}/"
    client.post(f"{address}verified/")
    made.refresh_from_db()
    assert made.verified_by == cast.coordinator
    client.post(address, GIVEN | {"place": "Panay"})
    made.refresh_from_db()
    assert made.place == "Panay"
    assert made.verified_at, "another place does not make the number unknown"
    client.post(f"{address}retire/")
    assert "Iloilo listening line" not in visitor.get("/help/").content.decode()
    client.post(f"{address}return/")
    assert "Iloilo listening line" in visitor.get("/help/").content.decode()
    deeds = list(HelplineChange.objects.filter(helpline=made).values_list("deed", "by"))
    assert [deed for deed, _by in reversed(deeds)] == [
        "added",
        "verified",
        "changed",
        "retired",
        "returned",
    ]
    assert {by for _deed, by in deeds} == {cast.coordinator.pk}
    assert "Iloilo City" in str(HelplineChange.objects.get(deed="changed").before)


def test_another_number_has_to_be_called_again(cast, line, client_of):
    actions.verify_helpline(by=cast.coordinator, helpline=line)
    client_of(cast.coordinator).post(f"/desk/helplines/{line.key}/", GIVEN)
    line.refresh_from_db()
    assert line.verified_at is None


@pytest.mark.parametrize(
    "wrong", [{"number": "call us"}, {"name_en": ""}, {"kind": "x"}, {"order": "-1"}]
)
def test_a_coordinator_is_told_what_to_mend(cast, client_of, wrong):
    before = Helpline.objects.count()
    assert (
        client_of(cast.coordinator).post("/desk/helplines/new/", GIVEN | wrong).status_code == 200
    )
    assert Helpline.objects.count() == before


@pytest.mark.parametrize("part", ["member", "supporter", "professional", "guide", "outsider"])
def test_only_coordinators_keep_the_helplines(cast, line, client_of, visitor, part):
    from damayan.foundation.verdict import Refused

    client = client_of(getattr(cast, part))
    for address in ("/desk/helplines/", "/desk/helplines/new/", f"/desk/helplines/{line.key}/"):
        assert client.get(address).status_code == 404
        assert visitor.get(address).status_code == 404
        assert client_of(cast.coordinator).get(address).status_code == 200
    for deed in ("verified", "retire", "return"):
        assert client.post(f"/desk/helplines/{line.key}/{deed}/").status_code == 404
        assert (
            client_of(cast.coordinator).get(f"/desk/helplines/{line.key}/{deed}/").status_code
            == 405
        )
    with pytest.raises(Refused):
        actions.verify_helpline(by=getattr(cast, part), helpline=line)


def test_the_desk_keeps_its_queries(cast, client_of, django_assert_num_queries):
    Helpline.objects.bulk_create(Helpline(name={"en": "x"}, number=str(n)) for n in range(80))
    client = client_of(cast.coordinator)
    with django_assert_num_queries(SIGNED_IN + 2):
        client.get("/desk/helplines/")
    key = Helpline.objects.order_by("order", "id")[40].key
    with django_assert_num_queries(SIGNED_IN + 3):
        client.get(f"/desk/helplines/?after={key}")
    with django_assert_num_queries(SIGNED_IN + 3):
        client.get(f"/desk/helplines/{key}/")

"""How coordinators and guides set what waits, how fast and how late; what is said of it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from damayan.foundation.verdict import Refused
from damayan.groups import actions
from damayan.groups.customs import Customs, quiet_until
from damayan.groups.customs_forms import CustomsForm, PaceForm
from damayan.groups.models import Group
from damayan.groups.sentences import quiet_now, what_to_expect
from damayan.safety import logbook
from tests.cast import ROLES

MANILA = ZoneInfo("Asia/Manila")
NIGHT = {"slow_minutes": "10", "quiet_from": "22:00", "quiet_to": "06:00"}
EVERYTHING = {
    **NIGHT,
    "first_posts": "2",
    "urgent_waits": "on",
    "words_concern": "scam\n  pay  me \n\nscam",
    "words_wait": "crypto*\nscam",
}


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=MANILA)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (at(22), at(6) + timedelta(days=1)),
        (at(23, 59), at(6) + timedelta(days=1)),
        (at(0), at(6)),
        (at(5, 59), at(6)),
        (at(6), None),
        (at(21, 59), None),
    ],
)
def test_quiet_hours_pass_midnight(settings, moment, ends):
    settings.TIME_ZONE = "Asia/Manila"
    assert quiet_until(time(22), time(6), moment) == ends


@pytest.mark.parametrize(("hour", "quiet"), [(12, False), (13, True), (14, True), (15, False)])
def test_quiet_hours_of_one_day(settings, hour, quiet):
    settings.TIME_ZONE = "Asia/Manila"
    assert (quiet_until(time(13), time(15), at(hour)) is not None) is quiet


def test_without_both_ends_it_is_never_quiet():
    assert quiet_until(None, None, at(3)) is None
    assert quiet_until(time(3), None, at(3)) is None
    assert quiet_until(time(3), time(3), at(3)) is None


def test_a_coordinator_sets_everything_on_the_groups_form(cast, client_of, group):
    client, url = client_of(cast.coordinator), f"/desk/groups/{group.slug}/"
    page = client.get(url).content.decode()
    assert "First posts of a newcomer that wait for a guide" in page
    sent = {
        "name_en": "Losing someone",
        "about_en": "For those who lost somebody.",
        "rules_en": "Be kind.",
        "access": "open",
        "languages": ["en"],
        **EVERYTHING,
    }
    assert client.post(url, sent).status_code == 302
    group.refresh_from_db()
    assert group.customs == Customs(
        first_posts=2,
        urgent_waits=True,
        slow_minutes=10,
        quiet_from=time(22),
        quiet_to=time(6),
        word_list=[
            {"words": "crypto*", "does": "wait"},
            {"words": "scam", "does": "wait"},
            {"words": "pay me", "does": "concern"},
        ],
    )
    page = client.get(url).content.decode()
    assert "crypto*\nscam" in page
    assert 'value="22:00"' in page


def test_a_new_group_has_everything_off_unless_it_is_chosen(cast, group):
    assert not any(group.customs)
    form = CustomsForm({})
    assert form.is_valid(), form.errors
    assert not any(form.customs().values())
    assert what_to_expect(group.customs) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quiet_from": "22:00"}, "quiet_to"),
        ({"quiet_to": "22:00"}, "quiet_from"),
        ({"quiet_from": "22:00", "quiet_to": "22:00"}, "quiet_to"),
        ({"slow_minutes": "-1"}, "slow_minutes"),
        ({"slow_minutes": "1441"}, "slow_minutes"),
        ({"first_posts": "21"}, "first_posts"),
        ({"words_wait": "*"}, "words_wait"),
        ({"words_concern": "a"}, "words_concern"),
        ({"words_concern": "x" * 81}, "words_concern"),
        ({"words_wait": "\n".join(f"word{n}" for n in range(301))}, "words_wait"),
    ],
)
def test_what_cannot_be_meant_is_said_beside_its_field(db, wrong, field):
    form = CustomsForm(wrong)
    assert not form.is_valid()
    assert list(form.errors) == [field]


@pytest.mark.parametrize("role", ROLES)
def test_guides_and_coordinators_alone_change_slow_mode_and_quiet_hours(
    cast, group, client_of, role
):
    client, url = client_of(cast.people[role]), f"/desk/groups/{group.slug}/pace/"
    may = role in {"guide", "coordinator"}
    assert client.get(url).status_code == (200 if may else 404)
    assert client.post(url, NIGHT).status_code == (302 if may else 404)
    group.refresh_from_db()
    assert (group.slow_minutes, group.quiet_from) == ((10, time(22)) if may else (0, None))
    about = client.get(f"/groups/{group.slug}/about/").content.decode()
    assert ("Slow mode and quiet hours" in about) is may


def test_the_verb_itself_refuses_members_and_writes_into_the_log(cast, group, monkeypatch):
    written = []
    monkeypatch.setattr(logbook, "_record", [lambda **entry: written.append(entry)])
    given = {"slow_minutes": 5, "quiet_from": time(22), "quiet_to": time(6)}
    with pytest.raises(Refused):
        actions.change_pace(by=cast.member, group=group, **given)
    assert written == []
    actions.change_pace(by=cast.guide, group=group, **given)
    assert (written[0]["by"], written[0]["deed"]) == (cast.guide, "change_pace")
    assert written[0]["details"] == {"slow_minutes": 5, "quiet": ["22:00", "06:00"]}


def test_the_guides_log_keeps_who_changed_the_pace(cast, group, client_of):
    client_of(cast.guide).post(f"/desk/groups/{group.slug}/pace/", NIGHT)
    page = client_of(cast.coordinator).get("/guides/log/").content.decode()
    assert "changed slow mode or quiet hours of" in page


def test_a_guide_who_takes_quiet_hours_back_leaves_both_fields_empty(cast, group, client_of):
    Group.objects.update(quiet_from=time(22), quiet_to=time(6), slow_minutes=3)
    client_of(cast.guide).post(f"/desk/groups/{group.slug}/pace/", {"slow_minutes": ""})
    group.refresh_from_db()
    assert (group.slow_minutes, group.quiet_from, group.quiet_to) == (0, None, None)
    assert PaceForm({}).is_valid()


def test_what_becomes_of_words_is_said_before_they_are_written(cast, group, client_of, visitor):
    Group.objects.update(
        first_posts=2, urgent_waits=True, slow_minutes=1, quiet_from=time(22), quiet_to=time(6, 30)
    )
    for client, url in ((visitor, "about"), (client_of(cast.member), "write")):
        page = client.get(f"/groups/{group.slug}/{url}/").content.decode()
        assert "a guide reads your first 2 posts before others do" in page
        assert "somebody is in danger, a guide reads them first" in page
        assert "1 minute between two posts" in page
        assert "Quiet from 10 at night to 6:30 in the morning" in page


def test_the_word_list_is_shown_to_coordinators_alone(cast, group, client_of):
    Group.objects.update(word_list=[{"words": "zanzibar", "does": "wait"}])
    for role in ROLES:
        client = client_of(cast.people[role])
        for url in ("about", "write"):
            assert "zanzibar" not in client.get(f"/groups/{group.slug}/{url}/").content.decode()
        page = client.get(f"/desk/groups/{group.slug}/").content.decode()
        assert ("zanzibar" in page) is (role == "coordinator")


def test_the_group_says_that_it_is_quiet_only_while_it_is(settings, monkeypatch):
    settings.TIME_ZONE = "Asia/Manila"
    monkeypatch.setattr("damayan.groups.sentences.now", lambda: at(23))
    assert "until 6 in the morning" in quiet_now(time(22), time(6))
    monkeypatch.setattr("damayan.groups.sentences.now", lambda: at(12))
    assert quiet_now(time(22), time(6)) == ""

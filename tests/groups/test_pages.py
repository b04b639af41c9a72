"""Lists of groups: a fixed number of queries, pages both ways, and only what one may see."""

import re
from html import unescape

import pytest

from damayan.groups import actions
from damayan.groups.models import Group, Persona, PersonaBlock
from damayan.people.models import Role
from tests.cast import make_group, put_in

# Session and person.
SIGNED_IN = 2


@pytest.fixture
def many(db):
    return [make_group(f"group-{n:02}") for n in range(45)]


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    cast, many, client_of, visitor, django_assert_num_queries
):
    client = client_of(cast.member)
    with django_assert_num_queries(SIGNED_IN + 2):
        client.get("/groups/")
    with django_assert_num_queries(SIGNED_IN + 2):
        client.get("/groups/?after=group-05")
    with django_assert_num_queries(1):
        visitor.get("/groups/")


def test_a_member_finds_their_own_groups_first(cast, many, client_of):
    page = client_of(cast.member).get("/groups/").content.decode()
    assert page.index("Losing someone") < page.index("Group 00")
    assert "You are here as Gentle Member" in page
    assert "Gentle Member" not in client_of(cast.outsider).get("/groups/").content.decode()


def on_the_page(answer) -> list[str]:
    return re.findall(r'href="/groups/([a-z0-9-]+)/about/"', answer.content.decode())


def onward(answer, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return unescape(found[1]) if found else ""


def test_somebody_turns_the_pages_forward_and_back_and_meets_every_group_once(many, visitor):
    seen, way = [], "?language=en"
    while way:
        page = visitor.get(f"/groups/{way}")
        seen += on_the_page(page)
        way = onward(page, "next")
    assert seen == sorted(group.slug for group in many)
    back = visitor.get(f"/groups/{onward(page, 'prev')}")
    assert on_the_page(back) == [f"group-{n:02}" for n in range(20, 40)]


def test_somebody_finds_groups_in_their_language(many, visitor):
    Group.objects.filter(slug="group-07").update(languages=["ceb"])
    page = visitor.get("/groups/?language=ceb").content.decode()
    assert "Group 07" in page
    assert "Group 08" not in page
    assert visitor.get("/groups/?language=xx").status_code == 200


def test_groups_by_invitation_and_closed_groups_are_in_nobodys_list(cast, client_of, visitor):
    make_group("quiet-place", "invitation")
    actions.archive(by=cast.coordinator, group=make_group("old-place"))
    for client in (visitor, client_of(cast.outsider)):
        page = client.get("/groups/").content.decode()
        assert "Quiet place" not in page
        assert "Old place" not in page


@pytest.mark.parametrize("cursor", ["?after=%00", "?before=nobody", "?after=" + "x" * 5000])
def test_a_broken_cursor_gives_the_first_page(many, visitor, cursor):
    assert visitor.get(f"/groups/{cursor}").status_code == 200


def test_the_other_lists_keep_their_queries_too(
    cast, group, client_of, django_assert_num_queries, persona_of
):
    for n in range(40):
        make_group(f"group-{n:02}")
        other = Persona.objects.create(group=group, name=f"Calm River {n}")
        PersonaBlock.objects.create(blocker=persona_of(cast.member), blocked=other)
        actions.invite(by=cast.guide, group=group)
    for n in range(20):
        put_in(Group.objects.get(slug=f"group-{n:02}"), cast.member, f"Warm Fern {n}")
    member, coordinator, guide = map(client_of, (cast.member, cast.coordinator, cast.guide))
    with django_assert_num_queries(SIGNED_IN + 1):
        member.get("/me/groups/")
    with django_assert_num_queries(SIGNED_IN + 1):
        page = member.get("/me/groups/set-aside/")
    with django_assert_num_queries(SIGNED_IN + 2):
        member.get(f"/me/groups/set-aside/{onward(page, 'next')}")
    with django_assert_num_queries(SIGNED_IN + 2):
        coordinator.get("/desk/groups/")
    with django_assert_num_queries(SIGNED_IN + 3):
        coordinator.get("/desk/groups/losing-someone/roles/")
    with django_assert_num_queries(SIGNED_IN + 4):
        guide.get("/desk/groups/losing-someone/invitations/")


def test_the_page_of_a_group_says_what_a_newcomer_needs(cast, group, visitor, client_of):
    Group.objects.filter(pk=group.pk).update(answer_times={"all": 62, "n": 30})
    page = visitor.get("/groups/losing-someone/about/").content.decode()
    for words in ("For those who lost somebody.", "Be kind.", "English, Filipino", "about an hour"):
        assert words in page
    assert "Leave this group" not in page
    assert (
        "Leave this group"
        in client_of(cast.member).get("/groups/losing-someone/about/").content.decode()
    )


def test_a_young_group_promises_nothing(group, visitor):
    Group.objects.filter(pk=group.pk).update(answer_times={"all": 2, "n": 1})
    assert "cannot say yet" in visitor.get("/groups/losing-someone/about/").content.decode()


def test_in_the_evening_the_evenings_own_figure_is_said(group, visitor, time_machine):
    times = {"all": 600, "evening": 24, "n": 40}
    Group.objects.filter(pk=group.pk).update(answer_times=times)
    time_machine.move_to("2026-11-22 20:00+08:00")
    assert "about 20 minutes" in visitor.get("/groups/losing-someone/about/").content.decode()
    time_machine.move_to("2026-11-22 09:00+08:00")
    assert "about 10 hours" in visitor.get("/groups/losing-someone/about/").content.decode()


# ── Search engines ─────────────────────────────────────────────────────────────────────────────


def test_nothing_is_to_be_found_until_a_coordinator_opens_a_group(cast, group, visitor):
    for address in ("/groups/", "/groups/losing-someone/about/", "/help/", "/nothing-here/"):
        assert visitor.get(address)["X-Robots-Tag"] == "noindex, nofollow"
    assert "Allow" not in visitor.get("/robots.txt").content.decode()
    actions.open_to_search(by=cast.coordinator, group=group)
    page = visitor.get("/groups/losing-someone/about/")
    assert page["X-Robots-Tag"] == "all"
    assert '<meta name="robots" content="all">' in page.content.decode()
    assert "Allow: /groups/losing-someone/about/$" in visitor.get("/robots.txt").content.decode()
    assert visitor.get("/groups/")["X-Robots-Tag"] == "noindex, nofollow"


def test_a_group_that_closes_is_no_longer_to_be_found(cast, group, visitor):
    actions.open_to_search(by=cast.coordinator, group=group)
    group.refresh_from_db()
    actions.change(by=cast.coordinator, group=group, access="members")
    group.refresh_from_db()
    assert group.findable_at is None
    assert visitor.get("/groups/losing-someone/about/")["X-Robots-Tag"] == "noindex, nofollow"
    assert "losing-someone" not in visitor.get("/robots.txt").content.decode()


# ── The desk ───────────────────────────────────────────────────────────────────────────────────

DESK = [
    "/desk/groups/",
    "/desk/groups/new/",
    "/desk/groups/losing-someone/",
    "/desk/groups/losing-someone/roles/",
]
DEEDS = ["archive", "reopen", "search/open", "search/close"]


def test_only_coordinators_find_the_desk(cast, group, client_of, visitor):
    for address in DESK:
        assert client_of(cast.coordinator).get(address).status_code == 200
        assert visitor.get(address).status_code == 404
        for person in (cast.member, cast.supporter, cast.professional, cast.guide, cast.outsider):
            assert client_of(person).get(address).status_code == 404
    for deed in DEEDS:
        address = f"/desk/groups/losing-someone/{deed}/"
        assert client_of(cast.guide).post(address).status_code == 404
        assert client_of(cast.coordinator).get(address).status_code == 405
        assert client_of(cast.coordinator).post(address).status_code == 302


FOUNDING = {
    "slug": "new-mothers",
    "name_en": "New mothers",
    "name_fil": "Mga bagong ina",
    "about_en": "For the first year.",
    "rules_en": "Be kind.\n\n  No advice unless asked. ",
    "access": "members",
    "languages": ["en", "taglish"],
}


def test_a_coordinator_founds_and_changes_a_group(cast, client_of):
    client = client_of(cast.coordinator)
    assert client.post("/desk/groups/new/", FOUNDING).status_code == 302
    made = Group.objects.get(slug="new-mothers")
    assert made.name == {"en": "New mothers", "fil": "Mga bagong ina"}
    assert made.rules == {"en": ["Be kind.", "No advice unless asked."]}
    assert (made.access, made.languages, made.created_by) == (
        "members",
        ["en", "taglish"],
        cast.coordinator,
    )
    client.post("/desk/groups/new-mothers/", FOUNDING | {"name_en": "Young mothers"})
    made.refresh_from_db()
    assert (made.name["en"], made.rules_version) == ("Young mothers", 1)
    client.post("/desk/groups/new-mothers/", FOUNDING | {"rules_en": "Be kind."})
    made.refresh_from_db()
    assert made.rules_version == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "losing-someone"},
        {"slug": "new"},
        {"slug": "a b"},
        {"name_en": ""},
        {"access": "x"},
    ],
)
def test_a_coordinator_is_told_what_to_mend_and_no_group_is_made(cast, group, client_of, wrong):
    answer = client_of(cast.coordinator).post("/desk/groups/new/", FOUNDING | wrong)
    assert answer.status_code == 200
    assert Group.objects.count() == 1


def test_a_role_in_a_group_shows_as_a_badge_and_says_who_gave_it(
    cast, group, client_of, persona_of
):
    client = client_of(cast.coordinator)
    address = "/desk/groups/losing-someone/roles/"
    client.post(address, {"name": "gentle member", "role": "supporter"})
    persona = persona_of(cast.member)
    persona.refresh_from_db()
    held = group.roles.get(person=cast.member)
    assert (persona.badge, held.granted_by) == ("supporter", cast.coordinator)
    actions.grant_role(by=cast.coordinator, group=group, person=cast.member, role=Role.GUIDE)
    persona.refresh_from_db()
    assert persona.badge == "guide"
    client.post(f"{address}{group.roles.get(person=cast.member, role='guide').pk}/end/")
    client.post(f"{address}{held.pk}/end/")
    persona.refresh_from_db()
    held.refresh_from_db()
    assert (persona.badge, held.ended_by) == ("", cast.coordinator)


def test_a_role_of_another_group_is_not_ended_from_here(cast, group, client_of):
    make_group("long-illness")
    held = group.roles.get(person=cast.supporter)
    for pk in (held.pk, 10**30):
        address = f"/desk/groups/long-illness/roles/{pk}/end/"
        assert client_of(cast.coordinator).post(address).status_code == 404
    held.refresh_from_db()
    assert held.ended_at is None


def test_a_coordinator_cannot_give_a_role_to_nobody_or_one_that_groups_do_not_have(
    cast, group, client_of
):
    client, address = client_of(cast.coordinator), "/desk/groups/losing-someone/roles/"
    assert (
        "Nobody in this group"
        in client.post(address, {"name": "Nobody", "role": "guide"}).content.decode()
    )
    client.post(address, {"name": "Gentle Member", "role": "coordinator"})
    assert not group.roles.filter(person=cast.member).exists()

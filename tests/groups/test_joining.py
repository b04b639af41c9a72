"""Joining under another name, leaving, coming back, and house rules that change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups import actions, looks, names
from damayan.groups.models import Access, Group, GroupRole, Invitation, Membership, Persona
from damayan.groups.queries import membership_of
from damayan.groups.rules import may_read, may_write
from damayan.people.models import Person, Role
from tests.cast import make_group, make_person


def come_in(person, group, **values):
    look = names.free_name(group, "en")
    given = {"name": look.name, "seed": look.seed, "rules_version": group.rules_version} | values
    return actions.join(by=person, group=group, **given)


def form_of(person, group, **values):
    look = looks.offered(person, group)[0]
    given = {"look": looks.sign(person, look), "accept": "on", "rules_version": 1}
    return given | values, look


def test_a_newcomer_joins_and_is_there_under_the_name_they_chose(cast, group, client_of):
    sent, look = form_of(cast.outsider, group)
    answer = client_of(cast.outsider).post("/groups/losing-someone/join/", sent)
    assert answer.status_code == 302
    assert membership_of(cast.outsider, group).persona.name == look.name
    assert membership_of(cast.outsider, group).persona.seed == look.seed


def test_the_name_chosen_on_arriving_is_offered_first_and_then_forgotten(cast, group):
    person = cast.outsider
    person.first_name, person.first_seed = "Quiet Narra", 41
    person.save()
    assert looks.offered(person, group)[0] == names.Look("Quiet Narra", 41)
    come_in(person, group, name="Quiet Narra", seed=41)
    person.refresh_from_db()
    assert (person.first_name, person.first_seed) == ("", None)
    other = make_group("long-illness")
    assert "Quiet Narra" not in [look.name for look in looks.offered(person, other)]


def test_a_name_typed_by_hand_on_arriving_is_never_offered(cast, group):
    cast.outsider.first_name, cast.outsider.first_seed = "Guide Ana", 41
    assert "Guide Ana" not in [look.name for look in looks.offered(cast.outsider, group)]


def test_a_name_of_ones_own_making_is_refused(cast, group, client_of):
    for look in ("Guide Ana", looks.sign(cast.member, names.Look("Guide Ana", 3)), ""):
        sent, _look = form_of(cast.outsider, group, look=look)
        answer = client_of(cast.outsider).post("/groups/losing-someone/join/", sent)
        assert answer.status_code == 200
        assert membership_of(cast.outsider, group) is None


def test_nobody_joins_without_accepting_the_house_rules(cast, group, client_of):
    sent, _look = form_of(cast.outsider, group)
    del sent["accept"]
    answer = client_of(cast.outsider).post("/groups/losing-someone/join/", sent)
    assert "tick the box" in answer.content.decode()
    assert membership_of(cast.outsider, group) is None


def test_joining_twice_makes_one_membership(cast, group):
    first = come_in(cast.outsider, group)
    assert come_in(cast.outsider, group).pk == first.pk
    assert Persona.objects.filter(membership__person=cast.outsider).count() == 1


def test_a_name_or_picture_worn_in_another_group_is_refused(cast, group):
    worn = come_in(cast.outsider, group).persona
    other = make_group("long-illness")
    with pytest.raises(Refused, match="another group"):
        come_in(cast.outsider, other, name=worn.name.upper())
    with pytest.raises(Refused, match="another group"):
        come_in(cast.outsider, other, seed=worn.seed)
    assert come_in(cast.outsider, other).persona.name != worn.name


def test_a_name_that_somebody_here_wears_is_refused(cast, group):
    with pytest.raises(Refused, match="has this name"):
        come_in(cast.outsider, group, name="gentle member")
    assert membership_of(cast.outsider, group) is None


def test_leaving_keeps_the_words_and_coming_back_gives_the_same_persona(cast, group, client_of):
    before = membership_of(cast.member, group).persona
    client = client_of(cast.member)
    assert "Leave" in client.get("/groups/losing-someone/leave/").content.decode()
    assert membership_of(cast.member, group), "looking at the page must not leave"
    client.post("/groups/losing-someone/leave/")
    assert membership_of(cast.member, group) is None
    assert before.name in client.get("/groups/losing-someone/join/").content.decode()
    client.post("/groups/losing-someone/join/", {"accept": "on", "rules_version": 1})
    assert membership_of(cast.member, group).persona == before


def test_leaving_ends_the_role_that_was_held_here(cast, group):
    actions.leave(by=cast.supporter, group=group)
    assert not GroupRole.objects.filter(person=cast.supporter, ended_at=None).exists()
    actions.join(by=cast.supporter, group=group, name="x", seed=1, rules_version=1)
    assert membership_of(cast.supporter, group).persona.badge == ""


def test_new_house_rules_stop_writing_until_they_are_accepted(cast, group, client_of):
    assert may_write(cast.member, group)
    changed = actions.change(by=cast.coordinator, group=group, rules={"en": ["Be kinder."]})
    assert changed.rules_version == 2
    refused = may_write(cast.member, changed)
    assert not refused
    assert "house rules" in refused.reason
    assert may_read(cast.member, changed)
    client = client_of(cast.member)
    assert "Be kinder." in client.get("/groups/losing-someone/rules/").content.decode()
    client.post("/groups/losing-someone/rules/", {"accept": "on", "rules_version": 1})
    assert not may_write(cast.member, changed), "the old version must not count"
    client.post("/groups/losing-someone/rules/", {"accept": "on", "rules_version": 2})
    assert may_write(cast.member, changed)


def test_the_same_house_rules_saved_again_bother_nobody(cast, group):
    same = actions.change(by=cast.coordinator, group=group, rules=group.rules)
    assert same.rules_version == 1


def test_rules_that_changed_while_somebody_read_them_are_shown_again(cast, group):
    actions.change(by=cast.coordinator, group=group, rules={"en": ["Be kinder."]})
    with pytest.raises(Refused, match="changed while you were reading"):
        come_in(cast.outsider, Group.objects.get(pk=group.pk), rules_version=1)


def test_a_closed_group_is_read_by_its_members_and_joined_by_nobody(
    cast, group, client_of, visitor
):
    actions.archive(by=cast.coordinator, group=group)
    group.refresh_from_db()
    assert may_read(cast.member, group)
    assert not may_write(cast.member, group)
    assert client_of(cast.outsider).get("/groups/losing-someone/about/").status_code == 404
    assert visitor.get("/groups/losing-someone/about/").status_code == 404
    with pytest.raises(Refused):
        come_in(cast.outsider, group)


def test_who_writes_must_be_a_member_and_not_paused(cast, group):
    assert not may_write(None, group)
    assert not may_write(cast.outsider, group)
    assert may_write(cast.member, group)
    persona = membership_of(cast.member, group).persona
    actions.pause(by=cast.guide, persona=persona)
    assert "paused" in may_write(cast.member, group).reason
    actions.resume(by=cast.guide, persona=persona)
    assert may_write(cast.member, group)


def test_only_a_guide_pauses_somebody(cast, group, persona_of):
    for person in (cast.member, cast.supporter, cast.outsider, cast.professional):
        with pytest.raises(Refused):
            actions.pause(by=person, persona=persona_of(cast.author))
    assert may_write(cast.author, group)


@pytest.mark.parametrize("access", [Access.OPEN, Access.MEMBERS, Access.INVITATION])
def test_each_kind_of_group_opens_to_whom_it_says(cast, access, client_of, visitor):
    group = make_group("quiet-place", access)
    inside = make_person("inside")
    Membership.objects.create(
        person=inside, group=group, persona=Persona.objects.create(group=group, name="Warm Fern")
    )
    known = access != Access.INVITATION
    address = "/groups/quiet-place/about/"
    assert visitor.get(address).status_code == (200 if known else 404)
    assert client_of(cast.outsider).get(address).status_code == (200 if known else 404)
    assert client_of(inside).get(address).status_code == 200
    assert client_of(cast.coordinator).get(address).status_code == 200
    assert bool(may_read(None, group)) == (access == Access.OPEN)
    assert bool(may_read(cast.outsider, group)) == (access == Access.OPEN)
    assert may_read(inside, group)
    assert client_of(cast.outsider).get("/groups/quiet-place/join/").status_code == (
        200 if known else 404
    )


def test_a_visitor_is_asked_to_sign_in_before_joining(group, visitor):
    answer = visitor.get("/groups/losing-someone/join/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


# ── Invitations ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def closed_group(db):
    return make_group("quiet-place", Access.INVITATION)


def test_an_invitation_lets_one_person_in_and_then_no_more(cast, closed_group, client_of):
    link = f"/invitation/{actions.invite(by=cast.coordinator, group=closed_group).token}/"
    sent, _look = form_of(cast.outsider, closed_group)
    assert client_of(cast.outsider).get(link).status_code == 200
    assert client_of(cast.outsider).post(link, sent).status_code == 302
    assert membership_of(cast.outsider, closed_group)
    sent, _look = form_of(cast.member, closed_group)
    assert client_of(cast.member).post(link, sent).status_code == 404
    assert membership_of(cast.member, closed_group) is None


def test_an_invitation_is_kept_as_a_hash_only(cast, closed_group):
    invited = actions.invite(by=cast.coordinator, group=closed_group)
    kept = Invitation.objects.values().get()
    assert invited.token not in str(kept)
    assert len(kept["token_hash"]) == 64


def test_an_invitation_ends_when_it_is_old_or_taken_back(cast, closed_group, visitor, time_machine):
    first = actions.invite(by=cast.coordinator, group=closed_group, days=2)
    second = actions.invite(by=cast.coordinator, group=closed_group, days=20)
    assert visitor.get(f"/invitation/{first.token}/").status_code == 200
    time_machine.move_to(now() + timedelta(days=3))
    assert visitor.get(f"/invitation/{first.token}/").status_code == 404
    assert visitor.get(f"/invitation/{second.token}/").status_code == 200
    actions.withdraw_invitation(by=cast.coordinator, invitation=second.invitation)
    assert visitor.get(f"/invitation/{second.token}/").status_code == 404


def test_an_invitation_to_one_group_opens_no_other(cast, closed_group):
    invited = actions.invite(by=cast.coordinator, group=closed_group).invitation
    with pytest.raises(Refused):
        come_in(cast.outsider, make_group("other-place", Access.INVITATION), invitation=invited)


def test_guides_and_coordinators_invite_and_nobody_else(cast, group, client_of):
    for person in (cast.guide, cast.coordinator):
        assert actions.invite(by=person, group=group).token
        assert client_of(person).get("/desk/groups/losing-someone/invitations/").status_code == 200
    for person in (cast.member, cast.supporter, cast.professional, cast.outsider):
        with pytest.raises(Refused):
            actions.invite(by=person, group=group)
        address = "/desk/groups/losing-someone/invitations/"
        assert client_of(person).get(address).status_code == 404
        assert client_of(person).post(address, {"uses": 1, "days": 1}).status_code == 404


def test_a_guide_sees_the_link_once_and_can_take_it_back(cast, group, client_of):
    client = client_of(cast.guide)
    page = client.post("/desk/groups/losing-someone/invitations/", {"uses": 3, "days": 5})
    assert "/invitation/" in page.content.decode()
    again = client.get("/desk/groups/losing-someone/invitations/").content.decode()
    assert "/invitation/" not in again
    invitation = Invitation.objects.get()
    assert (invitation.uses_left, invitation.created_by) == (3, cast.guide)
    client.post(f"/desk/groups/losing-someone/invitations/{invitation.key}/withdraw/")
    invitation.refresh_from_db()
    assert invitation.withdrawn_by == cast.guide


@pytest.mark.django_db(transaction=True)
def test_two_people_who_use_the_last_place_at_once_get_one_place():
    coordinator = make_person("coordinator")
    coordinator.grants.create(role=Role.COORDINATOR)
    group = make_group("quiet-place", Access.INVITATION)
    invited = actions.invite(by=coordinator, group=group, uses=1)
    people = [make_person(f"newcomer-{n}") for n in range(4)]

    def arrive(person):
        try:
            return come_in(Person.objects.get(pk=person.pk), group, invitation=invited.invitation)
        except Refused:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        came = [found for found in pool.map(arrive, people) if found]
    assert len(came) == 1
    assert Membership.objects.filter(group=group).count() == 1
    assert Persona.objects.filter(group=group).count() == 1


@pytest.mark.parametrize(
    "name", ["Guide Ana", "Maria Santos", "maria@example.org", "0917 555 0123", "Pok Pok", "Ana"]
)
def test_no_verb_lets_somebody_wear_words_of_their_own(cast, group, name):
    with pytest.raises(Refused, match="names that we offer"):
        come_in(cast.outsider, group, name=name, seed=7)
    assert not Persona.objects.filter(name=name).exists()

import contextlib
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.people import actions
from damayan.people.models import OneTimeLink, Person, Role, RoleGrant
from damayan.people.queries import holds, roles_of
from tests.cast import PASSPHRASE, Cast, make_person
from tests.people.pages import joining, prove

pytestmark = pytest.mark.django_db
DESK = "/desk/roles/"


@pytest.fixture
def desk(cast: Cast, client_of: Callable[[Person], Client]) -> Client:
    client = client_of(cast.coordinator)
    prove(client, PASSPHRASE)
    return client


def proven(client_of: Callable[[Person], Client], person: Person) -> Client:
    client = client_of(person)
    prove(client, PASSPHRASE)
    return client


def test_a_coordinator_grants_a_role_by_the_name_that_the_person_told(
    cast: Cast, desk: Client
) -> None:
    desk.post(DESK, {"username": cast.member.username.upper(), "role": "guide"})
    grant = RoleGrant.objects.get(person=cast.member)
    assert (grant.role, grant.granted_by) == ("guide", cast.coordinator)
    assert holds(cast.member, Role.GUIDE)
    page = desk.get(DESK).content.decode()
    assert cast.member.username in page


def test_a_role_granted_twice_is_held_once(cast: Cast) -> None:
    for _ in range(2):
        actions.grant_role(by=cast.coordinator, person=cast.member, role="guide")
    assert RoleGrant.objects.filter(person=cast.member).count() == 1


def test_a_coordinator_ends_a_role_and_the_row_says_who_and_when(cast: Cast, desk: Client) -> None:
    grant = actions.grant_role(by=cast.coordinator, person=cast.member, role="supporter")
    desk.post(f"{DESK}{grant.pk}/end/")
    grant.refresh_from_db()
    assert grant.ended_by == cast.coordinator
    assert grant.ended_at
    again = Person.objects.get(pk=cast.member.pk)
    assert roles_of(again) == frozenset()


@pytest.mark.parametrize("name", ["nobody-at-all", "", "x" * 200, "\x00", "<b>"])
def test_a_name_that_nobody_has_is_said_beside_the_field(desk: Client, name: str) -> None:
    before = RoleGrant.objects.count()
    assert desk.post(DESK, {"username": name, "role": "guide"}).status_code == 422
    assert RoleGrant.objects.count() == before


def test_a_role_that_does_not_exist_is_refused(cast: Cast, desk: Client) -> None:
    answer = desk.post(DESK, {"username": cast.member.username, "role": "king"})
    assert answer.status_code == 422


@pytest.mark.parametrize("part", ["author", "outsider", "supporter", "professional", "guide"])
def test_nobody_else_knows_that_there_is_a_desk(
    cast: Cast, client_of: Callable[[Person], Client], part: str
) -> None:
    client = proven(client_of, cast.people[part])
    grant = RoleGrant.objects.get(person=cast.coordinator)
    assert client.get(DESK).status_code == 404
    posted = client.post(DESK, {"username": cast.people[part].username, "role": "coordinator"})
    assert posted.status_code == 404
    assert client.post(f"{DESK}{grant.pk}/end/").status_code == 404
    assert RoleGrant.objects.filter(ended_at=None).count() == 1
    with pytest.raises(Refused):
        actions.grant_role(by=cast.people[part], person=cast.people[part], role="guide")
    with pytest.raises(Refused):
        actions.end_role(by=cast.people[part], person=cast.coordinator, role="coordinator")


def test_the_desk_asks_a_coordinator_to_prove_themselves(
    cast: Cast, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(cast.coordinator)
    answer = client.post(DESK, {"username": cast.member.username, "role": "guide"})
    assert answer.url.startswith("/account/again/")
    assert not RoleGrant.objects.filter(person=cast.member).exists()


def test_the_last_coordinator_stays(cast: Cast, desk: Client) -> None:
    grant = RoleGrant.objects.get(person=cast.coordinator)
    page = desk.post(f"{DESK}{grant.pk}/end/", follow=True)
    assert "only coordinator" in page.content.decode()
    actions.grant_role(by=cast.coordinator, person=cast.guide, role="coordinator")
    actions.end_role(by=cast.coordinator, person=cast.coordinator, role="coordinator")
    assert list(RoleGrant.objects.filter(ended_at=None).values_list("person", flat=True)) == [
        cast.guide.pk
    ]


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_end_each_other_at_once_leave_one(cast: Cast) -> None:
    actions.grant_role(by=cast.coordinator, person=cast.guide, role="coordinator")
    start, refused = threading.Barrier(2), []

    def end(by: Person, other: Person) -> None:
        start.wait()
        try:
            actions.end_role(by=by, person=other, role="coordinator")
        except Refused as refusal:
            refused.append(str(refusal))
        connection.close()

    pairs = [(cast.coordinator, cast.guide), (cast.guide, cast.coordinator)]
    threads = [threading.Thread(target=end, args=pair) for pair in pairs]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert len(refused) == 1
    assert RoleGrant.objects.filter(role="coordinator", ended_at=None).count() == 1


def test_the_desk_costs_the_same_for_many_holders(
    cast: Cast, desk: Client, django_assert_num_queries: Callable
) -> None:
    for number in range(6):
        person = make_person(f"supporter-{number}")
        actions.grant_role(by=cast.coordinator, person=person, role="supporter")
    with django_assert_num_queries(4):  # session, person, roles, grants
        desk.get(DESK)


# ── The first coordinator ──────────────────────────────────────────────────────────────────────
def test_the_first_coordinator_comes_by_a_link_that_works_once(visitor: Client) -> None:
    path = actions.open_first_coordinator_link()
    page = visitor.get(path).content.decode()
    assert f"/join/?next={path}" in page
    visitor.post("/join/", joining(visitor, f"/join/?next={path}"))
    assert visitor.post("/join/ready/done/").url == path
    assert visitor.post(path).url == DESK
    assert holds(Person.objects.get(), Role.COORDINATOR)
    assert visitor.get(path).status_code == 404
    assert visitor.get(DESK).status_code == 200


def test_reading_the_link_makes_nobody_coordinator(cast: Cast, client_of: Callable) -> None:
    RoleGrant.objects.all().delete()
    path = actions.open_first_coordinator_link()
    assert client_of(cast.member).get(path).status_code == 200
    assert Client().post(path).status_code == 200
    assert not RoleGrant.objects.exists()


def test_only_the_hash_of_the_link_is_kept() -> None:
    token = actions.open_first_coordinator_link().strip("/").split("/")[-1]
    link = OneTimeLink.objects.get()
    assert token not in str(vars(link))
    assert len(link.token_hash) == 64


def test_the_link_is_too_old_after_two_days(cast: Cast, client_of: Callable) -> None:
    RoleGrant.objects.all().delete()
    path = actions.open_first_coordinator_link()
    with time_machine.travel(now() + timedelta(hours=49)):
        assert client_of(cast.member).post(path).status_code == 404
    with time_machine.travel(now() + timedelta(hours=47)):
        assert client_of(cast.member).post(path).status_code == 302


def test_a_newer_link_ends_the_older(cast: Cast, client_of: Callable) -> None:
    RoleGrant.objects.all().delete()
    older, newer = actions.open_first_coordinator_link(), actions.open_first_coordinator_link()
    assert client_of(cast.member).get(older).status_code == 404
    assert client_of(cast.member).get(newer).status_code == 200


def test_there_is_no_link_while_somebody_coordinates(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.open_first_coordinator_link()


def test_a_guessed_link_is_not_there(visitor: Client) -> None:
    assert visitor.get("/start/guess/").status_code == 404
    assert visitor.post("/start/guess/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_people_with_the_link_at_once_make_one_coordinator() -> None:
    people = [make_person("one"), make_person("two")]
    token = actions.open_first_coordinator_link().strip("/").split("/")[-1]
    start = threading.Barrier(2)

    def use(person: Person) -> None:
        start.wait()
        with contextlib.suppress(Refused):
            actions.use_first_coordinator_link(by=person, token=token)
        connection.close()

    threads = [threading.Thread(target=use, args=(person,)) for person in people]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert RoleGrant.objects.count() == 1

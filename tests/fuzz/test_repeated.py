"""The same form sent twice, as a slow line or an anxious thumb does: one thing comes of it."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from damayan.groups.models import Group, Membership, PersonaBlock
from damayan.notices.models import Notice
from damayan.people.models import Erasure, Export, Person, RoleGrant
from damayan.safety.models import Report
from damayan.stories.models import Draft, Mark, Reaction, Reply, Story
from tests.access.rules import RULES
from tests.access.walk import client_with, path_of
from tests.people.pages import joining

pytestmark = pytest.mark.django_db

# (who, address, the model of which there must be one more, however often it is sent)
ONCE = (
    ("author", "stories:write", Story),
    ("supporter", "stories:reply", Reply),
    ("supporter", "stories:say", Reaction),
    ("supporter", "stories:say_to_reply", Reaction),
    ("supporter", "stories:keep", Mark),
    ("author", "stories:save_draft", Draft),
    ("author", "stories:helpful", Notice),
    ("professional", "safety:report", Report),
    ("outsider", "groups:join", Membership),
    ("member", "groups:block", PersonaBlock),
    ("coordinator", "groups:found", Group),
    ("coordinator", "people:roles", RoleGrant),
    ("member", "people:ask_for_export", Export),
    ("member", "people:erase", Erasure),
)


@pytest.mark.parametrize(("role", "name", "model"), ONCE, ids=str)
def test_sent_three_times_makes_one(world, role, name, model):
    client, rule = client_with(world.sessions[role]), RULES[name]
    path, sent, before = path_of(name, rule, world), rule.sent(world), model.objects.count()
    answers = [client.post(path, sent) for _again in range(3)]
    assert model.objects.count() == before + 1, [one.status_code for one in answers]
    assert answers[0].status_code in {200, 204, 302}


@pytest.mark.parametrize("name", ["stories:write", "stories:reply"])
def test_the_repeated_form_leads_to_what_the_first_one_made(world, name):
    client, rule = client_with(world.sessions["author"]), RULES[name]
    path, sent = path_of(name, rule, world), rule.sent(world)
    first, second = client.post(path, sent), client.post(path, sent)
    assert first["Location"] == second["Location"]


def test_a_joining_form_sent_twice_makes_one_person_who_is_in(world):
    page = Client()
    form, people = joining(page), Person.objects.count()
    answers = [page.post("/join/", form) for _again in range(2)]
    assert Person.objects.count() == people + 1
    assert [one.status_code for one in answers] == [302, 302]
    elsewhere = Client().post("/join/", form | {"username": "somebody-else"})
    assert Person.objects.count() <= people + 2
    assert elsewhere.status_code in {302, 422}


def test_new_recovery_codes_asked_for_twice_are_the_last_ones(world):
    client = client_with(world.sessions["member"])
    for _again in range(2):
        client.post("/me/security/codes/")
    mine = Authenticator.objects.filter(user=world.cast.member, type="recovery_codes")
    assert mine.count() == 1

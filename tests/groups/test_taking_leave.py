"""What this room hands over and what it erases."""

import json

import pytest

from damayan.groups import actions, holdings
from damayan.groups.models import GroupRole, Membership, Persona, PersonaBlock
from damayan.people.holdings import registered
from damayan.people.models import Person


def taken_home(person) -> str:
    ours = [one for one in registered() if any(m.startswith("groups.") for m in one.models)]
    return json.dumps([list(one.export(person)) for one in ours], default=str)


def test_a_member_takes_home_their_names_and_whom_they_set_aside_but_not_who_set_them_aside(
    cast, persona_of
):
    actions.mute(by=cast.author, persona=persona_of(cast.member))
    home = taken_home(cast.author)
    for words in ("Gentle Author", "Gentle Blocked", "Gentle Member", "Losing someone"):
        assert words in home
    theirs = taken_home(cast.blocked)
    assert "Gentle Blocked" in theirs
    assert "Gentle Author" not in theirs


@pytest.mark.parametrize("words", ["keep", "remove"])
def test_an_erased_person_leaves_words_of_nobody(cast, story, persona_of, words):
    persona = persona_of(cast.author)
    name, seed, key = persona.name, persona.seed, persona.key
    for holding in reversed(registered()):
        holding.erase(cast.author, words)
    Person.objects.get(pk=cast.author.pk).delete()
    assert not Membership.objects.filter(persona__key=key).exists()
    assert not PersonaBlock.objects.filter(blocker__key=key).exists()
    left = Persona.objects.filter(key=key).first()
    if left:
        assert left.name != name
        assert left.name.startswith("Former member ")
        assert left.seed != seed
        assert left.badge == ""


def test_two_people_who_leave_one_group_do_not_get_the_same_name(cast, group, persona_of):
    for person in (cast.author, cast.member):
        holdings._erase_groups(person, "keep")
    gone = Persona.objects.filter(pk__in=[persona_of(cast.author).pk, persona_of(cast.member).pk])
    assert len(set(gone.values_list("name", flat=True))) == 2


def test_an_erased_guide_leaves_no_role(cast, group):
    holdings._erase_groups(cast.guide, "keep")
    assert not GroupRole.objects.filter(person=cast.guide).exists()

"""Blocking and muting: gone in that group, both ways, and nothing to be learned elsewhere."""

import pytest

from damayan.foundation.verdict import Refused
from damayan.groups import actions
from damayan.groups.models import Persona, PersonaBlock, PersonaMute
from damayan.groups.queries import hidden_from, hidden_persona_ids
from damayan.people.queries import no_contact
from tests.cast import make_group, put_in


def sees(person, persona) -> bool:
    return Persona.objects.visible_to(person).filter(pk=persona.pk).exists()


def page_of(persona) -> str:
    return f"/groups/{persona.group.slug}/people/{persona.key}/"


def test_a_blocked_persona_is_gone_both_ways_in_that_group(cast, persona_of, client_of):
    member, supporter = persona_of(cast.member), persona_of(cast.supporter)
    client = client_of(cast.member)
    assert client.get(page_of(supporter)).status_code == 200
    client.post(f"{page_of(supporter)}block/")
    assert client.get(page_of(supporter)).status_code == 404
    assert client_of(cast.supporter).get(page_of(member)).status_code == 404
    assert supporter.pk in hidden_persona_ids(member.pk)
    assert member.pk in hidden_persona_ids(supporter.pk)
    assert no_contact(cast.member, cast.supporter)


def test_everybody_else_still_sees_both(cast, persona_of, client_of, visitor):
    actions.block(by=cast.member, persona=persona_of(cast.supporter))
    for persona in (persona_of(cast.member), persona_of(cast.supporter)):
        assert visitor.get(page_of(persona)).status_code == 200
        assert client_of(cast.outsider).get(page_of(persona)).status_code == 200
        assert client_of(cast.professional).get(page_of(persona)).status_code == 200


def test_muting_is_one_way_and_the_other_notices_nothing(cast, persona_of, client_of):
    member, supporter = persona_of(cast.member), persona_of(cast.supporter)
    before = client_of(cast.supporter).get(page_of(member)).content
    client_of(cast.member).post(f"{page_of(supporter)}mute/")
    assert supporter.pk in hidden_persona_ids(member.pk)
    assert member.pk not in hidden_persona_ids(supporter.pk)
    assert not no_contact(cast.member, cast.supporter)
    after = client_of(cast.supporter).get(page_of(member)).content
    assert without_tokens(before) == without_tokens(after)


def without_tokens(page: bytes) -> list[str]:
    return [line for line in page.decode().splitlines() if "csrfmiddlewaretoken" not in line]


def test_who_looks_at_several_groups_at_once_misses_the_same_personas(cast, persona_of):
    actions.block(by=cast.member, persona=persona_of(cast.supporter))
    actions.mute(by=cast.member, persona=persona_of(cast.professional))
    assert set(hidden_from(cast.member)) == {
        persona_of(cast.supporter).pk,
        persona_of(cast.professional).pk,
    }
    assert list(hidden_from(None)) == []
    assert list(hidden_persona_ids(None)) == []


def test_taking_back_a_block_shows_both_again(cast, persona_of, client_of):
    supporter = persona_of(cast.supporter)
    actions.block(by=cast.member, persona=supporter)
    client = client_of(cast.member)
    listed = client.get("/me/groups/set-aside/").content.decode()
    assert supporter.name in listed
    client.post(f"{page_of(supporter)}unblock/")
    assert client.get(page_of(supporter)).status_code == 200
    assert not no_contact(cast.member, cast.supporter)
    assert supporter.name not in client.get("/me/groups/set-aside/").content.decode()


def test_when_both_block_each_takes_back_only_their_own(cast, persona_of):
    member, supporter = persona_of(cast.member), persona_of(cast.supporter)
    actions.block(by=cast.member, persona=supporter)
    actions.block(by=cast.supporter, persona=member)
    actions.unblock(by=cast.member, persona=supporter)
    assert not sees(cast.member, supporter)
    assert not sees(cast.supporter, member)
    assert no_contact(cast.member, cast.supporter)
    actions.unblock(by=cast.supporter, persona=member)
    assert sees(cast.member, supporter)
    assert sees(cast.supporter, member)
    assert not no_contact(cast.member, cast.supporter)


def test_a_blocked_person_cannot_undo_the_block_or_even_see_it(cast, persona_of, client_of):
    author = persona_of(cast.author)
    client = client_of(cast.blocked)
    assert client.post(f"{page_of(author)}unblock/").status_code == 404
    assert author.name not in client.get("/me/groups/set-aside/").content.decode()
    assert PersonaBlock.objects.filter(blocker=author).exists()


def test_blocking_twice_and_muting_twice_change_nothing_more(cast, persona_of):
    for _again in range(2):
        actions.block(by=cast.member, persona=persona_of(cast.supporter))
        actions.mute(by=cast.member, persona=persona_of(cast.supporter))
    assert PersonaBlock.objects.filter(blocker=persona_of(cast.member)).count() == 1
    assert PersonaMute.objects.filter(muter=persona_of(cast.member)).count() == 1


def test_nobody_blocks_themself_or_from_outside(cast, persona_of, client_of):
    for verb in (actions.block, actions.mute):
        with pytest.raises(Refused):
            verb(by=cast.member, persona=persona_of(cast.member))
        with pytest.raises(Refused):
            verb(by=cast.outsider, persona=persona_of(cast.member))
    address = f"{page_of(persona_of(cast.member))}block/"
    assert client_of(cast.outsider).post(address).status_code == 404
    assert client_of(cast.outsider).get(address).status_code == 405


def test_taking_back_one_of_two_blocks_of_one_person_opens_no_contact(cast, group, persona_of):
    """Else the answer to "can I reach them now" would tell that two personas are one person."""
    other = make_group("long-illness")
    mine = put_in(other, cast.member, "Warm Fern")
    theirs = put_in(other, cast.supporter, "Calm River")
    actions.block(by=cast.member, persona=persona_of(cast.supporter))
    actions.block(by=cast.member, persona=theirs)
    actions.unblock(by=cast.member, persona=persona_of(cast.supporter))
    assert no_contact(cast.member, cast.supporter)
    assert sees(cast.member, persona_of(cast.supporter))
    assert not sees(cast.member, theirs)
    actions.unblock(by=cast.member, persona=theirs)
    assert not no_contact(cast.member, cast.supporter)
    assert mine.pk not in hidden_persona_ids(theirs.pk)


def test_a_block_in_one_group_changes_nothing_in_another(cast, persona_of, client_of):
    other = make_group("long-illness")
    put_in(other, cast.member, "Warm Fern")
    theirs = put_in(other, cast.supporter, "Calm River")
    before = client_of(cast.member).get(page_of(theirs))
    actions.block(by=cast.member, persona=persona_of(cast.supporter))
    after = client_of(cast.member).get(page_of(theirs))
    assert before.status_code == after.status_code == 200
    assert without_tokens(before.content) == without_tokens(after.content)


def test_a_block_outlives_leaving_and_coming_back(cast, group, persona_of):
    actions.block(by=cast.member, persona=persona_of(cast.supporter))
    actions.leave(by=cast.member, group=group)
    assert persona_of(cast.supporter).pk in hidden_from(cast.member)
    actions.join(by=cast.member, group=group, name="x", seed=1, rules_version=1)
    assert not sees(cast.member, persona_of(cast.supporter))


def test_a_guide_still_finds_who_blocked_them(cast, persona_of):
    actions.block(by=cast.member, persona=persona_of(cast.guide))
    assert sees(cast.guide, persona_of(cast.member))
    assert not sees(cast.member, persona_of(cast.guide))

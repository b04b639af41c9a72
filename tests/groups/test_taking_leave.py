"""What this room hands over and what it erases."""

import json
from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.groups import actions, holdings, tasks
from damayan.groups.models import GroupRole, Membership, Persona, PersonaBlock
from damayan.groups.queries import hidden_persona_ids
from damayan.people.holdings import registered
from damayan.people.models import Person
from tests.cast import make_group, put_in


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


def erase(person, words) -> None:
    for holding in reversed(registered()):
        holding.erase(person, words)
    Person.objects.get(pk=person.pk).delete()


def waiting() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="groups.forget_name"))


def test_whose_words_are_removed_leaves_nobodys_name_at_once(cast, story, reply, persona_of):
    persona = persona_of(cast.author)
    erase(cast.author, "remove")
    left = Persona.objects.get(pk=persona.pk)
    assert left.name.startswith("Former member ")
    assert left.seed != persona.seed
    assert not Membership.objects.filter(persona=persona).exists()
    assert not PersonaBlock.objects.filter(blocker=persona).exists()


def test_whose_words_are_kept_loses_their_names_one_by_one_and_not_together(
    cast, story, persona_of
):
    """Names that changed at one moment would show all members that they were one person."""
    first, second = (
        persona_of(cast.author),
        put_in(make_group("long-illness"), cast.author, "Warm Fern"),
    )
    erase(cast.author, "keep")
    for persona in (first, second):
        kept = Persona.objects.get(pk=persona.pk)
        assert (kept.name, kept.seed) == (persona.name, persona.seed)
        assert not Membership.objects.filter(persona=persona).exists()
    jobs = waiting()
    assert {job.args["persona_id"] for job in jobs} == {first.pk, second.pk}
    assert len({job.scheduled_at for job in jobs}) == 2
    assert all(now() <= job.scheduled_at <= now() + timedelta(days=15) for job in jobs)
    for job in jobs:
        tasks.forget_name(**job.args)
    names = {Persona.objects.get(pk=persona.pk).name for persona in (first, second)}
    assert len(names) == 2
    assert all(name.startswith("Former member ") for name in names)


def test_a_name_that_somebody_wears_is_never_forgotten(cast, persona_of):
    tasks.forget_name(persona_id=persona_of(cast.member).pk)
    assert Persona.objects.get(pk=persona_of(cast.member).pk).name == "Gentle Member"


def test_who_was_blocked_does_not_come_back_by_being_erased(cast, persona_of):
    erase(cast.blocked, "keep")
    assert persona_of(cast.blocked).pk in hidden_persona_ids(persona_of(cast.author).pk)


def test_an_erased_guide_leaves_no_role(cast, group):
    holdings._erase_groups(cast.guide, "keep")
    assert not GroupRole.objects.filter(person=cast.guide).exists()

"""What a mentor meets: who waits, whom they read along with, and those answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from damayan.foundation.paging import Page, page_of
from damayan.groups.models import Group, GroupRole, Membership, Persona, PersonaBlock
from damayan.people.models import Person, Role, RoleGrant
from damayan.people.queries import holds, no_contact, people_out_of_contact
from damayan.stories.models import Reply
from damayan.support.path.models import Ending, Note, Step, StepKind, StepState, Trial
from damayan.support.path.opening import opened_all
from damayan.support.path.sealing import NOTE

_SHOWN, _PAGE = 50, 20


def _has_step(person: Person) -> bool:
    held = Step.objects.filter(person=person, kind=StepKind.MENTOR, state=StepState.GRANTED)
    return held.exists()


def is_mentor_anywhere(person: Person) -> bool:
    """Mentors by their step, and guides, here or in a group; three queries at most."""
    if holds(person, Role.GUIDE) or _has_step(person):
        return True
    return GroupRole.objects.filter(person=person, role=Role.GUIDE, ended_at=None).exists()


def mentors_in(person: Person, group: Group) -> bool:
    """Whether they may be a mentor in this group: they are in it, and mentor or guide there."""
    return _groups(person).filter(pk=group.pk).exists()


def _groups(person: Person) -> QuerySet[Group]:
    """Groups in which they may read along."""
    joined = Group.objects.joined_by(person).filter(archived_at=None)
    step = Step.objects.filter(person=person, kind=StepKind.MENTOR, state=StepState.GRANTED)
    guide = RoleGrant.objects.filter(person=person, role=Role.GUIDE, ended_at=None)
    here = GroupRole.objects.filter(
        person=person, role=Role.GUIDE, ended_at=None, group=OuterRef("pk")
    )
    return joined.filter(Q(Exists(step)) | Q(Exists(guide)) | Q(Exists(here)))


def in_contact(person: Person, other: Person, group: Group) -> bool:
    """No block between the accounts, nor between their personas in this group."""
    return not no_contact(person, other) and not _blocks(person, other, group).exists()


def _blocks(person: Person, other: Person, group: Group) -> QuerySet[PersonaBlock]:
    found = PersonaBlock.objects.filter(blocker__group=group)
    mine, theirs = "blocker__membership__person", "blocked__membership__person"
    return found.filter(Q(**{mine: person, theirs: other}) | Q(**{mine: other, theirs: person}))


def trials_waiting(person: Person) -> QuerySet[Trial]:
    """Who waits for a mentor in the groups where this person may be one; oldest first."""
    mine = PersonaBlock.objects.filter(
        blocker__group=OuterRef("group"),
        blocker__membership__person=person,
        blocked__membership__person=OuterRef("journey__person"),
    )
    theirs = PersonaBlock.objects.filter(
        blocker__group=OuterRef("group"),
        blocked__membership__person=person,
        blocker__membership__person=OuterRef("journey__person"),
    )
    over = [Ending.ANOTHER, Ending.HANDED_BACK]
    before = Trial.objects.filter(journey=OuterRef("journey"), mentor=person, ended_how__in=over)
    found = Trial.objects.filter(mentor=None, ended_at=None, group__in=_groups(person))
    found = found.exclude(journey__person=person)
    found = found.exclude(journey__person__in=people_out_of_contact(person))
    found = found.filter(~Exists(mine), ~Exists(theirs), ~Exists(before))
    return found.select_related("group", "journey").order_by("asked_at", "id")[:_SHOWN]


def trial_waiting(person: Person, key: str) -> Trial | None:
    """One of those."""
    return next((one for one in trials_waiting(person) if one.key == key), None)


def my_trials(person: Person) -> QuerySet[Trial]:
    """Whom this person reads along with now."""
    found = Trial.objects.filter(mentor=person, ended_at=None)
    found = found.exclude(journey__person__in=people_out_of_contact(person))
    return found.select_related("group", "journey").order_by("started_at", "id")[:_SHOWN]


def trial_of_mentor(person: Person, key: str) -> Trial | None:
    """A running trial that this person reads along with, while contact is open."""
    found = Trial.objects.filter(mentor=person, ended_at=None, key=key[:16])
    trial = found.select_related("group", "journey__person").first()
    if trial is None or not in_contact(person, trial.journey.person, trial.group):
        return None
    return trial


def answers_in(trial: Trial) -> QuerySet[Reply]:
    """The trainee's answers to others in the trial's group since it began, that still stand."""
    if trial.started_at is None:
        return Reply.objects.none()
    found = Reply.objects.by_person(trial.journey.person_id).standing()
    found = found.filter(story__group_id=trial.group_id, created_at__gte=trial.started_at)
    found = found.exclude(story__author=F("author"))
    found = found.select_related("story").defer("search", "story__search")
    return found.order_by("-created_at", "-id")


def answers_seen(mentor: Person, trial: Trial, *, after: str = "", before: str = "") -> Page[Reply]:
    """Those of them that the mentor may meet, latest first; two queries at most."""
    seen = Reply.objects.visible_to(mentor).filter(pk__in=answers_in(trial).values("pk"))
    seen = seen.select_related("story").defer("search", "story__search")
    return page_of(seen, by="created_at", size=_PAGE, after=after, before=before)


def trainee_persona(trial: Trial) -> Persona | None:
    """Whom the mentor reads along with, as everybody in that group knows them."""
    found = Membership.objects.filter(person=trial.journey.person_id, group=trial.group_id)
    membership = found.select_related("persona").first()
    return membership.persona if membership else None


def notes_of(trial: Trial) -> Sequence[tuple[datetime, str]]:
    """What the mentor wrote so far in this trial, oldest first."""
    found = list(Note.objects.filter(trial=trial)[:_SHOWN])
    words = opened_all(trial.journey.person, [one.words_sealed for one in found], NOTE)
    return [(one.at, said) for one, said in zip(found, words, strict=True)]

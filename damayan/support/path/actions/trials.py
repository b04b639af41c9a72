"""What the trainee does about their trial: ask for a mentor, for another one, or not now."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.verdict import Refused, require
from damayan.groups.models import Group
from damayan.groups.queries import membership_of
from damayan.people.models import Person
from damayan.support.path import course, rules
from damayan.support.path.actions.moving import close_trial, locked, move, open_trial, tell_one
from damayan.support.path.models import Ending, Journey, State, Trial
from damayan.support.path.queries import passed_lately


@transaction.atomic
def ask_for_mentor(*, by: Person, journey: Journey, group: Group) -> Trial:
    """Wait for a mentor who reads along in ``group``, which they are in. Raises Refused."""
    kept = locked(journey)
    sides = rules.sides_of(by, kept, roles=frozenset(), mentor_id=None)
    require(rules.may_lead(kept, State.READY, sides & rules.PERSON))
    if kept.state != State.LEARNING:
        raise Refused(_("This is no longer possible. Look at how it stands now."))
    require(rules.may_start_trial(passed_lately(by), course.slugs()))
    if membership_of(by, group) is None:
        raise Refused(_("Choose a group that you are in."))
    move(kept, State.READY, by=by, sides=sides)
    return Trial.objects.create(journey=kept, group=group)


@transaction.atomic
def not_now(*, by: Person, journey: Journey) -> Journey:
    """Stop waiting for a mentor; the course stays open. Raises Refused."""
    kept = locked(journey)
    sides = rules.sides_of(by, kept, roles=frozenset(), mentor_id=None)
    if kept.state != State.READY:
        raise Refused(_("This is no longer possible. Look at how it stands now."))
    move(kept, State.LEARNING, by=by, sides=sides)
    close_trial(open_trial(kept), Ending.LEFT)
    return kept


@transaction.atomic
def another_mentor(*, by: Person, journey: Journey) -> Trial:
    """Ask for somebody else, without a reason; the mentor hears only that it ended."""
    kept = locked(journey)
    sides = rules.sides_of(by, kept, roles=frozenset(), mentor_id=None)
    if kept.state != State.TRIAL:
        raise Refused(_("This is no longer possible. Look at how it stands now."))
    move(kept, State.READY, by=by, sides=sides)
    return wait_again(kept, Ending.ANOTHER)


def wait_again(journey: Journey, how: Ending) -> Trial:
    """End the trial of a locked journey and wait for a mentor in the same group."""
    ended = open_trial(journey)
    if ended is None:
        raise Refused(_("This is no longer possible. Look at how it stands now."))
    close_trial(ended, how)
    if how == Ending.ANOTHER and ended.mentor_id:
        words = gettext_lazy("A trial that you read along with has ended. Thank you.")
        tell_one(ended.mentor_id, words, f"trial:{ended.key}:ended", reverse("path:mentoring"))
    return Trial.objects.create(journey=journey, group=ended.group)

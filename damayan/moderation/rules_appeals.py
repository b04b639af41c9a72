"""Who may ask that a decision be looked at again, who may look, and how soon."""

from datetime import timedelta

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.moderation.meaning import meaning_of
from damayan.moderation.models import Appeal, Decision
from damayan.people.models import Person

# What we promise the member; the usual time is counted and shown beside it.
ANSWERED_WITHIN = timedelta(days=3)
# Who took an appeal and does nothing for so long leaves it to another.
TAKEN_FOR = timedelta(minutes=30)


def may_appeal(decision: Decision, appeal: Appeal | None) -> Verdict:
    """Once for each decision, while it holds. Whose it is, the caller has seen."""
    if appeal is not None:
        return no(_("You have asked for this already."))
    if not meaning_of(decision).may_appeal or decision.lifted_at is not None:
        return no(_("There is nothing here to look at again."))
    if decision.until is not None and decision.until <= now():
        return no(_("This is over already."))
    return YES


def may_look_again(person: Person, decision: Decision, decided: frozenset[int]) -> Verdict:
    """Never who decided it, nor whom it is about. ``decided``: whoever had a part in it."""
    if decision.person_id == person.pk:
        return no(_("This is about something of your own. Another guide decides."))
    if person.pk in decided:
        return no(_("You decided this. Another guide looks again."))
    return YES


def may_take(person: Person, appeal: Appeal) -> Verdict:
    """One guide at a time; after a while another may take over from who seems to be away."""
    if appeal.decided_at is not None:
        return no(_("This has been decided already."))
    if holder_of(appeal) not in {None, person.pk}:
        return no(_("Another guide is looking at this."))
    return YES


def holder_of(appeal: Appeal) -> int | None:
    """Whose claim on an open appeal holds now."""
    if appeal.decided_at is not None or appeal.taken_at is None:
        return None
    return appeal.taken_by_id if now() - appeal.taken_at < TAKEN_FOR else None

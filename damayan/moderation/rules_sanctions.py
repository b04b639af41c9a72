"""Who may hold back a whole account, for how long, and who must agree."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.moderation.models import Removal, Sanction
from damayan.people.models import Person

LONGEST_PAUSE = timedelta(days=90)
# A second person must agree within this time, or the wish to close an account is void.
REMOVAL_WAITS = timedelta(hours=24)


def may_sanction(by: Person, person: Person, *, guides: bool, coordinates: bool) -> Verdict:
    """``guides``: whether ``person`` is a guide; ``coordinates``: whether ``by`` is a
    coordinator, who alone decides about guides.
    """
    if person.pk == by.pk:
        return no(_("This is about something of your own. Another guide decides."))
    if guides and not coordinates:
        return no(_("This person is a guide. Only a coordinator can decide about them."))
    return YES


def may_pause_until(until: datetime) -> Verdict:
    """A pause has an end, and not a distant one."""
    if until <= now():
        return no(_("Choose a day that is still to come."))
    if until > now() + LONGEST_PAUSE:
        return no(_("A pause lasts 90 days at most. Choose an earlier day."))
    return YES


def may_begin(standing: Sanction | None, *, removed: bool) -> Verdict:
    """One pause at a time, and none for an account that is closed."""
    if removed:
        return no(_("This account is closed already."))
    return no(_("Their writing is paused everywhere already.")) if standing else YES


def may_answer_removal(by: Person, removal: Removal) -> Verdict:
    """Two people: who asked cannot agree with themselves."""
    if removal.asked_by_id == by.pk:
        return no(_("You asked for this. A second person must agree."))
    if removal.person_id == by.pk:
        return no(_("This is about something of your own. Another guide decides."))
    if removal.answered_at is not None:
        return no(_("Somebody has answered this already."))
    if removal.void_at <= now():
        return no(_("Nobody agreed in time, so this is void. It can be asked again."))
    return YES


def may_lift(by: Person, sanction: Sanction) -> Verdict:
    """Somebody else than the person concerned, and only what still holds."""
    if sanction.person_id == by.pk:
        return no(_("This is about something of your own. Another guide decides."))
    if sanction.lifted_at is not None:
        return no(_("This no longer holds."))
    return YES

"""Who may decide on a concern, and why not."""

from datetime import timedelta

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Person
from damayan.safety.models import Concern
from damayan.safety.subjects import Shown

TAKEN_FOR = timedelta(minutes=15)


def may_look(slugs: frozenset[str] | None, concern: Concern) -> Verdict:
    """``slugs``: the groups that somebody guides; None means all of them."""
    if slugs is None or (concern.group_slug and concern.group_slug in slugs):
        return YES
    return Verdict(False)


def may_decide(person: Person, author_id: int | None) -> Verdict:
    """Nobody decides about their own words."""
    if author_id == person.pk:
        return no(_("This is about something of your own. Another guide decides."))
    return YES


def may_take_up(person: Person, concern: Concern) -> Verdict:
    """One guide at a time; after a while another may take over from who seems to be away."""
    if concern.closed_at is not None:
        return no(_("This is closed already."))
    if concern.taken_by_id == person.pk:
        return no(_("You are looking after this already."))
    if concern.taken_by_id and concern.taken_at and now() - concern.taken_at < TAKEN_FOR:
        return no(_("Another guide has just taken this up."))
    return YES


def may_hide(shown: Shown | None) -> Verdict:
    """Whether there is something left to hide."""
    if shown is None or shown.gone:
        return no(_("This is no longer here."))
    return no(_("This is hidden already.")) if shown.hidden else YES


def may_restore(shown: Shown | None) -> Verdict:
    """Whether there is something hidden to show again."""
    if shown is None or shown.gone:
        return no(_("This is no longer here."))
    return YES if shown.hidden else no(_("This is not hidden."))

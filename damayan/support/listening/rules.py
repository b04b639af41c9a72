"""Who may ask, offer, begin, speak and end, and why not. docs/state-machines/ has the table."""

from datetime import timedelta

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Person, Role
from damayan.support.listening.models import Offer, Soon, Talk, Wish

# A wish lasts as long as it makes sense; an offer waits a while for the answer.
LASTS = {
    Soon.NOW: timedelta(hours=2),
    Soon.TODAY: timedelta(hours=24),
    Soon.WEEK: timedelta(days=7),
}
OFFER_LASTS = {
    Soon.NOW: timedelta(minutes=15),
    Soon.TODAY: timedelta(hours=2),
    Soon.WEEK: timedelta(hours=12),
}
# Our judgement, to tune: more at once and nobody is really there.
TALKS_AT_ONCE = 3
WISHES_A_DAY = 6
LONGEST = 2000
SAID_AN_HOUR = 300
# What was said is let go so long after the end.
KEPT_FOR = timedelta(days=30)
LISTENERS = frozenset({Role.SUPPORTER.value, Role.PROFESSIONAL.value})


def may_listen(roles: frozenset[str]) -> Verdict:
    """``roles`` in the installation or any group."""
    if roles & LISTENERS:
        return YES
    return no(_("Only supporters and professionals listen one to one."))


def may_ask(*, has_open: bool, asked_today: int, talks_open: int) -> Verdict:
    """One wish and one talk at a time."""
    if has_open:
        return no(_("You have asked already. We tell you as soon as somebody is there."))
    if talks_open:
        return no(_("You are in a talk already. End it first, if you would like another."))
    if asked_today >= WISHES_A_DAY:
        return no(_("You have asked several times today. Tomorrow is a new day."))
    return YES


def is_open(wish: Wish) -> bool:
    """Whether somebody may still offer, or be answered."""
    return wish.ended_at is None and wish.begun_at is None and wish.expires_at > now()


def may_offer(person: Person, wish: Wish, *, talks_open: int, in_contact: bool) -> Verdict:
    """``in_contact``: no block stands between the two, in either direction."""
    if wish.person_id == person.pk or not in_contact or not is_open(wish):
        return no(_("This is no longer waiting."))
    if talks_open >= TALKS_AT_ONCE:
        return no(_("You are in several talks already. End one gently before the next."))
    return YES


def may_answer(person: Person, offer: Offer) -> Verdict:
    """Only who asked says yes or no, and only while the offer stands."""
    if offer.wish.person_id != person.pk or not is_open(offer.wish):
        return no(_("This is no longer waiting."))
    if offer.answered_at is not None or offer.until <= now():
        return no(_("They could not wait any longer. Somebody else may come."))
    return YES


def side_of(person: Person, talk: Talk) -> Talk.Side | None:
    """On which side somebody sits; None for everybody else."""
    if talk.member_id == person.pk:
        return Talk.Side.MEMBER
    return Talk.Side.LISTENER if talk.listener_id == person.pk else None


def may_speak(side: Talk.Side | None, talk: Talk, said_this_hour: int = 0) -> Verdict:
    """Both may, while it lasts."""
    if side is None:
        return Verdict(False)
    if talk.ended_at is not None:
        return no(_("This talk has ended. Your words are still here; nobody else has seen them."))
    if talk.listener_id is None:
        return no(_("The other person is no longer here."))
    if said_this_hour >= SAID_AN_HOUR:
        return no(_("That was a lot at once. Take a breath; your words are kept."))
    return YES

"""The states of a referral, who may lead it from one to the next, and why not."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.people.models import Person, Role
from damayan.support.referral.models import Referral, ReferralEvent, State

Side = ReferralEvent.Side
PERSON, BOTH = frozenset({Side.PERSON}), frozenset({Side.PERSON, Side.MAKER})
LONGEST_SCALE = 10
OPEN_AT_ONCE = 5
SUGGESTED_IN_A_TALK = 5

# From each state: where it may go, and on whose word. docs/state-machines/ shows the same table.
WAYS: Mapping[str, Mapping[str, frozenset[ReferralEvent.Side]]] = {
    State.OFFERED: {State.BEGUN: PERSON, State.DECLINED: PERSON},
    State.BEGUN: {State.AGREED: PERSON, State.DECLINED: PERSON},
    State.AGREED: {State.SENT: BOTH, State.WITHDRAWN: PERSON},
    State.SENT: {
        State.RECEIVED: BOTH,
        State.SEEN: BOTH,
        State.NOT_SEEN: BOTH,
        State.WITHDRAWN: PERSON,
    },
    State.RECEIVED: {State.SEEN: BOTH, State.NOT_SEEN: BOTH, State.WITHDRAWN: PERSON},
    State.SEEN: {State.WITHDRAWN: PERSON},
    State.NOT_SEEN: {State.SEEN: BOTH, State.WITHDRAWN: PERSON},
    State.DECLINED: {State.BEGUN: PERSON},
    State.WITHDRAWN: {},
}


def side_of(person: Person, referral: Referral) -> ReferralEvent.Side | None:
    """On whose side somebody stands; None for everybody else."""
    if referral.person_id == person.pk:
        return Side.PERSON
    return Side.MAKER if referral.made_by_id == person.pk else None


def may_lead(person: Person, referral: Referral, state: str) -> Verdict:
    """May this person bring the referral into ``state`` now?

    Who suggested it may note what happened only while the person's consent holds.
    """
    side = side_of(person, referral)
    allowed = WAYS[referral.state].get(state)
    if side is None or (allowed is not None and side not in allowed):
        return no(_("Only the person themselves can do this."))
    if allowed is None:
        return no(_("This is no longer possible. Look at how it stands now."))
    if side == Side.MAKER and not referral.is_shared:
        return no(_("The person's consent has ended, so nothing more is noted here."))
    return YES


def open_ways(person: Person, referral: Referral) -> list[str]:
    """The states into which this person may lead the referral now."""
    return [state for state in WAYS[referral.state] if may_lead(person, referral, state)]


def may_see_details(person: Person, referral: Referral) -> bool:
    """The person always; who suggested it while consent holds."""
    side = side_of(person, referral)
    return side == Side.PERSON or (side == Side.MAKER and referral.is_shared)


def may_begin(open_now: int) -> Verdict:
    """``open_now``: referrals of theirs that are not over."""
    if open_now >= OPEN_AT_ONCE:
        return no(_("You have several open already. Finish one, or put one away, before the next."))
    return YES


def may_suggest(roles: frozenset[str]) -> Verdict:
    """Supporters, professionals and guides suggest a service to somebody whom they talk with."""
    if roles & {Role.SUPPORTER, Role.PROFESSIONAL, Role.GUIDE, Role.COORDINATOR}:
        return YES
    return no(_("Only supporters, professionals and guides can suggest a service."))


def may_suggest_more(before: int) -> Verdict:
    """``before``: what the same helper suggested out of the same conversation already."""
    if before >= SUGGESTED_IN_A_TALK:
        return no(_("You have suggested several places already. Let them choose in their time."))
    return YES


def may_keep_services(roles: frozenset[str]) -> Verdict:
    """``roles`` in the whole installation."""
    return YES if Role.COORDINATOR in roles else no(_("Only a coordinator can do this."))


def should_follow(referral: Referral) -> bool:
    """Whether asking how it went is still wanted: sent, not over, not taken back."""
    return (
        referral.withdrawn_at is None
        and referral.sent_at is not None
        and referral.sent_at <= now()
        and referral.state in {State.SENT, State.RECEIVED}
    )

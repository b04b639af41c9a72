"""Who may look at a concern, and how long a claim on it holds; what they may do: rules_cases."""

from datetime import timedelta

from damayan.foundation.clock import now
from damayan.foundation.verdict import YES, Verdict
from damayan.safety.models import Concern

# How long a claim holds without a sign of life: with a script on the page, which renews it, and
# without one; and when it was handed to somebody who is not yet there.
LIVELY_FOR = timedelta(minutes=2)
TAKEN_FOR = timedelta(minutes=15)


def may_look(slugs: frozenset[str] | None, concern: Concern) -> Verdict:
    """``slugs``: the groups that somebody guides; None means all of them."""
    if slugs is None or (concern.group_slug and concern.group_slug in slugs):
        return YES
    return Verdict(False)


def holder_of(concern: Concern) -> int | None:
    """The guide whose claim on an open concern holds now; None when it is free or closed."""
    if concern.closed_at is not None or concern.held_until is None:
        return None
    return concern.taken_by_id if concern.held_until > now() else None

"""The soft claim, "somebody is writing", never who: ended by an answer, by letting go or by time.

free     take     writing   as long as fewer write than are wanted, and I write nowhere else
writing  take     writing   again: the same time once more, up to twice in all
writing  answer   answered  the end
writing  let_go   free
writing  run_out  free
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from damayan.foundation.verdict import YES, Verdict, no

MINUTES = 20.0


class Ending(StrEnum):
    """How a claim came to its end."""

    ANSWERED = "answered"
    LET_GO = "let_go"
    RAN_OUT = "ran_out"


@dataclass(frozen=True, slots=True)
class Claim:
    """One supporter writing to one need until a minute; ``ending`` is None while it lives."""

    need: int
    supporter: int
    until: float
    ending: Ending | None = None

    def lives(self, now: float) -> bool:
        """Whether somebody is still writing."""
        return self.ending is None and self.until > now


def may_claim(
    claims: Iterable[Claim], *, need: int, supporter: int, wanted: int, now: float
) -> Verdict:
    """Whether ``supporter`` may begin to write; ``claims``: those on the need and their own.

    ``wanted`` is how many different people are still wanted, those who are writing included.
    """
    living = [claim for claim in claims if claim.lives(now)]
    if any(claim.supporter == supporter and claim.need == need for claim in living):
        return YES
    if any(claim.supporter == supporter for claim in living):
        return no(_("You are writing to somebody already. Finish there first, or let it go."))
    if sum(claim.need == need for claim in living) >= wanted:
        return no(_("Somebody is writing there already. Thank you for being ready."))
    return YES

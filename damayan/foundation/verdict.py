"""What a rule answers: yes or no, with a reason that a member could read."""

from typing import NamedTuple


class Verdict(NamedTuple):
    """Truthy when allowed; ``reason`` says why not (empty when allowed)."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str) -> Verdict:
    """A refusal, with words for the person who is refused."""
    return Verdict(False, reason)


class Refused(Exception):
    """A verb that a rule forbids; ``str(error)`` is the reason, for the person who is refused."""


def require(verdict: Verdict) -> None:
    """Raise Refused with the reason when ``verdict`` is no."""
    if not verdict:
        raise Refused(verdict.reason)

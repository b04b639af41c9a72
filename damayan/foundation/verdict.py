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

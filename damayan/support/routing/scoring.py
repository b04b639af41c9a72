"""How much it is worth that one supporter meets one need: urgency + fit − load."""

from dataclasses import dataclass

from damayan.support.routing.limits import rests_from_pain
from damayan.support.routing.shapes import UNANSWERED, Need, Supporter, Why

_DAY, _HOUR = 24 * 60.0, 60.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; docs/routing.md says why, and how the figures move with them.

    ``accompanied`` is the part that is left when somebody has answered already, or writes.

    ``wait`` counts per target that has gone by, at most ``patience`` times. ``silence`` grows from
    nothing at twelve hours to its whole at twenty-four, and ``fresh`` fades within the first hour,
    while the author is likely to be there still: both for those whom nobody has answered.
    """

    risk: float = 4.0
    wait: float = 2.0
    patience: float = 3.0
    newcomer: float = 1.5
    silence: float = 6.0
    fresh: float = 1.0
    shared: float = 1.5
    load: float = 1.5
    accompanied: float = 0.25


WEIGHTS = Weights()


def urgency(need: Need, now: float, weights: Weights = WEIGHTS) -> float:
    """How much a need presses, whoever meets it; never below 0."""
    # Plain comparisons: a round asks this a hundred thousand times.
    age = now - need.since
    if age < 0:
        age = 0.0
    targets = age / need.target
    targets = min(targets, weights.patience)
    pressing = weights.risk * need.risk + weights.wait * targets
    if need.writing or need.why not in UNANSWERED:
        return pressing * weights.accompanied
    if need.why is Why.FIRST:
        pressing += weights.newcomer
    if age > _DAY / 2:
        pressing += weights.silence * min(1.0, age / (_DAY / 2) - 1)
    elif age < _HOUR:
        pressing += weights.fresh * (1 - age / _HOUR)
    return pressing


def shared(need: Need, supporter: Supporter) -> float:
    """The part of what the story is about that the supporter has told of too, 0 to 1."""
    topics = need.topics
    if topics.isdisjoint(supporter.lived):
        return 0.0
    return len(topics & supporter.lived) / len(topics)


def load(supporter: Supporter) -> float:
    """How full the supporter's day is, 0 to 1."""
    return min(1.0, supporter.answers / supporter.cap) if supporter.cap else 1.0


def may_be_offered(need: Need, supporter: Supporter) -> bool:
    """Whether the need is for this supporter at all: group, language, what they avoid and bear."""
    return (
        need.key not in supporter.never
        and need.group in supporter.groups
        and (not need.language or need.language in supporter.languages)
        and supporter.avoids.isdisjoint(need.topics)
        and not (need.is_painful and rests_from_pain(supporter.painful_run))
    )


def worth(
    need: Need, supporter: Supporter, pressing: float, weights: Weights = WEIGHTS
) -> tuple[float, float]:
    """The pair's score, and the part of it that is shared experience; ``pressing``: urgency."""
    common = shared(need, supporter)
    return pressing + weights.shared * common - weights.load * load(supporter), common

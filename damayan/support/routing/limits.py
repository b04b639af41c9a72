"""When somebody has given enough: caps, painful streaks, and the rest that follows."""

from damayan.support.routing.shapes import Supporter

# After so many painful stories in a row a rest is offered, and only lighter ones are suggested.
PAINFUL_RUN = 3
# With less time than this nobody reads and answers well.
LEAST_MINUTES = 5.0


def rests_from_pain(painful_run: int) -> bool:
    """Whether the last answers were painful ones so often that lighter ones are due."""
    return painful_run >= PAINFUL_RUN


def has_room(supporter: Supporter) -> bool:
    """Whether the supporter has time, and is below the cap that they chose."""
    return supporter.minutes >= LEAST_MINUTES and supporter.answers < supporter.cap


def painful_run(latest_first: list[bool]) -> int:
    """How many answers, the latest first, were to painful stories before a lighter one came."""
    run = 0
    for was_painful in latest_first:
        if not was_painful:
            break
        run += 1
    return run

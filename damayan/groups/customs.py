"""How a group looks after what is written there: what waits for a guide, how fast, how late. Pure.

Set on the coordinators' desk; docs/decisions/0012-waiting-words.md says why.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

# What a word of the group's own list does: a guide hears of it, or the words wait for one.
CONCERN, WAIT = "concern", "wait"
PACE = ("slow_minutes", "quiet_from", "quiet_to")


class Customs(NamedTuple):
    """A group's settings; the fields are columns of ``Group``.

    ``first_posts``: so many posts of a newcomer wait. ``slow_minutes``: between two posts of one
    persona. ``word_list``: [{"words": a word or phrase, "does": CONCERN or WAIT}]. 0 means off.
    """

    first_posts: int = 0
    urgent_waits: bool = False
    slow_minutes: int = 0
    quiet_from: time | None = None
    quiet_to: time | None = None
    word_list: Sequence[dict[str, str]] = ()

    def at_least(self, first_posts: int) -> "Customs":
        """The same, but that at least so many posts of a newcomer wait."""
        return self._replace(first_posts=max(self.first_posts, first_posts))

    @property
    def asks_what_came_before(self) -> bool:
        """Whether it matters what a persona has written here already."""
        return bool(self.first_posts or self.slow_minutes)

    def is_newcomer(self, shown: int) -> bool:
        """``shown``: how many posts of the persona others can read."""
        return shown < self.first_posts

    def may_post_at(self, last: datetime | None) -> datetime | None:
        """When somebody may write again who wrote last at ``last``; None for at any time."""
        if not self.slow_minutes or last is None:
            return None
        return last + timedelta(minutes=self.slow_minutes)

    def quiet_until(self, moment: datetime) -> datetime | None:
        """When the quiet hours end in which ``moment`` falls; None outside of them."""
        return quiet_until(self.quiet_from, self.quiet_to, moment)


COLUMNS = Customs._fields


def quiet_until(begins: time | None, ends: time | None, moment: datetime) -> datetime | None:
    """As ``Customs.quiet_until``; hours of this installation's own time, perhaps past midnight."""
    if begins is None or ends is None or begins == ends:
        return None
    local = timezone.localtime(moment)
    clock, day = local.time(), local.date()
    overnight = begins > ends
    if overnight and clock >= begins:
        day += timedelta(days=1)
    elif not (clock < ends and (overnight or clock >= begins)):
        return None
    return timezone.make_aware(datetime.combine(day, ends))

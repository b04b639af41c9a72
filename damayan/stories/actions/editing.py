"""What changing a story and changing a reply share: the concern first, then the words.

In this order guides lock them too, so that an author and a guide never wait for each other.
"""

from dataclasses import dataclass
from typing import Any

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.safety.actions.concerns import hold_concern
from damayan.safety.actions.screening import is_decided
from damayan.safety.looking import Found
from damayan.stories.models import Reply, Story
from damayan.stories.queries.standing import Stand, before, words_in
from damayan.stories.rules import may_edit
from damayan.stories.screening import keep_for_reply, keep_for_story, must_wait

_STORY_WORDS = (
    "title",
    "happened",
    "felt",
    "need",
    "kind",
    "language",
    "feelings",
    "topics",
    "helped",
)


@dataclass
class Edit:
    """One change of one story or reply; ``changed`` are its new columns, ``found`` is in them."""

    here: Stand
    row: Story | Reply
    changed: dict[str, Any]
    found: Found
    waits: bool = False

    def begin(self) -> bool:
        """Check the rule and keep what was found; False when the words stay as they were."""
        kind, key = self._subject
        hold_concern(kind, key)
        row: Any = type(self.row)._default_manager.defer("search").get(pk=self.row.pk)
        require(may_edit(self.here.place, words_in(row)))
        old = self.words_of(row)
        if all(old[name] == self.changed[name] for name in old):
            return False
        self.waits = self._must_wait(row)
        self._keep()
        return True

    def words_of(self, row: Story | Reply) -> dict[str, Any]:
        """How the words read, as a revision keeps them."""
        names = _STORY_WORDS if isinstance(row, Story) else ("words",)
        return {name: getattr(row, name) for name in names}

    def finish(self, row: Story | Reply) -> bool:
        """Write the new words over the locked ``row``; True when others now read them no more."""
        require(may_edit(self.here.place, words_in(row)))
        if row.waiting_at is not None and not self.waits:
            self.waits = True
            self._keep()
        columns: dict[str, Any] = {**self.changed, "edited_at": now()}
        if self.waits:
            since = row.waiting_at or now()
            columns |= {"waiting_at": since, "hidden_at": None, "hidden_by": None}
        type(row)._default_manager.filter(pk=row.pk).update(**columns)
        return self.waits and row.waiting_at is None

    def _must_wait(self, row: Story | Reply) -> bool:
        """What waits already, or was declined, waits on: a guide was to read it.

        What a guide has read and decided about is not held up again by the same words.
        """
        if row.waiting_at is not None:
            return True
        here = self.here
        shown = before(here.customs, here.place).shown
        if not must_wait(here.customs, here.place, self.found, shown):
            return False
        return here.customs.is_newcomer(shown) or not is_decided(self.found, *self._subject)

    @property
    def _subject(self) -> tuple[str, str]:
        return "story" if isinstance(self.row, Story) else "reply", self.row.key

    def _keep(self) -> None:
        keep = keep_for_story if isinstance(self.row, Story) else keep_for_reply
        keep(self.found, self.row.key, self.here.slug, waits=self.waits)

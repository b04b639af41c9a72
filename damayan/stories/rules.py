"""Who may do what with words: pure answers with a reason that a member could read.

What a rule needs to know is handed to it as a ``Place``, so that one query can bring it all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from damayan.foundation.clock import clock_words, now
from damayan.foundation.verdict import YES, Verdict, no
from damayan.groups.customs import Customs

STORY_LENGTH = 20_000
REPLY_LENGTH = 8_000
TITLE_LENGTH = 120
# A time of day is said without seconds: never a moment too early.
_NEXT_MINUTE = timedelta(seconds=59)


NOT_A_MEMBER = _lazy("Join this group first. Your words are kept.")


@dataclass(frozen=True)
class Place:
    """Where somebody stands in a group: ``persona_id`` is theirs there, None for non-members.

    ``writing`` is the groups' own answer to whether they may write there now.
    """

    persona_id: int | None
    is_guide: bool = False
    writing: Verdict = YES


@dataclass(frozen=True)
class Words:
    """What a rule asks about one story or reply."""

    author_id: int
    removed_at: datetime | None = None
    hidden_at: datetime | None = None
    waiting_at: datetime | None = None
    closed_at: datetime | None = None
    guide_closed_at: datetime | None = None

    @property
    def gone(self) -> bool:
        return self.removed_at is not None or self.hidden_at is not None

    @property
    def waits(self) -> bool:
        """A guide is to read it before others do."""
        return self.waiting_at is not None and not self.gone

    @property
    def is_declined(self) -> bool:
        """A guide read it and did not let it out; its author may change it and send it again."""
        return self.waiting_at is not None and self.hidden_at is not None and not self.removed_at


def per_hour(noun: str) -> int:
    """How many stories or replies one persona may give in an hour; 0 means no limit."""
    return int(getattr(settings, f"{noun}_PER_HOUR"))


def some_words(words: str, limit: int, *others: str) -> Verdict:
    """Nobody can answer nothing; and what is too long is said to be so, never cut."""
    if not words:
        return no(_("Write a few words first."))
    longest = max(len(one) for one in (words, *others))
    if longest > limit:
        return no(
            ngettext(
                "This is %(n)s character too long. Your words are kept.",
                "This is %(n)s characters too long. Your words are kept.",
                longest - limit,
            )
            % {"n": longest - limit}
        )
    return YES


def may_tell(place: Place, told_this_hour: int = 0) -> Verdict:
    """May this person tell a story here now?"""
    limit = per_hour("STORIES")
    if place.writing and limit and told_this_hour >= limit:
        return no(
            _("You have told several stories within the hour. Your words are kept; come back soon.")
        )
    return place.writing


def may_answer(place: Place, story: Words, answered_this_hour: int = 0) -> Verdict:
    """May this person answer this story now?"""
    if story.gone:
        return no(_("This story is no longer here, so it cannot be answered."))
    if story.waits:
        return no(_("A guide reads this story first. It can be answered after that."))
    if story.guide_closed_at:
        return no(_("A guide has closed the answers to this story."))
    if story.closed_at:
        return no(_("The author has closed the answers to this story."))
    limit = per_hour("REPLIES")
    if place.writing and limit and answered_this_hour >= limit:
        return no(
            _("You have given many answers within the hour. Your words are kept; take a breath.")
        )
    return place.writing


def may_change(place: Place, words: Words) -> Verdict:
    """Only the author edits or removes, and not while a guide has hidden the words."""
    if place.persona_id != words.author_id:
        return no(_("Only the author may do this."))
    if words.removed_at:
        return no(_("These words are already removed."))
    return YES


def may_edit(place: Place, words: Words) -> Verdict:
    """Hidden words wait for a guide; changing them meanwhile would hide what was there."""
    if words.hidden_at and not words.is_declined:
        return no(_("A guide has hidden this for now, so it cannot be changed."))
    return may_change(place, words) and place.writing


def may_mark_helpful(place: Place, story: Words, reply: Words) -> Verdict:
    """The story's author says which answers of others helped."""
    if place.persona_id != story.author_id:
        return no(_("Only the author of the story may say what helped."))
    if reply.author_id == story.author_id:
        return no(_("These are your own words."))
    if reply.gone or reply.waiting_at:
        return no(_("This answer is no longer here."))
    return place.writing


def may_react(place: Place, words: Words) -> Verdict:
    """Members say a word to what others wrote."""
    if words.gone:
        return no(_("These words are no longer here."))
    if words.waits:
        return no(_("A guide reads these words first."))
    if place.persona_id == words.author_id:
        return no(_("These are your own words."))
    return place.writing


def not_too_soon(place: Place, customs: Customs, last: datetime | None) -> Verdict:
    """Slow mode: some minutes between two posts of one persona, guides excepted."""
    again = customs.may_post_at(last)
    if place.is_guide or again is None or again <= now():
        return YES
    return no(
        ngettext(
            "This group goes slowly now: %(n)s minute between two posts. Your words are kept; you"
            " can send them at %(time)s.",
            "This group goes slowly now: %(n)s minutes between two posts. Your words are kept; you"
            " can send them at %(time)s.",
            customs.slow_minutes,
        )
        % {"n": customs.slow_minutes, "time": clock_words(again + _NEXT_MINUTE)}
    )


def may_open(place: Place, story: Words) -> Verdict:
    """The author opens what the author closed; what a guide closed, a guide opens."""
    if story.guide_closed_at:
        return no(_("A guide has closed the answers to this story."))
    return may_change(place, story)


def may_let_out(place: Place, words: Words) -> Verdict:
    """Guides decide about what waits, but not about their own words."""
    if place.persona_id == words.author_id:
        return no(_("These are your own words."))
    return may_hide(place)


def may_hide(place: Place) -> Verdict:
    """Guides and coordinators hide and restore."""
    return YES if place.is_guide else no(_("Only a guide may do this."))

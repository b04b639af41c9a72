"""What a guide may do with a case: asked by the page that offers it and the verb that does it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.verdict import YES, Verdict, no
from damayan.moderation.vocabulary import Deed
from damayan.safety.subjects import Shown


@dataclass(frozen=True)
class Standing:
    """How a case stands before one guide.

    ``own``: it is about their own words. ``holder_id``: the guide whose claim holds now, if any.
    ``has_author``: an account is still behind the words. ``is_paused``: its writing, in this group.
    ``is_waiting``: the words wait for a guide before others read them. ``answers_closed``: whether
    a guide closed them, under the story that these words stand in; None when there is no story.
    ``coordinates``: whether this guide is a coordinator, who has nobody above.
    """

    guide_id: int
    own: bool
    closed: bool
    holder_id: int | None
    kind: str
    shown: Shown | None
    has_author: bool
    is_paused: bool = False
    is_waiting: bool = False
    is_escalated: bool = False
    coordinates: bool = False
    answers_closed: bool | None = None

    @property
    def is_mine(self) -> bool:
        """Whether this guide holds it."""
        return not self.closed and self.holder_id == self.guide_id

    @property
    def is_there(self) -> bool:
        """Whether the words still stand."""
        return self.shown is not None and not self.shown.gone

    @property
    def is_hidden(self) -> bool:
        """Whether a guide hid them."""
        return self.shown is not None and self.shown.hidden


# What changes nothing for a member may be done beside the guide who holds the case.
_BESIDE = frozenset({Deed.NOTE})
_ENDING = frozenset(
    {Deed.TAKE_UP, Deed.GIVE_BACK, Deed.HAND_OVER, Deed.ESCALATE, Deed.REFER, Deed.CLOSE}
)
_TO_AUTHOR = frozenset({Deed.WRITE, Deed.NUDGE, Deed.SEND_CARD, Deed.PAUSE, Deed.RESUME})
_WORDS = frozenset(
    {Deed.HIDE, Deed.RESTORE, Deed.RELEASE, Deed.DECLINE, Deed.ASK_EDIT, Deed.ADD_TOPICS}
)
_GONE = gettext_lazy("This is no longer here.")


def may_do(deed: Deed, case: Standing) -> Verdict:
    """Whether this guide may do this with this case now, and why not."""
    if case.own:
        return no(_("This is about something of your own. Another guide decides."))
    if deed in _ENDING and case.closed:
        return no(_("This is closed already."))
    if deed == Deed.TAKE_UP and case.is_mine:
        return no(_("You are looking after this already."))
    if case.holder_id and not case.is_mine and not case.closed and deed not in _BESIDE:
        return no(_("Another guide is looking after this now."))
    return _of_its_kind(deed, case)


def _of_its_kind(deed: Deed, case: Standing) -> Verdict:
    if deed in _WORDS and case.shown is not None and not case.is_there:
        return no(str(_GONE))
    for wrong, reason in _reasons(deed, case):
        if wrong:
            return no(str(reason))
    return YES


def _reasons(deed: Deed, case: Standing) -> list[tuple[bool, str | Promise]]:
    """What stands against it, the first that holds first."""
    nobody = not case.has_author
    is_story = case.kind == "story"
    no_story = case.answers_closed is None or not case.is_there
    in_words = not case.is_there or case.kind not in {"story", "reply"}
    # What only guides read, such as an appeal, is worn by no persona.
    unworn = case.shown is None or not case.shown.author_key
    reasons: Mapping[Deed, list[tuple[bool, str | Promise]]] = {
        Deed.GIVE_BACK: [(not case.is_mine, _("You are not looking after this."))],
        Deed.ESCALATE: [
            (case.is_escalated, _("This is with the coordinators already.")),
            (case.coordinates, _("You are a coordinator. Hand it to another guide.")),
        ],
        Deed.PAUSE: [
            (unworn, _GONE),
            (case.is_paused, _("Their writing is paused already.")),
        ],
        Deed.RESUME: [
            (unworn, _GONE),
            (not case.is_paused, _("Their writing is not paused.")),
        ],
        Deed.HIDE: [
            (not case.is_there, _GONE),
            (unworn, _("Only guides read this. There is nothing to hide.")),
            (case.is_hidden, _("This is hidden already.")),
            (case.is_waiting, _("Nobody can read this yet.")),
        ],
        Deed.RESTORE: [
            (not case.is_there, _GONE),
            (not case.is_hidden, _("This is not hidden.")),
        ],
        Deed.CLOSE: _must_not_wait(case),
        Deed.REFER: [*_must_not_wait(case), (nobody, _("There is nobody left to write to."))],
        Deed.RELEASE: _waits(case),
        Deed.DECLINE: _waits(case),
        Deed.ASK_EDIT: [
            (in_words or nobody, _GONE),
            (case.is_hidden, _("What is hidden cannot be changed by its author. Show it first.")),
        ],
        Deed.ADD_TOPICS: [(not is_story or not case.is_there, _GONE)],
        Deed.CLOSE_ANSWERS: [
            (no_story, _GONE),
            (bool(case.answers_closed), _("The answers are closed already.")),
        ],
        Deed.OPEN_ANSWERS: [
            (no_story, _GONE),
            (not case.answers_closed, _("The answers are open.")),
        ],
    }
    left = [(nobody, _("There is nobody left to write to."))] if deed in _TO_AUTHOR else []
    return [*left, *reasons.get(deed, [])]


def _waits(case: Standing) -> list[tuple[bool, str | Promise]]:
    return [(not case.is_there, _GONE), (not case.is_waiting, _("This does not wait for a guide."))]


def _must_not_wait(case: Standing) -> list[tuple[bool, str | Promise]]:
    words = _("These words still wait. First let others read them, or decline them.")
    return [(case.is_waiting and case.is_there and not case.is_hidden, words)]

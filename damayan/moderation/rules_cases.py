"""What a guide may do with a case: asked by the page that offers it and the verb that does it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damayan.foundation.verdict import YES, Verdict, no
from damayan.moderation.vocabulary import Deed
from damayan.safety.subjects import Shown

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


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
    def is_unworn(self) -> bool:
        """Whether no persona is behind it: what only guides read, such as an appeal."""
        return self.shown is None or not self.shown.author_key

    @property
    def is_hidden(self) -> bool:
        """Whether a guide hid them."""
        return self.shown is not None and self.shown.hidden


# What changes nothing for a member may be done beside the guide who holds the case.
_BESIDE = frozenset({Deed.NOTE})
_HANDS = frozenset(
    {Deed.TAKE_UP, Deed.GIVE_BACK, Deed.HAND_OVER, Deed.ESCALATE, Deed.REFER, Deed.CLOSE}
)
Wrong = tuple[Callable[[Standing], bool], "_StrPromise"]
_GONE = _("This is no longer here.")
_NOT_THERE: Wrong = (lambda case: not case.is_there, _GONE)
_NOBODY: Wrong = (lambda case: not case.has_author, _("There is nobody left to write to."))
_UNWORN: Wrong = (
    lambda case: case.is_unworn,
    _("Only guides read this. There is nothing to hide."),
)
_NO_PERSONA: Wrong = (lambda case: case.is_unworn, _GONE)
_NO_WORDS: Wrong = (lambda case: case.kind not in {"story", "reply"}, _GONE)
_NO_STORY: Wrong = (lambda case: case.kind != "story", _GONE)
_NO_ANSWERS: Wrong = (lambda case: case.answers_closed is None, _GONE)
_WAITS: Wrong = (
    lambda case: case.is_waiting,
    _("These words still wait. First let others read them, or decline them."),
)
_WAITS_NOT: Wrong = (lambda case: not case.is_waiting, _("This does not wait for a guide."))
# What stands against each deed; the first that holds is said.
_WRONG: Mapping[Deed, Sequence[Wrong]] = {
    Deed.GIVE_BACK: [(lambda case: not case.is_mine, _("You are not looking after this."))],
    Deed.ESCALATE: [
        (lambda case: case.is_escalated, _("This is with the coordinators already.")),
        (lambda case: case.coordinates, _("You are a coordinator. Hand it to another guide.")),
    ],
    Deed.CLOSE: [_WAITS],
    Deed.REFER: [_WAITS, _NOBODY],
    Deed.WRITE: [_NOBODY],
    Deed.NUDGE: [_NOBODY],
    Deed.SEND_CARD: [_NOBODY],
    Deed.LINE: [_NOBODY],
    Deed.ASK_EDIT: [
        _NOT_THERE,
        _NO_WORDS,
        _NOBODY,
        (
            lambda case: case.is_hidden,
            _("What is hidden cannot be changed by its author. Show it first."),
        ),
    ],
    Deed.RELEASE: [_NOT_THERE, _WAITS_NOT],
    Deed.DECLINE: [_NOT_THERE, _WAITS_NOT],
    Deed.ADD_TOPICS: [_NOT_THERE, _NO_STORY],
    Deed.HIDE: [
        _NOT_THERE,
        _UNWORN,
        (lambda case: case.is_hidden, _("This is hidden already.")),
        (lambda case: case.is_waiting, _("Nobody can read this yet.")),
    ],
    Deed.RESTORE: [
        _NOT_THERE,
        (lambda case: not case.is_hidden, _("This is not hidden.")),
    ],
    Deed.CLOSE_ANSWERS: [
        _NOT_THERE,
        _NO_ANSWERS,
        (lambda case: bool(case.answers_closed), _("The answers are closed already.")),
    ],
    Deed.OPEN_ANSWERS: [
        _NOT_THERE,
        _NO_ANSWERS,
        (lambda case: not case.answers_closed, _("The answers are open.")),
    ],
    Deed.PAUSE: [
        _NOBODY,
        _NO_PERSONA,
        (lambda case: case.is_paused, _("Their writing is paused already.")),
    ],
    Deed.RESUME: [
        _NOBODY,
        _NO_PERSONA,
        (lambda case: not case.is_paused, _("Their writing is not paused.")),
    ],
    Deed.PAUSE_EVERYWHERE: [_NOBODY],
    Deed.ASK_REMOVAL: [_NOBODY],
}


def may_do(deed: Deed, case: Standing) -> Verdict:
    """Whether this guide may do this with this case now, and why not."""
    if case.own:
        return no(gettext("This is about something of your own. Another guide decides."))
    if deed in _HANDS and case.closed:
        return no(gettext("This is closed already."))
    if deed == Deed.TAKE_UP and case.is_mine:
        return no(gettext("You are looking after this already."))
    if case.holder_id and not case.is_mine and not case.closed and deed not in _BESIDE:
        return no(gettext("Another guide is looking after this now."))
    reasons = (reason for is_wrong, reason in _WRONG.get(deed, ()) if is_wrong(case))
    found = next(reasons, None)
    return YES if found is None else no(str(found))

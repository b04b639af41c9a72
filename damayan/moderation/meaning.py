"""What each deed means for the member it is about, in their words.

A deed that is not here can still be read and appealed; it is then described generally.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from damayan.moderation.vocabulary import Deed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from damayan.moderation.models import Decision


@dataclass(frozen=True)
class Meaning:
    """``what`` was decided, what it ``means``; whether one may appeal, or change the words."""

    what: "_StrPromise"
    means: "_StrPromise"
    may_appeal: bool = True
    may_edit: bool = False


_HIDDEN = _("Others cannot see it. You and the guides still can. Nothing else has changed for you.")
_SHOWN = _("Others can read it again.")
_NOTHING = _("Nothing was decided about you, and nothing has changed.")
_BY_SUBJECT = {
    ("story", Deed.HIDE): Meaning(_("Your story was hidden"), _HIDDEN),
    ("reply", Deed.HIDE): Meaning(_("Your answer was hidden"), _HIDDEN),
    ("story", Deed.RESTORE): Meaning(_("Your story is shown again"), _SHOWN, may_appeal=False),
    ("reply", Deed.RESTORE): Meaning(_("Your answer is shown again"), _SHOWN, may_appeal=False),
}
_BY_DEED = {
    Deed.HIDE: Meaning(_("Your words were hidden"), _HIDDEN),
    Deed.RESTORE: Meaning(_("Your words are shown again"), _SHOWN, may_appeal=False),
    Deed.PAUSE: Meaning(
        _("Your writing was paused in one group"),
        _("You can read on there, but not write or react for now. Your other groups stay open."),
    ),
    Deed.RESUME: Meaning(
        _("You can write in the group again"),
        _("Everything there is open to you as before."),
        may_appeal=False,
    ),
    Deed.WRITE: Meaning(_("A guide wrote to you"), _NOTHING, may_appeal=False),
    Deed.NUDGE: Meaning(_("A gentle word from a guide"), _NOTHING, may_appeal=False),
    Deed.SEND_CARD: Meaning(
        _("A guide thought of you"),
        _("“Help now”, at the top of every page, leads to people who answer at any hour."),
        may_appeal=False,
    ),
    Deed.ASK_EDIT: Meaning(
        _("A guide asks you to change something"),
        _("Your words stand as they are. You can change them whenever you like."),
        may_appeal=False,
        may_edit=True,
    ),
    Deed.REFER: Meaning(
        _("A guide wrote to you about others who can help"), _NOTHING, may_appeal=False
    ),
    Deed.ADD_TOPICS: Meaning(
        _("A content note was added to your story"),
        _("It says before your story what it is about. Your words stand as they are."),
    ),
    Deed.CLOSE_ANSWERS: Meaning(
        _("The answers to a story were closed"),
        _("Nobody can answer there for now. The answers that are there stay."),
    ),
    Deed.OPEN_ANSWERS: Meaning(
        _("The answers to a story are open again"), _("Answers are welcome."), may_appeal=False
    ),
    Deed.DECLINE: Meaning(
        _("Others do not get to read your words for now"),
        _("Only you and the guides see them. You can change them, and then a guide reads again."),
        may_edit=True,
    ),
    Deed.PAUSE_EVERYWHERE: Meaning(
        _("Your writing was paused everywhere"),
        _("You can read on, but write and react in none of your groups for now."),
    ),
    Deed.REMOVE: Meaning(
        _("Your account was closed"),
        _("You can no longer come in with it."),
    ),
    Deed.LIFT: Meaning(
        _("What held back your account was taken back"),
        _("You can read and write again as before."),
        may_appeal=False,
    ),
    Deed.TELL_REVEAL: Meaning(
        _("Two of us could see who you are"),
        _(
            "They feared for your life. They could see only what stands above, for a short time; "
            "nothing of it was kept. You can ask somebody else to look whether it was right."
        ),
    ),
    Deed.OVERTURN: Meaning(
        _("A decision about you was taken back"), _("It no longer holds."), may_appeal=False
    ),
}
_OTHER = Meaning(
    _("A guide decided something"), _("Below you read why, and you can ask somebody to look again.")
)


def meaning_of(decision: "Decision") -> Meaning:
    """What ``decision`` means for whom it is about."""
    deed = decision.deed
    if deed not in Deed.values:
        return _OTHER
    known = Deed(deed)
    return _BY_SUBJECT.get((decision.subject_kind, known)) or _BY_DEED.get(known, _OTHER)

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
    Deed.PAUSE_EVERYWHERE: Meaning(
        _("Your writing was paused everywhere"),
        _("You can read on, but write and react in none of your groups for now."),
    ),
    Deed.REMOVE: Meaning(
        _("Your account was closed"),
        _("You can no longer come in with it. What you have written stays under your names."),
    ),
    Deed.LIFT: Meaning(
        _("What held back your account was taken back"),
        _("You can read and write again as before."),
        may_appeal=False,
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

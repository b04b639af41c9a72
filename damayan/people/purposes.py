"""What a person may agree to, each for one purpose and in one version of its words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Purpose:
    """``needed`` means that there is no account without it."""

    code: str
    title: "_StrPromise"
    words: "_StrPromise"
    version: str
    needed: bool = False


PURPOSES = {
    purpose.code: purpose
    for purpose in (
        Purpose(
            "house",
            _("Keeping your account"),
            _(
                "We keep your account, your personas and what you write, so that this place works. "
                "To take this back, erase your account."
            ),
            settings.CONSENT_VERSION,
            needed=True,
        ),
        Purpose(
            "research",
            _("Learning whether this place helps"),
            _(
                "Your check-ins are counted together with those of many others, without names, "
                "to see whether people feel better here."
            ),
            settings.CONSENT_VERSION,
        ),
        Purpose(
            "email",
            _("Writing to you by e-mail"),
            _("We write to the address that you gave, about the things that you chose."),
            settings.CONSENT_VERSION,
        ),
    )
}

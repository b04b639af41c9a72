"""What a person may share with a service, item by item, and what keeps people from going."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

VERSION = "2026-11"
# What the sealed words are bound to.
DETAILS, WORDS = "referral-details", "referral-words"
# Days for which a person may let their details be shared.
SPANS = {14: _("two weeks"), 30: _("a month"), 90: _("three months")}


@dataclass(frozen=True)
class Item:
    """One thing that is shared only when its box is ticked; ``long`` asks for more than a line."""

    slug: str
    label: "_StrPromise"
    hint: "_StrPromise | str" = ""
    limit: int = 120
    long: bool = False


ITEMS = {
    item.slug: item
    for item in (
        Item("name", _("A name"), _("The one they may call you by; it need not be your full name")),
        Item("phone", _("A phone number"), _("Only if they may call or text you there")),
        Item("address", _("Where you live"), _("The barangay is often enough")),
        Item("age", _("Your age")),
        Item("language", _("The language you like to speak")),
        Item("times", _("When they may reach you"), _("Such as weekdays after six")),
        Item("reason", _("What it is about"), _("In your own words; short is fine"), 1000, True),
        Item("needs", _("What they should know or take care of"), "", 500, True),
    )
}


@dataclass(frozen=True)
class Barrier:
    """Something that keeps people from going, and what may be said to it in two sentences."""

    slug: str
    label: "_StrPromise"
    answer: "_StrPromise"


BARRIERS = {
    barrier.slug: barrier
    for barrier in (
        Barrier(
            "cost",
            _("The cost"),
            _(
                "Talking at a health centre or a public hospital's clinic costs little or "
                "nothing, and you may ask for the price before anything begins. The page of the "
                "service says what we know of its cost."
            ),
        ),
        Barrier(
            "shame",
            _("What others would think"),
            _(
                "You need to tell nobody where you go. Those who work there meet people like you "
                "every day, and what you say stays with them by law."
            ),
        ),
        Barrier(
            "not_bad_enough",
            _("Maybe it is not bad enough"),
            _(
                "It does not have to be at its worst. Coming early is easier for everybody, and "
                "they would rather see you once too often."
            ),
        ),
        Barrier(
            "no_use",
            _("I do not think it helps"),
            _(
                "Many thought so before they went. One visit is a try, not a promise, and you may"
                " ask for somebody else if it does not fit."
            ),
        ),
        Barrier(
            "who_listens",
            _("Not knowing who sits there"),
            _(
                "Usually a nurse, a midwife or a counsellor asks first what brings you, and you "
                "say only what you want. You may bring somebody along."
            ),
        ),
        Barrier(
            "police",
            _("Fear of police, school or work"),
            _(
                "Asking for help is no offence, and a health worker does not report your thoughts"
                " to police, school or work. Only when a life is in danger now may they call "
                "somebody to keep you safe."
            ),
        ),
        Barrier(
            "time",
            _("Time and the way there"),
            _(
                "Many places see people without an appointment in the morning, and some talk by "
                "phone. The page of the service says when it is open and how to get there."
            ),
        ),
        Barrier(
            "alone",
            _("I do not want to go alone"),
            _(
                "You may bring anybody you trust, and they may wait outside. Tell one person the "
                "day and the hour: it makes going easier."
            ),
        ),
    )
}

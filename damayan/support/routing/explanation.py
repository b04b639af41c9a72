"""Why a suggestion was made, in one sentence that tells nothing of the author but what is told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from damayan.support.routing.shapes import Suggestion, Why

_PLAIN = {
    Why.PAIN: _lazy("Somebody is in pain and has waited %(wait)s for a first answer."),
    Why.FIRST: _lazy("Somebody tells here for the first time and has waited %(wait)s."),
    Why.SECOND: _lazy("Somebody in pain has one answer so far, and a second voice would help."),
    Why.CAME_BACK: _lazy("The author came back and has waited %(wait)s."),
    Why.QUIET: _lazy("It went quiet after an answer that hurt, %(wait)s ago."),
    Why.WAITING: _lazy("Nobody has answered for %(wait)s."),
}
_SHARED = {
    Why.PAIN: _lazy(
        "Somebody is in pain and has waited %(wait)s for a first answer; "
        "you have told of something like it."
    ),
    Why.FIRST: _lazy(
        "Somebody tells here for the first time and has waited %(wait)s; "
        "you have told of something like it."
    ),
    Why.SECOND: _lazy(
        "Somebody in pain has one answer so far, and you have told of something like it."
    ),
    Why.CAME_BACK: _lazy(
        "The author came back and has waited %(wait)s; you have told of something like it."
    ),
    Why.QUIET: _lazy(
        "It went quiet after an answer that hurt, %(wait)s ago; you have told of something like it."
    ),
    Why.WAITING: _lazy("Nobody has answered for %(wait)s, and you have told of something like it."),
}


def sentence(suggestion: Suggestion, now: float) -> str:
    """The reason, for the supporter only: the other side never learns what they share."""
    words = _SHARED if suggestion.shared else _PLAIN
    need = suggestion.need
    return str(words[need.why]) % {"wait": waited(now - need.since)}


def waited(minutes: float) -> str:
    """A time in words, in its largest unit."""
    whole = max(0, int(minutes))
    if whole < 1:
        return _("a moment")
    if whole < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", whole) % {"n": whole}
    if whole < 48 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", whole // 60) % {"n": whole // 60}
    return ngettext("%(n)s day", "%(n)s days", whole // 1440) % {"n": whole // 1440}

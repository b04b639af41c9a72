"""The care report in words: what was decided, how it ended."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from damayan.moderation.models import Appeal
from damayan.moderation.vocabulary import Deed
from damayan.safety.models import Outcome

OTHER = "other"
DECISIONS = {
    Deed.HIDE.value: gettext_lazy("Words were hidden"),
    Deed.RESTORE.value: gettext_lazy("Words were shown again"),
    Deed.ASK_EDIT.value: gettext_lazy("A change of words was asked for"),
    Deed.ADD_TOPICS.value: gettext_lazy("A content note was added"),
    Deed.CLOSE_ANSWERS.value: gettext_lazy("Answers were closed"),
    Deed.DECLINE.value: gettext_lazy("Words were not shown to others"),
    Deed.NUDGE.value: gettext_lazy("A gentle word was written"),
    Deed.WRITE.value: gettext_lazy("A letter was written"),
    Deed.SEND_CARD.value: gettext_lazy("Somebody was sent who to call"),
    Deed.REFER.value: gettext_lazy("Somebody was told of others who can help"),
    Deed.PAUSE.value: gettext_lazy("Writing was paused in one group"),
    Deed.PAUSE_EVERYWHERE.value: gettext_lazy("Writing was paused everywhere"),
    Deed.REMOVE.value: gettext_lazy("An account was closed"),
    OTHER: gettext_lazy("Something else"),
}
APPEALS = {
    Appeal.Outcome.UPHELD.value: gettext_lazy("Another guide let the decision stand"),
    Appeal.Outcome.OVERTURNED.value: gettext_lazy("Another guide took the decision back"),
    "": gettext_lazy("Not answered yet"),
}
OUTCOMES = {one.value: one.label for one in Outcome}


def minutes_words(minutes: int | None) -> str:
    """A wait in words; a dash when there is nothing to say."""
    if minutes is None:
        return "–"
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", round(hours / 24)) % {"n": round(hours / 24)}


def share_words(share: Mapping[str, int] | None) -> str:
    """A share in words; a dash when there is nothing to say."""
    if not share:
        return "–"
    if "is" in share:
        return _("%(n)s of 100") % {"n": share["is"]}
    if "at_least" in share:
        return _("at least %(n)s of 100") % {"n": share["at_least"]}
    return _("at most %(n)s of 100") % {"n": share["at_most"]}


def drawn(share: Mapping[str, int] | None) -> int | None:
    """How long its bar is, 0 to 100; None without one."""
    return next(iter(share.values())) if share else None


def rows_of(parts: Mapping[str, Any], words: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """What is shown of a table as (words, count, length of the bar 0 to 100), the most first."""
    shown = sorted(parts["shown"].items(), key=lambda pair: -pair[1])
    most = max((count for _name, count in shown), default=1)
    return [(str(words.get(name, name)), count, round(100 * count / most)) for name, count in shown]

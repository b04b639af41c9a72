"""What screening looks for, in words that a guide reads."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "suicide_self_harm": _("thoughts of suicide or self-harm"),
    "danger_from_others": _("danger from somebody else"),
    "danger_to_others": _("danger to somebody else"),
    "child_abuse": _("abuse of a child"),
    "medical_emergency": _("an overdose or medical emergency"),
    "eating_disorder": _("hunger, purging or weight"),
    "harassment_hate": _("harassment or hate"),
    "sexual_solicitation": _("asking for something sexual"),
    "method_encouragement": _("ways to hurt oneself or others, or encouragement"),
    "selling_spam": _("selling or spam"),
    "distress": _("deep distress"),
}


# The author themself is in pain or danger, so that care is for them.
_OWN = frozenset(
    {
        "suicide_self_harm",
        "danger_from_others",
        "child_abuse",
        "medical_emergency",
        "eating_disorder",
        "distress",
    }
)


def is_own_pain(kinds: Iterable[str]) -> bool:
    """Whether words of these kinds tell of their author's own pain or danger."""
    return not _OWN.isdisjoint(kinds)


def kind_words(kinds: Iterable[str]) -> list[str]:
    """Slugs of screening in words; identifying details are the author's affair, and left out."""
    return [str(KIND_WORDS[kind]) for kind in kinds if kind in KIND_WORDS]

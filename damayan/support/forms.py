"""What a supporter says before they help."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.stories.vocabulary import Language, Topic
from damayan.support.queries.profiles import CAP, MINUTES, Profile

_MINUTES = [
    (10, _("10 minutes")),
    (20, _("20 minutes")),
    (40, _("40 minutes")),
    (60, _("an hour")),
    (120, _("two hours")),
]
_CAPS = [(2, _("2 stories")), (4, _("4 stories")), (6, _("6 stories")), (10, _("10 stories"))]
_LANGUAGES = [(one.value, one.label) for one in Language if one != Language.TAGLISH]


class ReadyForm(forms.Form):
    """How much time, what not today, in which languages."""

    minutes = forms.TypedChoiceField(
        label=_("How much time do you have?"),
        choices=_MINUTES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much time you have.")},
    )
    avoids = forms.MultipleChoiceField(
        label=_("What would you rather not read about today?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages do you answer?"),
        choices=_LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    cap = forms.TypedChoiceField(
        label=_("How many answers a day are enough?"),
        help_text=_("Once you have given these, nothing more is suggested."),
        choices=_CAPS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how many are enough.")},
    )
    wants_calls = forms.BooleanField(
        label=_("Tell me when somebody waits and nobody is there"),
        help_text=_("In Answers, at most once in three hours, never while you rest."),
        required=False,
    )

    @classmethod
    def of(cls, profile: Profile) -> "ReadyForm":
        """As they said last."""
        said: dict[str, Any] = {
            "minutes": _nearest(profile.minutes, _MINUTES, MINUTES),
            "avoids": profile.avoids,
            "languages": [one for one in profile.languages if one != Language.TAGLISH],
            "cap": _nearest(profile.cap, _CAPS, CAP),
            "wants_calls": profile.calls_since is not None,
        }
        return cls(initial=said)


def _nearest(value: int, choices: list[tuple[int, Any]], usual: int) -> int:
    return value if value in dict(choices) else usual

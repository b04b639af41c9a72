"""What guides type about how they are."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import ago
from damayan.moderation.models import Exposure

MINUTES = [(str(n), str(n)) for n in (10, 15, 30, 60)]
LONGEST_DEBRIEF = 4000
WEIGHTS = [
    ("", _("I would rather not say")),
    ("1", _("light")),
    ("2", _("a little heavy")),
    ("3", _("heavy")),
    ("4", _("very heavy")),
    ("5", _("more than I can carry")),
]


class RestForm(forms.Form):
    """A break that one asks for."""

    minutes = forms.ChoiceField(label=_("For how many minutes?"), choices=MINUTES, initial="15")


class BackForm(forms.Form):
    """Back early from a break that was due."""

    words = forms.CharField(
        label=_("Which emergency needs you now?"), max_length=200, required=False
    )


class DebriefForm(forms.Form):
    """How a case was. ``cases``: urgent ones not yet put down; ``leads``: coordinators by id."""

    case = forms.ChoiceField(label=_("About which case?"), required=False)
    words = forms.CharField(
        label=_("How was it for you?"),
        help_text=_("Sealed with your own key: nobody else can read it unless you share it."),
        max_length=LONGEST_DEBRIEF,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    weight = forms.ChoiceField(label=_("How heavy was it?"), choices=WEIGHTS, required=False)
    lead = forms.ChoiceField(label=_("Who else may read it?"), required=False)

    def __init__(
        self, *args: Any, cases: list[Exposure], leads: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        met = [(one.concern.key, ago(one.at)) for one in cases if one.concern]
        nobody = ("", _("nobody, only me"))
        self.fields["case"].choices = [("", _("about none in particular")), *met]  # type: ignore[attr-defined]
        named = [(str(pk), name) for pk, name in leads.items()]
        self.fields["lead"].choices = [nobody, *named]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        """What ``debrief`` takes, but for the coordinator."""
        weight = self.cleaned_data["weight"]
        return {
            "words": self.cleaned_data["words"],
            "case": self.cleaned_data["case"],
            "weight": int(weight) if weight else None,
        }

"""What is written down before anybody sees who somebody is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.moderation.revealing import FIELDS
from damayan.moderation.rules_reveal import LONGEST_REASON, SHORTEST_REASON, may_stay_untold

NEVER = "not"
TELL = [
    ("0", _("At once")),
    ("7", _("After seven days")),
    ("30", _("After thirty days")),
    (NEVER, _("Not for now: telling them would put them in danger")),
]


class TellingForm(forms.Form):
    """When the member is told."""

    tell = forms.ChoiceField(
        label=_("When do we tell them?"), choices=TELL, initial="0", widget=forms.RadioSelect
    )
    untold_reason = forms.CharField(
        label=_("Why would telling them put them in danger?"),
        help_text=_("Only if you do not tell them. A coordinator looks at it again."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        allowed = may_stay_untold(self._days(given), given.get("untold_reason", ""))
        if "tell" in given and not allowed:
            self.add_error("untold_reason", allowed.reason)
        return given

    @staticmethod
    def _days(given: dict[str, Any]) -> int | None:
        tell = given.get("tell", NEVER)
        return None if tell == NEVER else int(tell)

    @property
    def given(self) -> dict[str, Any]:
        """As the verbs take it."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "tell"}
        return rest | {"tell_days": self._days(self.cleaned_data)}


class AskRevealForm(TellingForm):
    """Which fields, and why."""

    fields_wanted = forms.MultipleChoiceField(
        label=_("What do you need to see?"),
        help_text=_("Only what helps to reach them. This is everything that we hold."),
        choices=[(slug, field.name) for slug, field in FIELDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("What makes you fear for their life, and what will you do?"),
        help_text=_(
            "It stands in the log for good, and they read it when they are told. Name nobody else."
        ),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("reason", "fields_wanted", "tell", "untold_reason")

    @property
    def given(self) -> dict[str, Any]:
        """As ``ask`` takes it."""
        rest = super().given
        return {"fields": rest.pop("fields_wanted"), **rest}


class ApproveForm(TellingForm):
    """The second person's yes."""

    words = forms.CharField(
        label=_("A word for the log"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WordsForm(forms.Form):
    """Why it is told now, or not."""

    words = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "id": "id_why"}),
    )


class RefuseForm(WordsForm):
    """The second person's no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("If not: why not?")

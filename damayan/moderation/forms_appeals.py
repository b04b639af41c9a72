"""What members write about decisions, and what second guides answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from damayan.moderation.models import Appeal

LONGEST_APPEAL = 4000
LONGEST_ANSWER = 1000


class AppealForm(forms.Form):
    """Why a member thinks that a decision was wrong."""

    words = forms.CharField(
        label=_("What should the other guide know?"),
        help_text=_("In your own words. You can write this once for each decision."),
        max_length=LONGEST_APPEAL,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write a few words first.")},
    )


class AppealAnswerForm(forms.Form):
    """What a second guide decides, and what the member reads."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=(
            (Appeal.Outcome.UPHELD, _("It stands")),
            (Appeal.Outcome.OVERTURNED, _("It is taken back")),
        ),
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Your answer to them"),
        help_text=_("They read it as coming from “a guide”, without your name. Be clear and kind."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LiftForm(forms.Form):
    """Why a pause or a closing is taken back before its time."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("They read this. Be clear and kind."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemovalForm(forms.Form):
    """Whether a second person agrees to closing an account."""

    approve = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=(("no", _("No, let them stay")), ("yes", _("Yes, close the account"))),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Note for the log"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("approve") == "no" and not data.get("words"):
            self.add_error("words", gettext("Write down why not."))
        return data

    def answer(self) -> dict[str, Any]:
        """What ``actions.sanctions.answer_removal`` asks for."""
        data = self.cleaned_data
        return {"approve": data["approve"] == "yes", "words": data["words"]}

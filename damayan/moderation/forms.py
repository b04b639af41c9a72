from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.moderation.actions import LONGEST_LETTER, LONGEST_REASON
from damayan.safety.models import Outcome


class ReasonForm(forms.Form):
    """Why words are hidden or shown again: the author reads it."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Whoever wrote it reads this. Be clear and kind."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """A few words to who reported."""

    words = forms.CharField(
        label=_("Your answer"),
        help_text=_("They read it as coming from “a guide”, without your name."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LetterForm(forms.Form):
    """A few words to the author."""

    words = forms.CharField(
        label=_("Your words to them"),
        help_text=_(
            "They read it in Answers, as coming from “a guide”, without your name. It stands in the"
            " log."
        ),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 3, "id": "letter"}),
    )


class CloseForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Note for the log"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LookForm(forms.Form):
    """Why somebody needs to know who wears a persona elsewhere."""

    reason = forms.CharField(
        label=_("Why do you need to know?"),
        help_text=_("This is written down with your account and cannot be changed later."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.foundation import languages
from damayan.stories.vocabulary import Topic
from damayan.support.listening.models import Soon
from damayan.support.listening.rules import LONGEST

_YES_NO = [("yes", _("Yes")), ("no", _("Not really")), ("", _("I would rather not say"))]


class AskForm(forms.Form):
    """What somebody would like to talk about, in which language, and how soon."""

    soon = forms.ChoiceField(
        label=_("When would you like to talk?"),
        choices=Soon.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what suits you.")},
    )
    language = forms.ChoiceField(label=_("In which language?"))
    topics = forms.MultipleChoiceField(
        label=_("Is it about one of these?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("What should they know beforehand?"),
        help_text=_("Only a listener reads this. Please leave out names and places."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(languages.NAMES.items())  # type: ignore[attr-defined]


class SayForm(forms.Form):
    """One thing to say."""

    words = forms.CharField(
        label=_("Your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words first.")},
    )


class ThanksForm(forms.Form):
    """How it was, for the listener alone."""

    helped = forms.ChoiceField(
        label=_("Did it help?"), choices=_YES_NO, required=False, widget=forms.RadioSelect
    )
    understood = forms.ChoiceField(
        label=_("Did you feel understood?"),
        choices=_YES_NO,
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("A word to them"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Words that came too late may stand on the same page, under the name of ``SayForm``.
        super().__init__(*args, **{"auto_id": "thanks_%s", **kwargs})

    def values(self) -> dict[str, Any]:
        """As ``actions.thank`` takes them."""
        meaning = {"yes": True, "no": False}
        given = self.cleaned_data
        return {
            "helped": meaning.get(given["helped"]),
            "understood": meaning.get(given["understood"]),
            "words": given["words"],
        }

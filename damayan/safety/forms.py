from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.foundation import languages
from damayan.foundation.ids import new_key
from damayan.foundation.wordfields import add_words, filled, words_of
from damayan.safety.actions import LONGEST
from damayan.safety.models import Helpline, HelplineKind, Network, ReportKind

_PLAIN = (
    "number",
    "kind",
    "place",
    "order",
    "texts_to",
    "networks",
    "free_from",
    "languages",
)


class ReportForm(forms.Form):
    """What worries somebody, in the order of urgency, and words if they like."""

    kind = forms.ChoiceField(
        label=_("What worries you?"),
        choices=ReportKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what worries you most.")},
    )
    words = forms.CharField(
        label=_("Anything a guide should know"),
        help_text=_("Only guides read this. The person you report does not hear who reported."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LineForm(forms.Form):
    """A few words on the private line, from either side."""

    words = forms.CharField(
        label=_("What do you want to say?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a word or two first.")},
    )
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    @classmethod
    def empty(cls) -> "LineForm":
        """With a key of its own, so that a double send says it once."""
        return cls(initial={"form_key": new_key()})


def _networks(label: Any, hint: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=Network.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NearForm(forms.Form):
    """Where somebody is and whose load they have, if they like; it only orders the numbers."""

    place = forms.ChoiceField(label=_("Where are you?"), required=False)
    network = forms.ChoiceField(
        label=_("What do you call with?"),
        required=False,
        choices=[("", _("I would rather not say")), *Network.choices],
    )

    def __init__(self, *args: Any, places: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if places:
            choices = [("", _("I would rather not say")), *((one, one) for one in places)]
            cast(forms.ChoiceField, self.fields["place"]).choices = choices
        else:
            del self.fields["place"]


class HelplineForm(forms.Form):
    """One helpline, with its words in every language of the interface."""

    number = forms.CharField(label=_("Number, as people dial it"), max_length=40)
    kind = forms.ChoiceField(label=_("Where on the page"), choices=HelplineKind.choices)
    place = forms.CharField(
        label=_("Place it is for"), max_length=80, help_text=_("Such as Philippines or Iloilo City")
    )
    texts_to = forms.CharField(
        label=_("Number for text messages"),
        max_length=40,
        required=False,
        help_text=_("Only if somebody reads them."),
    )
    networks = _networks(_("Can be called from"), _("Tick none when every network can call it."))
    free_from = _networks(_("Costs nothing from"), _("Tick only what you know. Ask when you call."))
    languages = forms.MultipleChoiceField(
        label=_("Languages they speak"),
        choices=list(languages.NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    order = forms.IntegerField(
        label=_("Order on the page"), min_value=1, max_value=9999, help_text=_("Small comes first")
    )

    def __init__(self, *args: Any, helpline: Helpline | None = None, **kwargs: Any) -> None:
        if helpline is not None:
            kwargs["initial"] = _values(helpline)
        super().__init__(*args, **kwargs)
        add_words(self, "name", _("Name"), longest=120, required=True)
        add_words(self, "network", _("Network or cost"), longest=120)
        add_words(self, "hours", _("Hours"), longest=120)
        self.order_fields(["number", "name_en", "name_fil", "kind", "place", "texts_to"])

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if not Helpline(number=number).dial.lstrip("+"):
            raise forms.ValidationError(_("A number has digits in it."))
        return number

    def clean_texts_to(self) -> str:
        number: str = self.cleaned_data["texts_to"]
        if number and not Helpline(texts_to=number).text_dial.lstrip("+"):
            raise forms.ValidationError(_("A number has digits in it."))
        return number

    def values(self) -> dict[str, Any]:
        """Field values as ``actions.add_helpline`` takes them."""
        plain = {name: self.cleaned_data[name] for name in _PLAIN}
        worded = {name: words_of(self.cleaned_data, name) for name in ("name", "network", "hours")}
        return {**plain, **worded}


def _values(helpline: Helpline) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(helpline, name) for name in _PLAIN}
    for name in ("name", "network", "hours"):
        values |= filled(name, getattr(helpline, name))
    return values

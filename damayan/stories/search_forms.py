from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.groups.models import Group
from damayan.stories.search_links import Asked
from damayan.stories.search_words import LONGEST, clean
from damayan.stories.vocabulary import Helped, Kind, Language

_ANY = ("", _("any"))


class SearchForm(forms.Form):
    """Words, and what narrows them; everything may be left out, but not all of it."""

    words = forms.CharField(
        label=_("What are you looking for?"),
        required=False,
        max_length=LONGEST,
        help_text=_("One word or a few, in any language."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[_ANY, *Kind.choices])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[_ANY, *Language.choices]
    )
    helped = forms.ChoiceField(
        label=_("What helped"), required=False, choices=[_ANY, *Helped.choices]
    )

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        readable = [(group.slug, group.title) for group in groups]
        self.fields["group"] = forms.ChoiceField(
            label=_("Group"), required=False, choices=[_ANY, *readable]
        )

    def clean_words(self) -> str:
        return clean(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not self.errors and not any(asked.values()):
            self.add_error("words", _("Write a word, or choose something below."))
        return asked

    def asked(self) -> Asked:
        """What a valid form asks for."""
        return Asked(**self.cleaned_data)

"""Form fields for words that exist once per language, kept together as {"en": …, "fil": …}."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _


def add_words(
    form: forms.Form,
    name: str,
    label: "str | Promise",
    *,
    longest: int,
    required: bool = False,
    area: bool = False,
) -> None:
    """Add one field per language of the interface; when required, only the first one is."""
    for place, (code, language) in enumerate(settings.LANGUAGES):
        form.fields[f"{name}_{code}"] = forms.CharField(
            label=_("%(what)s, in %(language)s") % {"what": label, "language": language},
            max_length=longest,
            required=required and place == 0,
            widget=forms.Textarea(attrs={"rows": 5}) if area else forms.TextInput(),
        )


def words_of(cleaned: Mapping[str, Any], name: str) -> dict[str, str]:
    """The filled-in languages of one name, from a valid form."""
    pairs = ((code, cleaned.get(f"{name}_{code}", "")) for code, _language in settings.LANGUAGES)
    return {code: words for code, words in pairs if words}


def filled(name: str, words: Mapping[str, str]) -> dict[str, str]:
    """Initial values for the fields of ``name``."""
    return {f"{name}_{code}": value for code, value in (words or {}).items()}

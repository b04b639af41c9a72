import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from damayan.notices.models import Frequency, Kind
from damayan.notices.rules import WAYS, may_be_silent

_THREAD = re.compile(r"\A[a-z]{1,20}:[a-z0-9]{1,20}\Z")


class ChoicesForm(forms.Form):
    """One question per kind of notice that leaves a choice: how do you want to hear of it?"""

    def __init__(self, *args: Any, ways: dict[str, str], mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = list(ways)
        for kind in map(Kind, ways):
            offered = [
                (slug, words)
                for slug, words, inbox, email in WAYS
                if (inbox or may_be_silent(kind)) and (mail or email == Frequency.NEVER)
            ]
            if len(offered) == 1:
                continue
            kept = ways[kind] if ways[kind] in dict(offered) else "inbox"
            self.fields[kind] = forms.ChoiceField(
                label=kind.label, choices=offered, initial=kept, widget=forms.RadioSelect
            )

    def chosen(self) -> dict[str, tuple[bool, str]]:
        """{kind: (inbox, frequency of e-mail)} of a valid form."""
        meaning = {slug: (inbox, str(email)) for slug, _words, inbox, email in WAYS}
        return {kind: meaning[self.cleaned_data.get(kind, "inbox")] for kind in self.kinds}


class ThreadForm(forms.Form):
    """Which thread to mute or unmute, and the page to return to."""

    thread = forms.RegexField(_THREAD, error_messages={"invalid": _("There is no such thread.")})
    next = forms.CharField(required=False, max_length=200)

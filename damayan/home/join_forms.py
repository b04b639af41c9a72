"""The one form of joining."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from damayan.foundation.ids import new_key
from damayan.groups.names import Look, suggest
from damayan.people.forms import NameField, PassphraseField
from damayan.people.passphrases import passphrase, sign_in_name

CHOICES = 5
_SALT = "home.join"


class JoinForm(forms.Form):
    """Everything is filled in but the age; a person may send it with one tick."""

    age_confirmed = forms.BooleanField(
        error_messages={"required": _("Please say that you are old enough to be here.")}
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    persona = forms.ChoiceField(
        label=_("How others will see you"),
        help_text=_("A name and a woven picture, for your first group. Each group sees another."),
        widget=forms.RadioSelect,
    )
    username = NameField(
        label=_("Your sign-in name"),
        help_text=_("Only for you, to come back in. Nobody here ever sees it. You may change it."),
    )
    passphrase = PassphraseField(
        label=_("Your passphrase"),
        help_text=_("We made it for you. Keep it or write your own, and write it down."),
    )
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    offered = forms.CharField(widget=forms.HiddenInput, max_length=1200)
    next = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)

    def __init__(self, *args: Any, looks: list[Look], by_passkey: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.by_passkey = by_passkey
        self.wait = ""
        self.asked: dict[str, Any] | None = None
        self.fields["age_confirmed"].label = _("I am %(age)s or older") % {
            "age": settings.MINIMUM_AGE
        }
        self._offer(looks)
        self.fields["passphrase"].required = not by_passkey

    def _offer(self, looks: list[Look]) -> None:
        self.looks = looks
        field = cast(forms.ChoiceField, self.fields["persona"])
        field.choices = [(str(i), look.name) for i, look in enumerate(looks)]

    def refresh(self) -> "JoinForm":
        """For showing it again: never a passphrase that was refused, and always some choices."""
        data = cast(QueryDict, self.data).copy()
        if "passphrase" in self.errors:
            data["passphrase"] = passphrase(str(data.get("language", "en")))
        if not self.looks:
            again = form_with_others(data)
            self._offer(again.looks)
            data["offered"] = again.initial["offered"]
        self.data = data
        return self

    @property
    def pictures(self) -> dict[str, int]:
        """The seed of each choice's picture, by its value."""
        return {str(i): look.seed for i, look in enumerate(self.looks)}

    def joining(self) -> dict[str, Any]:
        """What ``people.actions.join`` needs."""
        data = self.cleaned_data
        look = self.looks[int(data["persona"])]
        return {
            "username": data["username"],
            "passphrase": None if self.by_passkey else data["passphrase"],
            "language": data["language"],
            "first_name": look.name,
            "first_seed": look.seed,
            "age_confirmed": data["age_confirmed"],
            "form_key": data["form_key"],
        }


def new_form(language: str, onward: str) -> JoinForm:
    """A form with fresh names, sign-in name and passphrase in ``language``."""
    return _offering(
        language,
        {
            "language": language,
            "username": sign_in_name(language),
            "passphrase": passphrase(language),
            "form_key": new_key(),
            "next": onward,
        },
    )


def form_with_others(posted: Any) -> JoinForm:
    """The same form, as far as it was filled in, with other names to choose from."""
    kept = ("age_confirmed", "language", "username", "passphrase", "form_key", "next")
    initial = {name: posted[name] for name in kept if name in posted}
    return _offering(str(initial.get("language", "en")), initial)


def posted_form(posted: Any, *, by_passkey: bool = False) -> JoinForm:
    """The form as it was sent, with the choices that it offered; a forged offer is none."""
    try:
        offered = [Look(name, seed) for name, seed in signing.loads(posted["offered"], salt=_SALT)]
    except (signing.BadSignature, KeyError):
        offered = []
    return JoinForm(posted, looks=offered, by_passkey=by_passkey)


def _offering(language: str, initial: dict[str, Any]) -> JoinForm:
    looks = suggest(language, CHOICES)
    offered = signing.dumps([list(look) for look in looks], salt=_SALT)
    return JoinForm(looks=looks, initial={"persona": "0"} | initial | {"offered": offered})

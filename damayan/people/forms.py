"""What people type about their accounts."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from damayan.people import challenges, limits
from damayan.people.models import Erasure, Person, Role
from damayan.people.passphrases import tidy

THEMES = (("", _("As my phone has it")), ("araw", _("Light")), ("gabi", _("Dark")))
_PLAIN = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}

WAIT_WORDS = _(
    "Very many people use your network right now, so we have to be careful. "
    "Please wait 30 seconds, then press the button again."
)

CAREFUL_WORDS = _(
    "We are careful with new accounts right now. "
    "Please wait two minutes, then press the button again."
)


def _without_counter(field: forms.CharField) -> None:
    """Short fields: a limit as an attribute would count the letters left, aloud."""
    field.widget.attrs.pop("maxlength", None)


class NameField(forms.CharField):
    """A sign-in name: small letters, whatever the phone's keyboard makes of it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Sign-in name"))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs.update(_PLAIN | {"autocomplete": "username"})
        _without_counter(self)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).lower()


class PassphraseField(forms.CharField):
    """A passphrase to be set; shown, so that it can be read and written down."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Passphrase"))
        kwargs.setdefault("max_length", 200)
        # Two lines, so that a made one is seen whole on a phone.
        super().__init__(strip=False, widget=forms.Textarea({"rows": 2}), **kwargs)
        self.widget.attrs.update(_PLAIN | {"autocomplete": "new-password"})
        _without_counter(self)

    def clean(self, value: Any) -> str:
        return tidy(str(super().clean(value)))


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's, in our words, with a moment of work after many failures from one address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # allauth shows placeholders and a link to a page that we do not have.
        self.fields["login"] = NameField()
        _speak_plainly(self.fields["password"], _("Passphrase"))
        self.wait = ""

    @property
    def asked(self) -> dict[str, Any] | None:
        """The challenge to put on the page, or None."""
        return challenges.new_challenge() if self._is_hot else None

    @property
    def _is_hot(self) -> bool:
        return limits.reached(self.request, "sign_in_failed")

    def clean_password(self) -> str:
        return tidy(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        if self._is_hot and not challenges.passed(self.request):
            self.wait = challenges.wait_for(self.request)
            raise ValidationError(WAIT_WORDS)
        return dict(super().clean())


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _speak_plainly(self.fields["password"], _("Passphrase"))

    def clean_password(self) -> str:
        self.cleaned_data["password"] = tidy(self.cleaned_data["password"])
        return str(super().clean_password())


class _CodeMixin:
    """allauth's forms for a number, in our words."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _speak_plainly(self.fields["code"], _("The number, or a recovery code"))


class SecondStepForm(_CodeMixin, AuthenticateForm):  # type: ignore[misc]
    pass


class AgainByCodeForm(_CodeMixin, ReauthenticateByCodeForm):  # type: ignore[misc]
    pass


class ClosedCodeForm(forms.Form):
    """The second step of somebody whose account was closed."""

    code = forms.CharField(
        label=_("The number, or a recovery code"),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
    )


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _speak_plainly(self.fields["code"], _("The number that the app shows"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


def _speak_plainly(field: forms.Field, label: Any) -> None:
    """Our label above the field instead of allauth's placeholder in it."""
    field.label = label
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)


class PassphraseForm(forms.Form):
    """A new passphrase, with one made for the person; one that was refused is not shown again."""

    passphrase = PassphraseField(
        label=_("New passphrase"),
        help_text=_("We made this one for you. Keep it or write your own, and write it down."),
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_passphrase(self) -> str:
        validate_password(self.cleaned_data["passphrase"], self.person)
        return str(self.cleaned_data["passphrase"])

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if field == "passphrase":
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["passphrase"] = self.initial.get("passphrase", "")  # type: ignore[index]


class RecoverForm(PassphraseForm):
    username = NameField()
    code = forms.CharField(
        label=_("Recovery code"),
        help_text=_("One of the codes that you wrote down. Each works once."),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
    field_order = ("username", "code", "passphrase")


class NameForm(forms.Form):
    username = NameField(
        help_text=_("Only for signing in. Nobody here sees it; it is not your persona's name."),
    )


class ContactForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class PreferencesForm(forms.Form):
    """Any of the three; what was not sent stays as it is."""

    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, required=False, widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=THEMES, required=False, widget=forms.RadioSelect
    )
    large_type = forms.ChoiceField(
        label=_("Size of letters"),
        choices=(("0", _("Usual")), ("1", _("Large"))),
        required=False,
        widget=forms.RadioSelect,
    )

    def chosen(self) -> dict[str, Any]:
        """What was sent and makes sense, in the types of ``Person``."""
        self.is_valid()
        chosen = {k: v for k, v in self.cleaned_data.items() if k in self.data}
        if not chosen.get("language", "-"):
            chosen.pop("language")
        if "large_type" in chosen:
            chosen["large_type"] = chosen["large_type"] == "1"
        return chosen


class EraseForm(forms.Form):
    words = forms.ChoiceField(
        label=_("What shall become of your stories and answers?"),
        choices=(
            (Erasure.Words.KEEP, _("Keep my words, without me")),
            (Erasure.Words.REMOVE, _("Remove my words")),
        ),
        widget=forms.RadioSelect,
    )


class RoleForm(forms.Form):
    username = NameField(help_text=_("Exactly as the person told you."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)

"""allauth's forms for passkeys, safe from answers that no browser gives.

The libraries behind them fail in many ways on a forged answer; to us each is a wrong answer.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.webauthn import forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django.core.exceptions import ValidationError
from django.forms import HiddenInput, JSONField
from django.utils.translation import gettext as _

_WRONG = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    struct.error,
    InvalidSignature,
    UnsupportedAlgorithm,
    RecursionError,
)


@contextmanager
def _kindly() -> Iterator[None]:
    try:
        yield
    except _WRONG:
        raise ValidationError(_("This passkey did not work. Please try again.")) from None


class AnswerField(JSONField):
    """The browser's answer; one nested a thousand deep is none."""

    def to_python(self, value: Any) -> Any:
        with _kindly():
            return super().to_python(value)


def _answer() -> AnswerField:
    return AnswerField(widget=HiddenInput)


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    credential = _answer()

    def clean(self) -> Any:
        with _kindly():
            return super().clean()


class _AnswerMixin:
    def clean_credential(self) -> Any:
        with _kindly():
            return super().clean_credential()  # type: ignore[misc]


class LoginForm(_AnswerMixin, forms.LoginWebAuthnForm):  # type: ignore[misc]
    credential = _answer()


class SecondStepForm(_AnswerMixin, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = _answer()


class AgainForm(_AnswerMixin, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    credential = _answer()

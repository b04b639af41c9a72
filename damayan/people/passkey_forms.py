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
from django.utils.translation import gettext as _

_WRONG = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    struct.error,
    InvalidSignature,
    UnsupportedAlgorithm,
)


@contextmanager
def _kindly() -> Iterator[None]:
    try:
        yield
    except _WRONG:
        raise ValidationError(_("This passkey did not work. Please try again.")) from None


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    def clean(self) -> Any:
        with _kindly():
            return super().clean()


class _AnswerMixin:
    def clean_credential(self) -> Any:
        with _kindly():
            return super().clean_credential()  # type: ignore[misc]


class LoginForm(_AnswerMixin, forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class SecondStepForm(_AnswerMixin, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AgainForm(_AnswerMixin, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass

"""How allauth is bent to a place that knows no e-mail: secrets sealed, no address remembered."""

import base64
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from damayan.foundation import crypto
from damayan.foundation.clock import on_day
from damayan.people import closed, limits, returning, sessions
from damayan.people.models import Person
from damayan.people.queries import erasure_of

# What allauth would say after a deed, in our words; all else stays unsaid.
_TOLD = {
    "mfa/messages/webauthn_added.txt": _("Your passkey is ready."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is on."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Joining is our own page; allauth's sign-up stays shut."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "This sign-in name and passphrase do not belong together. Look at both once more."
        ),
        "too_many_login_attempts": _(
            "There were too many tries with this sign-in name. Please wait 15 minutes, "
            "or sign in with a passkey or a recovery code."
        ),
        "incorrect_password": _("That is not your passphrase. Please try again."),
        "incorrect_code": _("That did not work. Please try again with a new code or passkey."),
        "rate_limited": _("There were too many tries. Please wait a few minutes."),
    }

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site; allauth's own fails on an address that is none."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The pseudonym of the day; nobody behind ForgetfulMiddleware sees the address itself."""
        return str(request.META["REMOTE_ADDR"])

    def get_login_stages(self) -> list[str]:
        return ["damayan.people.allauth_stages.SecondStep"]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.count(request, "sign_in_failed")

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """A closed account lets nobody in, but says why; its browser is known for a while."""
        # Asked first: allauth forgets how somebody proved themselves whom it does not let in.
        is_whole = user.removed_at is not None and closed.did_all(request, user)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if user.removed_at is None:
            return response
        closed.remember(request, user, is_whole=is_whole)
        response = redirect("account_closed")
        returning.mark(request, response)
        return response

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """A fresh sign-in is as good a proof as asking again, for the next ten minutes."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        record_authentication(request, user, "signed_in", reauthenticated=True)
        sessions.remember(request, user)
        if erasure := erasure_of(user):
            messages.warning(
                request,
                _("You will be erased on %(day)s. You can still stop this, under “What we keep”.")
                % {"day": on_day(erasure.due_at)},
            )
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what allauth wants said only where we have words for it."""
        words = message or _TOLD.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors' secrets are sealed with the installation's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not work. Please try again with a new code or passkey."),
    }

    def encrypt(self, text: str) -> str:
        sealed = crypto.seal(crypto.installation_key(), text.encode(), "mfa")
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return crypto.open_sealed(crypto.installation_key(), sealed, "mfa").decode()

    def build_totp_svg(self, url: str) -> str:
        """On white: by night, black on nothing could not be read."""
        file = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(file)
        return file.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002
        """A passkey is named after where it was made, such as "Chrome, Android"."""
        return context.request.META.get("HTTP_USER_AGENT") or "Passkey"

    def get_public_key_credential_user_entity(self, user: Any) -> Any:
        entity = super().get_public_key_credential_user_entity(user)
        entity["display_name"] = "Damayan"
        return entity

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Damayan"}

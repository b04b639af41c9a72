"""How allauth is bent to a place that knows no e-mail: secrets sealed, no address remembered."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from damayan.foundation import crypto


class AccountAdapter(DefaultAccountAdapter):
    """Joining is our own page; allauth's sign-up stays shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second factors' secrets are sealed with the installation's key."""

    def encrypt(self, text: str) -> str:
        sealed = crypto.seal(crypto.installation_key(), text.encode(), "mfa")
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return crypto.open_sealed(crypto.installation_key(), sealed, "mfa").decode()

    def get_public_key_credential_user_entity(self, user: Any) -> Any:
        entity = super().get_public_key_credential_user_entity(user)
        entity["display_name"] = "Damayan"
        return entity

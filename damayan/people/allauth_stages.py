"""The second step of signing in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Asked only of those who turned on an authenticator app.

    A passkey is another door, not a second lock: who adds one must still get in with their
    passphrase from a borrowed phone.
    """

    def _should_handle(self, request: HttpRequest) -> bool:
        asked = is_mfa_enabled(self.login.user, [Authenticator.Type.TOTP])
        return bool(asked and super()._should_handle(request))

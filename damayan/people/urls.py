"""Accounts under /me/ and /desk/, and those of allauth's pages that we need."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path

from damayan.people.views import arriving, closed, contact, preferences, privacy, roles, security

_NAMESPACE = "people"

own = [
    path("join/ready/", arriving.ready, name="ready"),
    path("join/ready/done/", arriving.ready_done, name="ready_done"),
    path("recover/", arriving.recover, name="recover"),
    path("start/<str:token>/", arriving.first_coordinator, name="first_coordinator"),
    path("me/security/", security.security, name="security"),
    path("me/security/passphrase/", security.passphrase, name="passphrase"),
    path("me/security/name/", security.name, name="name"),
    path("me/security/codes/", security.new_codes, name="new_codes"),
    path("me/security/<int:pk>/remove/", security.remove_way_in, name="remove_way_in"),
    path("me/security/sessions/<int:pk>/end/", security.end_session, name="end_session"),
    path("me/security/sessions/others/", security.end_other_sessions, name="end_other_sessions"),
    path("me/security/sessions/all/", security.end_all_sessions, name="end_all_sessions"),
    path("me/privacy/", privacy.privacy, name="privacy"),
    path("me/privacy/agree/<slug:purpose>/", privacy.agree, name="agree"),
    path("me/privacy/withdraw/<slug:purpose>/", privacy.withdraw, name="withdraw"),
    path("me/privacy/export/", privacy.ask_for_export, name="ask_for_export"),
    path("me/privacy/export/<slug:key>/", privacy.export, name="export"),
    path("me/privacy/export/<slug:key>/file/", privacy.download, name="download"),
    path("me/privacy/erase/", privacy.erase, name="erase"),
    path("me/privacy/erase/cancel/", privacy.cancel_erasure, name="cancel_erasure"),
    path("me/contact/", contact.contact, name="contact"),
    path("me/contact/remove/", contact.remove_contact, name="remove_contact"),
    path("me/contact/verify/<str:token>/", contact.verify_contact, name="verify_contact"),
    path("me/preferences/", preferences.preferences, name="preferences"),
    path("desk/roles/", roles.roles, name="roles"),
    path("desk/roles/<int:pk>/end/", roles.end_role, name="end_role"),
]

# allauth reverses these names, so they stand outside our namespace. Its sign-up, e-mail and
# password-reset pages are not here; mfa_index and mfa_view_recovery_codes lead to our own page.
allauths = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("closed/", closed.second_step, name="account_closed"),
    path("closed/erase/", closed.erase, name="erase_closed"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("added/", security.after_adding, name="mfa_index"),
    path("added/codes/", security.after_adding, name="mfa_view_recovery_codes"),
    path("app/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/off/", security.after_adding, name="mfa_deactivate_totp"),
    path("passkey/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkey/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkey/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]

urlpatterns = [
    path("", include((own, _NAMESPACE))),
    path("account/", include(allauths)),
]

"""Settings of one installation.

Everything an operator may change comes from the environment (names begin with ``DAMAYAN_``, except
``DATABASE_URL``); the rest is fixed here. Secrets live as files in the data folder's ``keys/``.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("DAMAYAN_DATA", ROOT / "data"))


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _key_file(name: str) -> str:
    path = DATA / "keys" / name
    return path.read_text().strip() if path.is_file() else ""


# ── Secrets ────────────────────────────────────────────────────────────────────────────────────
SECRET_KEY = os.environ.get("DAMAYAN_SECRET_KEY") or _key_file("django.key")
# Wraps every member's personal key (AES-256-GCM): base64 of 32 bytes. Lost means unreadable.
INSTALLATION_KEY = os.environ.get("DAMAYAN_INSTALLATION_KEY") or _key_file("installation.key")

# ── Where it answers ───────────────────────────────────────────────────────────────────────────
DEBUG = _flag("DAMAYAN_DEBUG")
# The public origin, such as https://damayan.example.ph; links in e-mails begin with it.
ADDRESS = os.environ.get("DAMAYAN_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
_SECURE = ADDRESS.startswith("https://")
ALLOWED_HOSTS = [
    urlsplit(ADDRESS).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    *filter(None, os.environ.get("DAMAYAN_HOSTS", "").split(",")),
]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
# How many proxies of our own stand in front; 0 means that the peer's address is the visitor's.
PROXIES = int(os.environ.get("DAMAYAN_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# ── What a programme decides ───────────────────────────────────────────────────────────────────
# Who runs this installation, and how to reach its data protection officer (shown to everybody).
OPERATOR = os.environ.get("DAMAYAN_OPERATOR", "")
OPERATOR_CONTACT = os.environ.get("DAMAYAN_CONTACT", "")
MINIMUM_AGE = int(os.environ.get("DAMAYAN_MINIMUM_AGE", "18"))
# What one persona may give in an hour before being asked to take a breath; 0 means no limit.
STORIES_PER_HOUR = int(os.environ.get("DAMAYAN_STORIES_PER_HOUR", "5"))
REPLIES_PER_HOUR = int(os.environ.get("DAMAYAN_REPLIES_PER_HOUR", "40"))
QUICK_EXIT_URL = os.environ.get("DAMAYAN_QUICK_EXIT_URL", "https://www.wikipedia.org/")
# Minutes after which an urgent concern that nobody took up climbs to the coordinators.
CLIMB_MINUTES = int(os.environ.get("DAMAYAN_CLIMB_MINUTES", "10"))
# How soon a guide first looks, by level; outside the hours of shifts it counts from the next one.
TARGET_URGENT_MINUTES = int(os.environ.get("DAMAYAN_TARGET_URGENT_MINUTES", "10"))
TARGET_CONCERN_HOURS = int(os.environ.get("DAMAYAN_TARGET_CONCERN_HOURS", "12"))
# When guides are there, in words that members read; empty: it is said that nobody can promise.
GUIDE_HOURS = os.environ.get("DAMAYAN_GUIDE_HOURS", "")
# How much guides are asked to meet before the next case goes to somebody else, in cases (an urgent
# one counts as URGENT_WEIGHT), and when a break comes by itself. Our judgement, to be tuned by the
# programme's clinical lead: no study gives a number (docs/running.md).
GUIDE_CARE = {
    name: int(os.environ.get(f"DAMAYAN_GUIDE_{name}", figure))
    for name, figure in {
        "URGENT_WEIGHT": 3,
        "CAP_SHIFT": 30,
        "CAP_DAY": 40,
        "CAP_WEEK": 140,
        "REST_AFTER_URGENT": 3,
        "REST_AFTER_MINUTES": 120,
        "REST_MINUTES": 15,
    }.items()
}
# Danger to life: minutes in which a second person must agree, and for which it can then be seen.
REVEAL_ANSWER_MINUTES = int(os.environ.get("DAMAYAN_REVEAL_ANSWER_MINUTES", "15"))
REVEAL_OPEN_MINUTES = int(os.environ.get("DAMAYAN_REVEAL_OPEN_MINUTES", "30"))
# Whom guides can call for themselves, in words: a supervisor, an employee line.
GUIDE_SUPPORT = os.environ.get("DAMAYAN_GUIDE_SUPPORT", "")
HELPLINE_STALE_DAYS = int(os.environ.get("DAMAYAN_HELPLINE_STALE_DAYS", "180"))
ERASE_GRACE_DAYS = int(os.environ.get("DAMAYAN_ERASE_GRACE_DAYS", "14"))
TIME_ZONE = os.environ.get("DAMAYAN_TIME_ZONE", "Asia/Manila")
# Open pages that one web process keeps up to date at most; the next one is told to come later.
LIVE_LISTENERS = int(os.environ.get("DAMAYAN_LIVE_LISTENERS", "5000"))
CONSENT_VERSION = "2026-11"

# ── The rooms ──────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "damayan.people.allauth_apps.SessionsConfig",
    "damayan.foundation",
    "damayan.people",
    "damayan.notices",
    "damayan.safety",
    "damayan.groups",
    "damayan.stories",
    "damayan.support",
    "damayan.support.path",
    "damayan.support.listening",
    "damayan.support.questions",
    "damayan.support.referral",
    "damayan.moderation",
    "damayan.home",
    "damayan.demo",
]
MIDDLEWARE = [
    "damayan.people.middleware.ForgetfulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Around all that may answer by itself, so that refusals carry these headers too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "damayan.groups.robots.RobotsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "damayan.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "damayan.config.urls"
ASGI_APPLICATION = "damayan.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "damayan.config.jinja.environment",
            "context_processors": ["damayan.config.jinja.context"],
        },
    },
    {
        # Only for screens that a library brings; ours are Jinja2.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# ── Data ───────────────────────────────────────────────────────────────────────────────────────
DATABASE_URL = os.environ.get("DATABASE_URL") or f"postgresql://damayan@/damayan?host={DATA}/socket"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=None)}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by every process: rate limits must hold whichever process answers.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SESSION_ENGINE = "damayan.people.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_NAME = "damayan"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "damayan.stories.views.failing.csrf_failed"
LANGUAGE_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# ── Accounts (allauth) ─────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["damayan.people.backends.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:front"
LOGOUT_REDIRECT_URL = "home:front"
JOINED_REDIRECT_URL = "groups:list"
ACCOUNT_ADAPTER = "damayan.people.allauth_adapters.AccountAdapter"
MFA_ADAPTER = "damayan.people.allauth_adapters.MFAAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Per name tight, per address wide: a whole barangay may sit behind one address.
# The numbers and their reasons: docs/decisions/0005-accounts.md.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "3000/h/ip,8/15m/key",
    "reauthenticate": "12/15m/user",
    "recover": "600/h/ip,5/h/key",
    "joined": "20/h/ip",  # more than this: a proof of work first, or 30 seconds of waiting
    "sign_in_failed": "30/h/ip",  # likewise
    "waited": "120/h/ip",
    "contact": "5/h/user,3/d/key",
    "export": "5/d/user",
}
ACCOUNT_FORMS = {
    "login": "damayan.people.forms.SignInForm",
    "reauthenticate": "damayan.people.forms.AgainForm",
}
MFA_FORMS = {
    "authenticate": "damayan.people.forms.SecondStepForm",
    "reauthenticate": "damayan.people.forms.AgainByCodeForm",
    "activate_totp": "damayan.people.forms.AppForm",
    "add_webauthn": "damayan.people.passkey_forms.AddForm",
    "login_webauthn": "damayan.people.passkey_forms.LoginForm",
    "authenticate_webauthn": "damayan.people.passkey_forms.SecondStepForm",
    "reauthenticate_webauthn": "damayan.people.passkey_forms.AgainForm",
}
ACCOUNT_PRESERVE_USERNAME_CASING = False
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_RECOVERY_CODE_DIGITS = 12
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Damayan"
MFA_RECOVERY_CODE_COUNT = 8
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE
USERSESSIONS_TRACK_ACTIVITY = False

# ── Languages ──────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fil", _("Filipino"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True

# ── Headers ────────────────────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _SECURE else 0
SECURE_SSL_REDIRECT = False

# ── Static files ───────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("DAMAYAN_STATIC", DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ── Mail ───────────────────────────────────────────────────────────────────────────────────────
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("DAMAYAN_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("DAMAYAN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DAMAYAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DAMAYAN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("DAMAYAN_SMTP_STARTTLS")
EMAIL_USE_SSL = _flag("DAMAYAN_SMTP_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DAMAYAN_MAIL_FROM", "Damayan <damayan@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Request paths carry keys of stories; keep them out of the log unless something broke.
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}

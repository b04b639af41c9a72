"""The product's settings with what tests need: keys of their own, a fast hasher, mail in memory."""

import base64
import os

os.environ.setdefault("DAMAYAN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DAMAYAN_INSTALLATION_KEY", base64.b64encode(b"t" * 32).decode())

from damayan.config.settings import *  # noqa: F403
from damayan.config.settings import STORAGES

SECRET_KEY = "only-for-tests"
INSTALLATION_KEY = base64.b64encode(b"t" * 32).decode()
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

"""The tests' settings for a server of its own: pages and files as they really go over the wire."""

from damayan.config.settings import STORAGES as REAL_STORAGES
from tests.settings import *  # noqa: F403
from tests.settings import CACHES

STORAGES = REAL_STORAGES
# Each test brings another community: nothing may be remembered from the one before.
CACHES = {**CACHES, "local": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

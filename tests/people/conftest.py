import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _limits_start_anew(request: pytest.FixtureRequest) -> None:
    """Counts stay in the cache's table, which a test that commits does not roll back."""
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker(
        "django_db"
    ):
        request.getfixturevalue("db")
        caches["default"].clear()


@pytest.fixture
def two_an_hour(settings) -> None:
    """The same limits, sooner reached."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "joined": "2/h/ip",
        "sign_in_failed": "2/h/ip",
    }

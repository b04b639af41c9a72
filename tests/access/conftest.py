"""One world for a whole file of tests: it is made once, and what each test does is taken back."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.access.walk import undone
from tests.access.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper(world: World, django_db_blocker) -> Iterator[None]:
    """What pytest-django's mark ``django_db`` does, inside the transaction of the world."""
    with django_db_blocker.unblock(), undone():
        yield

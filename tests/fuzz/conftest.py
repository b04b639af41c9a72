"""The same world as for the table of who may do what; whatever happens to it is taken back."""

from tests.access.conftest import _django_db_helper, world

__all__ = ["_django_db_helper", "world"]

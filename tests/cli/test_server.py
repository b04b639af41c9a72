import os
import uuid

import psycopg
import pytest

from damayan.cli.server import Server, _check_version
from damayan.cli.trouble import Trouble


@pytest.fixture
def url(settings, db) -> str:
    """A database of this test's own on the server that the tests run on."""
    base = os.environ["DATABASE_URL"]
    name = f"damayan_server_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield psycopg.conninfo.make_conninfo(base, dbname=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_usable_server_gets_its_vectors_switched_on(url):
    server = Server(embedded=False, url=url)
    assert server.is_empty()
    assert server.is_new()
    server.check()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT '[1,2]'::vector").fetchone()


def test_a_database_with_tables_is_not_empty_but_new_to_us(url):
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE something ()")
    server = Server(embedded=False, url=url)
    assert not server.is_empty()
    assert server.is_new()


@pytest.mark.parametrize(
    "address",
    ["postgresql://someone:secret@127.0.0.1:1/damayan", "postgresql://x@/d?host=/nowhere"],
)
def test_a_server_that_does_not_answer_is_said_so_without_the_password(address):
    with pytest.raises(Trouble, match="does not answer") as caught:
        Server(embedded=False, url=address).check()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("address", ["nonsense", "mysql://localhost/x", "postgresql://:port/"])
def test_an_address_that_is_none_is_said_so(address):
    with pytest.raises(Trouble, match=r"is not an address|does not answer"):
        Server(embedded=False, url=address).check()


@pytest.mark.parametrize(("number", "too_old"), [(150012, True), (160000, False), (180004, False)])
def test_a_server_before_16_is_too_old(number, too_old):
    class Connection:
        class info:  # noqa: N801
            server_version = number

    if too_old:
        with pytest.raises(Trouble, match=r"is PostgreSQL 15; Damayan needs 16"):
            _check_version(Connection())
    else:
        _check_version(Connection())

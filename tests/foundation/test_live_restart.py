"""PostgreSQL is killed while somebody listens: the stream stays, and nothing is lost."""

import subprocess
import sys

import pytest

from tests.cli.living import new_folder
from tests.foundation.live_server import ROOT, Stream
from tests.processes.test_crashes import Installation

pytestmark = pytest.mark.processes
UNREAD = (
    "import django; django.setup()\n"
    "from damayan.people.models import Person\n"
    "from damayan.foundation import live\n"
    "person = Person.objects.filter(username__startswith='bench-').order_by('id').first()\n"
    "Person.objects.filter(pk=person.pk).update(unread_notices={number})\n"
    "if {wake}: live.notify('notices:%d' % person.pk)\n"
)


@pytest.fixture
def folder():
    with new_folder() as found:
        yield found


def test_a_killed_database_loses_no_news_for_an_open_page(folder):
    installation = Installation(folder / "data")
    try:
        installation.wait_ready()
        made = installation.inside("make")
        stream = Stream(installation.port, "notices", made["cookies"][0], "")
        assert stream.next()[1]["unread"] == 0
        installation.kill("postgres")
        # The listener is away, and misses the call, or just back: either way it finds the row.
        _set(installation, 7, wake=True)
        assert stream.next(30)[1]["unread"] == 7
        _set(installation, 8, wake=True)
        assert stream.next(10)[1]["unread"] == 8
        stream.hang_up()
    finally:
        assert installation.stop() == 0


def _set(installation: Installation, number: int, *, wake: bool) -> None:
    words = ["database", "--", sys.executable, "-c", UNREAD.format(number=number, wake=wake)]
    subprocess.run(
        [sys.executable, "-m", "damayan.cli", *words],
        cwd=ROOT,
        env={**installation.env, "DJANGO_SETTINGS_MODULE": "damayan.config.settings"},
        check=True,
    )

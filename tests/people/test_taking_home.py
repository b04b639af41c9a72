import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.people import actions, codes, holdings, tasks
from damayan.people.models import Export, Person
from tests.cast import PASSPHRASE, Cast
from tests.people.pages import prove

pytestmark = pytest.mark.django_db
PRIVACY, ASK = "/me/privacy/", "/me/privacy/export/"


@pytest.fixture
def client(cast: Cast, client_of: Callable[[Person], Client]) -> Client:
    client = client_of(cast.author)
    prove(client, PASSPHRASE)
    return client


def carry_out() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="people.make_export"):
        tasks.make_export(**job.args)


def unpacked(answer) -> tuple[str, dict]:
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.testzip() is None
    return archive.read("index.html").decode(), json.loads(archive.read("data.json"))


def test_a_member_asks_watches_and_takes_everything_home(cast: Cast, story, client: Client) -> None:
    codes.renew(cast.author)
    actions.give_consent(by=cast.author, purpose="research", version="1")
    page = client.post(ASK).url
    waiting = client.get(page)
    assert waiting["Refresh"] == "3"
    assert f"0 of {len(holdings.registered())}" in waiting.content.decode()
    assert client.get(f"{page}file/").status_code == 404
    carry_out()
    done = client.get(page)
    assert "Refresh" not in done
    html, data = unpacked(client.get(f"{page}file/"))
    for words in (cast.author.username, "Learning whether this place helps"):
        assert words in html
        assert words in json.dumps(data, ensure_ascii=False)
    assert [part["name"] for part in data["parts"]] == [str(h.name) for h in holdings.registered()]


def test_a_story_and_its_persona_are_in_it(cast: Cast, story, client: Client) -> None:
    page = client.post(ASK).url
    carry_out()
    html, data = unpacked(client.get(f"{page}file/"))
    for words in ("I still set two cups in the morning", cast.personas["author"].name):
        assert words in html
        assert words in json.dumps(data, ensure_ascii=False)


def test_nothing_of_anybody_else_is_in_it(cast: Cast, story, reply, client: Client) -> None:
    actions.block_contact(by=cast.author, other=cast.outsider)
    page = client.post(ASK).url
    carry_out()
    html, data = unpacked(client.get(f"{page}file/"))
    for part, person in cast.people.items():
        if part != "author":
            assert person.username not in html + json.dumps(data), part


def test_markup_in_words_does_not_run_in_the_page_at_home(cast: Cast, client: Client) -> None:
    Person.objects.filter(pk=cast.author.pk).update(username="<script>x</script>")
    page = client.post(ASK).url
    carry_out()
    html, _data = unpacked(client.get(f"{page}file/"))
    assert "<script>" not in html


def test_nobody_else_can_take_or_even_see_it(
    cast: Cast, client: Client, client_of: Callable
) -> None:
    page = client.post(ASK).url
    carry_out()
    for part in ("member", "guide", "coordinator"):
        other = client_of(cast.people[part])
        prove(other, PASSPHRASE)
        assert other.get(page).status_code == 404
        assert other.get(f"{page}file/").status_code == 404
    assert Client().get(f"{page}file/").status_code == 302


def test_taking_it_needs_a_fresh_proof(cast: Cast, client: Client) -> None:
    page = client.post(ASK).url
    carry_out()
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert client.get(f"{page}file/").url.startswith("/account/again/")
        assert client.get(page).status_code == 200


def test_it_lies_sealed_and_is_gone_after_seven_days(cast: Cast, client: Client) -> None:
    page = client.post(ASK).url
    carry_out()
    sealed = bytes(Export.objects.get().archive_sealed)
    assert b"index.html" not in sealed
    assert sealed[:2] != b"PK"
    with time_machine.travel(now() + timedelta(days=8)):
        prove(client, PASSPHRASE)
        assert client.get(f"{page}file/").status_code == 404
        tasks.sweep(0)
        assert not Export.objects.exists()


def test_asking_twice_gathers_once(client: Client) -> None:
    assert client.post(ASK).url == client.post(ASK).url
    assert Export.objects.count() == 1


def test_asking_many_times_is_told_to_wait(client: Client) -> None:
    for _ in range(5):
        client.post(ASK)
        carry_out()
    page = client.post(ASK, follow=True)
    assert "tomorrow" in page.content.decode()
    assert Export.objects.count() == 5


def test_a_job_that_fails_says_so_and_can_be_asked_for_again(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.post(ASK).url

    def broken(person: Person):
        raise ValueError("broken")

    bad = holdings.Holding(name="bad", models=(), export=broken, erase=lambda p, w: None)
    monkeypatch.setattr(holdings, "_register", [*holdings.registered(), bad])
    with pytest.raises(ValueError, match="broken"):
        carry_out()
    assert "ask once more" in client.get(page).content.decode()
    assert client.post(ASK).url != page


def test_a_job_that_runs_twice_makes_one_archive(cast: Cast, client: Client) -> None:
    client.post(ASK)
    carry_out()
    first = bytes(Export.objects.get().archive_sealed)
    carry_out()
    assert bytes(Export.objects.get().archive_sealed) == first


def test_the_page_of_what_we_keep_costs_the_same_for_a_long_history(
    cast: Cast, client: Client, django_assert_num_queries: Callable
) -> None:
    for version in "12345":
        actions.give_consent(by=cast.author, purpose="research", version=version)
        Export.objects.create(person=cast.author)
    with django_assert_num_queries(5):  # session, person, consents, exports, erasure
        client.get(PRIVACY)

import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.people import actions, keys, tasks
from damayan.people.models import Consent, Contact, Person
from tests.cast import PASSPHRASE, Cast
from tests.people.pages import everything_stored, prove

pytestmark = pytest.mark.django_db
CONTACT, ADDRESS = "/me/contact/", "ana.reyes@example.ph"


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings) -> None:
    settings.EMAIL_HOST = "localhost"


@pytest.fixture
def client(cast: Cast, client_of: Callable[[Person], Client]) -> Client:
    client = client_of(cast.member)
    prove(client, PASSPHRASE)
    return client


def carry_out() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="people.send_verification"):
        tasks.send_verification(**job.args)


def link() -> str:
    return re.search(r"(/me/contact/verify/\S+)", mail.outbox[-1].body)[1]


def test_a_member_gives_an_address_and_confirms_it_by_its_letter(
    cast: Cast, client: Client
) -> None:
    client.post(CONTACT, {"email": ADDRESS})
    carry_out()
    assert mail.outbox[0].to == [ADDRESS]
    anywhere = Client()
    assert anywhere.get(link()).status_code == 200
    assert Contact.objects.get().verified_at is None, "opening the link confirms nothing yet"
    anywhere.post(link())
    contact = Contact.objects.get()
    assert contact.verified_at
    assert keys.open_for(cast.member, bytes(contact.email_sealed), "contact").decode() == ADDRESS
    assert Consent.objects.get(purpose="email").withdrawn_at is None


def test_the_letter_says_nothing_of_this_place(client: Client) -> None:
    client.post(CONTACT, {"email": ADDRESS})
    carry_out()
    words = mail.outbox[0].subject + mail.outbox[0].body
    for telling in ("group", "story", "support", "Gentle", "signs-in"):
        assert telling not in words


def test_the_address_is_nowhere_to_be_read(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client.post(CONTACT, {"email": ADDRESS})
    carry_out()
    page = client.get(CONTACT).content.decode()
    assert ADDRESS not in page
    assert ADDRESS not in link()
    assert not [record for record in caplog.records if "ana.reyes" in record.getMessage()]
    for table, rows in everything_stored().items():
        assert "ana.reyes" not in rows, table


def test_a_link_is_too_old_after_three_days(client: Client) -> None:
    client.post(CONTACT, {"email": ADDRESS})
    carry_out()
    with time_machine.travel(now() + timedelta(days=4)):
        assert "does not work" in Client().post(link()).content.decode()
    assert Contact.objects.get().verified_at is None


def test_a_link_of_an_address_that_was_changed_confirms_nothing(client: Client) -> None:
    client.post(CONTACT, {"email": ADDRESS})
    carry_out()
    old = link()
    client.post(CONTACT, {"email": "other@example.ph"})
    Client().post(old)
    assert Contact.objects.get().verified_at is None


def test_a_forged_link_confirms_nothing(client: Client) -> None:
    client.post(CONTACT, {"email": ADDRESS})
    key = Contact.objects.get().key
    for token in (key, "x", f'"{key}":1aaaaa:sig'):
        assert Client().post(f"/me/contact/verify/{token}/").status_code == 200
    assert Contact.objects.get().verified_at is None


def test_a_member_has_their_address_forgotten(cast: Cast, client: Client) -> None:
    client.post(CONTACT, {"email": ADDRESS})
    client.post(f"{CONTACT}remove/")
    assert not Contact.objects.exists()
    assert Consent.objects.get(purpose="email").withdrawn_at
    carry_out()
    assert mail.outbox == []


def test_nobody_is_flooded_with_letters(cast: Cast, client: Client) -> None:
    for _ in range(3):
        assert client.post(CONTACT, {"email": ADDRESS}).status_code == 302
    answer = client.post(CONTACT, {"email": ADDRESS.upper()})
    assert answer.status_code == 422
    assert "wait" in answer.content.decode()


@pytest.mark.parametrize(
    "bad", ["", "nonsense", "a@b", "x\n@example.ph", "a" * 300 + "@example.ph"]
)
def test_what_is_no_address_is_said_beside_the_field(client: Client, bad: str) -> None:
    assert client.post(CONTACT, {"email": bad}).status_code == 422
    assert not Contact.objects.exists()


def test_a_place_without_mail_says_so(client: Client, settings) -> None:
    settings.EMAIL_HOST = ""
    page = client.get(CONTACT).content.decode()
    assert "sends no e-mail" in page
    assert 'name="email"' not in page


def test_the_job_is_part_of_the_deed_that_caused_it(cast: Cast) -> None:
    waiting = ProcrastinateJob.objects.filter(task_name="people.send_verification")
    with transaction.atomic():
        actions.set_contact(by=cast.member, email=ADDRESS)
        assert waiting.exists()
        transaction.set_rollback(True)
    assert not waiting.exists()

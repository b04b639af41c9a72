"""E-mail, against a real SMTP server on this machine."""

import re
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.notices import post, tasks
from damayan.notices.actions import SEND, choose, read_all, tell
from damayan.notices.models import Choice, Delivery, Frequency, Kind, Notice
from damayan.notices.unsubscribing import person_of, token_for
from damayan.people.actions import remove_contact, withdraw_consent
from damayan.people.models import Person
from tests.cast import Cast
from tests.notices.conftest import Letterbox

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "There is a new answer to your story in Losing someone"


def answer(person: Person, cause: str = "reply:1") -> Notice:
    url, thread = "/stories/k2m4n6p8q2r4/", "story:k2m4n6p8q2r4"
    told = tell(
        person_id=person.pk, kind=Kind.ANSWER, text=WORDS, url=url, cause=cause, thread=thread
    )
    assert told
    return told


def work() -> None:
    """Run what was deferred, here and now."""
    for job in ProcrastinateJob.objects.filter(task_name=SEND, status="todo").order_by("id"):
        tasks.send(**job.args)


def real_worker() -> None:
    """Run what was deferred in procrastinate's own worker, in threads of its own."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def test_the_worker_mails_what_a_committed_deed_caused(
    cast: Cast, letterbox: Letterbox, gives_address: Any, monkeypatch: Any
) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    gives_address(cast.author)
    with transaction.atomic():
        answer(cast.author)
    real_worker()
    real_worker()
    assert len(letterbox.letters) == 1


def parts(letter: Any) -> str:
    return "\n".join(part.get_content() for part in letter.walk() if not part.is_multipart())


def test_a_person_who_wants_it_gets_one_mail_at_once_that_reveals_nothing(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    address = gives_address(cast.author)
    answer(cast.author)
    work()
    [letter] = letterbox.letters
    assert letterbox.readers == [address]
    assert letter["Subject"] == "You have a message waiting"
    everything = letter.as_string() + parts(letter)
    for secret in ("Losing", "story", "stories", "persona", cast.author.username, "k2m4n6p8q2r4"):
        assert secret not in everything
    assert "http://127.0.0.1:8000/answers/" in parts(letter)
    assert Delivery.objects.get().sent_at is not None


def test_the_mail_carries_what_mail_programs_need(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    told = answer(cast.author)
    post.send_one(told.delivery.pk)
    [letter] = letterbox.letters
    assert re.fullmatch(r"<[0-9a-f]{32}@127\.0\.0\.1>", letter["Message-ID"])
    assert letter["Date"].datetime - now() < timedelta(seconds=5)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<http://127\.0\.0\.1:8000/mail/[\w-]+/unsubscribe/>", unfold(letter))
    assert letter["To"]
    assert not letter["Cc"]
    assert {part.get_content_type() for part in letter.iter_parts()} == {"text/plain", "text/html"}


def unfold(letter: Any) -> str:
    return "".join(str(letter["List-Unsubscribe"]).split())


def test_the_mail_is_in_the_readers_language(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    Person.objects.filter(pk=cast.author.pk).update(language="fil")
    post.send_one(answer(cast.author).delivery.pk)
    assert '<html lang="fil">' in parts(letterbox.letters[0])


def test_two_workers_racing_send_one_mail_per_cause(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    gives_address(cast.member, Frequency.DAILY)
    ids = [answer(cast.author, f"reply:{n}").delivery.pk for n in range(6)]
    for n in range(6):
        answer(cast.member, f"reply:{n}")
    Delivery.objects.update(due_at=now() - timedelta(minutes=1))
    barrier = threading.Barrier(2)

    def worker() -> None:
        try:
            for pk in ids:
                barrier.wait(10)
                post.send_one(pk)
            barrier.wait(10)
            post.send_day(cast.member.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(letterbox.letters) == 6 + 1
    assert len({letter["Message-ID"] for letter in letterbox.letters}) == 6 + 1
    assert not Delivery.objects.filter(sent_at=None).exists()


def test_a_mail_already_sent_is_not_sent_again(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    told = answer(cast.author)
    post.send_one(told.delivery.pk)
    post.send_one(told.delivery.pk)
    post.send_due()
    work()
    assert len(letterbox.letters) == 1


def test_what_was_read_meanwhile_is_not_mailed(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    answer(cast.author)
    cast.author.refresh_from_db()
    read_all(by=cast.author)
    work()
    assert letterbox.letters == []
    assert not Delivery.objects.exists()


def test_a_server_that_is_busy_is_asked_again_later_and_given_up_at_last(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    letterbox.refuse = "451 try later"
    told = answer(cast.author)
    work()
    for wait in post.BACK_OFF:
        delivery = Delivery.objects.get(notice=told)
        assert delivery.claimed_at is None
        assert delivery.failed_at is None
        assert abs(delivery.due_at - now() - wait) < timedelta(seconds=20)
        Delivery.objects.update(due_at=now())
        post.send_due()
    assert Delivery.objects.get(notice=told).failed_at is not None
    letterbox.refuse = ""
    post.send_due()
    assert letterbox.letters == []


def test_a_mail_that_was_put_off_arrives_when_the_server_is_back(
    cast: Cast, letterbox: Letterbox, gives_address: Any, settings: Any
) -> None:
    gives_address(cast.author)
    told = answer(cast.author)
    open_port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    work()
    settings.EMAIL_PORT = open_port
    post.send_due()
    assert letterbox.letters == []
    Delivery.objects.update(due_at=now())
    post.send_due()
    assert len(letterbox.letters) == 1
    assert Delivery.objects.get(notice=told).attempts == 2


def test_an_address_refused_for_good_is_not_tried_again(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    letterbox.refuse = "550 no such reader"
    answer(cast.author)
    work()
    assert Delivery.objects.get().failed_at is not None


def test_what_a_killed_worker_had_claimed_is_sent_after_a_while_but_only_if_it_was_not(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    gives_address(cast.member)
    killed, done = answer(cast.author).delivery, answer(cast.member).delivery
    long_ago = now() - post.STUCK - timedelta(minutes=1)
    Delivery.objects.filter(pk=killed.pk).update(claimed_at=now(), attempts=1)
    Delivery.objects.filter(pk=done.pk).update(claimed_at=long_ago, sent_at=long_ago)
    post.send_due()
    assert letterbox.letters == []
    Delivery.objects.filter(pk=killed.pk).update(claimed_at=long_ago)
    post.send_due()
    assert len(letterbox.letters) == 1
    assert Delivery.objects.get(pk=killed.pk).sent_at


def test_a_daily_mail_comes_once_in_the_evening_for_all_of_the_day(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author, Frequency.DAILY)
    # Three in the afternoon in Manila.
    with time_machine.travel("2026-11-22T07:00:00Z", tick=False):
        for n in range(3):
            answer(cast.author, f"reply:{n}")
        work()
        post.send_due()
        assert letterbox.letters == []
    with time_machine.travel("2026-11-22T10:00:30Z"):
        post.send_due()
        post.send_due()
    assert len(letterbox.letters) == 1
    assert Delivery.objects.filter(sent_at__isnull=False).count() == 3


def test_no_daily_mail_comes_when_all_of_it_was_read(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author, Frequency.DAILY)
    answer(cast.author)
    cast.author.refresh_from_db()
    read_all(by=cast.author)
    with time_machine.travel(now() + timedelta(days=1)):
        post.send_due()
    assert letterbox.letters == []


def test_one_click_in_the_mail_stops_all_mail_without_signing_in(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    post.send_one(answer(cast.author).delivery.pk)
    link = unfold(letterbox.letters[0]).strip("<>").removeprefix("http://127.0.0.1:8000")
    mail_program = Client(enforce_csrf_checks=True)
    assert mail_program.get(link).status_code == 200
    assert Choice.objects.filter(person=cast.author, email=Frequency.NOW).exists()
    answer(cast.author, "reply:2")
    for _again in range(2):
        said = mail_program.post(link, {"List-Unsubscribe": "One-Click"})
        assert said.status_code == 200
    answer(cast.author, "reply:3")
    work()
    post.send_due()
    assert len(letterbox.letters) == 1
    assert not Choice.objects.filter(person=cast.author).exclude(email=Frequency.NEVER).exists()


def test_stopping_mail_leaves_other_people_and_the_inbox_alone(
    cast: Cast, letterbox: Letterbox, gives_address: Any, visitor: Client
) -> None:
    gives_address(cast.author)
    gives_address(cast.member)
    visitor.post(f"/mail/{token_for(cast.author)}/unsubscribe/")
    answer(cast.author)
    answer(cast.member)
    work()
    assert letterbox.readers == [f"somebody-{cast.member.pk}@mail.example"]
    assert Notice.objects.filter(person=cast.author, read_at=None).count() == 1


@pytest.mark.parametrize("token", ["x", "1", "é", "A" * 70, "-", "a.b", "%00"])
def test_a_made_up_link_stops_nobodys_mail(visitor: Client, token: str) -> None:
    assert person_of(token) is None
    assert visitor.get(f"/mail/{token}/unsubscribe/").status_code == 404
    assert visitor.post(f"/mail/{token}/unsubscribe/").status_code == 404


def test_a_link_says_nothing_about_whose_it_is(cast: Cast) -> None:
    first, second = token_for(cast.author), token_for(cast.author)
    assert first != second
    assert person_of(first) == person_of(second) == cast.author


def test_a_choice_changed_after_the_answer_is_respected(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    answer(cast.author)
    choose(by=cast.author, ways=dict.fromkeys(Kind.values, (True, Frequency.NEVER)))
    work()
    assert letterbox.letters == []


def test_somebody_who_takes_back_their_agreement_gets_no_more_mail(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    answer(cast.author, "reply:1")
    withdraw_consent(by=cast.author, purpose="email")
    answer(cast.author, "reply:2")
    work()
    assert letterbox.letters == []
    assert not Delivery.objects.exists()


def test_a_removed_address_gets_no_mail(
    cast: Cast, letterbox: Letterbox, gives_address: Any
) -> None:
    gives_address(cast.author)
    answer(cast.author)
    remove_contact(by=cast.author)
    work()
    assert letterbox.letters == []

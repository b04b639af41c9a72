"""A real SMTP server on this machine, and people with a verified address."""

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from damayan.foundation.clock import now
from damayan.notices.actions import choose
from damayan.notices.models import Frequency, Kind
from damayan.people.actions import give_consent
from damayan.people.keys import seal_for
from damayan.people.models import Contact, Person


class Letterbox:
    """Keeps what arrives; ``refuse`` answers RCPT with that line instead."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.readers: list[str] = []
        self.refuse = ""

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(letter)
        self.readers += envelope.rcpt_tos
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    yield box
    controller.stop()


@pytest.fixture
def gives_address() -> Callable[..., str]:
    def give(person: Person, frequency: str = Frequency.NOW, *, verified: bool = True) -> str:
        address = f"somebody-{person.pk}@mail.example"
        Contact.objects.create(
            person=person,
            email_sealed=seal_for(person, address.encode(), "contact"),
            verified_at=now() if verified else None,
        )
        give_consent(by=person, purpose="email", version="2026-11")
        choose(by=person, ways=dict.fromkeys(Kind.values, (True, frequency)))
        return address

    return give

"""Claiming, sending and settling e-mails.

How often one cause is mailed: a mail is claimed by one conditional UPDATE before it is handed to
the server, so two workers never send the same one. It is marked as sent after the server accepted
it. Only if this machine dies in the moment between the two is it sent again (STUCK later), under
the same Message-ID. In other words: never lost, never twice, except for that moment; SMTP has no
way to close it. Nothing is sent for what was read meanwhile.
"""

import smtplib
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F, Q, QuerySet

from damayan.foundation.clock import now
from damayan.notices.addresses import address_of
from damayan.notices.letters import letter
from damayan.notices.models import Choice, Delivery, Frequency
from damayan.people.models import Contact

STUCK = timedelta(minutes=15)
# Waits after the first, second, … failure; after the last one we give up.
BACK_OFF = tuple(timedelta(minutes=m) for m in (1, 5, 20, 60, 240, 720))
AT_ONCE = 200
_REFUSED = 500

_WAITING = Q(sent_at=None, failed_at=None)


class MailServerAwayError(Exception):
    """The mail server cannot be reached: trying the next mail now would be no use."""


def send_one(delivery_id: int) -> None:
    """Send one mail at once, if it still waits and nobody else is sending it."""
    claimed = _claim(Delivery.objects.filter(pk=delivery_id, frequency=Frequency.NOW))
    _send(claimed, daily=False)


def send_day(person_id: int) -> None:
    """One mail for everything of a person's day that is due and unread."""
    with transaction.atomic():
        # One worker at a time per person: two must not share the day's notices between them.
        Contact.objects.select_for_update().filter(person=person_id).first()
        claimed = _claim(
            Delivery.objects.filter(
                notice__person=person_id, frequency=Frequency.DAILY, due_at__lte=now()
            )
        )
    _send(claimed, daily=True)


def send_due() -> None:
    """Whatever is due and unclaimed; stops early while the mail server is away."""
    _release_stuck()
    due = Delivery.objects.filter(_WAITING, claimed_at=None, due_at__lte=now())
    at_once = due.filter(frequency=Frequency.NOW).order_by("due_at").values_list("pk", flat=True)
    daily = due.filter(frequency=Frequency.DAILY).order_by().values_list("notice__person")
    try:
        _each(send_one, at_once[:AT_ONCE])
        _each(send_day, (person for (person,) in daily.distinct()[:AT_ONCE]))
    except MailServerAwayError:
        return


def _each(send: Callable[[int], None], ids: Iterable[int]) -> None:
    for pk in list(ids):
        send(pk)


def _claim(found: "QuerySet[Delivery]") -> list[Delivery]:
    """Take what nobody has taken, all or nothing: the database lets one worker win."""
    ids = list(found.filter(_WAITING, claimed_at=None).values_list("pk", flat=True))
    mine = Delivery.objects.filter(_WAITING, pk__in=ids, claimed_at=None)
    if not ids or mine.update(claimed_at=now(), attempts=F("attempts") + 1) != len(ids):
        return []
    rows = Delivery.objects.filter(pk__in=ids)
    return list(rows.select_related("notice__person__contact").order_by("pk"))


def _release_stuck() -> None:
    """What a dead worker had claimed may be claimed again, or is given up after too many tries."""
    stuck = Delivery.objects.filter(_WAITING, claimed_at__lt=now() - STUCK)
    stuck.filter(attempts__gt=len(BACK_OFF)).update(failed_at=now())
    stuck.update(claimed_at=None, due_at=now())


def _send(claimed: list[Delivery], *, daily: bool) -> None:
    if not claimed:
        return
    person = claimed[0].notice.person
    address = address_of(person) if person.is_active else None
    wanted = _still_wanted(claimed) if address else []
    _drop(claimed, wanted)
    if address and wanted:
        cause = f"{person.pk}:{wanted[0].notice.cause}"
        mail = letter(person=person, address=address, cause=cause, daily=daily, moment=now())
        _hand_over(mail, wanted)


def _still_wanted(claimed: list[Delivery]) -> list[Delivery]:
    """What is still unread and of a kind of which its reader still wants mail."""
    chosen = Choice.objects.filter(person=claimed[0].notice.person_id, inbox=True)
    kinds = set(chosen.exclude(email=Frequency.NEVER).values_list("kind", flat=True))
    return [one for one in claimed if one.notice.read_at is None and one.notice.kind in kinds]


def _drop(claimed: list[Delivery], wanted: list[Delivery]) -> None:
    kept = {one.pk for one in wanted}
    Delivery.objects.filter(pk__in=[one.pk for one in claimed if one.pk not in kept]).delete()


def _hand_over(mail: EmailMultiAlternatives, wanted: list[Delivery]) -> None:
    rows = Delivery.objects.filter(pk__in=[one.pk for one in wanted])
    attempts = max(one.attempts for one in wanted)
    try:
        get_connection().send_messages([mail])
    except smtplib.SMTPException as problem:
        _put_off(rows, attempts, for_good=_is_final(problem))
    except OSError:
        _put_off(rows, attempts, for_good=False)
        raise MailServerAwayError from None
    else:
        rows.update(sent_at=now())


def _put_off(rows: "QuerySet[Delivery]", attempts: int, *, for_good: bool) -> None:
    """Try again after the next wait of BACK_OFF, or note that we gave up."""
    if for_good or attempts > len(BACK_OFF):
        rows.update(failed_at=now())
    else:
        rows.update(claimed_at=None, due_at=now() + BACK_OFF[attempts - 1])


def _is_final(problem: smtplib.SMTPException) -> bool:
    """Did the server refuse this mail or this reader for good (5xx), rather than for now?"""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return all(code >= _REFUSED for code, _words in problem.recipients.values())
    return isinstance(problem, smtplib.SMTPDataError) and problem.smtp_code >= _REFUSED

"""What the sample shows of helping each other one to one: places, a practice, answers, times.

Everything is called a sample, and no place has a number: nobody shall ask for help where none is.
"""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from damayan.moderation.actions import shifts
from damayan.people.models import Person, Role, RoleGrant
from damayan.support.actions import queue, readiness
from damayan.support.listening import actions as listening
from damayan.support.questions import actions as questions
from damayan.support.referral import actions as referral

_CONTENT = Path(__file__).parent / "content"


def load_helping(people: dict[str, Person]) -> None:
    """``people``: the accounts one can enter as, by their names."""
    RoleGrant.objects.create(person=people["supporter"], role=Role.SUPPORTER)
    readiness.say_ready(by=people["supporter"], minutes=40, cap=20, wants_calls=False)
    queue.refresh(whole=True)
    for row in _rows("services.json"):
        referral.add_service(by=people["coordinator"], **row)
    _practice(people["professional"], people["coordinator"])
    _questions(people["member"], people["professional"])
    _times(people["professional"])
    _shifts(people["guide"], people["coordinator"])
    others = Person.objects.exclude(pk__in=[person.pk for person in people.values()])
    _wish(others.order_by("pk")[0])


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((_CONTENT / name).read_text(encoding="utf-8"))
    return rows


def _practice(professional: Person, coordinator: Person) -> None:
    practice = questions.apply(
        by=professional,
        title="Psychologist (sample)",
        body="Sample board",
        number="0000000",
        renews_on=timezone.localdate() + timedelta(days=400),
        languages=["en", "fil", "taglish"],
    )
    questions.check(by=coordinator, practice=practice)


def _questions(member: Person, professional: Person) -> None:
    for number, row in enumerate(_rows("questions.json")):
        asked, _raised = questions.ask(
            by=member,
            form_key=f"sample-{number}",
            about=row["about"],
            language=row["language"],
            audience=row["audience"],
            words=row["asked"],
        )
        if "answered" in row:
            questions.take(by=professional, question=asked)
            questions.send(by=professional, question=asked, words=row["answered"])


def _at(days: int, hour: int) -> datetime:
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())


def _times(professional: Person) -> None:
    for days, hour in ((1, 18), (3, 12), (8, 18)):
        starts = _at(days, hour)
        ends = starts + timedelta(minutes=45)
        where = "In this sample: nowhere. A real place or way to call stands here."
        questions.offer_slot(by=professional, starts_at=starts, ends_at=ends, where=where)


def _shifts(guide: Person, coordinator: Person) -> None:
    """Evenings of the coming week; tonight's has begun when it is evening."""
    for days in range(1, 7):
        starts = _at(days, 19)
        shifts.plan_shift(
            by=coordinator, guide=guide, starts_at=starts, ends_at=starts + timedelta(hours=4)
        )


def _wish(person: Person) -> None:
    """Somebody waits for a talk, so that the supporter who tries this out finds them."""
    listening.ask(
        by=person,
        form_key="sample",
        language="taglish",
        soon="week",
        topics=["illness"],
        words="Ako lang ang nag-aalaga kay Nanay. Gusto ko lang may makinig sandali.",
    )

"""A database of a named size for measuring: groups, people, stories of twenty answers, by COPY.

Made words of ordinary length, no sample content: what is measured is the machine, not the prose.
The same size gives the same rows but for keys and times.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from tqdm import tqdm

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key, new_seed
from damayan.foundation.words import cook, excerpt
from damayan.groups.models import Group, Membership, Persona
from damayan.people.models import Person
from damayan.stories.models import Reply, Story

GROUPS = 20
PEOPLE = 500
REPLIES = 20
UNUSABLE = "!"
_WORDS = (
    "the of and to my in it was that at we have been home night work again mother father year day "
    "bus rain slept phone called nobody somebody kitchen morning quiet tired thinking listened "
    "answered waited together alone sister brother child money exam shift walked prayed cried "
    "laughed yung ang sa mga ko siya lang kasi pero naman hindi ako tayo bahay gabi umaga pagod "
    "trabaho nanay tatay kapatid ulan kape usap tulog bukas kahapon ngayon lakad dasal"
).split()


def seed(posts: int) -> None:
    """Fill an empty database with ``posts`` stories and replies together; raises ValueError."""
    if Story.objects.exists():
        raise ValueError("The database to seed is not empty.")
    dice = random.Random(20)
    with transaction.atomic():
        personas = _people_and_groups()
        stories = max(1, posts // (REPLIES + 1))
        _copy(Story, _stories(dice, personas, stories), stories, "stories")
        ids = list(Story.objects.order_by("id").values_list("id", "group_id", "created_at"))
        rows = _replies(dice, personas, ids)
        _copy(Reply, rows, stories * REPLIES, "replies")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _people_and_groups() -> dict[int, list[int]]:
    people = Person.objects.bulk_create(
        Person(username=f"bench-{n}", password=UNUSABLE, age_confirmed_at=now())
        for n in range(PEOPLE)
    )
    groups = Group.objects.bulk_create(
        Group(
            slug=f"bench-{n}",
            name={"en": f"Group {n}", "fil": f"Grupo {n}"},
            rules={"en": ["Be kind."]},
            languages=["en", "fil"],
        )
        for n in range(GROUPS)
    )
    personas: dict[int, list[int]] = {}
    for group in groups:
        made = Persona.objects.bulk_create(
            Persona(group=group, name=f"Gentle River {n}", seed=new_seed()) for n in range(PEOPLE)
        )
        Membership.objects.bulk_create(
            Membership(person=person, group=group, persona=persona)
            for person, persona in zip(people, made, strict=True)
        )
        personas[group.pk] = [persona.pk for persona in made]
    return personas


def _said(dice: random.Random) -> str:
    parts = [" ".join(dice.choices(_WORDS, k=dice.randint(18, 50))) for _ in range(3)]
    return "\n\n".join(part.capitalize() + "." for part in parts)


def _stories(
    dice: random.Random, personas: dict[int, list[int]], count: int
) -> Iterator[dict[str, Any]]:
    groups = list(personas)
    start = now() - timedelta(days=365)
    step = timedelta(days=364) / count
    for n in range(count):
        group = groups[n % len(groups)]
        words = _said(dice)
        told = start + step * n
        yield {
            **_shared(dice.choice(personas[group]), words, told, f"seed-{n}"),
            "group_id": group,
            "kind": "story",
            "language": dice.choice(["en", "fil", "taglish"]),
            "title": " ".join(dice.choices(_WORDS, k=6)).capitalize(),
            "happened": words,
            "felt": "",
            "need": "",
            "excerpt": excerpt(words),
            "feelings": [dice.choice(["sad", "tired", "hopeful"])],
            "topics": [],
            "helped": ["walking"] if n % 3 == 0 else [],
            "first_here": n % 5 == 0,
            "reply_count": REPLIES,
            "first_answer_at": told + timedelta(minutes=11),
            "active_at": told + timedelta(minutes=11 * REPLIES),
        }


def _replies(
    dice: random.Random, personas: dict[int, list[int]], stories: Iterable[tuple[int, int, Any]]
) -> Iterator[dict[str, Any]]:
    for story, group, told in stories:
        for n in range(REPLIES):
            words = _said(dice)
            said = told + timedelta(minutes=11 * (n + 1))
            yield {
                **_shared(dice.choice(personas[group]), words, said, f"seed-{story}-{n}"),
                "story_id": story,
                "words": words,
            }


def _shared(author: int, words: str, at: Any, form_key: str) -> dict[str, Any]:
    return {
        "key": new_key(),
        "author_id": author,
        "html": cook(words),
        "created_at": at,
        "form_key": form_key,
        "hear": 1,
        "me_too": 0,
        "strength": 0,
        "thanks": 0,
    }


def _copy(model: Any, rows: Iterator[dict[str, Any]], count: int, what: str) -> None:
    first = next(rows)
    columns = ", ".join(first)
    table = model._meta.db_table
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        write: Callable[[Any], None] = copy.write_row
        write(list(first.values()))
        for row in tqdm(rows, total=count, initial=1, desc=what, unit="row", mininterval=2):
            write(list(row.values()))

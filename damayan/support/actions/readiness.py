"""What a supporter says of their time: how long, what not, and when it is enough."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from damayan.foundation.clock import now
from damayan.people.models import Person
from damayan.stories.models import Story
from damayan.support.actions.claims import let_go
from damayan.support.models import Availability, Declined
from damayan.support.queries.queue import for_helper

REST = timedelta(hours=12)


def say_ready(
    *,
    by: Person,
    minutes: int,
    avoids: Sequence[str] = (),
    languages: Sequence[str] = (),
    cap: int,
    wants_calls: bool,
) -> Availability:
    """Keep how long they are here and what they would rather not read; a rest is over."""
    moment = now()
    known = Availability.objects.filter(person=by).first()
    calls = known.calls_since if known and known.calls_since else moment
    said = {
        "minutes": minutes,
        "said_at": moment,
        "until": moment + timedelta(minutes=minutes),
        "avoids": list(avoids),
        "languages": list(languages),
        "cap": cap,
        "calls_since": calls if wants_calls else None,
        "rests_until": None,
    }
    return Availability.objects.update_or_create(person=by, defaults=said)[0]


def rest(*, by: Person) -> None:
    """Enough for now: nothing is suggested for twelve hours, and nobody is told."""
    moment = now()
    with transaction.atomic():
        let_go(by=by)
        Availability.objects.update_or_create(
            person=by, defaults={"until": moment, "rests_until": moment + REST}
        )


def decline(*, by: Person, story_key: str) -> None:
    """Not this one; raises Story.DoesNotExist when it was not for them. Nobody else is told."""
    story = for_helper(Story.objects.filter(key=story_key), by.pk).only("pk").get()
    Declined.objects.bulk_create([Declined(person=by, story=story)], ignore_conflicts=True)

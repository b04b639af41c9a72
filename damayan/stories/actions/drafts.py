"""Keeping words that are not sent yet."""

from collections.abc import Mapping
from typing import Any

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.people.models import Person
from damayan.stories import drafting
from damayan.stories.models import Draft

MOST = 100


def save_draft(*, by: Person, place: str, fields: Mapping[str, Any]) -> None:
    """Keep ``fields`` for the form ``place``, over what was kept there; nothing typed drops it.

    Raises Refused for a place that cannot be, for too many words or too many drafts.
    """
    if not drafting.is_place(place):
        raise Refused("")
    if not fields:
        return drop_draft(by=by, place=place)
    try:
        value = drafting.sealed(by, place, fields)
    except ValueError:
        raise Refused("") from None
    if Draft.objects.filter(person=by).exclude(place=place).count() >= MOST:
        raise Refused("")
    Draft.objects.bulk_create(
        [Draft(person=by, place=place, sealed=value, saved_at=now())],
        update_conflicts=True,
        unique_fields=["person", "place"],
        update_fields=["sealed", "saved_at"],
    )
    return None


def drop_draft(*, by: Person, place: str) -> None:
    """Throw the words away."""
    Draft.objects.filter(person=by, place=place).delete()

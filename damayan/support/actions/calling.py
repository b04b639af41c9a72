"""Telling supporters who are away, and asked for it, that somebody waits."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.stories.models import Story
from damayan.support.models import Availability, Queued
from damayan.support.queries.profiles import Profile, to_be_called
from damayan.support.queries.queue import Row, for_helper, minutes, need_of, worth_a_call
from damayan.support.routing.calling import (
    AGAIN,
    AT_ONCE,
    BETWEEN,
    is_worth_a_call,
    whom_to_call,
)

_TEXT = _("Somebody waits for an answer in one of your groups. If you have time, look.")


def call() -> int:
    """One round over what presses most; answers how many people were told."""
    moment = now()
    away = {one.person_id: one for one in to_be_called(moment - timedelta(minutes=BETWEEN))}
    if not away:
        return 0
    told = 0
    for row in worth_a_call(moment - timedelta(minutes=AGAIN)):
        chosen = _chosen(row, away)
        told += _tell(row.id, chosen)
        for person_id in chosen:
            del away[person_id]
    return told


def _chosen(row: Row, away: dict[int, Profile]) -> list[int]:
    """The best few who may be asked, in the order of their ids."""
    need, minute = need_of(row), minutes(now())
    if not is_worth_a_call(need, minute):
        return []
    found = [one.as_supporter() for one in away.values()]
    best = whom_to_call(need, found, minute, many=3 * AT_ONCE)
    story = Story.objects.filter(pk=row.id)
    able = (one.key for one in best if for_helper(story, one.key).exists())
    return sorted([key for key, _n in zip(able, range(AT_ONCE), strict=False)])


@transaction.atomic
def _tell(story_id: int, people: list[int]) -> int:
    moment = now()
    Queued.objects.filter(story=story_id).update(called_at=moment)
    Availability.objects.filter(person__in=people).update(called_at=moment)
    told = [
        tell(
            person_id=person_id,
            kind=Kind.SUPPORT,
            text=_TEXT,
            url=reverse("support:help_now"),
            cause=f"call:{story_id}:{moment:%Y%m%d%H}",
        )
        for person_id in people
    ]
    return sum(notice is not None for notice in told)

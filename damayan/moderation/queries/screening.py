"""What screening has done in this installation lately, as coordinators may read and print it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count

from damayan.foundation.clock import now
from damayan.moderation.rules_figures import all_or_none, count_of, share_of
from damayan.safety.kinds import KIND_WORDS
from damayan.safety.models import Concern
from damayan.stories.models import Reply, Story

LATELY = timedelta(days=90)

_KINDS = """
SELECT kind, count(*), count(*) FILTER (WHERE closed_at IS NOT NULL),
       count(*) FILTER (WHERE closed_at IS NOT NULL AND outcome <> 'kept')
FROM safety_concern, jsonb_array_elements_text(kinds) AS kind
WHERE screened_at >= %s GROUP BY kind
"""


@dataclass(frozen=True)
class OfKind:
    """One kind of thing that was found; small counts are None. ``borne_out``: a guide acted."""

    words: str
    found: int | None
    decided: int | None
    borne_out: dict[str, int] | None


@dataclass(frozen=True)
class Lately:
    """The last ninety days. ``flagged`` by level: (count, share of all texts)."""

    since: datetime
    texts: int | None
    urgent: tuple[int | None, dict[str, int] | None]
    concern: tuple[int | None, dict[str, int] | None]
    kinds: list[OfKind]


def lately() -> Lately:
    """Live figures; four queries."""
    since = now() - LATELY
    texts = sum(
        model._default_manager.filter(created_at__gte=since).count() for model in (Story, Reply)
    )
    raised = Concern.objects.filter(screened_at__gte=since).order_by().values_list("level")
    found = dict(raised.annotate(many=Count("pk")))
    many = {level: found.get(level, 0) for level in (Concern.Level.URGENT, Concern.Level.CONCERN)}
    told = all_or_none({level.name: count for level, count in many.items()})
    shares = {level.name: share_of(count, texts) for level, count in many.items()}
    return Lately(
        since=since,
        texts=count_of(texts),
        urgent=(told["URGENT"], shares["URGENT"]),
        concern=(told["CONCERN"], shares["CONCERN"]),
        kinds=_kinds(since),
    )


def _kinds(since: datetime) -> list[OfKind]:
    with connection.cursor() as cursor:
        cursor.execute(_KINDS, [since])
        rows: dict[str, Any] = {kind: counts for kind, *counts in cursor.fetchall()}
    return [_of_kind(str(words), *rows.get(kind, (0, 0, 0))) for kind, words in KIND_WORDS.items()]


def _of_kind(words: str, found: int, decided: int, borne_out: int) -> OfKind:
    return OfKind(words, count_of(found), count_of(decided), share_of(borne_out, decided))

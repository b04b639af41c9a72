"""What the queue reached in four weeks: for coordinators as counted, for everybody rounded."""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.utils.translation import gettext as _

from damayan.foundation.clock import now, span
from damayan.support.models import Measured
from damayan.support.routing.evenness import gini
from damayan.support.waiting import PAINFUL_FEELINGS, PAINFUL_TOPICS

SPAN, GRACE = timedelta(days=28), timedelta(hours=24)
# Fewer than this are never shown: they would tell of single people.
ENOUGH = 10
_KEPT = "support:figures"

# Each story that had a day to be answered in. Nobody's answer counts as waiting for ever.
_STORIES = """
WITH told AS (
    SELECT s.id, s.author_id, s.created_at, s.first_here,
           extract(epoch FROM s.first_answer_at - s.created_at) / 60 AS wait,
           (s.feelings && %(feelings)s::varchar[] OR s.topics && %(topics)s::varchar[]
            OR COALESCE(q.is_painful, FALSE)) AS painful
    FROM stories_story s LEFT JOIN support_queued q ON q.story_id = s.id
    WHERE s.created_at BETWEEN %(since)s AND %(settled)s
      AND s.removed_at IS NULL AND s.hidden_at IS NULL AND s.waiting_at IS NULL
), answered AS (
    SELECT t.id, count(DISTINCT r.author_id) AS people
    FROM told t JOIN stories_reply r ON r.story_id = t.id
    WHERE t.painful AND r.author_id <> t.author_id AND r.removed_at IS NULL
      AND r.hidden_at IS NULL AND r.waiting_at IS NULL
      AND r.created_at <= t.created_at + interval '24 hours'
    GROUP BY t.id
)
SELECT count(*), count(*) FILTER (WHERE first_here), count(*) FILTER (WHERE painful),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY COALESCE(wait, 'Infinity'::float)),
       percentile_disc(0.95) WITHIN GROUP (ORDER BY COALESCE(wait, 'Infinity'::float)),
       count(*) FILTER (WHERE wait IS NULL OR wait > 1440),
       count(*) FILTER (WHERE first_here AND (wait IS NULL OR wait > 1440)),
       count(*) FILTER (WHERE painful AND COALESCE(a.people, 0) >= 2)
FROM told LEFT JOIN answered a USING (id)
"""
_LOAD = """
SELECT count(DISTINCT r.story_id)
FROM (SELECT person_id FROM people_rolegrant WHERE role = 'supporter' AND ended_at IS NULL
      UNION SELECT person_id FROM groups_grouprole WHERE role = 'supporter' AND ended_at IS NULL)
     AS helper
LEFT JOIN groups_membership m ON m.person_id = helper.person_id
LEFT JOIN stories_reply r ON r.author_id = m.persona_id AND r.created_at > %(since)s
      AND r.removed_at IS NULL
GROUP BY helper.person_id
"""


def measured(moment: datetime) -> dict[str, Any]:
    """Figures of the four weeks before ``moment``; waits in minutes, None for "never"."""
    values: dict[str, Any] = {
        "since": moment - SPAN,
        "settled": moment - GRACE,
        "feelings": sorted(PAINFUL_FEELINGS),
        "topics": sorted(PAINFUL_TOPICS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STORIES, values)
        told, first, painful, half, most, silent, first_silent, two = cursor.fetchone()
        cursor.execute(_LOAD, values)
        loads = [row[0] for row in cursor.fetchall()]
    return {
        "stories": told,
        "first_stories": first,
        "painful_stories": painful,
        "median_wait": _minutes(half),
        "p95_wait": _minutes(most),
        "unanswered": silent,
        "first_unanswered": first_silent,
        "two_people": two,
        "supporters": len(loads),
        "answers": sum(loads),
        "gini": round(gini(loads), 2),
    }


def _minutes(found: Any) -> int | None:
    return None if found is None or found == float("inf") else round(float(found))


def latest() -> list[Measured]:
    """The last fortnight's measurements, the newest first; one query."""
    return list(Measured.objects.order_by("-day")[:14])


def in_public() -> list[str]:
    """For everybody, rounded, in sentences; nothing where fewer than ENOUGH stories were told.

    Counted once an hour, so remembered for ten minutes.
    """
    figures: Any = caches["local"].get_or_set(_KEPT, _fresh, 600)
    return sentences(figures) if figures else []


def _fresh() -> dict[str, Any]:
    """Today's or yesterday's; nothing when the counting has stopped."""
    lately = Measured.objects.filter(at__gt=now() - timedelta(days=2))
    return lately.order_by("-day").values_list("figures", flat=True).first() or {}


def sentences(figures: dict[str, Any]) -> list[str]:
    """What these figures may say aloud."""
    said: list[str] = []
    if figures["stories"] < ENOUGH:
        return said
    if figures["median_wait"] is not None:
        said.append(
            _("In the last four weeks half of all stories had a first answer within %(span)s.")
            % {"span": span(figures["median_wait"])}
        )
    answered = figures["stories"] - figures["unanswered"]
    said.append(
        _("About %(share)s of 100 stories had an answer within a day.")
        % {"share": rounded(answered, figures["stories"])}
    )
    if figures["painful_stories"] >= ENOUGH:
        said.append(
            _(
                "When somebody was in great pain, two people answered within a day in about "
                "%(share)s of 100 stories."
            )
            % {"share": rounded(figures["two_people"], figures["painful_stories"])}
        )
    return said


def rounded(part: int, whole: int) -> int:
    """A share in hundredths, to the nearest five, never flattering: downwards."""
    return int(100 * part / whole) // 5 * 5

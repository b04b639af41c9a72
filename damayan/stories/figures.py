"""When answers usually come in a group: counted honestly, said in a sentence."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from damayan.foundation.clock import now, span

# Fewer stories than this say nothing reliable.
ENOUGH = 10
SPAN = timedelta(days=90)
# A story younger than this may still be answered: it counts only once it was.
GRACE = timedelta(days=2)
_PARTS = ("morning", "afternoon", "evening", "night")

# A story that nobody answered counts as one that waits for ever; to leave it out would flatter.
_FIGURES = """
WITH told AS (
    SELECT group_id,
           CASE WHEN hour BETWEEN 5 AND 10 THEN 'morning'
                WHEN hour BETWEEN 11 AND 16 THEN 'afternoon'
                WHEN hour BETWEEN 17 AND 22 THEN 'evening'
                ELSE 'night' END AS part,
           minutes
    FROM (
        SELECT group_id,
               extract(hour FROM created_at AT TIME ZONE %(zone)s) AS hour,
               coalesce(extract(epoch FROM first_answer_at - created_at) / 60, 'Infinity'::float)
                   AS minutes
        FROM stories_story
        WHERE created_at > %(since)s AND removed_at IS NULL AND hidden_at IS NULL
          AND waiting_at IS NULL
          AND (first_answer_at IS NOT NULL
               OR (created_at < %(settled)s AND replies_closed_at IS NULL))
    ) AS waits
)
SELECT group_id, coalesce(part, 'all'), count(*),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY minutes),
       percentile_disc(0.8) WITHIN GROUP (ORDER BY minutes)
FROM told GROUP BY GROUPING SETS ((group_id), (group_id, part))
"""


# Within which time four of five texts that waited were let out, from when they were written.
_READ = """
SELECT group_id, count(*), percentile_disc(0.8) WITHIN GROUP (ORDER BY minutes)
FROM (
    SELECT group_id, extract(epoch FROM released_at - written_at) / 60 AS minutes
    FROM stories_story WHERE released_at > %(since)s AND written_at IS NOT NULL
    UNION ALL
    SELECT s.group_id, extract(epoch FROM r.released_at - r.written_at) / 60
    FROM stories_reply r JOIN stories_story s ON s.id = r.story_id
    WHERE r.released_at > %(since)s AND r.written_at IS NOT NULL
) AS waited GROUP BY group_id
"""


def measured() -> dict[int, dict[str, Any]]:
    """Figures by group id, in minutes; only parts of the day with at least ENOUGH stories.

    {"n": 40, "all": 35, "evening": 20, "most": {"all": 120, "evening": 60}, "read": 90}: the
    middle wait (half were answered sooner) and, under "most", the wait within which four of five
    were answered. Waits that never ended are left out. "read" is how soon a guide read what waited
    for one.
    """
    moment = now()
    values: dict[str, Any] = {
        "zone": settings.TIME_ZONE,
        "since": moment - SPAN,
        "settled": moment - GRACE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, values)
        rows = cursor.fetchall()
        cursor.execute(_READ, values)
        read = cursor.fetchall()
    figures: dict[int, dict[str, Any]] = {}
    for group_id, part, count, half, most in rows:
        kept = figures.setdefault(group_id, {"n": 0, "most": {}})
        if part == "all":
            kept["n"] = count
        if count >= ENOUGH:
            _note(kept, part, float(half), float(most))
    for group_id, count, most in read:
        if count >= ENOUGH:
            figures.setdefault(group_id, {"n": 0, "most": {}})["read"] = round(float(most))
    return figures


def _note(kept: dict[str, Any], part: str, half: float, most: float) -> None:
    if half != float("inf"):
        kept[part] = round(half)
    if most != float("inf"):
        kept["most"][part] = round(most)


def part_of_day(moment: datetime) -> str:
    """morning (5 to 11), afternoon (to 17), evening (to 23) or night, in this installation."""
    hour = timezone.localtime(moment).hour
    return next(
        (part for part, until in zip(_PARTS, (11, 17, 23), strict=False) if 5 <= hour < until),
        "night",
    )


def read_within(times: dict[str, Any]) -> str:
    """How soon a guide usually reads what waits, or nothing where that is not known."""
    if "read" not in times:
        return ""
    return _("Most words that waited here were read within %(span)s.") % {
        "span": span(times["read"])
    }


def sentence(times: dict[str, Any], moment: datetime) -> str:
    """What an author may expect of a story told at ``moment``, and no more than that."""
    part = part_of_day(moment)
    most = times.get("most") or {}
    here = part if part in most else "all"
    if here in most:
        words = _("Most stories told here at this time were answered within %(span)s.")
        if here == "all":
            words = _("Most stories told here were answered within %(span)s.")
        return words % {"span": span(most[here])}
    here = part if part in times else "all"
    if here in times and here != "n":
        words = _("Half of the stories told here were answered within %(span)s.")
        return words % {"span": span(times[here])}
    return _("We cannot say yet how soon answers come here. Your story stands among those waiting.")

"""What routing knows of supporters, in one query for one of them or for many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from damayan.foundation.clock import now
from damayan.foundation.prepared import run
from damayan.support.routing import Supporter
from damayan.support.routing.limits import painful_run

MINUTES, CAP = 40, 6
DAY = timedelta(days=1)

# Supporters are those who hold the role here or everywhere. What they lived is what they told of
# in any group; it never leaves this query but as "something alike".
_PROFILES = """
SELECT p.id, p.language, a.minutes, a.said_at, a.until, a.avoids, a.languages, a.cap,
       a.calls_since, a.called_at, a.rests_until,
       ARRAY(SELECT m.group_id FROM groups_membership m
             JOIN groups_group g ON g.id = m.group_id AND g.archived_at IS NULL
             WHERE m.person_id = p.id AND m.left_at IS NULL AND m.paused_at IS NULL),
       ARRAY(SELECT DISTINCT unnest(s.topics || s.feelings)
             FROM stories_story s JOIN groups_membership m ON m.persona_id = s.author_id
             WHERE m.person_id = p.id AND s.removed_at IS NULL),
       ARRAY(SELECT COALESCE(q.is_painful, FALSE)
             FROM (SELECT r.story_id, min(r.created_at) AS at
                   FROM stories_reply r
                   JOIN groups_membership m ON m.persona_id = r.author_id
                   JOIN stories_story s ON s.id = r.story_id AND s.author_id <> r.author_id
                   WHERE m.person_id = p.id AND r.created_at > %(since)s
                     AND r.removed_at IS NULL
                   GROUP BY r.story_id) given
             LEFT JOIN support_queued q ON q.story_id = given.story_id
             ORDER BY given.at DESC),
       EXISTS (SELECT 1 FROM people_rolegrant g WHERE g.person_id = p.id
               AND g.role = 'supporter' AND g.ended_at IS NULL)
       OR EXISTS (SELECT 1 FROM groups_grouprole g WHERE g.person_id = p.id
                  AND g.role = 'supporter' AND g.ended_at IS NULL)
FROM people_person p LEFT JOIN support_availability a ON a.person_id = p.id
WHERE p.is_active AND {which}
"""


@dataclass(frozen=True)
class Profile:
    """One person as a supporter. ``answers``: of the last day, the latest first, painful or not."""

    person_id: int
    minutes: int
    said_at: datetime | None
    until: datetime | None
    avoids: list[str]
    languages: list[str]
    cap: int
    calls_since: datetime | None
    called_at: datetime | None
    rests_until: datetime | None
    groups: list[int]
    lived: list[str]
    answers: list[bool]
    is_supporter: bool

    @property
    def rests(self) -> bool:
        """Whether they said that they rest now."""
        return self.rests_until is not None and self.rests_until > now()

    @property
    def has_given_enough(self) -> bool:
        """Whether they reached the cap that they chose."""
        return len(self.answers) >= self.cap

    def left(self) -> float:
        """Minutes that are left of those they said; the usual ones when they said nothing."""
        if self.until is None or self.said_at is None or self.until <= now():
            return float(MINUTES)
        return max(0.0, self.minutes - (now() - self.said_at).total_seconds() / 60)

    def as_supporter(self) -> Supporter:
        """As routing sees them."""
        return Supporter(
            key=self.person_id,
            groups=frozenset(self.groups),
            languages=spoken(self.languages),
            lived=frozenset(self.lived),
            avoids=frozenset(self.avoids),
            minutes=max(self.left(), 5.0),
            answers=len(self.answers),
            cap=self.cap,
            painful_run=painful_run(self.answers),
        )


def spoken(languages: Sequence[str]) -> frozenset[str]:
    """What somebody can read: Taglish is for those who know both of its halves."""
    known = set(languages)
    if {"en", "fil"} <= known:
        known.add("taglish")
    return frozenset(known)


def profile_of(person_id: int) -> Profile:
    """One person; a query."""
    return _profiles("p.id = %(person)s", person=person_id)[0]


def to_be_called(before: datetime) -> list[Profile]:
    """Supporters who asked to be told, were not told since ``before`` and do not rest; a query."""
    found = _profiles(
        "a.calls_since IS NOT NULL AND (a.called_at IS NULL OR a.called_at < %(before)s)"
        " AND (a.rests_until IS NULL OR a.rests_until < %(now)s)",
        before=before,
        now=now(),
    )
    return [one for one in found if one.is_supporter]


def _profiles(which: str, **values: Any) -> list[Profile]:
    rows = run(_PROFILES.format(which=which), {"since": now() - DAY, **values})
    return [_profile(*row) for row in rows]


def _profile(person_id: int, language: str, *rest: Any) -> Profile:
    minutes, said_at, until, avoids, languages, cap, *others = rest
    return Profile(
        person_id,
        minutes or MINUTES,
        said_at,
        until,
        avoids or [],
        languages or sorted({"en", "fil", language}),
        CAP if cap is None else cap,
        *others,
    )

"""The words of a closed account, hidden group by group, and shown again.

In the group of the concern at once. In other groups each at another, random time within a day:
words that vanished together would tell every member which personas were one person.
"""

import secrets
from datetime import datetime

from procrastinate.contrib.django import app

from damayan.groups.models import Membership
from damayan.moderation.models import Sanction
from damayan.stories.actions.withholding import give_back, withhold

FOLLOW = "moderation.follow_words"
WITHIN = 24 * 60 * 60


def withhold_words(sanction: Sanction, *, first: str) -> None:
    """Hide all their words; at once in the group ``first``, in the others by jobs."""
    _everywhere(sanction, first)


def give_back_words(sanction: Sanction) -> None:
    """Show again what was hidden with the account."""
    _everywhere(sanction, sanction.decision.group_slug)


def follow_words(sanction_key: str, persona_id: int) -> None:
    """Let one persona's words be as the sanction is now: hidden while it holds, else shown."""
    sanction = Sanction.objects.select_related("decision__by").filter(key=sanction_key).first()
    if sanction is None:
        return
    moment: datetime = sanction.starts_at
    if sanction.lifted_at is None:
        withhold(by=sanction.decision.by, persona_id=persona_id, moment=moment)
    else:
        give_back(persona_id=persona_id, moment=moment)


def _everywhere(sanction: Sanction, first: str) -> None:
    worn = Membership.objects.filter(person_id=sanction.person_id)
    for persona_id, slug in worn.values_list("persona_id", "group__slug"):
        if slug == first:
            follow_words(sanction.key, persona_id)
        else:
            job = app.configure_task(FOLLOW, schedule_in={"seconds": secrets.randbelow(WITHIN)})
            job.defer(sanction_key=sanction.key, persona_id=persona_id)

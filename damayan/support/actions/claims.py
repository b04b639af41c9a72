"""“Somebody is writing”: taking a story up, letting it go, and what ends by itself."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people.models import Person
from damayan.stories.models import Reply, Story
from damayan.support.models import Availability, Queued, SoftClaim
from damayan.support.queries.queue import for_helper, minutes
from damayan.support.routing import claims as rules
from damayan.support.routing.claims import Ending

HOLD = timedelta(minutes=rules.MINUTES)


@transaction.atomic
def take(*, by: Person, story_key: str) -> SoftClaim:
    """Say that somebody writes there; again prolongs it, up to twice the time.

    Raises Story.DoesNotExist when it is not for them, and Refused when enough write there already
    or they write to somebody else. Locks the person's row, then the story's: in that order always.
    """
    Availability.objects.get_or_create(person=by)
    Availability.objects.select_for_update().get(person=by)
    story = for_helper(Story.objects.filter(key=story_key), by.pk).only("pk", "key").get()
    queued = Queued.objects.select_for_update().filter(story=story, met_at=None).first()
    if queued is None:
        raise Refused(_("Somebody has answered there meanwhile."))
    _end(Q(story=story) | Q(person=by))
    living = SoftClaim.objects.filter(Q(story=story) | Q(person=by), ended_at=None)
    known = list(living)
    require(
        rules.may_claim(
            [rules.Claim(c.story_id, c.person_id, minutes(c.until)) for c in known],
            need=story.pk,
            supporter=by.pk,
            wanted=queued.wanted,
            now=minutes(now()),
        )
    )
    mine = next((claim for claim in known if claim.person_id == by.pk), None)
    if mine is None:
        return SoftClaim.objects.create(story=story, person=by, until=now() + HOLD)
    mine.until = min(now() + HOLD, mine.claimed_at + 2 * HOLD)
    mine.save(update_fields=["until"])
    return mine


def let_go(*, by: Person) -> None:
    """They write there no longer; nobody learns that they did."""
    SoftClaim.objects.filter(person=by, ended_at=None).update(ended_at=now(), ending=Ending.LET_GO)


def end_claims() -> int:
    """Write down how claims ended that no longer live; answers how many."""
    with transaction.atomic():
        return _end(Q())


def _end(which: Q) -> int:
    dead = SoftClaim.objects.filter(which, ended_at=None).exclude(
        pk__in=SoftClaim.objects.living().values("pk")
    )
    ended = list(dead.select_for_update().order_by("pk"))
    for claim in ended:
        answer = _answer_to(claim)
        claim.ended_at = answer or claim.until
        claim.ending = Ending.ANSWERED if answer else Ending.RAN_OUT
    SoftClaim.objects.bulk_update(ended, ["ended_at", "ending"])
    return len(ended)


def _answer_to(claim: SoftClaim) -> datetime | None:
    """When they answered the story they wrote to; None when they did not."""
    mine = Reply.objects.filter(
        story=claim.story_id,
        author__membership__person=claim.person_id,
        created_at__gte=claim.claimed_at,
    )
    return mine.order_by("created_at").values_list("created_at", flat=True).first()

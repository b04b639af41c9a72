"""Where somebody stands, and how long people really wait."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import F

from damayan.foundation.clock import now, span
from damayan.people.models import Person
from damayan.support.listening.models import Talk, Wish

_LATELY = timedelta(days=30)
_ENOUGH = 10
_MOST = 500


def open_talks(person: Person) -> int:
    """Talks of this person, on either side, that have not ended; one query."""
    return Talk.objects.of(person).filter(ended_at=None).count()


@dataclass(frozen=True)
class Waiting:
    """How long wishes of the last 30 days waited; ``usual`` is "" with fewer than ten."""

    usual: str
    share_met: int | None


def waiting_times() -> Waiting:
    """From this installation's real figures; two queries.

    ``usual`` is the median in words over those who met somebody; ``share_met`` how many of a
    hundred did.
    """
    lately = Wish.objects.filter(asked_at__gt=now() - _LATELY)
    met = lately.filter(begun_at__isnull=False).annotate(took=F("begun_at") - F("asked_at"))
    took = [one.total_seconds() / 60 for one in met.values_list("took", flat=True)[:_MOST]]
    over = lately.filter(ended_at__isnull=False, begun_at=None).count()
    if len(took) + over < _ENOUGH or not took:
        return Waiting("", None)
    return Waiting(span(median(took)), round(100 * len(took) / (len(took) + over)))

"""Keeping what the queue reached."""

from django.utils import timezone

from damayan.foundation.clock import now
from damayan.support.models import Measured
from damayan.support.queries.figures import measured


def measure() -> Measured:
    """Count the last four weeks anew and keep it as today's."""
    moment = now()
    return Measured.objects.update_or_create(
        day=timezone.localdate(moment), defaults={"at": moment, "figures": measured(moment)}
    )[0]

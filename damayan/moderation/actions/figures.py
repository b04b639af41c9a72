"""Publishing the care report: a snapshot of one month, never changed afterwards."""

from django.db import transaction

from damayan.moderation.models import CareReport
from damayan.moderation.queries.figures import Month, figures_of, this_month


@transaction.atomic
def publish_report(month: Month | None = None) -> CareReport | None:
    """Publish the report of a month that is over (the last one), once; None while it is running.

    No person does this: the first of the month does.
    """
    over = month or this_month().before
    if over.first >= this_month().first:
        return None
    known = CareReport.objects.filter(month=over.first).first()
    if known is not None:
        return known
    made, _new = CareReport.objects.get_or_create(
        month=over.first, defaults={"figures": figures_of(over)}
    )
    return made

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app

from damayan.foundation.clock import now
from damayan.people import holdings, keys
from damayan.people.archive import Part, packed
from damayan.people.models import Export, Person

KEPT = timedelta(days=7)
# A job that has said nothing for so long is taken as lost, and another may be asked for.
_LOST = timedelta(hours=1)


@transaction.atomic
def request_export(*, by: Person) -> Export:
    """Let a job gather everything about ``by``; while one is at work, answers that one."""
    Person.objects.select_for_update().get(pk=by.pk)
    at_work = Export.objects.filter(
        person=by, finished_at=None, failed_at=None, requested_at__gt=now() - _LOST
    ).first()
    if at_work:
        return at_work
    export = Export.objects.create(person=by, steps_all=len(holdings.registered()))
    app.configure_task("people.make_export", allow_unknown=True).defer(export_key=export.key)
    return export


def make_export(export_key: str) -> None:
    """Gather, pack and seal; each step is told at once, so that the page can show it."""
    export = (
        Export.objects.select_related("person").filter(key=export_key, finished_at=None).first()
    )
    if export is None:
        return
    try:
        parts = [_gather(export, step, one) for step, one in enumerate(holdings.registered(), 1)]
        _finish(export, packed(export.person, parts))
    except Exception:
        Export.objects.filter(pk=export.pk).update(failed_at=now())
        raise


def forget_exports() -> None:
    """Delete archives past their seven days, and those that failed or were lost."""
    Export.objects.filter(
        Q(expires_at__lte=now()) | Q(expires_at=None, requested_at__lte=now() - KEPT)
    ).delete()


def _gather(export: Export, step: int, holding: holdings.Holding) -> Part:
    part = Part(holding.name, [dict(row) for row in holding.export(export.person)])
    Export.objects.filter(pk=export.pk).update(steps_done=step)
    return part


def _finish(export: Export, archive: bytes) -> None:
    sealed = keys.seal_for(export.person, archive, f"export:{export.key}")
    Export.objects.filter(pk=export.pk).update(
        archive_sealed=sealed, finished_at=now(), expires_at=now() + KEPT
    )

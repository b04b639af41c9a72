"""Keeping the directory true; every change says who and when, and how it stood before."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people.models import Person
from damayan.people.queries import roles_of
from damayan.support.referral import rules
from damayan.support.referral.exchange import hsds
from damayan.support.referral.models import Service, ServiceChange

KEPT = (
    "name about for_whom cost is_free hours way_there organisation kinds languages province city "
    "address phone email"
).split()
# What somebody must ask about again when it changes.
_ASKED = ("address", "phone", "hours")
Deed = ServiceChange.Deed


@transaction.atomic
def add_service(*, by: Person, **values: Any) -> Service:
    """Add a service from its field values; unverified until somebody has asked there."""
    require(rules.may_keep_services(roles_of(by)))
    made = Service.objects.create(**{name: values[name] for name in KEPT})
    ServiceChange.objects.create(service=made, by=by, deed=Deed.ADDED)
    return made


@transaction.atomic
def change_service(*, by: Person, service: Service, **values: Any) -> Service:
    """Change a service; another address, number or hours are unverified again."""
    kept = _changing(by, service, Deed.CHANGED)
    if any(getattr(kept, name) != values[name] for name in _ASKED):
        kept.verified_at = kept.verified_by = None
    for name in KEPT:
        setattr(kept, name, values[name])
    kept.save()
    return kept


@transaction.atomic
def verify_service(*, by: Person, service: Service) -> None:
    """Note that ``by`` asked there today and found everything right."""
    kept = _changing(by, service, Deed.VERIFIED)
    kept.verified_at, kept.verified_by = now(), by
    kept.save()


@transaction.atomic
def retire_service(*, by: Person, service: Service) -> None:
    """Take a service off the list; referrals that name it stay."""
    kept = _changing(by, service, Deed.RETIRED)
    kept.retired_at, kept.retired_by = now(), by
    kept.save()


@transaction.atomic
def return_service(*, by: Person, service: Service) -> None:
    """Put a retired service back on the list."""
    kept = _changing(by, service, Deed.RETURNED)
    kept.retired_at = kept.retired_by = None
    kept.save()


@transaction.atomic
def bring_in(*, by: Person, rows: Iterable[dict[str, Any]]) -> tuple[int, int]:
    """Add or change services from another directory, by ``source_id``: (added, changed).

    ``rows`` are field values with ``source_id``. Bringing in the same twice changes nothing.
    """
    require(rules.may_keep_services(roles_of(by)))
    ours = _our_ids()
    added = changed = 0
    for row in rows:
        values = {name: row[name] for name in KEPT}
        known = _known(row["source_id"], ours)
        if known is None:
            made = Service.objects.create(source_id=row["source_id"], **values)
            ServiceChange.objects.create(service=made, by=by, deed=Deed.IMPORTED)
            added += 1
        elif any(getattr(known, name) != values[name] for name in KEPT):
            change_service(by=by, service=known, **values)
            changed += 1
    return added, changed


def _our_ids() -> dict[str, str]:
    """Our own services' keys by the ids under which our CSV and our HSDS hand them out."""
    keys = list(Service.objects.filter(source_id=None).values_list("key", flat=True))
    return {key: key for key in keys} | {hsds.own_id(key): key for key in keys}


def _known(source_id: str, ours: dict[str, str]) -> Service | None:
    """The service that came under this id before, or that went out under it."""
    found = Service.objects.filter(source_id=source_id).first()
    return found or Service.objects.filter(key=ours.get(source_id, "")).first()


def _changing(by: Person, service: Service, deed: str) -> Service:
    """Check the rule, lock the row and note how it stood before."""
    require(rules.may_keep_services(roles_of(by)))
    kept = Service.objects.select_for_update().get(pk=service.pk)
    before = {name: getattr(kept, name) for name in KEPT}
    before["verified_at"] = kept.verified_at.isoformat() if kept.verified_at else None
    ServiceChange.objects.create(service=kept, by=by, deed=deed, before=before)
    return kept

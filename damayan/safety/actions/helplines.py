from typing import Any

from django.db import transaction

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people.models import Person
from damayan.people.queries import roles_of
from damayan.safety import rules
from damayan.safety.first_helplines import SINCE, rows
from damayan.safety.models import Helpline, HelplineChange

_KEPT = (
    "name",
    "number",
    "network",
    "networks",
    "free_from",
    "texts_to",
    "place",
    "hours",
    "languages",
    "kind",
    "order",
)
Deed = HelplineChange.Deed


def load_helplines() -> int:
    """Add the first helplines that were never loaded here; returns how many.

    What a coordinator changed or retired stays as it is. Safe to repeat.
    """
    known = set(Helpline.objects.exclude(slug=None).values_list("slug", flat=True))
    fresh = [Helpline(**row) for row in rows(*SINCE) if row["slug"] not in known]
    return len(Helpline.objects.bulk_create(fresh, ignore_conflicts=True))


@transaction.atomic
def add_helpline(*, by: Person, **values: Any) -> Helpline:
    """Add a helpline from its field values; it counts as unverified until somebody called it."""
    require(rules.may_keep_helplines(roles_of(by)))
    made = Helpline.objects.create(**{name: values[name] for name in _KEPT})
    HelplineChange.objects.create(helpline=made, by=by, deed=Deed.ADDED)
    return made


@transaction.atomic
def change_helpline(*, by: Person, helpline: Helpline, **values: Any) -> Helpline:
    """Change a helpline. Another number is unverified until somebody called it."""
    kept = _changing(by, helpline, Deed.CHANGED)
    if values["number"] != kept.number:
        kept.verified_at = kept.verified_by = None
    for name in _KEPT:
        setattr(kept, name, values[name])
    kept.save()
    return kept


@transaction.atomic
def verify_helpline(*, by: Person, helpline: Helpline) -> None:
    """Note that ``by`` called the number today and found everything right."""
    kept = _changing(by, helpline, Deed.VERIFIED)
    kept.verified_at, kept.verified_by = now(), by
    kept.save()


@transaction.atomic
def retire_helpline(*, by: Person, helpline: Helpline) -> None:
    """Take a helpline off the page."""
    kept = _changing(by, helpline, Deed.RETIRED)
    kept.retired_at, kept.retired_by = now(), by
    kept.save()


@transaction.atomic
def return_helpline(*, by: Person, helpline: Helpline) -> None:
    """Put a retired helpline back on the page."""
    kept = _changing(by, helpline, Deed.RETURNED)
    kept.retired_at = kept.retired_by = None
    kept.save()


def _changing(by: Person, helpline: Helpline, deed: str) -> Helpline:
    """Check the rule, lock the row and note how it stood before."""
    require(rules.may_keep_helplines(roles_of(by)))
    kept = Helpline.objects.select_for_update().get(pk=helpline.pk)
    before = {name: getattr(kept, name) for name in _KEPT}
    before["verified_at"] = kept.verified_at.isoformat() if kept.verified_at else None
    HelplineChange.objects.create(helpline=kept, by=by, deed=deed, before=before)
    return kept

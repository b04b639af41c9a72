from django.db import transaction

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people import rules
from damayan.people.models import Consent, Person


@transaction.atomic
def give_consent(*, by: Person, purpose: str, version: str) -> Consent:
    """Record that ``by`` agrees to one version of one purpose; agreeing twice makes one row.

    Raises Refused for a purpose that nobody asks for.
    """
    require(rules.may_consent(purpose))
    Person.objects.select_for_update().get(pk=by.pk)
    standing = Consent.objects.filter(person=by, purpose=purpose, withdrawn_at=None)
    agreed = standing.filter(version=version).first()
    if agreed is None:
        standing.update(withdrawn_at=now())
        agreed = Consent.objects.create(person=by, purpose=purpose, version=version)
    return agreed


@transaction.atomic
def withdraw_consent(*, by: Person, purpose: str) -> None:
    """Take back what stands for ``purpose``; the history keeps both moments.

    Raises Refused for what an account cannot be without.
    """
    require(rules.may_withdraw(purpose))
    Consent.objects.filter(person=by, purpose=purpose, withdrawn_at=None).update(withdrawn_at=now())

"""What others ask about a person."""

from datetime import datetime
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db.models import Case, F, Q, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from damayan.foundation.clock import now
from damayan.people import keys
from damayan.people.models import (
    FIRST_COORDINATOR,
    Block,
    Consent,
    Contact,
    Erasure,
    Export,
    OneTimeLink,
    Person,
    Role,
    RoleGrant,
)
from damayan.people.purposes import PURPOSES, Purpose


def roles_of(person: Person) -> frozenset[str]:
    """Roles held in the whole installation; one query, then remembered on the instance."""
    known: frozenset[str] | None = getattr(person, "_roles", None)
    if known is None:
        held = RoleGrant.objects.filter(person=person, ended_at=None)
        known = frozenset(held.values_list("role", flat=True))
        person._roles = known  # type: ignore[attr-defined]
    return known


def holds(person: Person | None, *roles: str) -> bool:
    """Whether ``person`` holds at least one of ``roles`` in the whole installation."""
    return person is not None and person.is_authenticated and not roles_of(person).isdisjoint(roles)


def on_probation(person: Person) -> bool:
    """Whether the first words of this account wait for a guide, wherever it writes. No query."""
    return person.probation_until is not None and person.probation_until > now()


def there_is_a_coordinator() -> bool:
    """Whether anybody coordinates this installation yet."""
    return RoleGrant.objects.filter(
        role=Role.COORDINATOR, ended_at=None, person__is_active=True
    ).exists()


def no_contact(a: Person | int | None, b: Person | int | None) -> bool:
    """Whether either of two accounts (or their ids) has blocked the other. One query."""
    if a is None or b is None:
        return False
    first, second = _id(a), _id(b)
    return Block.objects.filter(
        Q(blocker_id=first, blocked_id=second) | Q(blocker_id=second, blocked_id=first)
    ).exists()


def people_out_of_contact(person: Person | int) -> QuerySet[Any, int]:
    """Ids of accounts with a block either way; lazy, for use as a subquery."""
    mine = _id(person)
    other = Case(When(blocker_id=mine, then=F("blocked_id")), default=F("blocker_id"))
    blocks = Block.objects.filter(Q(blocker_id=mine) | Q(blocked_id=mine))
    return blocks.annotate(other=other).values_list("other", flat=True)


def _id(person: Person | int) -> int:
    return person if isinstance(person, int) else person.pk


def person_called(username: str) -> Person | None:
    """The person with exactly this sign-in name; for coordinators, whom that person told it."""
    return Person.objects.filter(username=username.lower(), is_active=True).first()


def grants() -> QuerySet[RoleGrant]:
    """Standing roles of the installation, by role and name, with who granted them."""
    standing = RoleGrant.objects.filter(ended_at=None).select_related("person", "granted_by")
    return standing.order_by("role", "person__username")


def grant_to_end(pk: int) -> RoleGrant | None:
    """One standing role, with its holder."""
    return RoleGrant.objects.filter(pk=pk, ended_at=None).select_related("person").first()


def coordinator_link_works(token: str) -> bool:
    """Whether this link would still make the first coordinator."""
    usable = OneTimeLink.objects.usable(FIRST_COORDINATOR, token)
    return usable.exists() and not there_is_a_coordinator()


def ways_in(person: Person) -> "Ways":
    """How the person can sign in; one query."""
    found = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    by_kind = {kind: [way for way in found if way.type == kind] for kind in Authenticator.Type}
    return Ways(
        passphrase=person.has_usable_password(),
        passkeys=[Way(w.pk, w.wrap().name, w.created_at) for w in by_kind["webauthn"]],
        app=next((Way(w.pk, "", w.created_at) for w in by_kind["totp"]), None),
        codes_left=sum(len(w.wrap().get_unused_codes()) for w in by_kind["recovery_codes"]),
    )


class Way(NamedTuple):
    """A passkey or an authenticator app."""

    pk: int
    name: str
    added_at: datetime


class Ways(NamedTuple):
    """All ways into one account."""

    passphrase: bool
    passkeys: list[Way]
    app: Way | None
    codes_left: int


class Agreement(NamedTuple):
    """One purpose with what the person said to it so far, the newest last."""

    purpose: Purpose
    standing: Consent | None
    history: list[Consent]


def agreements(person: Person) -> list[Agreement]:
    """All purposes, with the person's consents; one query."""
    given = list(Consent.objects.filter(person=person).order_by("given_at"))
    return [_agreement(purpose, given) for purpose in PURPOSES.values()]


def _agreement(purpose: Purpose, given: list[Consent]) -> Agreement:
    history = [one for one in given if one.purpose == purpose.code]
    standing = next((one for one in history if one.withdrawn_at is None), None)
    return Agreement(purpose, standing, history)


def erasure_of(person: Person) -> Erasure | None:
    """The wish to be erased, if there is one."""
    return Erasure.objects.filter(person=person).first()


def contact_of(person: Person) -> Contact | None:
    """The row of the e-mail address, still sealed."""
    return Contact.objects.filter(person=person).first()


def exports_of(person: Person) -> QuerySet[Export]:
    """The person's archives that are not past their time, without their bytes."""
    fresh = Q(expires_at=None) | Q(expires_at__gt=now())
    return Export.objects.filter(fresh, person=person).defer("archive_sealed").order_by("-id")


def export_of(person: Person, key: str) -> Export:
    """One of the person's archives; raises Http404 for anybody else's."""
    return get_object_or_404(exports_of(person), key=key)


def archive_of(person: Person, key: str) -> bytes:
    """The zip itself; raises Http404 when it is not theirs, not ready or past its time."""
    export = export_of(person, key)
    if export.finished_at is None or export.archive_sealed is None:
        raise Http404
    return keys.open_for(person, bytes(export.archive_sealed), f"export:{key}")

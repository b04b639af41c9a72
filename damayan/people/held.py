"""What this room itself holds of a person, with what allauth and the job queue hold for it."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.crypto import CannotOpen
from damayan.people import keys, sessions
from damayan.people.holdings import Holding, register
from damayan.people.models import Consent, Contact, Person, RoleGrant
from damayan.people.purposes import PURPOSES

Rows = Iterator[dict[str, Any]]


def register_all() -> None:
    """Called once when the application starts."""
    for holding in (_ACCOUNT, _CONSENTS, _WAYS_IN, _BLOCKS):
        register(holding)


def _account(person: Person) -> Rows:
    yield {
        _("Sign-in name"): person.username,
        _("Joined"): person.joined_at,
        _("Age confirmed"): person.age_confirmed_at,
        _("Language"): person.language,
        _("Theme"): person.theme,
        _("Large type"): person.large_type,
        _("E-mail address"): _address(person),
        _("Writing paused everywhere until"): person.paused_until,
        _("A guide reads your first words until"): person.probation_until,
        _("Closed"): person.removed_at,
        _("To be erased on"): getattr(getattr(person, "erasure", None), "due_at", None),
    }
    for grant in RoleGrant.objects.filter(person=person).order_by("granted_at"):
        yield {
            _("Role"): grant.get_role_display(),
            _("Since"): grant.granted_at,
            _("Until"): grant.ended_at,
        }
    for made in person.exports.order_by("requested_at"):
        yield {_("Export asked for"): made.requested_at, _("Finished"): made.finished_at}


def _address(person: Person) -> str:
    contact = Contact.objects.filter(person=person).first()
    if contact is None:
        return ""
    try:
        return keys.open_for(person, bytes(contact.email_sealed), "contact").decode()
    except CannotOpen:
        return ""


def _consents(person: Person) -> Rows:
    for given in Consent.objects.filter(person=person).order_by("given_at"):
        purpose = PURPOSES.get(given.purpose)
        yield {
            _("For"): str(purpose.title) if purpose else given.purpose,
            _("Version"): given.version,
            _("Given"): given.given_at,
            _("Withdrawn"): given.withdrawn_at,
        }


def _ways_in(person: Person) -> Rows:
    for way in Authenticator.objects.filter(user=person).order_by("created_at"):
        yield {
            _("Kind"): str(way.get_type_display()),
            _("Added"): way.created_at,
            _("Last used"): way.last_used_at,
        }
    for session in sessions.of(person):
        yield {_("Signed in since"): session.created_at, _("With"): session.user_agent}


def _blocks(person: Person) -> Rows:
    """How many, not whom: accounts are never shown to each other."""
    yield {_("People with whom you ended contact"): person.blocks_made.count()}


def _with_the_account(person: Person, words: str) -> None:
    """Nothing to do: the database deletes these rows together with the account."""


def _erase_ways_in(person: Person, words: str) -> None:
    sessions.wipe(person)
    Authenticator.objects.filter(user=person).delete()


def _erase_account(person: Person, words: str) -> None:
    """Finished jobs name accounts by id; the account itself goes last, after all holdings."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE args->>'person_id' = %s AND status <> 'doing'",
            [str(person.pk)],
        )


_ACCOUNT = Holding(
    name=gettext_lazy("Your account"),
    models=(
        "people.Person",
        "people.PersonalKey",
        "people.Contact",
        "people.RoleGrant",
        "people.Erasure",
        "people.Export",
    ),
    export=_account,
    erase=_erase_account,
)
_CONSENTS = Holding(
    name=gettext_lazy("What you agreed to"),
    models=("people.Consent",),
    export=_consents,
    erase=_with_the_account,
)
_WAYS_IN = Holding(
    name=gettext_lazy("How you sign in"),
    models=(
        "mfa.Authenticator",
        "usersessions.UserSession",
        "account.EmailAddress",
        "account.EmailConfirmation",
    ),
    export=_ways_in,
    erase=_erase_ways_in,
)
_BLOCKS = Holding(
    name=gettext_lazy("Contact that you ended"),
    models=("people.Block",),
    export=_blocks,
    erase=_with_the_account,
)

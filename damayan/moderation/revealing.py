"""What could be seen of a person when their life is in danger: exactly what we hold, no more.

Values are decrypted when they are looked at and kept nowhere.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import clock_words, now, on_day
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.languages import named
from damayan.groups.queries import personas_of
from damayan.people import sessions
from damayan.people.keys import open_for
from damayan.people.models import Contact, Person
from damayan.support.referral.consent import DETAILS, ITEMS
from damayan.support.referral.models import Referral

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Seen:
    """One field as it is shown: its name and its values, each a line."""

    name: str
    values: list[str]


@dataclass(frozen=True)
class Field:
    """One thing that may be asked for; ``read`` answers its lines, none when we hold none."""

    name: "_StrPromise"
    read: Callable[[Person], list[str]]


def see(person: Person, fields: Collection[str]) -> list[Seen]:
    """The values of exactly these fields, in the order of ``FIELDS``."""
    wanted = [(slug, field) for slug, field in FIELDS.items() if slug in fields]
    return [Seen(str(field.name), field.read(person)) for _slug, field in wanted]


def names(fields: Collection[str]) -> list[str]:
    """These fields in words."""
    return [str(field.name) for slug, field in FIELDS.items() if slug in fields]


def _email(person: Person) -> list[str]:
    contact = Contact.objects.filter(person=person).first()
    if contact is None:
        return []
    address = _opened(person, contact.email_sealed, "contact")
    if contact.verified_at:
        checked = _("they opened our letter there on %(day)s") % {
            "day": on_day(contact.verified_at)
        }
    else:
        checked = _("nobody ever opened our letter there")
    return [address, checked]


def _given_to_services(person: Person) -> list[str]:
    """What they agreed to share with a service, while that agreement holds."""
    standing = Referral.objects.filter(person=person, withdrawn_at=None, share_until__gt=now())
    lines = []
    for one in standing.exclude(details_sealed=None).order_by("agreed_at"):
        words = _opened(person, one.details_sealed, DETAILS)
        try:
            given = json.loads(words)
        except ValueError:
            lines.append(words)
            continue
        lines += [f"{ITEMS[slug].label}: {value}" for slug, value in given.items() if slug in ITEMS]
    return lines


def _personas(person: Person) -> list[str]:
    return [f"{one.name} · {one.group.title}" for one in personas_of(person)]


def _last_here(person: Person) -> list[str]:
    lines = []
    if person.last_login:
        last = {"day": on_day(person.last_login), "time": clock_words(person.last_login)}
        lines.append(_("last signed in on %(day)s, %(time)s") % last)
    for one in sessions.of(person)[:5]:
        since = {"browser": one.user_agent or _("a browser"), "day": on_day(one.created_at)}
        lines.append(_("%(browser)s, signed in since %(day)s") % since)
    return lines


def _opened(person: Person, sealed: bytes | memoryview | None, context: str) -> str:
    try:
        return open_for(person, bytes(sealed or b""), context).decode()
    except CannotOpen:
        return _("We hold it, but the key to it is gone.")


FIELDS: dict[str, Field] = {
    "email": Field(gettext_lazy("E-mail address"), _email),
    "services": Field(gettext_lazy("What they agreed to give to a service"), _given_to_services),
    "name": Field(gettext_lazy("Sign-in name"), lambda person: [person.username]),
    "language": Field(gettext_lazy("Language"), lambda person: named([person.language])),
    "joined": Field(gettext_lazy("Joined on"), lambda person: [on_day(person.joined_at)]),
    "personas": Field(gettext_lazy("Their names in all groups"), _personas),
    "last_here": Field(
        gettext_lazy("When they were last here, with what kind of browser"), _last_here
    ),
}

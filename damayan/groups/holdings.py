"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.ids import new_key, new_seed
from damayan.groups.models import (
    Group,
    GroupRole,
    Invitation,
    Membership,
    Persona,
    PersonaBlock,
    PersonaMute,
)
from damayan.people.holdings import Holding, register
from damayan.people.models import Person

_SPOKEN = frozenset(code for code, _name in settings.LANGUAGES)


def _export_groups(person: Person) -> Iterator[Mapping[str, Any]]:
    mine = Membership.objects.of(person).select_related("group").order_by("pk")
    for membership in mine:
        yield {
            "group": membership.group.title,
            "your name there": membership.persona.name,
            "joined": membership.joined_at,
            "house rules accepted": membership.rules_accepted_at,
            "version of the house rules": membership.rules_version,
            "last visit": membership.visited_at,
            "left": membership.left_at,
            "writing paused by a guide": membership.paused_at,
        }
    for held in GroupRole.objects.filter(person=person).select_related("group").order_by("pk"):
        yield {
            "role": held.get_role_display(),
            "group": held.group.title,
            "granted": held.granted_at,
            "ended": held.ended_at,
        }


def _export_set_aside(person: Person) -> Iterator[Mapping[str, Any]]:
    """Whom this person set aside; never who set them aside."""
    blocks = PersonaBlock.objects.filter(blocker__membership__person=person)
    for block in blocks.select_related("blocked__group").order_by("pk"):
        about = {"blocked": block.blocked.name, "group": block.blocked.group.title}
        yield {**about, "when": block.created_at}
    mutes = PersonaMute.objects.filter(muter__membership__person=person)
    for mute in mutes.select_related("muted__group").order_by("pk"):
        about = {"muted": mute.muted.name, "group": mute.muted.group.title}
        yield {**about, "when": mute.created_at}


def _export_desk(person: Person) -> Iterator[Mapping[str, Any]]:
    for group in Group.objects.filter(created_by=person).order_by("pk"):
        yield {"founded": group.title, "when": group.created_at}
    invited = Invitation.objects.filter(created_by=person).select_related("group").order_by("pk")
    for invitation in invited:
        yield {"invited into": invitation.group.title, "when": invitation.created_at}


def _erase_groups(person: Person, words: str) -> None:
    """Cut the bridge. Personas stay as somebody who left, since others' words may answer them.

    What ``stories`` removes, it removes before: it stands above and is asked first.
    """
    for persona in Persona.objects.filter(membership__person=person).select_related("group"):
        persona.name, persona.seed, persona.badge = _nobody(persona.group), new_seed(), ""
        persona.save(update_fields=["name", "seed", "badge"])
    _erase_set_aside(person, words)
    GroupRole.objects.filter(person=person).delete()
    Membership.objects.filter(person=person).delete()


def _erase_set_aside(person: Person, words: str) -> None:
    PersonaBlock.objects.filter(blocker__membership__person=person).delete()
    PersonaBlock.objects.filter(blocked__membership__person=person).delete()
    PersonaMute.objects.filter(muter__membership__person=person).delete()
    PersonaMute.objects.filter(muted__membership__person=person).delete()


def _erase_desk(person: Person, words: str) -> None:
    """Rows of the desk name the person by a key that empties itself with the account."""


def _nobody(group: Group) -> str:
    first = next((code for code in group.languages if code in _SPOKEN), settings.LANGUAGE_CODE)
    with translation.override(first):
        return f"{_('Former member')} {new_key()}"


def declare() -> None:
    """Tell ``people`` what is here."""
    mine = ("groups.Membership", "groups.Persona", "groups.GroupRole")
    register(
        Holding(gettext_lazy("Your groups, names and roles"), mine, _export_groups, _erase_groups)
    )
    aside = ("groups.PersonaBlock", "groups.PersonaMute")
    register(
        Holding(gettext_lazy("Whom you set aside"), aside, _export_set_aside, _erase_set_aside)
    )
    desk = ("groups.Group", "groups.Invitation")
    register(Holding(gettext_lazy("Your work on groups"), desk, _export_desk, _erase_desk))

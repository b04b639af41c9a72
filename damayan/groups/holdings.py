"""What this room holds of a person, for their export and their erasure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.groups.actions import forget_name, forget_name_later
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
from damayan.people.models import Erasure, Person


def _export_groups(person: Person) -> Iterator[Mapping[str, Any]]:
    mine = Membership.objects.of(person).select_related("group").order_by("pk")
    for membership in mine:
        yield {
            _("group"): membership.group.title,
            _("your name there"): membership.persona.name,
            _("joined"): membership.joined_at,
            _("house rules accepted"): membership.rules_accepted_at,
            _("version of the house rules"): membership.rules_version,
            _("last visit"): membership.visited_at,
            _("left"): membership.left_at,
            _("writing paused by a guide"): membership.paused_at,
        }
    for held in GroupRole.objects.filter(person=person).select_related("group").order_by("pk"):
        yield {
            _("role"): held.get_role_display(),
            _("group"): held.group.title,
            _("granted"): held.granted_at,
            _("ended"): held.ended_at,
        }


def _export_set_aside(person: Person) -> Iterator[Mapping[str, Any]]:
    """Whom this person set aside; never who set them aside."""
    blocks = PersonaBlock.objects.filter(blocker__membership__person=person)
    for block in blocks.select_related("blocked__group").order_by("pk"):
        about = {_("blocked"): block.blocked.name, _("group"): block.blocked.group.title}
        yield {**about, _("when"): block.created_at}
    mutes = PersonaMute.objects.filter(muter__membership__person=person)
    for mute in mutes.select_related("muted__group").order_by("pk"):
        about = {_("muted"): mute.muted.name, _("group"): mute.muted.group.title}
        yield {**about, _("when"): mute.created_at}


def _export_desk(person: Person) -> Iterator[Mapping[str, Any]]:
    for group in Group.objects.filter(created_by=person).order_by("pk"):
        yield {_("founded"): group.title, _("when"): group.created_at}
    invited = Invitation.objects.filter(created_by=person).select_related("group").order_by("pk")
    for invitation in invited:
        yield {_("invited into"): invitation.group.title, _("when"): invitation.created_at}


def _erase_groups(person: Person, words: str) -> None:
    """Cut the bridge. Personas stay as somebody who left, since others' words may answer them.

    What ``stories`` removes, it removes before: it stands above and is asked first. When the words
    are kept, the names go later and each at another time: names that changed together would tell
    every member which of them belonged to one person.
    """
    mine = list(Persona.objects.filter(membership__person=person).values_list("pk", flat=True))
    _erase_set_aside(person, words)
    GroupRole.objects.filter(person=person).delete()
    Membership.objects.filter(person=person).delete()
    for persona_id in mine:
        if words == Erasure.Words.REMOVE:
            forget_name(persona_id=persona_id)
        else:
            forget_name_later(persona_id=persona_id)


def _erase_set_aside(person: Person, words: str) -> None:
    """Blocks stay while words do: else whoever was blocked would meet those words again, or be
    met by them, on the day that somebody is erased. They name personas only.
    """
    PersonaMute.objects.filter(muter__membership__person=person).delete()
    if words == Erasure.Words.REMOVE:
        PersonaBlock.objects.filter(blocker__membership__person=person).delete()


def _erase_desk(person: Person, words: str) -> None:
    """Rows of the desk name the person by a key that empties itself with the account."""


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

from damayan.groups.models.blocks import PersonaBlock, PersonaMute
from damayan.groups.models.group import Access, Group, GroupQuerySet, Invitation
from damayan.groups.models.membership import Membership
from damayan.groups.models.persona import Persona
from damayan.groups.models.roles import GroupRole

__all__ = [
    "Access",
    "Group",
    "GroupQuerySet",
    "GroupRole",
    "Invitation",
    "Membership",
    "Persona",
    "PersonaBlock",
    "PersonaMute",
]

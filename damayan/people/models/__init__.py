from damayan.people.models.blocks import Block
from damayan.people.models.consents import Consent
from damayan.people.models.contacts import Contact
from damayan.people.models.keys import PersonalKey
from damayan.people.models.links import FIRST_COORDINATOR, OneTimeLink, hashed
from damayan.people.models.person import Person
from damayan.people.models.returning import ClosedSession
from damayan.people.models.rights import Erasure, Export
from damayan.people.models.roles import Role, RoleGrant

__all__ = [
    "FIRST_COORDINATOR",
    "Block",
    "ClosedSession",
    "Consent",
    "Contact",
    "Erasure",
    "Export",
    "OneTimeLink",
    "Person",
    "PersonalKey",
    "Role",
    "RoleGrant",
    "hashed",
]

"""What pages of this and other rooms ask about groups, each in a fixed number of queries."""

from damayan.groups.queries.personas import (
    hidden_from,
    hidden_persona_ids,
    is_muted,
    person_behind,
    personas_of,
    personas_set_aside,
)
from damayan.groups.queries.standing import (
    guided_slugs,
    is_guide,
    membership_of,
    role_in,
    roles_anywhere,
)

__all__ = [
    "guided_slugs",
    "hidden_from",
    "hidden_persona_ids",
    "is_guide",
    "is_muted",
    "membership_of",
    "person_behind",
    "personas_of",
    "personas_set_aside",
    "role_in",
    "roles_anywhere",
]

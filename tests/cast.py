"""The fixed cast: the same eight people in every permission test, made straight from the data.

author, member, blocked, supporter and guide wear a persona in the group; outsider is in no group;
professional is a member with that badge; coordinator holds the role in the whole installation.
The author has blocked the persona of ``blocked``.
"""

from dataclasses import dataclass, field

from damayan.foundation.clock import now
from damayan.groups.models import Group, GroupRole, Membership, Persona, PersonaBlock
from damayan.people.models import Block, Person, Role, RoleGrant

IN_THE_GROUP = ("author", "member", "blocked", "supporter", "guide", "professional")
ROLES = (
    "author",
    "member",
    "outsider",
    "blocked",
    "supporter",
    "professional",
    "guide",
    "coordinator",
)
PASSPHRASE = "quiet lamp over water"


@dataclass
class Cast:
    """People by their part, e.g. ``cast.author``; ``cast.personas["author"]`` in the group."""

    group: Group
    people: dict[str, Person] = field(default_factory=dict)
    personas: dict[str, Persona] = field(default_factory=dict)

    def __getattr__(self, part: str) -> Person:
        try:
            return self.__dict__["people"][part]
        except KeyError:
            raise AttributeError(part) from None


def make_person(name: str) -> Person:
    person = Person(username=f"{name}-signs-in", age_confirmed_at=now())
    person.set_password(PASSPHRASE)
    person.save()
    return person


def put_in(group: Group, person: Person, name: str, badge: str = "") -> Persona:
    persona = Persona.objects.create(group=group, name=name, badge=badge)
    Membership.objects.create(person=person, group=group, persona=persona)
    return persona


def make_group(slug: str = "losing-someone", access: str = "open") -> Group:
    return Group.objects.create(
        slug=slug,
        name={"en": slug.replace("-", " ").capitalize(), "fil": f"{slug} (fil)"},
        about={"en": "For those who lost somebody.", "fil": "Para sa mga nawalan."},
        rules={"en": ["Be kind."], "fil": ["Maging mabait."]},
        languages=["en", "fil"],
        access=access,
    )


def make_cast(group: Group) -> Cast:
    cast = Cast(group)
    for part in ROLES:
        cast.people[part] = make_person(part)
    for part in IN_THE_GROUP:
        badge = part if part in Role.values else ""
        cast.personas[part] = put_in(group, cast.people[part], f"Gentle {part.capitalize()}", badge)
        if badge:
            GroupRole.objects.create(person=cast.people[part], group=group, role=badge)
    RoleGrant.objects.create(person=cast.people["coordinator"], role=Role.COORDINATOR)
    PersonaBlock.objects.create(blocker=cast.personas["author"], blocked=cast.personas["blocked"])
    Block.objects.create(blocker=cast.author, blocked=cast.blocked)
    return cast

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from damayan.foundation.ids import new_key, new_seed
from damayan.groups.models.group import Group

if TYPE_CHECKING:
    from damayan.people.models import Person


class PersonaQuerySet(models.QuerySet["Persona"]):
    def visible_to(self, person: "Person | None") -> "PersonaQuerySet":
        """Personas in groups that ``person`` may read, without those gone by a block.

        Guides see everybody in the groups that they guide: somebody must be able to help.
        """
        seen = self.filter(group__in=Group.objects.readable_by(person))
        if person is None:
            return seen
        guided = Group.objects.guided_by(person).values("pk")
        return seen.filter(~Q(pk__in=blocked_for(person)) | Q(group__in=guided))


class Persona(models.Model):
    """The name and woven picture a member wears in one group. Points to no person: see Membership.

    ``badge`` is the role worn openly in this group, kept here so that reading asks nothing more.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="personas")
    name = models.CharField(max_length=60)
    seed = models.IntegerField(default=new_seed)
    badge = models.CharField(max_length=16, blank=True, default="")

    objects = PersonaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "name"], name="groups_persona_name_once")
        ]


def blocked_for(person: "Person") -> models.QuerySet[Any, int]:
    """Ids of personas gone by a block, made or met, for any persona of ``person``; a subquery."""
    from damayan.groups.models.blocks import PersonaBlock

    made = PersonaBlock.objects.filter(blocker__membership__person=person)
    met = PersonaBlock.objects.filter(blocked__membership__person=person)
    return made.values_list("blocked_id", flat=True).union(
        met.values_list("blocker_id", flat=True), all=True
    )

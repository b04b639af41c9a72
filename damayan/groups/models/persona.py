from django.db import models

from damayan.foundation.ids import new_key, new_seed
from damayan.groups.models.group import Group


class Persona(models.Model):
    """The name and woven picture a member wears in one group. Points to no person: see Membership.

    ``badge`` is the role worn openly in this group, kept here so that reading asks nothing more.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="personas")
    name = models.CharField(max_length=60)
    seed = models.IntegerField(default=new_seed)
    badge = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "name"], name="groups_persona_name_once")
        ]

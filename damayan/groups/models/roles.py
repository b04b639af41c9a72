from django.conf import settings
from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.groups.models.group import Group
from damayan.people.models import Role


class GroupRole(models.Model):
    """A role held in one group, with who granted it and when."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="group_roles"
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=16, choices=Role.choices)
    granted_at = models.DateTimeField(default=now)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group", "role"],
                condition=Q(ended_at=None),
                name="groups_role_held_once",
            )
        ]

from django.conf import settings
from django.db import models

from damayan.foundation.clock import now
from damayan.groups.models.group import Group
from damayan.groups.models.persona import Persona


class Membership(models.Model):
    """One person in one group, wearing one persona. Leaving keeps the row, so returning is easy."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    persona = models.OneToOneField(Persona, on_delete=models.PROTECT, related_name="membership")
    joined_at = models.DateTimeField(default=now)
    rules_version = models.PositiveSmallIntegerField(default=1)
    rules_accepted_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], name="groups_member_once")
        ]

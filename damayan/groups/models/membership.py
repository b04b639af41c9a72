from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef

from damayan.foundation.clock import now
from damayan.groups.models.group import Group
from damayan.groups.models.persona import Persona
from damayan.groups.models.roles import GroupRole
from damayan.people.models import RoleGrant

if TYPE_CHECKING:
    from damayan.people.models import Person


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        """Memberships that were not left."""
        return self.filter(left_at=None)

    def of(self, person: "Person") -> "MembershipQuerySet":
        """This person's own, with persona."""
        return self.filter(person=person).select_related("persona")

    def with_roles(self) -> "MembershipQuerySet":
        """Adds ``group_roles`` and ``house_roles`` (lists of role words) in the same query."""
        here = GroupRole.objects.filter(
            person=OuterRef("person"), group=OuterRef("group"), ended_at=None
        )
        everywhere = RoleGrant.objects.filter(person=OuterRef("person"), ended_at=None)
        return self.annotate(
            group_roles=ArraySubquery(here.values("role")),
            house_roles=ArraySubquery(everywhere.values("role")),
        )


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
    # By a guide: reads on, writes no more in this group until it is taken back.
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "group"], name="groups_member_once")
        ]

    @property
    def must_accept(self) -> bool:
        """Whether the house rules changed since they were accepted (needs ``group`` loaded)."""
        return self.rules_version < self.group.rules_version

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.people.models.person import Person


class Role(models.TextChoices):
    SUPPORTER = "supporter", _("supporter")
    PROFESSIONAL = "professional", _("professional")
    GUIDE = "guide", _("guide")
    COORDINATOR = "coordinator", _("coordinator")


class RoleGrant(models.Model):
    """A role in the whole installation; roles in one group live in ``groups``."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=16, choices=Role.choices)
    granted_at = models.DateTimeField(default=now)
    granted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=Q(ended_at=None),
                name="people_role_held_once",
            )
        ]

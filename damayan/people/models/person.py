from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from damayan.foundation.clock import now


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=(username or "").lower())


class Person(AbstractBaseUser):
    """A member's account. ``username`` is the private sign-in name: never shown to anybody else."""

    username = models.CharField(max_length=40, unique=True)
    language = models.CharField(max_length=12, default="en")
    theme = models.CharField(max_length=8, blank=True, default="")
    large_type = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now)
    age_confirmed_at = models.DateTimeField(null=True)
    # Hash of the form that made this account: the same form sent twice makes one.
    join_key = models.CharField(max_length=64, null=True, unique=True, editable=False)
    # The persona chosen on joining, worn in the first group and then forgotten here.
    first_name = models.CharField(max_length=60, blank=True, default="")
    first_seed = models.IntegerField(null=True)
    # By a guide: reads on, writes nowhere until then; the decision itself is in moderation.
    paused_until = models.DateTimeField(null=True)
    # By two people: comes in no more (``is_active`` is False too).
    removed_at = models.DateTimeField(null=True)
    # What this account tells first waits for a human until then; see people.returning.
    probation_until = models.DateTimeField(null=True)
    # Kept, not counted: every page shows it.
    unread_notices = models.PositiveIntegerField(default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="people_username_once")]

    @property
    def is_paused(self) -> bool:
        """Whether a guide has paused their writing in all groups, as of now."""
        return self.paused_until is not None and self.paused_until > now()

    def __str__(self) -> str:
        return f"person {self.pk}"

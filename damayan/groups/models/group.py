from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key, new_seed
from damayan.groups.customs import COLUMNS, Customs
from damayan.people.models import Role, RoleGrant

if TYPE_CHECKING:
    from damayan.people.models import Person


_OVERSEERS = [Role.GUIDE, Role.COORDINATOR]


class Access(models.TextChoices):
    OPEN = "open", _("Anybody may read; members write")
    MEMBERS = "members", _("Members read and write; anybody may join")
    INVITATION = "invitation", _("By invitation; invisible to everybody else")


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, person: "Person | None") -> "GroupQuerySet":
        """Groups whose existence ``person`` (None: a visitor) may know of."""
        return self._open_for(person, [Access.OPEN, Access.MEMBERS])

    def readable_by(self, person: "Person | None") -> "GroupQuerySet":
        """Groups whose stories ``person`` may read."""
        return self._open_for(person, [Access.OPEN])

    def guided_by(self, person: "Person") -> "GroupQuerySet":
        """Groups whose guide or coordinator ``person`` is, here or everywhere."""
        return self.filter(Q(pk__in=_roles(person, _OVERSEERS)) | _oversees(person))

    def findable(self) -> "GroupQuerySet":
        """Groups that a coordinator opened to search engines."""
        return self.filter(findable_at__isnull=False, access=Access.OPEN)

    def joined_by(self, person: "Person | None") -> "GroupQuerySet":
        """Groups in which ``person`` wears a persona now."""
        return self.filter(pk__in=_memberships(person)) if person else self.none()

    def _open_for(self, person: "Person | None", access: list[str]) -> "GroupQuerySet":
        found = Q(access__in=access, archived_at=None)
        if person is not None:
            found |= Q(pk__in=_memberships(person)) | Q(pk__in=_roles(person)) | _oversees(person)
        return self.filter(found)


def _memberships(person: "Person") -> models.QuerySet[Any]:
    from damayan.groups.models.membership import Membership

    return Membership.objects.filter(person=person, left_at=None).values("group_id")


def _roles(person: "Person", roles: Iterable[str] = Role.values) -> models.QuerySet[Any]:
    from damayan.groups.models.roles import GroupRole

    held = GroupRole.objects.filter(person=person, role__in=list(roles), ended_at=None)
    return held.values("group_id")


def _oversees(person: "Person") -> Q:
    """Guides and coordinators of the whole installation; part of the same query."""
    held = RoleGrant.objects.filter(person=person, role__in=_OVERSEERS, ended_at=None)
    return Q(Exists(held))


class Group(models.Model):
    """A space for one shared experience. Names and rules are words by language."""

    slug = models.SlugField(max_length=48, unique=True)
    name = models.JSONField()
    about = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    rules_version = models.PositiveSmallIntegerField(default=1)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    access = models.CharField(max_length=12, choices=Access.choices, default=Access.OPEN)
    seed = models.IntegerField(default=new_seed)
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Closed to search engines until a coordinator opens it.
    findable_at = models.DateTimeField(null=True)
    findable_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # From this group's real figures, by a job: {"all": minutes, "evening": …, "n": …}.
    answer_times = models.JSONField(default=dict)
    # How words are looked after here; see damayan/groups/customs.py.
    first_posts = models.PositiveSmallIntegerField(default=0)
    urgent_waits = models.BooleanField(default=False)
    slow_minutes = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    word_list = models.JSONField(default=list)

    objects = GroupQuerySet.as_manager()

    def words(self, field: str) -> "str | list[str]":
        """``field`` (name, about, rules) in the reader's language, else in the first there is."""
        by_language = getattr(self, field) or {}
        return by_language.get(get_language() or "en") or next(iter(by_language.values()), "")

    @property
    def title(self) -> str:
        return str(self.words("name"))

    @property
    def customs(self) -> Customs:
        return Customs(*(getattr(self, name) for name in COLUMNS))


class Invitation(models.Model):
    """A link into a group by invitation; only its hash is kept."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    @property
    def is_over(self) -> bool:
        """Past its last day."""
        return self.expires_at <= now()

    @property
    def is_usable(self) -> bool:
        """Whether it still lets somebody in."""
        return self.withdrawn_at is None and self.uses_left > 0 and not self.is_over

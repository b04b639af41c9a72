from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.people.models import Role
from damayan.people.queries import holds

if TYPE_CHECKING:
    from damayan.people.models import Person


class ServiceKind(models.TextChoices):
    COUNSELLING = "counselling", _("Somebody to talk with (counselling)")
    DOCTOR = "doctor", _("A doctor for the mind")
    HEALTH_CENTRE = "health_centre", _("Health centre")
    HOSPITAL = "hospital", _("Hospital")
    SCHOOL = "school", _("At school")
    PROTECTION = "protection", _("Protection from violence")
    ADDICTION = "addiction", _("Alcohol, drugs and gambling")
    LEGAL = "legal", _("Legal help")
    WELFARE = "welfare", _("Money, food and shelter")
    OTHER = "other", _("Other help")


class ServiceQuerySet(models.QuerySet["Service"]):
    def visible_to(self, person: "Person | None") -> "ServiceQuerySet":
        """Everybody sees what is in use; coordinators also what was taken off."""
        return self if holds(person, Role.COORDINATOR) else self.filter(retired_at=None)


class Service(models.Model):
    """A place that helps. True only as of ``verified_at``; the page says how old that is.

    Words are kept by language ({"en": …, "fil": …}). ``source_id`` is the id under which another
    directory knows it (Open Referral HSDS), so that importing twice makes one.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    source_id = models.CharField(max_length=64, unique=True, null=True)
    name = models.JSONField()
    about = models.JSONField(default=dict)
    for_whom = models.JSONField(default=dict)
    cost = models.JSONField(default=dict)
    is_free = models.BooleanField(default=False)
    hours = models.JSONField(default=dict)
    way_there = models.JSONField(default=dict)
    organisation = models.CharField(max_length=160, blank=True, default="")
    kinds = ArrayField(models.CharField(max_length=16, choices=ServiceKind.choices), default=list)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    province = models.CharField(max_length=80)
    city = models.CharField(max_length=80, blank=True, default="")
    address = models.CharField(max_length=240, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(auto_now=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["province", "city", "id"], name="referral_services_by_place")
        ]

    def words(self, field: str) -> str:
        """``field`` in the reader's language, else in the first there is."""
        by_language: dict[str, str] = getattr(self, field) or {}
        words = by_language.get(get_language() or "en")
        return words or next((words for words in by_language.values() if words), "")

    @property
    def title(self) -> str:
        return self.words("name")

    @property
    def place(self) -> str:
        """Such as "Iloilo City, Iloilo"."""
        return ", ".join(filter(None, (self.city, self.province)))

    @property
    def kind_words(self) -> list[str]:
        return [str(ServiceKind(one).label) for one in self.kinds if one in ServiceKind.values]

    @property
    def dial(self) -> str:
        """The first number as a telephone link takes it; "" when there is none."""
        first = self.phone.split(",")[0].split("/")[0]
        digits = "".join(sign for sign in first if sign.isascii() and sign.isdigit())
        return f"+{digits}" if first.strip().startswith("+") and digits else digits


class ServiceChange(models.Model):
    """Who changed a service, when, and how it stood before."""

    class Deed(models.TextChoices):
        ADDED = "added", _("added")
        IMPORTED = "imported", _("brought in from a file")
        CHANGED = "changed", _("changed")
        VERIFIED = "verified", _("asked and found right")
        RETIRED = "retired", _("taken off the list")
        RETURNED = "returned", _("put back on the list")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    deed = models.CharField(max_length=16, choices=Deed.choices)
    before: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

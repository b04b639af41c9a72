from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.people.models import Role
from damayan.people.queries import holds

if TYPE_CHECKING:
    from damayan.people.models import Person


class HelplineKind(models.TextChoices):
    """In the order of the page."""

    EMERGENCY = "emergency", _("When a life is in danger now")
    CRISIS = "crisis", _("To talk to somebody now")
    VIOLENCE = "violence", _("When somebody hurts you or a child")
    OTHER = "other", _("Other help")


class Network(models.TextChoices):
    """Whose line or load a call is made with."""

    GLOBE = "globe", _("Globe or TM")
    SMART = "smart", _("Smart, TNT or Sun")
    DITO = "dito", _("DITO")
    LANDLINE = "landline", _("a landline")


# What a helpline is for that is not for one place alone.
EVERYWHERE = "Philippines"


class HelplineQuerySet(models.QuerySet["Helpline"]):
    def visible_to(self, person: "Person | None") -> "HelplineQuerySet":
        """Everybody sees what is in use; coordinators also what was taken off."""
        return self if holds(person, Role.COORDINATOR) else self.filter(retired_at=None)


class Helpline(models.Model):
    """Somebody to call now. True only as of ``verified_at``: the page says how old that is."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    # Names a row of data/helplines.json, so that it is loaded once and never again.
    slug = models.SlugField(max_length=48, unique=True, null=True)
    name = models.JSONField(help_text="Words by language: {'en': …, 'fil': …}")
    number = models.CharField(max_length=40)
    network = models.JSONField(default=dict)
    # Slugs of Network: from which it can be called (none named: all), and which pay nothing.
    networks = models.JSONField(default=list)
    free_from = models.JSONField(default=list)
    # The number that takes text messages; empty where nobody reads them.
    texts_to = models.CharField(max_length=40, blank=True, default="")
    place = models.CharField(max_length=80, default=EVERYWHERE)
    hours = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    kind = models.CharField(max_length=16, choices=HelplineKind.choices, default="crisis")
    order = models.PositiveSmallIntegerField(default=100)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = HelplineQuerySet.as_manager()

    def words(self, field: str) -> str:
        """``field`` (name, network, hours) in the reader's language, else in the first there is."""
        by_language = getattr(self, field) or {}
        return by_language.get(get_language() or "en") or next(
            (words for words in by_language.values() if words), ""
        )

    @property
    def dial(self) -> str:
        """The number as a telephone link takes it: digits, with a leading plus if there is one."""
        return _digits(self.number)

    @property
    def text_dial(self) -> str:
        """The number for text messages, likewise; empty where nobody reads them."""
        return _digits(self.texts_to)


def _digits(number: str) -> str:
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdigit())
    return f"+{digits}" if digits and number.strip().startswith("+") else digits


class HelplineChange(models.Model):
    """Who changed a helpline, when, and how it stood before."""

    class Deed(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        VERIFIED = "verified", _("called and found right")
        RETIRED = "retired", _("taken off the page")
        RETURNED = "returned", _("put back on the page")

    helpline = models.ForeignKey(Helpline, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    deed = models.CharField(max_length=16, choices=Deed.choices)
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]

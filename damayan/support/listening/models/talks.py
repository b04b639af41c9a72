from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key, new_seed

if TYPE_CHECKING:
    from damayan.people.models import Person


class Soon(models.TextChoices):
    """How soon somebody would like to talk; a wish is over when its time has passed."""

    NOW = "now", _("Now, if somebody is there")
    TODAY = "today", _("Sometime today")
    WEEK = "week", _("Sometime this week")


class WishQuerySet(models.QuerySet["Wish"]):
    def open(self) -> "WishQuerySet":
        """Waiting, or offered and not yet answered."""
        return self.filter(ended_at=None, begun_at=None, expires_at__gt=now())

    def of(self, person: "Person") -> "WishQuerySet":
        """A person's own."""
        return self.filter(person=person)


class Wish(models.Model):
    """Somebody would like to be listened to. ``words`` are sealed with their own key.

    ``name`` and ``seed`` are a persona for this talk alone, worn nowhere else.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    form_key = models.CharField(max_length=24)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="talk_wishes"
    )
    name = models.CharField(max_length=60)
    seed = models.IntegerField(default=new_seed)
    topics = ArrayField(models.CharField(max_length=16), default=list)
    language = models.CharField(max_length=12)
    soon = models.CharField(max_length=6, choices=Soon.choices)
    words_sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    # Taken back by the person, or the time passed.
    ended_at = models.DateTimeField(null=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form_key"], name="listening_wish_once"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None, begun_at=None),
                name="listening_one_open_wish",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                condition=Q(ended_at=None, begun_at=None),
                name="listening_open_wishes",
            )
        ]


class Offer(models.Model):
    """A supporter says that they are there; only the person who asked can begin the talk."""

    class Answer(models.TextChoices):
        YES = "yes"
        NO = "no"
        TAKEN_BACK = "taken_back"
        LATE = "late"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="offers")
    listener = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="talk_offers"
    )
    name = models.CharField(max_length=60)
    seed = models.IntegerField(default=new_seed)
    offered_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish"], condition=Q(answered_at=None), name="listening_one_offer_at_a_time"
            ),
            models.UniqueConstraint(fields=["wish", "listener"], name="listening_offered_once"),
            models.UniqueConstraint(
                fields=["listener"],
                condition=Q(answered_at=None),
                name="listening_one_open_offer_each",
            ),
        ]


class Pass(models.Model):
    """A supporter leaves a wish to others; nobody hears of it."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="passes")
    listener = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "listener"], name="listening_passed_once")
        ]


class TalkQuerySet(models.QuerySet["Talk"]):
    def of(self, person: "Person") -> "TalkQuerySet":
        """Talks in which the person is one of the two."""
        both = Q(member=person) | Q(listener=person)
        return self.filter(both).select_related("member", "listener")


class Talk(models.Model):
    """A private conversation of two. What is said is sealed with the key of who asked for it."""

    class Side(models.TextChoices):
        MEMBER = "member"
        LISTENER = "listener"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    wish = models.OneToOneField(Wish, on_delete=models.CASCADE, related_name="talk")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="talks_asked"
    )
    listener = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="talks_heard"
    )
    listener_name = models.CharField(max_length=60)
    listener_seed = models.IntegerField()
    begun_at = models.DateTimeField(default=now)
    said = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=now)
    read_by_member = models.PositiveIntegerField(default=0)
    read_by_listener = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, choices=Side.choices, blank=True, default="")
    # What the one who asked says of it afterwards; only the listener sees it.
    helped = models.BooleanField(null=True)
    understood = models.BooleanField(null=True)
    thanks_sealed = models.BinaryField(null=True)
    emptied_at = models.DateTimeField(null=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["member", "-last_at", "-id"], name="listening_talks_of_member"),
            models.Index(
                fields=["listener", "-last_at", "-id"], name="listening_talks_of_listener"
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(ended_at__isnull=False, emptied_at=None),
                name="listening_to_empty",
            ),
        ]


class Message(models.Model):
    """One thing said. ``place`` counts from 1 within its talk, without gaps."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="messages")
    place = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Talk.Side.choices)
    form_key = models.CharField(max_length=24)
    words_sealed = models.BinaryField()
    at = models.DateTimeField(default=now)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["talk", "place"], name="listening_place_once"),
            models.UniqueConstraint(
                fields=["talk", "side", "form_key"], name="listening_said_once"
            ),
        ]

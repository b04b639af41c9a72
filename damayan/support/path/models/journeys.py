from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key


class State(models.TextChoices):
    """See docs/state-machines/path.md for who may go where."""

    APPLIED = "applied", _("You asked to become a supporter")
    DECLINED = "declined", _("Not now")
    TAKEN_BACK = "taken_back", _("You took it back")
    LEARNING = "learning", _("You are taking the course")
    READY = "ready", _("You wait for a mentor")
    TRIAL = "trial", _("A mentor reads along")
    VOUCHED = "vouched", _("Your mentor says yes")
    SUPPORTER = "supporter", _("You are a supporter")
    RENEWAL = "renewal", _("You are a supporter, and your certificate is due")
    STEPPED_DOWN = "stepped_down", _("You stepped down")
    RETURNING = "returning", _("You asked to come back")


# In these the role of supporter is held.
HELPING = frozenset({State.SUPPORTER, State.RENEWAL})
OVER = frozenset({State.DECLINED, State.TAKEN_BACK, State.STEPPED_DOWN})


class Side(models.TextChoices):
    """Whose word a step is: the person's, a guide's or coordinator's, their mentor's, or time."""

    PERSON = "person"
    DESK = "desk"
    COORDINATOR = "coordinator"
    MENTOR = "mentor"
    SYSTEM = "system"


class Journey(models.Model):
    """One person's path to being a supporter, and away from it again.

    ``asked_sealed`` (why, topics lived through, hours; JSON) and ``answer_sealed`` (what the desk
    or the mentor wrote last) are sealed with the person's own key. ``supporter_at``: first became
    one on this path; ``stepped_down_at``: last stepped down.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="journey"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.APPLIED)
    changed_at = models.DateTimeField(default=now)
    asked_sealed = models.BinaryField()
    languages = ArrayField(models.CharField(max_length=12), default=list)
    answer_sealed = models.BinaryField(null=True)
    supporter_at = models.DateTimeField(null=True)
    stepped_down_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "changed_at", "id"], name="path_by_state")]

    @property
    def is_helping(self) -> bool:
        """Whether the path gave them the role of supporter and did not end it."""
        return self.state in HELPING


class JourneyEvent(models.Model):
    """One step of a journey: into which state, when, and on whose word."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=now)
    state = models.CharField(max_length=12, choices=State.choices)
    side = models.CharField(max_length=12, choices=Side.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "id"]

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key


class StepKind(models.TextChoices):
    HOST = "host", _("Circle host")
    MENTOR = "mentor", _("Mentor")


class StepState(models.TextChoices):
    ASKED = "asked", _("asked")
    GRANTED = "granted", _("yes")
    DECLINED = "declined", _("not now")
    ENDED = "ended", _("given back")


class Step(models.Model):
    """A further step of a supporter: asked for, and decided by a coordinator.

    ``words_sealed`` and ``answer_sealed`` are sealed with the person's own key.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="further_steps"
    )
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.ASKED)
    asked_at = models.DateTimeField(default=now)
    words_sealed = models.BinaryField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answer_sealed = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state__in=["asked", "granted"]),
                name="path_step_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "id"], condition=Q(state="asked"), name="path_steps_asked"
            )
        ]

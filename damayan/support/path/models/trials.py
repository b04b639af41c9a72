from django.conf import settings
from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.groups.models import Group
from damayan.support.path.models.journeys import Journey


class Ending(models.TextChoices):
    VOUCHED = "vouched"
    NOT_YET = "not_yet"
    HANDED_BACK = "handed_back"
    ANOTHER = "another"
    LEFT = "left"


class Trial(models.Model):
    """A stretch of answering with a mentor reading along, in the one group that the trainee chose.

    One group, because a mentor who read along in two would know two personas to be one person.
    ``mentor`` is empty while somebody is looked for.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="trials")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=now)
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=12, choices=Ending.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey"], condition=Q(ended_at=None), name="path_one_trial_at_a_time"
            )
        ]
        indexes = [
            models.Index(
                fields=["group", "asked_at"],
                condition=Q(mentor=None, ended_at=None),
                name="path_waits_for_a_mentor",
            )
        ]


class Note(models.Model):
    """What a mentor wrote to a trainee; sealed with the trainee's own key."""

    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="notes")
    form_key = models.CharField(max_length=24)
    at = models.DateTimeField(default=now)
    words_sealed = models.BinaryField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["trial", "form_key"], name="path_note_once")]

from django.conf import settings
from django.db import models
from django.db.models import Q

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.safety.models import Concern


class Decision(models.Model):
    """What a guide decided about one member, as that member may read it, and may appeal.

    Names its subject by kind and key, like the concern; ``entry_hash`` is its line in the log.
    ``until`` is for decisions that end by themselves, such as a pause.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="decisions"
    )
    concern = models.ForeignKey(
        Concern, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    deed = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=16, blank=True, default="")
    subject_key = models.CharField(max_length=16, blank=True, default="")
    group_slug = models.CharField(max_length=48, blank=True, default="")
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True)
    # Taken back, by a guide or after an appeal.
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entry_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["person", "-at", "-id"], name="moderation_decisions_of")]


class Appeal(models.Model):
    """A member asks that another guide looks again at a decision; one appeal for each."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld"
        OVERTURNED = "overturned"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField()
    created_at = models.DateTimeField(default=now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at", "id"],
                condition=Q(decided_at=None),
                name="moderation_open_appeals",
            )
        ]


class Sanction(models.Model):
    """What keeps a whole account from writing (pause) or entering (removal), in every persona."""

    class Kind(models.TextChoices):
        PAUSE = "pause"
        REMOVAL = "removal"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sanctions"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="sanction")
    starts_at = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    # Their words went with them; ``starts_at`` then marks, in all groups, what was hidden by it.
    words_hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(lifted_at=None),
                name="moderation_sanction_once",
            )
        ]


class Removal(models.Model):
    """One guide asks that an account be closed; another guide or a coordinator must agree."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="removals"
    )
    concern = models.ForeignKey(Concern, on_delete=models.SET_NULL, null=True, related_name="+")
    subject_kind = models.CharField(max_length=16, blank=True, default="")
    subject_key = models.CharField(max_length=16, blank=True, default="")
    group_slug = models.CharField(max_length=48, blank=True, default="")
    # The member reads it when it is agreed to.
    reason = models.TextField()
    hide_words = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=now)
    # Nobody agreed in time: the wish is void.
    void_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    words = models.TextField(blank=True, default="")
    # What came of it, as the member reads it.
    decision = models.OneToOneField(
        Decision, on_delete=models.SET_NULL, null=True, related_name="removal"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["void_at"],
                condition=Q(answered_at=None),
                name="moderation_open_removals",
            )
        ]

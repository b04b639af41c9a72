from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key


class Kind(models.TextChoices):
    ANSWER = "answer", _("An answer to you")
    HELPED = "helped", _("Somebody marked your words as helpful")
    GUIDE = "guide", _("A guide wrote to you")
    ACCOUNT = "account", _("About your account")
    ALERT = "alert", _("Somebody may need help now")
    SUPPORT = "support", _("Talks, questions and ways to help")


class Frequency(models.TextChoices):
    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Never")


class Notice(models.Model):
    """One thing told to one person. ``cause`` makes it once; ``thread`` groups and mutes it."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=200)
    thread = models.CharField(max_length=64, blank=True, default="")
    cause = models.CharField(max_length=96)
    created_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cause"], name="notices_once_per_cause")
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notices_inbox"),
            models.Index(
                fields=["person", "thread"], condition=Q(read_at=None), name="notices_unread"
            ),
        ]


class Choice(models.Model):
    """How one person wants to hear of one kind."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    inbox = models.BooleanField(default=True)
    email = models.CharField(max_length=8, choices=Frequency.choices, default=Frequency.NEVER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="notices_choice_once")
        ]


class MutedThread(models.Model):
    """A thread of which a person wants to hear nothing more."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_threads"
    )
    thread = models.CharField(max_length=64)
    muted_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thread"], name="notices_mute_once")
        ]


class Delivery(models.Model):
    """One e-mail that a notice causes: made with the notice, claimed and sent by a job.

    ``due_at`` is when to try next: now, this evening's digest, or later after a failure.
    """

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="delivery")
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    due_at = models.DateTimeField(default=now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, failed_at=None), name="notices_due"
            )
        ]

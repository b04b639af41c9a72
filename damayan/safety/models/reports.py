from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key


class ReportKind(models.TextChoices):
    """In the order of urgency: somebody in danger outranks spam."""

    DANGER = "danger", _("Somebody may be in danger")
    METHOD = "method", _("It describes or encourages ways to hurt oneself or others")
    ABUSE = "abuse", _("It attacks, threatens or shames somebody")
    SEXUAL = "sexual", _("It is sexual or asks for something sexual")
    IDENTITY = "identity", _("It says who somebody is")
    SPAM = "spam", _("It sells something or is spam")
    OTHER = "other", _("Something else worries me")


URGENT_KINDS = frozenset({ReportKind.DANGER, ReportKind.METHOD})


class Outcome(models.TextChoices):
    """What became of a concern, in the words that a guide chooses from."""

    REACHED = "reached", _("Somebody in danger was reached")
    HIDDEN = "hidden", _("It was hidden")
    TALKED = "talked", _("We talked with the person")
    KEPT = "kept", _("It stays as it is")
    HANDED_ON = "handed_on", _("Handed on to others")


class Source(models.TextChoices):
    """What raised a concern first."""

    REPORT = "report", _("a member's report")
    SCREENING = "screening", _("screening")
    WAITING = "waiting", _("words that wait for a guide")
    LINE = "line", _("what the author wrote to guides")


class Said(models.TextChoices):
    """What the author of the words answered on the card."""

    SAFE = "safe", _("The author says: I am safe now.")
    WRITE = "write", _("The author asks that a guide writes to them.")


class Concern(models.Model):
    """What a report or screening raises about one subject; a guide decides.

    It names its subject by kind and key only, never a person or a persona. What screening found is
    kept with it: ``kinds`` (slugs, the gravest first), ``score`` (risk to life, 0 to 1),
    ``explanation`` ([{"rule": id, "words": the author's}]) and the ``version`` that said so.
    """

    class Level(models.IntegerChoices):
        NONE = 0, _("none")
        CONCERN = 1, _("concern")
        URGENT = 2, _("urgent")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    subject_kind = models.CharField(max_length=16)
    subject_key = models.CharField(max_length=16)
    # Where it is, so that the guides of that group find it.
    group_slug = models.CharField(max_length=48, blank=True, default="")
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.CONCERN)
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.REPORT)
    created_at = models.DateTimeField(default=now)
    # When the level last rose.
    raised_at = models.DateTimeField(default=now)
    # When guides were first alarmed, and which guide is looking after it.
    alarmed_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Until when the claim holds without a sign of life, and when a guide first opened it.
    held_until = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(null=True)
    # Handed up to the coordinators.
    escalated_at = models.DateTimeField(null=True)
    escalated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    said = models.CharField(max_length=8, choices=Said.choices, blank=True, default="")
    said_at = models.DateTimeField(null=True)
    screened_at = models.DateTimeField(null=True)
    kinds = models.JSONField(default=list)
    score = models.FloatField(null=True)
    explanation = models.JSONField(default=list)
    version = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key"],
                condition=Q(closed_at=None),
                name="safety_one_open_concern",
            )
        ]
        indexes = [
            models.Index(
                fields=["-level", "created_at", "id"],
                condition=Q(closed_at=None),
                name="safety_open_concerns",
            ),
            models.Index(
                fields=["-closed_at", "-id"],
                condition=Q(closed_at__isnull=False),
                name="safety_closed_concerns",
            ),
            models.Index(fields=["subject_key", "subject_kind"], name="safety_concerns_about"),
        ]


class Report(models.Model):
    """One member's worry about a story, reply or persona; the reporter hears the outcome."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reports"
    )
    kind = models.CharField(max_length=16, choices=ReportKind.choices)
    words = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=now)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "reporter"], name="safety_report_once")
        ]

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key


class SafetyLine(models.Model):
    """Between the author of worrying words and the guides who look after them; nobody else.

    It names its subject as the concern does, so that it outlives the closing of one concern.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key)
    subject_kind = models.CharField(max_length=16)
    subject_key = models.CharField(max_length=16)
    group_slug = models.CharField(max_length=48, blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="safety_lines"
    )
    opened_at = models.DateTimeField(default=now)
    # The author left, or a guide ended it; whoever writes again opens it again.
    left_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key"], name="safety_one_line_about"
            )
        ]


class LineMessage(models.Model):
    """One thing said on a line, sealed with the author's own key, whoever said it."""

    class Side(models.TextChoices):
        AUTHOR = "author", _("the author")
        GUIDE = "guide", _("a guide")

    line = models.ForeignKey(SafetyLine, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    # Which guide wrote; shown to nobody, the log says it too.
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words_sealed = models.BinaryField()
    form_key = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "form_key"], name="safety_said_once")
        ]

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.support.path.models.journeys import Journey


class Progress(models.Model):
    """How far somebody is in one module: the last step seen, and when its check was last passed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="course_progress"
    )
    module = models.SlugField(max_length=24)
    step = models.PositiveSmallIntegerField(default=1)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="path_progress_once")
        ]


class Certificate(models.Model):
    """Says that its holder took the course and the trial; carries no name, only a code."""

    code = models.CharField(max_length=16, unique=True, default=new_key)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="certificates")
    issued_at = models.DateTimeField(default=now)
    valid_until = models.DateField()
    # A coordinator took the role away; stepping down by oneself leaves it as it is.
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-valid_until", "-id"]

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.valid_until >= timezone.localdate()

    @property
    def until_words(self) -> str:
        """Its last day in words."""
        return date_format(self.valid_until, "j F Y")

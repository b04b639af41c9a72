"""The reply queue: who waits, who has time, who is writing, and what came of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.groups.models import Group
from damayan.people.models import Person
from damayan.stories.models import Reply, Story
from damayan.support.routing import Why
from damayan.support.routing.claims import Ending


class Queued(models.Model):
    """A story that needs an answer, and why: derived from what stories and safety know.

    ``wanted``: how many different people are still wanted. ``met_at``: nobody is wanted any more.
    Rows are made anew from the stories at any time (``actions.queue.refresh``).
    """

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="queued")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=12, choices=[(why.value, why.value) for why in Why])
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    risk = models.FloatField(default=0)
    is_painful = models.BooleanField(default=False)
    wanted = models.PositiveSmallIntegerField(default=1)
    met_at = models.DateTimeField(null=True)
    # When supporters who are away were last told of it.
    called_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["group", "-risk", "due_at"],
                condition=Q(met_at=None),
                name="support_queue_by_risk",
            ),
            models.Index(
                fields=["group", "due_at"], condition=Q(met_at=None), name="support_queue_by_time"
            ),
        ]


class Availability(models.Model):
    """What a supporter said of their time; ``until`` in the past means nothing was said lately."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(default=40)
    said_at = models.DateTimeField(default=now)
    until = models.DateTimeField(default=now)
    avoids = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    cap = models.PositiveSmallIntegerField(default=6)
    # They asked to be told when somebody waits; when they last were.
    calls_since = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    # Until when they rest: nothing is suggested.
    rests_until = models.DateTimeField(null=True)


class SoftClaimQuerySet(QuerySet["SoftClaim"]):
    """Claims by whether somebody still writes."""

    def living(self) -> "SoftClaimQuerySet":
        """Not ended, not run out, and no answer has come from them since."""
        answers = Reply.objects.filter(
            story=OuterRef("story"),
            author__membership__person=OuterRef("person"),
            created_at__gte=OuterRef("claimed_at"),
        )
        return self.filter(~Exists(answers), ended_at=None, until__gt=Now())


class SoftClaim(models.Model):
    """Somebody is writing to a story; to everybody else never who."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="claims")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(
        max_length=8, blank=True, default="", choices=[(end.value, end.value) for end in Ending]
    )

    objects = SoftClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="support_writes_to_one"
            )
        ]
        indexes = [
            models.Index(fields=["story"], condition=Q(ended_at=None), name="support_writing")
        ]


class Declined(models.Model):
    """“Not this one”: a suggestion that a supporter passed on; nobody else learns of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "story"], name="support_declined_once")
        ]


class Measured(models.Model):
    """What the queue reached, counted of the four weeks before ``at``; one row a day."""

    day = models.DateField(unique=True)
    at = models.DateTimeField(default=now)
    figures = models.JSONField(default=dict)


WHY_WORDS = {
    Why.PAIN: _("in pain, nobody has answered"),
    Why.FIRST: _("a first story, nobody has answered"),
    Why.SECOND: _("in pain, one has answered"),
    Why.CAME_BACK: _("the author came back"),
    Why.QUIET: _("quiet after words that hurt"),
    Why.WAITING: _("nobody has answered"),
}

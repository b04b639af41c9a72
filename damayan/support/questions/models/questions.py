from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.ids import new_key
from damayan.stories.models.words import searchable
from damayan.support.questions.models.practices import Practice

if TYPE_CHECKING:
    from damayan.people.models import Person


class About(models.TextChoices):
    SLEEP = "sleep", _("Sleep")
    WORRY = "worry", _("Worry and fear")
    MOOD = "mood", _("Low mood")
    GRIEF = "grief", _("Losing somebody")
    FAMILY = "family", _("Family and parents")
    COUPLE = "couple", _("Love and couples")
    CHILDREN = "children", _("Children and school")
    VIOLENCE = "violence", _("Violence and safety")
    SUBSTANCES = "substances", _("Alcohol, drugs and gambling")
    BODY = "body", _("Eating and body")
    MEDICINE = "medicine", _("Medicine and treatment")
    OTHER = "other", _("Something else")


class Audience(models.TextChoices):
    PRIVATE = "private", _("Only for me")
    OTHERS = "others", _("Others may find question and answer, without my name")


class QuestionQuerySet(models.QuerySet["Question"]):
    def of(self, person: "Person") -> "QuestionQuerySet":
        """A person's own."""
        return self.filter(person=person)

    def waiting(self) -> "QuestionQuerySet":
        """Unanswered, not taken back, and in nobody's hands now."""
        free = Q(taken_by=None) | Q(taken_until__lte=now())
        return self.filter(free, answered_at=None, withdrawn_at=None)


class Question(models.Model):
    """What somebody asks a professional; sealed with their own key until it is published."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    form_key = models.CharField(max_length=24)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="questions"
    )
    about = models.CharField(max_length=12, choices=About.choices)
    language = models.CharField(max_length=12)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    words_sealed = models.BinaryField()
    asked_at = models.DateTimeField(default=now)
    taken_by = models.ForeignKey(
        Practice, on_delete=models.SET_NULL, null=True, related_name="questions_taken"
    )
    taken_until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    helped = models.BooleanField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form_key"], name="questions_asked_once")
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="questions_waiting",
            ),
            models.Index(fields=["person", "-asked_at", "-id"], name="questions_of"),
        ]

    @property
    def is_taken(self) -> bool:
        """Whether a professional holds it at this moment."""
        return bool(self.taken_by_id and self.taken_until and self.taken_until > now())


class Advice(models.Model):
    """A professional's answer: a sealed draft, then sent; ``by`` is gone when they are erased."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="advice")
    by = models.ForeignKey(Practice, on_delete=models.SET_NULL, null=True, related_name="advice")
    title = models.CharField(max_length=60)
    words_sealed = models.BinaryField()
    drafted_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )


class Opinion(models.Model):
    """A second professional's view of a draft, asked for by who drafts it."""

    class Verdict(models.TextChoices):
        AGREE = "agree", _("I would say the same")
        CHANGE = "change", _("I would change something")

    key = models.CharField(max_length=16, unique=True, default=new_key)
    advice = models.ForeignKey(Advice, on_delete=models.CASCADE, related_name="opinions")
    asked_at = models.DateTimeField(default=now)
    by = models.ForeignKey(Practice, on_delete=models.SET_NULL, null=True, related_name="opinions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True, default="")
    words_sealed = models.BinaryField(null=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["advice"], condition=Q(given_at=None), name="questions_one_open_opinion"
            )
        ]


class Published(models.Model):
    """Question and answer as others find them, without any trace of who asked."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    # Empty when who asked was erased and left their words.
    question = models.OneToOneField(
        Question, on_delete=models.SET_NULL, null=True, related_name="published"
    )
    about = models.CharField(max_length=12, choices=About.choices)
    language = models.CharField(max_length=12)
    asked = models.TextField()
    answered = models.TextField()
    html = models.TextField()
    title = models.CharField(max_length=60)
    # The day alone: the minute could tell who asked.
    on = models.DateField()
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    search = models.GeneratedField(
        expression=searchable("asked", "answered"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="questions_search"),
            models.Index(fields=["-on", "-id"], name="questions_latest"),
        ]

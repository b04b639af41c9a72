"""Chainable questions about stories and replies."""

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Q

from damayan.stories.models.visible import id_of, unmuted, visible

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from damayan.people.models import Person
    from damayan.stories.models.replies import Reply  # noqa: F401 - named in a string below
    from damayan.stories.models.stories import Story  # noqa: F401

    Reader = Person | AnonymousUser | int | None


class StoryQuerySet(models.QuerySet["Story"]):
    def standing(self) -> Self:
        """Neither removed by the author, nor hidden by a guide, nor waiting for one."""
        return self.filter(removed_at=None, hidden_at=None, waiting_at=None)

    def visible_to(self, person: "Reader") -> Self:
        """Stories that ``person`` may meet; removed and hidden ones stand there without words.

        Waiting ones are met by their author and by guides alone.
        """
        return self.filter(visible("group", ("author",), person))

    def by_person(self, person: "Reader") -> Self:
        """Told by ``person`` under whichever persona. Never show the result to anybody else."""
        return self.filter(author__membership__person_id=id_of(person))

    def wanted_by(self, person: "Reader") -> Self:
        """Without what ``person`` has hidden: this story, its topics, its author's persona."""
        person_id = id_of(person)
        if person_id is None:
            return self
        from damayan.stories.models.marks import HiddenTopic, Mark

        hidden = Mark.objects.filter(
            person_id=person_id, story=OuterRef("pk"), hidden_at__isnull=False
        )
        topics = HiddenTopic.objects.filter(person_id=person_id, fold=False)
        unwanted = Q(topics__overlap=ArraySubquery(topics.values("topic")))
        return self.filter(~Q(Exists(hidden)), ~unwanted, unmuted("author", person_id))

    def unanswered(self) -> Self:
        """Still waiting for the first answer by somebody else."""
        return self.standing().filter(first_answer_at=None, replies_closed_at=None)


class ReplyQuerySet(models.QuerySet["Reply"]):
    def standing(self) -> Self:
        """Neither removed by the author, nor hidden by a guide, nor waiting for one."""
        return self.filter(removed_at=None, hidden_at=None, waiting_at=None)

    def visible_to(self, person: "Reader") -> Self:
        """Replies that ``person`` may meet: the story's author and the reply's are in sight."""
        return self.filter(visible("story__group", ("story__author", "author"), person))

    def by_person(self, person: "Reader") -> Self:
        """Given by ``person`` under whichever persona. Never show the result to anybody else."""
        return self.filter(author__membership__person_id=id_of(person))

    def wanted_by(self, person: "Reader") -> Self:
        """Without those of personas that ``person`` has muted."""
        person_id = id_of(person)
        return self if person_id is None else self.filter(unmuted("author", person_id))

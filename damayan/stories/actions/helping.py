"""The story's author says that an answer helped."""

from django.db import transaction

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.people.models import Person
from damayan.stories.actions.telling import tell_now
from damayan.stories.models import Reply
from damayan.stories.queries.standing import stand, words_in
from damayan.stories.rules import may_mark_helpful


def mark_helpful(*, by: Person, reply: Reply) -> None:
    """Say that ``reply`` helped; its author is told once, however often it is said."""
    with transaction.atomic():
        _check(by, reply)
        if Reply.objects.filter(pk=reply.pk, helpful_at=None).update(helpful_at=now()):
            tell_now("helped", reply.key)


def unmark_helpful(*, by: Person, reply: Reply) -> None:
    """Take it back; nobody is told."""
    _check(by, reply)
    Reply.objects.filter(pk=reply.pk).update(helpful_at=None)


def _check(by: Person, reply: Reply) -> None:
    here = stand(by, reply.story.key)
    require(may_mark_helpful(here.place, here.story, words_in(reply)))

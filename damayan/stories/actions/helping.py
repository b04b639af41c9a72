"""The story's author says that an answer helped."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.foundation.verdict import require
from damayan.groups.queries import person_behind
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.stories.actions.changing import words_of
from damayan.stories.models import Reply
from damayan.stories.queries.standing import stand
from damayan.stories.rules import may_mark_helpful

_HELPED = _("Somebody marked your words as helpful.")


def mark_helpful(*, by: Person, reply: Reply) -> None:
    """Say that ``reply`` helped; its author is told once, however often it is said."""
    with transaction.atomic():
        _check(by, reply)
        if not Reply.objects.filter(pk=reply.pk, helpful_at=None).update(helpful_at=now()):
            return
        person_id = person_behind(reply.author_id)
        if person_id:
            tell(
                person_id=person_id,
                kind=Kind.HELPED,
                text=_HELPED,
                url=f"/replies/{reply.key}/",
                cause=f"helpful:{reply.key}",
            )


def unmark_helpful(*, by: Person, reply: Reply) -> None:
    """Take it back; nobody is told."""
    _check(by, reply)
    Reply.objects.filter(pk=reply.pk).update(helpful_at=None)


def _check(by: Person, reply: Reply) -> None:
    here = stand(by, reply.story.key)
    require(may_mark_helpful(here.place, here.story, words_of(reply)))

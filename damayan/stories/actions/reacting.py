"""Saying a word to a story or a reply, and taking it back; counters move with it."""

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.people.models import Person
from damayan.stories.models import Reaction, Reply, Story
from damayan.stories.queries.standing import Stand, stand, words_in
from damayan.stories.rules import Words, may_react
from damayan.stories.vocabulary import Word


def react(*, by: Person, story: Story, word: str, reply: Reply | None = None) -> None:
    """Say ``word`` to ``story`` or to ``reply`` of it; saying it again changes nothing."""
    here, target = _before(by, story, reply, word)
    require(may_react(here.place, _words(here, reply)))
    with transaction.atomic():
        _found, made = Reaction.objects.get_or_create(
            persona_id=here.persona_id or 0,
            story_id=here.story_id,
            reply=reply,
            word=word,
            defaults={"created_at": now()},
        )
        if made:
            type(target).objects.filter(pk=target.pk).update(**{word: F(word) + 1})


def unreact(*, by: Person, story: Story, word: str, reply: Reply | None = None) -> None:
    """Take ``word`` back."""
    here, target = _before(by, story, reply, word)
    with transaction.atomic():
        said = Reaction.objects.filter(
            persona_id=here.persona_id or 0, story_id=here.story_id, reply=reply, word=word
        )
        if said.delete()[0]:
            type(target).objects.filter(pk=target.pk).update(**{word: Greatest(F(word) - 1, 0)})


def _before(
    by: Person, story: Story, reply: Reply | None, word: str
) -> tuple[Stand, Story | Reply]:
    if word not in Word.values:
        raise Refused("")
    if reply is not None and reply.story_id != story.pk:
        raise Reply.DoesNotExist
    return stand(by, story.key), reply or story


def _words(here: Stand, reply: Reply | None) -> Words:
    if reply is None:
        return here.story
    return words_in(reply)

"""What this room holds of a person: how it is handed over, and how it is erased."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.people.holdings import Holding, register
from damayan.people.models import Erasure, Person
from damayan.safety.actions import forget_words
from damayan.safety.queries import noticed
from damayan.stories import drafting
from damayan.stories.actions.counters import recount
from damayan.stories.actions.emptying import EMPTY_REPLY, EMPTY_STORY
from damayan.stories.models import Draft, HiddenTopic, Mark, Reaction, Reply, Revision, Story
from damayan.stories.vocabulary import Feeling, Helped, Topic

Rows = Iterator[dict[str, Any]]

_UNSAY = """
WITH gone AS (
    DELETE FROM stories_reaction USING groups_membership m
    WHERE stories_reaction.persona_id = m.persona_id AND m.person_id = %s
    RETURNING story_id, reply_id, word
), counted AS (
    SELECT story_id, reply_id,
           count(*) FILTER (WHERE word = 'hear') AS hear,
           count(*) FILTER (WHERE word = 'me_too') AS me_too,
           count(*) FILTER (WHERE word = 'strength') AS strength,
           count(*) FILTER (WHERE word = 'thanks') AS thanks
    FROM gone GROUP BY story_id, reply_id
), of_stories AS (
    UPDATE stories_story s SET
        hear = GREATEST(0, s.hear - c.hear), me_too = GREATEST(0, s.me_too - c.me_too),
        strength = GREATEST(0, s.strength - c.strength), thanks = GREATEST(0, s.thanks - c.thanks)
    FROM counted c WHERE c.reply_id IS NULL AND s.id = c.story_id
)
UPDATE stories_reply r SET
    hear = GREATEST(0, r.hear - c.hear), me_too = GREATEST(0, r.me_too - c.me_too),
    strength = GREATEST(0, r.strength - c.strength), thanks = GREATEST(0, r.thanks - c.thanks)
FROM counted c WHERE r.id = c.reply_id
"""


def register_all() -> None:
    """Called once when the application starts."""
    for holding in (_STORIES, _REPLIES, _WORDS_SAID, _KEPT, _DRAFTS):
        register(holding)


def _stories(person: Person) -> Rows:
    mine = Story.objects.by_person(person)
    seen = noticed("story", mine.values_list("key", flat=True))
    found = mine.select_related("author", "group").defer("search")
    for story in found.order_by("created_at", "id"):
        yield {
            _("Group"): story.group.title,
            _("As"): story.author.name,
            _("Told"): story.written_at or story.created_at,
            _("Waits for a guide since"): story.waiting_at,
            _("Let out by a guide"): story.released_at,
            _("Kind"): story.get_kind_display(),
            _("Language"): story.get_language_display(),
            _("Title"): story.title,
            _("What happened"): story.happened,
            _("How it felt"): story.felt,
            _("What helped or what I need"): story.need,
            _("Feelings"): [str(Feeling(one).label) for one in story.feelings],
            _("Content notes"): [str(Topic(one).label) for one in story.topics],
            _("What helped"): [str(Helped(one).label) for one in story.helped],
            _("Edited"): story.edited_at,
            _("Removed"): story.removed_at,
            _("Before it was edited"): [one.before for one in story.revisions.order_by("id")],
            _("What screening noticed"): seen.get(story.key, []),
        }


def _replies(person: Person) -> Rows:
    mine = Reply.objects.by_person(person)
    seen = noticed("reply", mine.values_list("key", flat=True))
    found = mine.select_related("author", "story__group")
    for reply in found.defer("search", "story__search").order_by("created_at", "id"):
        yield {
            _("Group"): reply.story.group.title,
            _("As"): reply.author.name,
            _("Story"): f"/stories/{reply.story.key}/",
            _("Answered"): reply.written_at or reply.created_at,
            _("Waits for a guide since"): reply.waiting_at,
            _("Let out by a guide"): reply.released_at,
            _("Words"): reply.words,
            _("Edited"): reply.edited_at,
            _("Removed"): reply.removed_at,
            _("Before it was edited"): [one.before for one in reply.revisions.order_by("id")],
            _("What screening noticed"): seen.get(reply.key, []),
        }


def _words_said(person: Person) -> Rows:
    found = Reaction.objects.filter(persona__membership__person=person)
    for one in found.select_related("story", "reply", "persona").order_by("created_at", "id"):
        about = f"/replies/{one.reply.key}/" if one.reply else f"/stories/{one.story.key}/"
        yield {
            _("As"): one.persona.name,
            _("Word"): one.get_word_display(),
            _("To"): about,
            _("Said"): one.created_at,
        }


def _kept(person: Person) -> Rows:
    for mark in Mark.objects.filter(person=person).select_related("story").order_by("id"):
        yield {
            _("Story"): f"/stories/{mark.story.key}/",
            _("Read until"): mark.seen_at,
            _("Kept since"): mark.bookmarked_at,
            _("Hidden since"): mark.hidden_at,
        }
    for topic in HiddenTopic.objects.filter(person=person).order_by("topic"):
        wish = _("folded") if topic.fold else _("left out")
        yield {_("Topic"): str(Topic(topic.topic).label), _("Wish"): wish}


def _drafts(person: Person) -> Rows:
    for draft in Draft.objects.filter(person=person).order_by("saved_at", "id"):
        fields = drafting.opened(person, draft.place, draft.sealed)
        typed = {name: fields[name] for name in drafting.TYPED if fields.get(name)}
        yield {_("For"): draft.place, _("Saved"): draft.saved_at, _("Words"): typed}


def _erase_stories(person: Person, words: str) -> None:
    mine = Story.objects.by_person(person)
    Revision.objects.filter(story__in=mine).delete()
    if words == Erasure.Words.REMOVE:
        forget_words("story", mine.values_list("key", flat=True))
        mine.filter(replies=None).delete()
        mine.update(**EMPTY_STORY, removed_at=now())


def _erase_replies(person: Person, words: str) -> None:
    mine = Reply.objects.by_person(person)
    Revision.objects.filter(reply__in=mine).delete()
    if words == Erasure.Words.REMOVE:
        forget_words("reply", mine.values_list("key", flat=True))
        stories = set(mine.values_list("story_id", flat=True))
        mine.filter(children=None).delete()
        mine.update(**EMPTY_REPLY, removed_at=now())
        for story_id in stories:
            recount(story_id)


def _erase_words_said(person: Person, words: str) -> None:
    if words == Erasure.Words.REMOVE:
        with connection.cursor() as cursor:
            cursor.execute(_UNSAY, [person.pk])


def _erase_kept(person: Person, words: str) -> None:
    Mark.objects.filter(person=person).delete()
    HiddenTopic.objects.filter(person=person).delete()


def _erase_drafts(person: Person, words: str) -> None:
    Draft.objects.filter(person=person).delete()


_STORIES = Holding(
    name=gettext_lazy("Stories you told"),
    models=("stories.Story", "stories.Revision"),
    export=_stories,
    erase=_erase_stories,
)
_REPLIES = Holding(
    name=gettext_lazy("Answers you gave"),
    models=("stories.Reply",),
    export=_replies,
    erase=_erase_replies,
)
_WORDS_SAID = Holding(
    name=gettext_lazy("Words you said to others"),
    models=("stories.Reaction",),
    export=_words_said,
    erase=_erase_words_said,
)
_KEPT = Holding(
    name=gettext_lazy("What you read, kept and hid"),
    models=("stories.Mark", "stories.HiddenTopic"),
    export=_kept,
    erase=_erase_kept,
)
_DRAFTS = Holding(
    name=gettext_lazy("Drafts"),
    models=("stories.Draft",),
    export=_drafts,
    erase=_erase_drafts,
)

"""How guides see, hide and let out stories and replies: what this room registers with safety."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from damayan.foundation.verdict import Refused
from damayan.foundation.words import cook
from damayan.groups.queries import person_behind
from damayan.people.models import Person
from damayan.safety.subjects import Earlier, Shown, register
from damayan.stories.actions import decline, hide, release, restore
from damayan.stories.models import Reply, Revision, Story
from damayan.stories.queries.standing import words_in


def register_all() -> None:
    """Called once when the application starts."""
    register("story", StorySubject())
    register("reply", ReplySubject())


def _before(revision: Revision) -> Earlier:
    texts = [revision.before.get(name, "") for name in ("title", "happened", "felt", "need")]
    texts.append(revision.before.get("words", ""))
    return Earlier(revision.replaced_at, cook("\n\n".join(filter(None, texts))))


def _state(row: Story | Reply) -> dict[str, Any]:
    """The fields of ``Shown`` that say where the words stand."""
    words = words_in(row)
    return {
        "hidden": row.hidden_at is not None,
        "history": [_before(r) for r in row.revisions.order_by("-replaced_at")],
        "gone": row.removed_at is not None,
        "waiting": words.waits,
        "declined": words.is_declined,
        "changed_at": row.edited_at or row.written_at or row.created_at,
    }


def _waiting(model: Any, keys: Collection[str]) -> set[str]:
    found = model.objects.filter(key__in=keys, removed_at=None, hidden_at=None)
    return set(found.exclude(waiting_at=None).values_list("key", flat=True))


class StorySubject:
    """Stories by their key."""

    def exists_for(self, person: Person, key: str) -> bool:
        """Whether they may see it; what is already gone needs no report."""
        return Story.objects.visible_to(person).standing().filter(key=key).exists()

    def show(self, key: str) -> Shown | None:
        """For guides, hidden or not."""
        story = (
            Story.objects.filter(key=key).select_related("author", "group").defer("search").first()
        )
        if story is None:
            return None
        return Shown(
            title=story.title,
            html=story.html,
            author_name=story.author.name,
            author_key=story.author.key,
            group_slug=story.group.slug,
            url=f"/stories/{story.key}/",
            **_state(story),
        )

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """Hide it from all but guides; ``reason`` goes into the log of the room above."""
        hide(by=by, story=_story(by, key))

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """Show it again."""
        restore(by=by, story=_story(by, key))

    def release(
        self, *, by: Person, key: str, reason: str = "", seen: datetime | None = None
    ) -> bool:
        """Let others read it; see ``safety.subjects.Waiting``."""
        return release(by=by, story=_story(by, key), seen=seen)

    def decline(self, *, by: Person, key: str, reason: str) -> bool:
        """Let nobody read it for now."""
        return decline(by=by, story=_story(by, key), reason=reason)

    def waiting(self, keys: Collection[str]) -> set[str]:
        """Which of these stories wait for a guide."""
        return _waiting(Story, keys)

    def author_id(self, key: str) -> int | None:
        """The account behind it; None when erased."""
        persona = Story.objects.filter(key=key).values_list("author_id", flat=True).first()
        return person_behind(persona) if persona else None


class ReplySubject:
    """Replies by their key."""

    def exists_for(self, person: Person, key: str) -> bool:
        """Whether they may see it; what is already gone needs no report."""
        return Reply.objects.visible_to(person).standing().filter(key=key).exists()

    def show(self, key: str) -> Shown | None:
        """For guides, hidden or not."""
        found = Reply.objects.filter(key=key).select_related("author", "story__group")
        reply = found.defer("search", "story__search").first()
        if reply is None:
            return None
        return Shown(
            title=_("An answer to “%(title)s”") % {"title": reply.story.title},
            html=reply.html,
            author_name=reply.author.name,
            author_key=reply.author.key,
            group_slug=reply.story.group.slug,
            url=f"/replies/{reply.key}/",
            **_state(reply),
        )

    def hide(self, *, by: Person, key: str, reason: str) -> None:
        """Hide it from all but guides; ``reason`` goes into the log of the room above."""
        reply = _reply(by, key)
        hide(by=by, story=reply.story, reply=reply)

    def restore(self, *, by: Person, key: str, reason: str) -> None:
        """Show it again."""
        reply = _reply(by, key)
        restore(by=by, story=reply.story, reply=reply)

    def release(
        self, *, by: Person, key: str, reason: str = "", seen: datetime | None = None
    ) -> bool:
        """Let others read it; see ``safety.subjects.Waiting``."""
        reply = _reply(by, key)
        return release(by=by, story=reply.story, reply=reply, seen=seen)

    def decline(self, *, by: Person, key: str, reason: str) -> bool:
        """Let nobody read it for now."""
        reply = _reply(by, key)
        return decline(by=by, story=reply.story, reply=reply, reason=reason)

    def waiting(self, keys: Collection[str]) -> set[str]:
        """Which of these answers wait for a guide."""
        return _waiting(Reply, keys)

    def author_id(self, key: str) -> int | None:
        """The account behind it; None when erased."""
        persona = Reply.objects.filter(key=key).values_list("author_id", flat=True).first()
        return person_behind(persona) if persona else None


def _story(by: Person, key: str) -> Story:
    story = Story.objects.visible_to(by).filter(key=key).defer("search").first()
    if story is None:
        raise Refused("")
    return story


def _reply(by: Person, key: str) -> Reply:
    found = Reply.objects.visible_to(by).filter(key=key).select_related("story")
    reply = found.defer("search", "story__search").first()
    if reply is None:
        raise Refused("")
    return reply

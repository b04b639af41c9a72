"""The import itself: batch by batch, each in one transaction, each row once.

Every text is screened before it is kept, with the words of its group's own list. What is found
stands in the guides' queue and alarms nobody: it was said elsewhere and earlier.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q

from damayan.demo.importing.mapping import Mapping
from damayan.demo.importing.places import Places
from damayan.demo.importing.reading import Row, rows
from damayan.demo.models import Imported
from damayan.foundation.clock import now
from damayan.stories.compose import Told, new_reply, new_story
from damayan.stories.models import Reply, Story
from damayan.stories.rules import REPLY_LENGTH, STORY_LENGTH
from damayan.stories.screening import (
    keep_for_reply,
    keep_for_story,
    look_at_reply,
    look_at_story,
)

BATCH = 200


@dataclass
class Outcome:
    """How an import went: counts, and for each refused row its file, line and reason."""

    made: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, int, str]] = field(default_factory=list)


class Refusal(Exception):
    """This row cannot come in; the text says why."""


class _NotReallyError(Exception):
    """A dry run undoes each batch."""


@dataclass
class Import:
    """One import of one corpus. ``heard`` is called with the bytes read after every row."""

    mapping: Mapping
    dry_run: bool = False
    heard: Callable[[Row], None] = lambda _row: None
    outcome: Outcome = field(default_factory=Outcome)

    def __post_init__(self) -> None:
        self.places = Places(self.mapping, now())
        # A dry run undoes its rows, yet replies must find the stories they would belong to.
        self.would_be: set[str] = set()

    def stories(self, path: Path) -> None:
        """Bring stories in."""
        self._bring(path, "story", self._story)

    def replies(self, path: Path) -> None:
        """Bring replies in; their stories must be here."""
        self._bring(path, "reply", self._reply)

    def _bring(self, path: Path, kind: str, make: "Callable[[Row, str], str]") -> None:
        stream = rows(path)
        while batch := list(islice(stream, BATCH)):
            try:
                with transaction.atomic():
                    self._batch(batch, path.name, kind, make)
                    if self.dry_run:
                        raise _NotReallyError
            except _NotReallyError:
                pass
            for row in batch:
                self.heard(row)

    def _batch(
        self, batch: list[Row], file: str, kind: str, make: "Callable[[Row, str], str]"
    ) -> None:
        sources = {row.line: self._source(row, kind) for row in batch}
        here = set(
            Imported.objects.filter(
                corpus=self.mapping.corpus, kind=kind, source__in=sources.values()
            ).values_list("source", flat=True)
        )
        before = frozenset(here)
        for row in batch:
            source = sources[row.line]
            if not row.wrong and source in before:
                self.outcome.before[kind] += 1
                continue
            try:
                self._one(row, source, kind, here, make)
            except Refusal as refusal:
                self.outcome.refused.append((file, row.line, str(refusal)))

    def _one(
        self, row: Row, source: str, kind: str, here: set[str], make: "Callable[[Row, str], str]"
    ) -> None:
        if row.wrong:
            raise Refusal(row.wrong)
        if source in here or source in self.would_be:
            raise Refusal("another row has the same id")
        key = make(row, source)
        Imported.objects.create(corpus=self.mapping.corpus, kind=kind, source=source, key=key)
        here.add(source)
        if self.dry_run:
            self.would_be.add(source)
        self.outcome.made[kind] += 1

    def _source(self, row: Row, kind: str) -> str:
        columns = self.mapping.stories if kind == "story" else self.mapping.replies
        given = row.columns.get(columns.get("id", ""), "")
        return _name(f"{kind}:{given}" if given else f"{kind}:{sorted(row.columns.items())}")

    def _story(self, row: Row, source: str) -> str:
        take = _Taker(row, self.mapping.stories, self.mapping.fixed)
        happened = take.words("happened", STORY_LENGTH)
        group = self.places.group(take.needed("group"))
        told_at = take.moment(self.places, source)
        story = new_story(
            told=Told(
                happened=happened,
                felt=take("felt"),
                need=take("need"),
                title=take("title"),
                kind=take("kind"),
                language=take("language"),
            ),
            form_key=source[:24],
            group=group,
            author=self.places.persona(group, take("author") or source),
            created_at=told_at,
            active_at=told_at,
        )
        found = look_at_story(story, group.word_list)
        story.save()
        keep_for_story(found, story.key, group.slug, loud=False)
        return story.key

    def _reply(self, row: Row, source: str) -> str:
        take = _Taker(row, self.mapping.replies, self.mapping.fixed)
        words = take.words("words", REPLY_LENGTH)
        wanted = _name(f"story:{take.needed('story')}")
        story = self._story_of(wanted)
        if story is None:
            if wanted in self.would_be:
                return ""
            raise Refusal("its story is not here")
        reply = new_reply(
            words=words,
            form_key=source[:24],
            story=story,
            author=self.places.persona(story.group, take("author") or source),
            created_at=take.moment(self.places, source, story),
        )
        found = look_at_reply(reply, story.group.word_list)
        reply.save()
        keep_for_reply(found, reply.key, story.group.slug, loud=False)
        _count(story)
        return reply.key

    def _story_of(self, source: str) -> Story | None:
        known = Imported.objects.filter(corpus=self.mapping.corpus, kind="story", source=source)
        key = known.values_list("key", flat=True).first()
        return Story.objects.select_related("group").filter(key=key).first() if key else None


@dataclass(frozen=True)
class _Taker:
    """Takes fields out of one row by the mapping."""

    row: Row
    columns: dict[str, str]
    fixed: dict[str, str]

    def __call__(self, name: str) -> str:
        value = self.row.columns.get(self.columns.get(name, ""), "").strip()
        return value or self.fixed.get(name, "")

    def needed(self, name: str) -> str:
        if value := self(name):
            return value
        raise Refusal(f"“{self.columns.get(name, name)}” is missing")

    def words(self, name: str, longest: int) -> str:
        value = self.needed(name)
        if len(value) > longest:
            raise Refusal(f"“{self.columns[name]}” is longer than {longest} characters")
        return value

    def moment(self, places: Places, source: str, story: Story | None = None) -> datetime:
        try:
            return places.moment(self("at"), source, story.created_at if story else None)
        except ValueError:
            raise Refusal("its time cannot be read") from None


def _name(source: str) -> str:
    """A short, fixed name of a source row."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _count(story: Story) -> None:
    """Keep the story's counters after a reply came in."""
    others = ~Q(author=F("story__author"))
    counted = Reply.objects.filter(story=story).aggregate(
        n=Count("id", filter=others), first=Min("created_at", filter=others), last=Max("created_at")
    )
    Story.objects.filter(pk=story.pk).update(
        reply_count=counted["n"], first_answer_at=counted["first"], active_at=counted["last"]
    )


def refusals(outcome: Outcome) -> Iterator[str]:
    """The report, a line a refused row."""
    for file, line, why in outcome.refused:
        yield f"{file}:{line}: {why}"

"""The answers of one page, as HTML: rendered once for all readers to whom they look the same.

Everything that the piece shows is part of the key under which it is kept, so it can neither be
stale nor somebody else's: another word, count, reader's right or passing hour makes another
key. The one thing that differs for everybody, the form token, is put in afterwards.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import get_template
from django.utils.translation import get_language
from markupsafe import Markup

from damayan.foundation.clock import ago
from damayan.people.models import Person
from damayan.stories import links
from damayan.stories.queries.page import Answer, StoryPage
from damayan.stories.queries.page_rows import Mine, ReplyRow
from damayan.stories.rules import may_answer
from damayan.stories.showing.labels import badges, counts, said_by_me, words_to_say
from damayan.stories.showing.waiting import when_read

# No words can hold it: what is written is tidied of controls.
_TOKEN = Markup("\x00token\x00")
_KEPT = 256


class Shown(NamedTuple):
    """One answer as one reader sees it."""

    row: ReplyRow
    nested: bool
    below: int
    closes: bool
    own: bool
    unread: bool
    when: str
    said: frozenset[str]


class Piece(NamedTuple):
    """All that the answers of a page depend on."""

    language: str
    answers: tuple[Shown, ...]
    story_author_id: int
    personas_url: str
    cursor_query: str
    signed_in: bool
    is_guide: bool
    is_author: bool
    may_write: bool
    may_answer: bool
    wait_words: str


def answers_html(
    person: Person | None, page: StoryPage, cursor_query: str, token: str | Markup
) -> Markup:
    """The list of answers on this page for this reader."""
    story, mine = page.story, page.mine
    said = {about: frozenset(words) for about, words in said_by_me(mine.said).items()}
    mine_wait = any(r.waiting_at and r.author_id == mine.persona_id for r in page.rows)
    piece = Piece(
        language=get_language() or "",
        answers=tuple(_shown(answer, mine, said) for answer in page.answers),
        story_author_id=story.author_id,
        personas_url=links.personas(story.slug),
        cursor_query=cursor_query,
        signed_in=person is not None,
        is_guide=mine.is_guide,
        is_author=mine.persona_id == story.author_id,
        may_write=bool(page.place.writing),
        may_answer=bool(may_answer(page.place, page.words)),
        wait_words=when_read(story.answer_times) if mine_wait else "",
    )
    return Markup(_rendered(piece).replace(_TOKEN, str(token)))  # noqa: S704 - both are ours


def _shown(answer: Answer, mine: Mine, said: dict[int, frozenset[str]]) -> Shown:
    row = answer.row
    own = row.author_id == mine.persona_id
    fresh = mine.seen_at is not None and row.created_at > mine.seen_at
    unread = fresh and not own and row.waiting_at is None
    when = ago(row.written_at or row.created_at)
    return Shown(*answer, own, unread, when, said.get(row.pk, frozenset()))


@lru_cache(maxsize=_KEPT)
def _rendered(piece: Piece) -> str:
    template: Any = get_template("stories/answers.html", using="jinja2")
    context = {
        **piece._asdict(),
        "badges": badges(),
        "words_to_say": words_to_say(),
        "counts": counts,
        "csrf": _TOKEN,
    }
    return str(template.template.render(context))

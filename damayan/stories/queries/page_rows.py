"""The rows of the story page, and where each column comes from."""

from datetime import datetime, time
from typing import Any, NamedTuple


class StoryRow(NamedTuple):
    """What everybody's page shows of a story."""

    pk: int
    key: str
    title: str
    html: str
    kind: str
    language: str
    feelings: list[str]
    topics: list[str]
    helped: list[str]
    first_here: bool
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    hidden_at: datetime | None
    waiting_at: datetime | None
    written_at: datetime | None
    closed_at: datetime | None
    guide_closed_at: datetime | None
    reply_count: int
    first_answer_at: datetime | None
    active_at: datetime
    hear: int
    me_too: int
    strength: int
    thanks: int
    author_id: int
    author_key: str
    author_name: str
    author_seed: int
    author_badge: str
    slug: str
    group_names: dict[str, str]
    group_seed: int
    access: str
    archived_at: datetime | None
    findable_at: datetime | None
    rules_version: int
    answer_times: dict[str, Any]
    quiet_from: time | None
    quiet_to: time | None


class Mine(NamedTuple):
    """What the page of one member adds; ``persona_id`` is None for somebody not in the group.

    ``shy``: a block or mute of theirs may keep answers out of sight. ``somebody_writes``: not they.
    """

    persona_id: int | None = None
    name: str = ""
    seed: int = 0
    paused_at: datetime | None = None
    accepted: int | None = None
    is_guide: bool = False
    seen_at: datetime | None = None
    bookmarked_at: datetime | None = None
    hidden_at: datetime | None = None
    folds: bool = False
    thread_muted: bool = False
    thread_unread: bool = False
    shy: bool = False
    somebody_writes: bool = False
    draft: Any = None
    said: Any = ()


class ReplyRow(NamedTuple):
    """One answer; ``parent_key`` is None for an answer to the story or to somebody out of sight."""

    pk: int
    key: str
    parent_id: int | None
    parent_key: str | None
    html: str
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    hidden_at: datetime | None
    waiting_at: datetime | None
    written_at: datetime | None
    helpful_at: datetime | None
    hear: int
    me_too: int
    strength: int
    thanks: int
    author_id: int
    author_key: str
    author_name: str
    author_seed: int
    author_badge: str


PATHS = {
    "pk": "id",
    "closed_at": "replies_closed_at",
    "author_key": "author__key",
    "author_name": "author__name",
    "author_seed": "author__seed",
    "author_badge": "author__badge",
    "slug": "group__slug",
    "group_names": "group__name",
    "group_seed": "group__seed",
    "access": "group__access",
    "archived_at": "group__archived_at",
    "findable_at": "group__findable_at",
    "rules_version": "group__rules_version",
    "answer_times": "group__answer_times",
    "quiet_from": "group__quiet_from",
    "quiet_to": "group__quiet_to",
}
MINE = {
    "persona_id": "me__persona_id",
    "name": "me__persona__name",
    "seed": "me__persona__seed",
    "paused_at": "me__paused_at",
    "accepted": "me__rules_version",
    "seen_at": "mark__seen_at",
    "bookmarked_at": "mark__bookmarked_at",
    "hidden_at": "mark__hidden_at",
}

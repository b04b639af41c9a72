"""What lists over several groups show."""

from collections.abc import Iterable
from typing import Any

from damayan.stories import links
from damayan.stories.showing.labels import in_language, label, labels
from damayan.stories.vocabulary import Topic


def show_cards(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Stories with their groups."""
    return [
        {
            "href": links.story(row.key),
            "title": row.title,
            "first": "" if row.topics or row.hidden_at or row.removed_at else row.excerpt,
            "notes": labels("topics", row.topics),
            "kind": label("kind", row.kind),
            "group": (in_language(row.group_names), row.group_seed),
            "by": row.author_name,
            "answers": row.reply_count,
            "when": row.created_at,
            "gone": bool(row.removed_at),
            "hidden": bool(row.hidden_at),
            "waits": bool(row.waiting_at),
            "somebody_writes": row.somebody_writes,
        }
        for row in rows
    ]


def show_topics(wishes: dict[str, str]) -> dict[str, Any]:
    """Each topic with what the person wishes of it."""
    return {"topics": [(t.value, t.label, wishes.get(t.value, "")) for t in Topic]}

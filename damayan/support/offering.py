"""From the queue to what its pages show, in the reader's language."""

from typing import Any

from damayan.foundation.clock import now
from damayan.stories import links
from damayan.stories.showing.labels import in_language, label, labels
from damayan.support.models import WHY_WORDS
from damayan.support.queries.queue import HelpNow, Row, Writing, minutes
from damayan.support.routing import Why
from damayan.support.routing.explanation import sentence


def show_help_now(page: HelpNow) -> dict[str, Any]:
    """The context of the supporters' page, but for its form."""
    minute = minutes(now())
    return {
        "cards": [
            {**card(offer.story), "reason": sentence(offer.suggestion, minute)}
            for offer in page.offers
        ],
        "writing": _writing(page.writing) if page.writing else None,
        "rests_until": page.profile.rests_until if page.profile.rests else None,
        "has_given_enough": page.profile.has_given_enough,
        "may_rest": page.may_rest,
        "answers": len(page.profile.answers),
    }


def _writing(claim: Writing) -> dict[str, Any]:
    return {"title": claim.title, "href": links.story(claim.key), "until": claim.until}


def card(row: Row) -> dict[str, Any]:
    """One waiting story as a card; with a content note its words stay out."""
    return {
        "key": row.key,
        "href": links.story(row.key),
        "title": row.title,
        "first": "" if row.topics else row.excerpt,
        "notes": labels("topics", row.topics),
        "kind": label("kind", row.kind),
        "group": (in_language(row.group_names), row.group_seed),
        "when": row.created_at,
        "due_at": row.due_at,
        "is_late": row.due_at < now(),
        "why": WHY_WORDS[Why(row.why)],
    }

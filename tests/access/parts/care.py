"""The private line, the care report and what goes with them."""

from damayan.moderation.queries.figures import this_month
from damayan.people.keys import seal_for
from damayan.safety.models import Concern, SafetyLine
from damayan.safety.queries.line import CONTEXT
from tests.access.walk import AUTHOR, COORDINATOR, EVERYBODY, GUIDES, Rule


def furnish(world):
    """Screening found pain in the author's story, and they opened a line about it."""
    about = {"subject_kind": "story", "subject_key": world.story.key}
    Concern.objects.filter(**about).update(kinds=["distress"])
    author = world.cast.author
    line = SafetyLine.objects.create(**about, person=author, group_slug=world.slug)
    line.messages.create(
        side="author", words_sealed=seal_for(author, b"Hello?", CONTEXT), form_key="hello"
    )
    world.more["line"] = line


def _line(world):
    return {"key": world.more["line"].key}


def _about(world):
    return {"kind": "story", "key": world.story.key}


def _words(_world):
    return {"words": "I am at home.", "form_key": "f" * 22}


def _english(_world):
    return {"slug": "en"}


def _globe(_world):
    return {"network": "globe"}


def _month(_world):
    return {"key": this_month().key}


def _case(world):
    return {"key": world.report.concern.key}


RULES = {
    "moderation:screening": Rule(get=COORDINATOR),
    "moderation:line": Rule(get=GUIDES, args=_case),
    "moderation:write_on_line": Rule(post=GUIDES, args=_case, sent=_words),
    "moderation:end_line": Rule(post=GUIDES, args=_case),
    "moderation:care_reports": Rule(get=EVERYBODY),
    # The running month, which is not published yet.
    "moderation:care_report": Rule(get=COORDINATOR, args=_month),
    "moderation:care_report_data": Rule(get=COORDINATOR, args=_month),
    "home:worker": Rule(get=EVERYBODY),
    "safety:kept": Rule(get=EVERYBODY, args=_english),
    # It is kept in the session alone.
    "safety:near": Rule(post=EVERYBODY, sent=_globe, changes=False),
    "safety:open_line": Rule(post=AUTHOR, args=_about, changes=False),
    "safety:line": Rule(get=AUTHOR, args=_line),
    "safety:say_on_line": Rule(post=AUTHOR, args=_line, sent=_words),
    "safety:leave_line": Rule(post=AUTHOR, args=_line),
}

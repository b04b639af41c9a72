"""The private line, the care report and what goes with them."""

from damayan.moderation.queries.figures import this_month
from damayan.safety.models import Concern, SafetyLine
from tests.access.walk import AUTHOR, COORDINATOR, EVERYBODY, Rule


def furnish(world):
    """Screening found pain in the author's story, and they opened a line about it."""
    about = {"subject_kind": "story", "subject_key": world.story.key}
    Concern.objects.filter(**about).update(kinds=["distress"])
    world.more["line"] = SafetyLine.objects.create(
        **about, person=world.cast.author, group_slug=world.slug
    )


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


RULES = {
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

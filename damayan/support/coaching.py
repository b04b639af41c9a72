"""From a look of the coach to what its page says, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from damayan.foundation.ids import new_key
from damayan.people.models import Person
from damayan.stories import drafting, links
from damayan.stories.drafting import Fields
from damayan.stories.models import Story
from damayan.stories.rules import REPLY_LENGTH
from damayan.support.coach import UNSAFE, Look, look

NOTICED = {
    "ask": gettext_lazy("You ask, or invite them to go on"),
    "feel": gettext_lazy("You name a feeling, or are warm"),
    "understand": gettext_lazy("You show what you understood"),
    "advice": gettext_lazy("You give advice"),
    "preach": gettext_lazy("This may sound like a sermon"),
    "compare": gettext_lazy("This may weigh one pain against another"),
    "be_strong": gettext_lazy("This may tell them to be strong"),
    "stop_medication": gettext_lazy("This may be advice about their medicine"),
    "keep_secret": gettext_lazy("This may ask them to keep silent"),
    "promise_secrecy": gettext_lazy("This may promise secrecy"),
    "meet_alone": gettext_lazy("This may ask to meet, or where they live"),
    "encouragement": gettext_lazy("This may push them towards harm"),
    "method": gettext_lazy("This may tell how harm is done"),
    "diagnosis": gettext_lazy("This may name an illness"),
    "against_help": gettext_lazy("This may keep them from help"),
}
MISSING = {
    "ask": gettext_lazy("We found no question and no invitation in it."),
    "feeling": gettext_lazy("We found no feeling in it."),
}
_GRAVE = frozenset(UNSAFE) - {"be_strong", "diagnosis"}


@dataclass(frozen=True)
class Shown:
    """What the piece beside the answer says; ``because``: pairs of a sentence and words typed."""

    advice: str
    example: str
    because: list[tuple[str, str]]
    missing: str
    is_hint: bool
    is_grave: bool


def show_look(story: Story, fields: Fields) -> Shown:
    """One look at the words in ``fields`` as an answer to ``story``."""
    told = "\n".join(filter(None, (story.happened, story.felt, story.need)))
    language = (get_language() or "")[:3]
    found = look(story=told, reply=str(fields.get("words", "")), speaks=language)
    return _shown(found)


def _shown(found: Look) -> Shown:
    suggestion = found.suggestion
    because = sorted(found.judged.because, key=lambda one: one.what not in suggestion.situation)
    return Shown(
        advice=suggestion.advice,
        example=suggestion.example,
        because=[(str(NOTICED[one.what]), one.words) for one in because],
        missing=str(MISSING.get(suggestion.situation, "")),
        is_hint=suggestion.is_hint,
        is_grave=suggestion.situation in _GRAVE,
    )


def show_draft(person: Person, story: Story, fields: Fields) -> dict[str, Any]:
    """The form of the answer, with everything typed, for the page without scripts."""
    place = f"reply:{story.key}"
    return {
        "story": story,
        "story_url": links.story(story.key),
        "send_url": f"{links.story(story.key)}reply/",
        "place": place,
        "to_key": fields.get("to", ""),
        "form_key": fields.get("form_key") or new_key(),
        "kept_words": fields.get("words", ""),
        "draft_name": drafting.name_on_phone(person, place),
        "limit": REPLY_LENGTH,
        "label": _("Your answer"),
        "look_url": reverse("support:look", args=[story.key]),
    }

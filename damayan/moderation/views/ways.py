"""What a guide may choose to do with a case: each way has one page with one form."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from damayan.moderation import actions
from damayan.moderation.actions import sanctions
from damayan.moderation.forms import (
    AnswerForm,
    AskRemovalForm,
    CardForm,
    CloseForm,
    EditForm,
    HandOverForm,
    LetterForm,
    NoteForm,
    PauseEverywhereForm,
    ReasonForm,
    ReleaseForm,
    TopicsForm,
)
from damayan.moderation.vocabulary import Deed

Words = str | Promise

SPEAK, WORDS, PERSON, CASE = (
    _("Speak with them"),
    _("Their words"),
    _("The person"),
    _("This case"),
)
GROUPS = (SPEAK, WORDS, CASE, PERSON)


@dataclass(frozen=True)
class Way:
    """``slug`` stands in the address. ``leaves``: afterwards the guide is back at the queue."""

    deed: Deed
    slug: str
    group: Words
    title: Words
    hint: Words
    button: Words
    form: type[forms.Form]
    verb: Callable[..., object]
    is_grave: bool = False
    leaves: bool = False

    @property
    def name(self) -> str:
        """Its name among the addresses of this room."""
        return self.slug.replace("-", "_")


WAYS = (
    Way(
        Deed.WRITE,
        "write",
        SPEAK,
        _("Write to them"),
        _("Your own words, or ready ones to begin with"),
        _("Send it to them"),
        LetterForm,
        actions.write,
    ),
    Way(
        Deed.SEND_CARD,
        "card",
        SPEAK,
        _("Send them who to call"),
        _("A notice that leads straight to people who answer now"),
        _("Send it to them"),
        CardForm,
        actions.send_card,
    ),
    Way(
        Deed.NUDGE,
        "nudge",
        SPEAK,
        _("A gentle word"),
        _("How we speak here; nothing else follows"),
        _("Send it to them"),
        LetterForm,
        actions.nudge,
    ),
    Way(
        Deed.ASK_EDIT,
        "ask-edit",
        SPEAK,
        _("Ask them to change it"),
        _("They get a link to their words"),
        _("Ask them"),
        EditForm,
        actions.ask_edit,
    ),
    Way(
        Deed.RELEASE,
        "release",
        WORDS,
        _("Let others read it"),
        _("It has waited for you"),
        _("Let others read it"),
        ReleaseForm,
        actions.release,
    ),
    Way(
        Deed.DECLINE,
        "decline",
        WORDS,
        _("Do not let others read it"),
        _("The author reads why, and may change it"),
        _("Do not let others read it"),
        ReasonForm,
        actions.decline,
        is_grave=True,
    ),
    Way(
        Deed.ADD_TOPICS,
        "content-note",
        WORDS,
        _("Add a content note"),
        _("Says before it what may be hard to read"),
        _("Add it"),
        TopicsForm,
        actions.add_topics,
    ),
    Way(
        Deed.HIDE,
        "hide",
        WORDS,
        _("Hide it"),
        _("Only the author and guides see it then"),
        _("Hide it"),
        ReasonForm,
        actions.hide,
        is_grave=True,
    ),
    Way(
        Deed.RESTORE,
        "restore",
        WORDS,
        _("Show it again"),
        _("Others can read it again"),
        _("Show it again"),
        ReasonForm,
        actions.restore,
    ),
    Way(
        Deed.CLOSE_ANSWERS,
        "close-answers",
        WORDS,
        _("Close the answers"),
        _("No more answers to this story, until a guide opens them"),
        _("Close the answers"),
        ReasonForm,
        actions.close_answers,
    ),
    Way(
        Deed.OPEN_ANSWERS,
        "open-answers",
        WORDS,
        _("Open the answers"),
        _("Members can answer again"),
        _("Open the answers"),
        ReasonForm,
        actions.open_answers,
    ),
    Way(
        Deed.PAUSE,
        "pause",
        PERSON,
        _("Pause their writing here"),
        _("In this group only; they can read on"),
        _("Pause their writing"),
        ReasonForm,
        actions.pause,
        is_grave=True,
    ),
    Way(
        Deed.RESUME,
        "resume",
        PERSON,
        _("Let them write again"),
        _("In this group"),
        _("Let them write again"),
        ReasonForm,
        actions.resume,
    ),
    Way(
        Deed.PAUSE_EVERYWHERE,
        "pause-everywhere",
        PERSON,
        _("Pause their writing everywhere"),
        _("In all their groups, until a day; nobody sees which groups they are in"),
        _("Pause their writing everywhere"),
        PauseEverywhereForm,
        sanctions.pause_everywhere,
        is_grave=True,
    ),
    Way(
        Deed.ASK_REMOVAL,
        "ask-removal",
        PERSON,
        _("Ask to close their account"),
        _("A second person must agree"),
        _("Ask to close it"),
        AskRemovalForm,
        sanctions.ask_removal,
        is_grave=True,
    ),
    Way(
        Deed.CLOSE,
        "close",
        CASE,
        _("Close it"),
        _("Say what came of it; whoever reported it hears that"),
        _("Close it"),
        CloseForm,
        actions.close,
        leaves=True,
    ),
    Way(
        Deed.NOTE,
        "note",
        CASE,
        _("Leave a note"),
        _("For guides only"),
        _("Keep the note"),
        NoteForm,
        actions.note,
    ),
    Way(
        Deed.HAND_OVER,
        "hand-over",
        CASE,
        _("Hand it to another guide"),
        _("You choose whom, and they are told"),
        _("Hand it over"),
        HandOverForm,
        actions.hand_over,
        leaves=True,
    ),
    Way(
        Deed.ESCALATE,
        "escalate",
        CASE,
        _("Hand it up to coordinators"),
        _("When it is more than a guide should decide"),
        _("Hand it up"),
        NoteForm,
        actions.escalate,
        leaves=True,
    ),
    Way(
        Deed.REFER,
        "refer",
        CASE,
        _("Refer them to others, and close it"),
        _("They read from you who can help better"),
        _("Send it, and close the case"),
        LetterForm,
        actions.refer,
        leaves=True,
    ),
)

ANSWER = Way(
    Deed.ANSWER,
    "answer",
    SPEAK,
    _("Answer who reported this"),
    "",
    _("Send the answer"),
    AnswerForm,
    actions.answer,
)

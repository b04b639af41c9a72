"""What guides say: to who wrote the words, and to who reported them."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from damayan.moderation.actions.table import sit_down
from damayan.moderation.actions.telling import keep_decision
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person
from damayan.safety import actions as safety
from damayan.safety.models import Concern, Report

LONGEST_LETTER = 2000
_WROTE = gettext_lazy("A guide wrote to you. Here you read it.")
_ASKED = gettext_lazy("A guide asks you to change something in your words.")


@transaction.atomic
def write(*, by: Person, concern: Concern, words: str) -> None:
    """Write to the author of the words; it waits for them in Answers. Raises Refused."""
    table = sit_down(by, concern, Deed.WRITE)
    table.tell(table.note(Deed.WRITE, words), _WROTE)


@transaction.atomic
def nudge(*, by: Person, concern: Concern, words: str) -> None:
    """A gentle word about how we speak here; nothing else follows from it. Raises Refused."""
    table = sit_down(by, concern, Deed.NUDGE)
    table.tell(table.note(Deed.NUDGE, words), _WROTE)


@transaction.atomic
def ask_edit(*, by: Person, concern: Concern, words: str) -> None:
    """Ask the author to change something; where they read it a link leads to their words."""
    table = sit_down(by, concern, Deed.ASK_EDIT)
    table.tell(table.note(Deed.ASK_EDIT, words), _ASKED)


@transaction.atomic
def send_card(*, by: Person, concern: Concern, words: str) -> None:
    """Send the author whom they can call now; ``words`` are kept for them. Raises Refused.

    The notice leads straight to the lines, with nothing in between.
    """
    table = sit_down(by, concern, Deed.SEND_CARD)
    entry = table.note(Deed.SEND_CARD, words)
    safety.send_card(by=by, concern=table.concern)
    if table.laid.author_id is not None:
        keep_decision(
            by=by,
            person_id=table.laid.author_id,
            entry=entry,
            reason=words,
            concern=table.concern,
        )


@transaction.atomic
def answer(*, by: Person, concern: Concern, report: Report, words: str) -> None:
    """Answer who reported; they are told by a notice. Raises Refused."""
    table = sit_down(by, concern, Deed.ANSWER)
    table.note(Deed.ANSWER, words, {"report": report.key})
    safety.answer_report(by=by, report=report, words=words)

"""Guides on the private line. The log says that they wrote, not what: that is sealed."""

from django.db import transaction

from damayan.moderation.actions.table import sit_down
from damayan.moderation.vocabulary import Deed
from damayan.people.models import Person
from damayan.safety import actions as safety
from damayan.safety.models import Concern


@transaction.atomic
def write_on_line(*, by: Person, concern: Concern, words: str, form_key: str) -> None:
    """Say something to the author, between them and the guides alone. Raises Refused."""
    table = sit_down(by, concern, Deed.LINE)
    if safety.answer_on_line(by=by, concern=table.concern, words=words, form_key=form_key):
        table.note(Deed.LINE, "")


@transaction.atomic
def end_line(*, by: Person, concern: Concern) -> None:
    """Say good-bye there; the author opens it again by writing. Raises Refused."""
    table = sit_down(by, concern, Deed.END_LINE)
    safety.end_line(by=by, concern=table.concern)
    table.note(Deed.END_LINE, "")

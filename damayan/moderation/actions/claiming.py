"""Whose hands a case is in: one guide's at a time, for as long as they give signs of life."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.queries import guided_slugs
from damayan.moderation.actions.table import Table, claim, sit_down, write_down
from damayan.moderation.models import CaseNote
from damayan.moderation.queries.guides import coordinators, guides_of
from damayan.moderation.queries.resting import may_be_offered
from damayan.moderation.rules import LIVELY_FOR, TAKEN_FOR
from damayan.moderation.vocabulary import Deed
from damayan.moderation.watch import call_again
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person, Role
from damayan.people.queries import holds
from damayan.safety import alarms
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of


class AskFirst(Refused):
    """A guide who has met enough may still take this one; ``str(error)`` asks them."""


@transaction.atomic
def take_up(*, by: Person, concern: Concern, lively: bool = False) -> None:
    """Say that ``by`` is looking after an open case; it no longer climbs. Raises Refused.

    Of two who ask at the same moment one is refused. ``lively``: the page renews the claim, which
    then runs out after two minutes without a sign of life instead of fifteen.
    """
    table = sit_down(by, concern, Deed.TAKE_UP)
    _take(table.by, table.concern, lively=lively)


@transaction.atomic
def claim_next(*, by: Person, lively: bool = False, sure: bool = False) -> Concern | None:
    """Take up the most urgent, then oldest, case that is free; None when there is none.

    Guides who ask at the same moment get different ones: each row is locked, and what another has
    locked is passed over. Raises Refused when ``by`` has met enough for now, and AskFirst when
    they have but nobody else is there, unless they are ``sure``.
    """
    own: list[int] = []
    while (found := _first_free(by, own)) is not None and _is_own(by, found):
        own.append(found.pk)
    if found is None:
        return None
    offered = may_be_offered(by, found)
    if not offered:
        raise Refused(offered.reason)
    if offered.reason and not sure:
        raise AskFirst(offered.reason)
    _take(by, found, lively=lively)
    return found


def hold(*, by: Person, concern: Concern) -> bool:
    """A sign of life from the open page of a case; False when it is no longer in their hands."""
    mine = Concern.objects.filter(pk=concern.pk, closed_at=None, taken_by=by)
    until = Greatest("held_until", now() + LIVELY_FOR)
    return bool(mine.exclude(held_until=None).update(held_until=until))


@transaction.atomic
def give_back(*, by: Person, concern: Concern) -> None:
    """Put a case back into the queue; when it is urgent, the guides hear of it again."""
    table = sit_down(by, concern, Deed.GIVE_BACK)
    _free(table.concern)
    table.note(Deed.GIVE_BACK, "")
    call_again(table.concern)


@transaction.atomic
def hand_over(*, by: Person, concern: Concern, to: int, words: str) -> None:
    """Put a case into the hands of another guide (an id), with a note for them; they are told.

    It stays theirs for some time even if they are not there yet. Raises Refused when ``to`` may
    not decide it.
    """
    table = sit_down(by, concern, Deed.HAND_OVER)
    if to == by.pk or to not in hands_for(table.concern, table.laid.author_id):
        raise Refused(_("This person cannot look after this."))
    kept = table.concern
    kept.taken_by_id, kept.taken_at = to, now()
    kept.held_until = kept.taken_at + _until_they_come(kept)
    kept.save(update_fields=["taken_by", "taken_at", "held_until"])
    _leave_words(table, words)
    entry = table.note(Deed.HAND_OVER, words, {"to": to})
    _tell_guides(kept, {to}, gettext_lazy("A guide hands a case over to you."), entry.hash)
    alarms.changed()


@transaction.atomic
def escalate(*, by: Person, concern: Concern, words: str) -> None:
    """Hand a case up to the coordinators, with a note; they are told, and it is free for them."""
    table = sit_down(by, concern, Deed.ESCALATE)
    above = coordinators() - {by.pk, table.laid.author_id}
    if not above:
        raise Refused(_("There is no coordinator to hand it up to. Hand it to another guide."))
    kept = table.concern
    kept.escalated_at, kept.escalated_by = now(), by
    kept.save(update_fields=["escalated_at", "escalated_by"])
    _free(kept)
    _leave_words(table, words)
    entry = table.note(Deed.ESCALATE, words)
    _tell_guides(kept, above, gettext_lazy("A guide hands a case up to coordinators."), entry.hash)


@transaction.atomic
def note(*, by: Person, concern: Concern, words: str) -> None:
    """Leave a note for other guides; members never see it."""
    table = sit_down(by, concern, Deed.NOTE)
    _leave_words(table, words, CaseNote.Kind.NOTE)
    table.note(Deed.NOTE, "")


def hands_for(concern: Concern, author_id: int | None) -> set[int]:
    """Ids of the guides who may decide this case."""
    return {pk for pk in guides_of(concern.group_slug) if pk != author_id}


def _first_free(by: Person, but: list[int]) -> Concern | None:
    free = Q(held_until=None) | Q(held_until__lte=now())
    rows = Concern.objects.select_for_update(skip_locked=True).filter(free, closed_at=None)
    slugs = guided_slugs(by)
    if slugs is not None:
        rows = rows.filter(group_slug__in=slugs)
    if not holds(by, Role.COORDINATOR):
        rows = rows.filter(escalated_at=None)
    return rows.exclude(pk__in=but).order_by("-level", "created_at", "id").first()


def _is_own(by: Person, concern: Concern) -> bool:
    subject = subject_of(concern.subject_kind)
    return subject is not None and subject.author_id(concern.subject_key) == by.pk


def _take(by: Person, concern: Concern, *, lively: bool) -> None:
    claim(by, concern, LIVELY_FOR if lively else TAKEN_FOR)
    write_down(by, concern, Deed.TAKE_UP)


def _free(concern: Concern) -> None:
    concern.taken_by = concern.taken_at = concern.held_until = None
    concern.save(update_fields=["taken_by", "taken_at", "held_until"])
    alarms.changed()


def _leave_words(table: Table, words: str, kind: str = CaseNote.Kind.HAND_OVER) -> None:
    CaseNote.objects.create(concern=table.concern, kind=kind, words=words, by=table.by)


def _until_they_come(concern: Concern) -> timedelta:
    if concern.level >= Concern.Level.URGENT:
        return timedelta(minutes=settings.TARGET_URGENT_MINUTES)
    return timedelta(hours=settings.TARGET_CONCERN_HOURS)


def _tell_guides(concern: Concern, people: set[int], text: object, entry_hash: str) -> None:
    for person_id in sorted(people):
        tell(
            person_id=person_id,
            kind=Kind.ALERT,
            text=text,
            url=reverse("moderation:concern", args=[concern.key]),
            cause=f"log:{entry_hash}",
        )

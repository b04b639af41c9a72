"""Caring for guides: what they meet is counted, breaks come in time, hard cases are put down."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.moderation import rules_resting
from damayan.moderation.models import Debrief, Exposure, Rest
from damayan.moderation.queries.resting import load_of, rest_of, whom_to_tell
from damayan.moderation.queries.shifts import guides, on_shift
from damayan.moderation.sealing import DEBRIEF, SHARED
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.keys import open_for, seal_for
from damayan.people.models import Person
from damayan.safety.models import Concern


@transaction.atomic
def expose(*, guide: Person, concern: Concern) -> None:
    """Count that ``guide`` opened the words of a case; once for each case, at its highest level.

    A break begins when one is due; the case at hand stays theirs.
    """
    row, new = Exposure.objects.get_or_create(
        guide=guide, concern=concern, defaults={"level": concern.level}
    )
    if not new and row.level < concern.level:
        row.level, new = concern.level, True
        row.save(update_fields=["level"])
    if new:
        _give_rest(guide)


def give_rests() -> int:
    """Begin the breaks that are due to guides on shift. Answers how many; a job calls it."""
    return sum(_give_rest(guide) for guide in Person.objects.filter(pk__in=on_shift()))


@transaction.atomic
def _give_rest(guide: Person) -> bool:
    Person.objects.select_for_update().get(pk=guide.pk)
    if not rules_resting.break_is_due(load_of(guide)):
        return False
    moment = now()
    until = moment + rules_resting.rest_length()
    Rest.objects.create(guide=guide, cause=Rest.Cause.DUE, starts_at=moment, until=until)
    tell(
        person_id=guide.pk,
        kind=Kind.ACCOUNT,
        text=gettext_lazy("Time for a break: you met much. Cases go to others meanwhile."),
        url=reverse("moderation:how_you_are"),
        cause=f"rest:{moment.timestamp():.0f}",
    )
    return True


@transaction.atomic
def take_rest(*, by: Person, minutes: int) -> Rest:
    """Take a break of so many minutes; cases go to others meanwhile. Raises Refused."""
    _must_guide(by)
    Person.objects.select_for_update().get(pk=by.pk)
    if rest_of(by):
        raise Refused(_("You are on a break already."))
    moment = now()
    until = moment + timedelta(minutes=minutes)
    return Rest.objects.create(guide=by, cause=Rest.Cause.ASKED, starts_at=moment, until=until)


@transaction.atomic
def end_rest(*, by: Person, words: str = "") -> None:
    """Come back early; from a break that was due only for an emergency, with the reason."""
    Person.objects.select_for_update().get(pk=by.pk)
    rest = rest_of(by)
    require(rules_resting.may_end_rest(rest, words))
    if rest:
        rest.ended_at, rest.words = now(), words.strip()[:200]
        rest.save(update_fields=["ended_at", "words"])


@transaction.atomic
def debrief(
    *, by: Person, words: str, weight: int | None = None, case: str = "", lead: Person | None = None
) -> Debrief:
    """Put down how a case was; sealed for ``by`` alone, and for ``lead`` if they share it.

    ``weight``: how heavy, 1 to 5. ``case``: the key of a case that they met. Raises Refused.
    """
    _must_guide(by)
    met = Exposure.objects.filter(guide=by, concern__key=case).first() if case else None
    made = Debrief.objects.create(
        guide=by,
        concern_id=met.concern_id if met else None,
        words_sealed=seal_for(by, words.encode(), DEBRIEF),
        weight=weight,
    )
    if lead:
        _share(by, made, words, lead)
    return made


@transaction.atomic
def share_debrief(*, by: Person, debrief: Debrief, lead: Person) -> None:
    """Let one coordinator read one's own note. Raises Refused."""
    require(rules_resting.is_own(by, debrief))
    _share(by, debrief, open_for(by, bytes(debrief.words_sealed), DEBRIEF).decode(), lead)


@transaction.atomic
def take_back_debrief(*, by: Person, debrief: Debrief) -> None:
    """Share it no more: the copy is gone. Raises Refused."""
    require(rules_resting.is_own(by, debrief))
    debrief.shared_at = debrief.shared_with = debrief.shared_sealed = None
    debrief.save(update_fields=["shared_at", "shared_with", "shared_sealed"])


@transaction.atomic
def remove_debrief(*, by: Person, debrief: Debrief) -> None:
    """Throw one's own note away, with its copy. Raises Refused."""
    require(rules_resting.is_own(by, debrief))
    debrief.delete()


def _share(by: Person, debrief: Debrief, words: str, lead: Person) -> None:
    if lead.pk not in dict(whom_to_tell(by)):
        raise Refused(_("Choose a coordinator."))
    debrief.shared_at, debrief.shared_with = now(), lead
    debrief.shared_sealed = seal_for(lead, words.encode(), SHARED)
    debrief.save(update_fields=["shared_at", "shared_with", "shared_sealed"])
    tell(
        person_id=lead.pk,
        kind=Kind.ACCOUNT,
        text=gettext_lazy("A guide shared with you how a case was for them."),
        url=reverse("moderation:how_guides_are"),
        cause=f"debrief:{debrief.key}:{lead.pk}",
    )


def _must_guide(by: Person) -> None:
    if not guides().filter(pk=by.pk).exists():
        raise Refused(_("Only a guide can do this."))

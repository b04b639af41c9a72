"""A member asks that another guide looks again; that guide decides, and it is really undone."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.queries import guided_slugs
from damayan.moderation import log
from damayan.moderation.actions.resting import expose
from damayan.moderation.actions.telling import thread_of
from damayan.moderation.models import Appeal, Decision, LogEntry
from damayan.moderation.queries.appeals import deciders, who_may_look
from damayan.moderation.rules import may_look
from damayan.moderation.rules_appeals import ANSWERED_WITHIN, may_appeal, may_look_again, may_take
from damayan.moderation.undoing import undo
from damayan.moderation.vocabulary import Deed
from damayan.moderation.watch import coordinators
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.safety.actions import keep_found
from damayan.safety.looking import look_at
from damayan.safety.models import Concern

SUBJECT = "appeal"
REMIND = "moderation.remind_of_appeal"
Outcome = Appeal.Outcome
_ASKED = gettext_lazy("Somebody asks that another guide looks again at a decision. Please look.")
_LATE = gettext_lazy("Somebody has waited three days for a second look at a decision. Please look.")
_TOLD = {
    Outcome.UPHELD: gettext_lazy(
        "Another guide looked again at what was decided. It stands. Here you read why."
    ),
    Outcome.OVERTURNED: gettext_lazy(
        "Another guide looked again at what was decided, and took it back."
    ),
}
_TO_THE_FIRST = {
    Outcome.UPHELD: gettext_lazy("Another guide looked again at a decision of yours and agrees."),
    Outcome.OVERTURNED: gettext_lazy(
        "Another guide looked again at a decision of yours and saw it differently. That is what a "
        "second look is for. Here you read why."
    ),
}
_TO_REPORTERS = gettext_lazy(
    "You reported something. Another guide looked at it again and took back what was decided."
)


@transaction.atomic
def appeal(*, by: Person, decision: Decision, words: str) -> tuple[Appeal, int]:
    """Ask that another guide looks again, once for each decision; those who may look are told.

    Also answers the level at which the author needs care (see ``safety.care``; 0: none): these
    words are screened like all that others read. Raises Refused.
    """
    if decision.person_id != by.pk:
        raise Refused("")
    kept = Decision.objects.select_for_update().get(pk=decision.pk)
    require(may_appeal(kept, Appeal.objects.filter(decision=kept).first()))
    found = look_at(words)
    made = Appeal.objects.create(decision=kept, words=words)
    level = keep_found(
        found, subject_kind=SUBJECT, subject_key=made.key, group_slug=kept.group_slug
    )
    job = app.configure_task(REMIND, schedule_at=made.created_at + ANSWERED_WITHIN)
    job.defer(key=made.key)
    _tell_guides(made, who_may_look(kept), _ASKED, "asked")
    return made, level


@transaction.atomic
def take_appeal(*, by: Person, appeal: Appeal) -> None:
    """Say that ``by`` looks at it; of two who ask at the same moment one is refused.

    What they meet there counts like every case, for their own protection.
    """
    kept = _lock(by, appeal)
    if kept.taken_by_id != by.pk:
        _note(by, Deed.TAKE_APPEAL, kept)
    kept.taken_by, kept.taken_at = by, now()
    kept.save(update_fields=["taken_by", "taken_at"])
    if kept.decision.concern is not None:
        expose(guide=by, concern=kept.decision.concern)


@transaction.atomic
def decide_appeal(*, by: Person, appeal: Appeal, outcome: str, answer: str) -> bool:
    """Let the decision stand or take it back, once; answers whether something was undone.

    The member, the first guide and (when it is taken back) who reported hear it. Raises Refused
    for who may not look, and when another guide holds or has decided it.
    """
    kept = _lock(by, appeal)
    decision = kept.decision
    kept.outcome, kept.answer = Outcome(outcome), answer
    kept.decided_by, kept.decided_at = by, now()
    kept.save(update_fields=["outcome", "answer", "decided_by", "decided_at"])
    overturned = kept.outcome == Outcome.OVERTURNED
    undone = overturned and undo(by, decision, answer)
    if overturned:
        standing = Decision.objects.filter(pk=decision.pk, lifted_at=None)
        standing.update(lifted_at=kept.decided_at, lifted_by=by)
    _note(by, Deed.OVERTURN if overturned else Deed.UPHOLD, kept, answer, undone=undone)
    _tell_all(kept)
    return undone


def remind(key: str) -> None:
    """Nobody has decided in the time that we promise: the coordinators hear of it; by a job."""
    found = Appeal.objects.filter(key=key, decided_at=None).select_related("decision").first()
    if found is None:
        return
    decision = found.decision
    able = coordinators() - deciders(decision) - {decision.person_id}
    with transaction.atomic():
        _tell_guides(found, able or who_may_look(decision), _LATE, "late")


def _lock(by: Person, appeal: Appeal) -> Appeal:
    """An open appeal that ``by`` may look at and nobody else holds; raises Refused."""
    kept = Appeal.objects.select_for_update().get(pk=appeal.pk)
    decision = Decision.objects.select_related("concern", "removal").get(pk=kept.decision_id)
    kept.decision = decision
    if not may_look(guided_slugs(by), Concern(group_slug=decision.group_slug)):
        raise Refused(_("Only a guide can do this."))
    require(may_look_again(by, decision, deciders(decision)))
    require(may_take(by, kept))
    return kept


def _note(by: Person, deed: str, appeal: Appeal, reason: str = "", **more: Any) -> LogEntry:
    decision = appeal.decision
    concern = {"concern": decision.concern.key} if decision.concern else {}
    return log.record(
        by=by,
        deed=deed,
        subject_kind=decision.subject_kind,
        subject_key=decision.subject_key,
        group_slug=decision.group_slug,
        reason=reason,
        details={**concern, "appeal": appeal.key, "decision": decision.key, **more},
    )


def _tell_guides(appeal: Appeal, people: set[int], text: Any, what: str) -> None:
    for person_id in sorted(people):
        _tell(appeal, person_id, text, what)


def _tell_all(appeal: Appeal) -> None:
    """In the order of ids, so that two transactions cannot wait for each other."""
    decision, outcome = appeal.decision, Outcome(appeal.outcome)
    texts = dict.fromkeys(_reporters(appeal), _TO_REPORTERS)
    texts |= dict.fromkeys(deciders(decision), _TO_THE_FIRST[outcome])
    texts |= {decision.person_id: _TOLD[outcome]}
    for person_id in sorted(texts):
        if person_id == decision.person_id:
            _tell_member(appeal, texts[person_id])
        elif texts[person_id] is not _TO_REPORTERS:
            _tell(appeal, person_id, texts[person_id], "decided")
        else:
            _tell(appeal, person_id, _TO_REPORTERS, "reporter", url=_reporters(appeal)[person_id])


def _reporters(appeal: Appeal) -> dict[int, str]:
    """Who reported and has heard how it ended, with the address of their report."""
    concern = appeal.decision.concern
    if appeal.outcome != Outcome.OVERTURNED or concern is None or concern.closed_at is None:
        return {}
    told = concern.reports.exclude(reporter=None).values_list("reporter_id", "key")
    return {pk: reverse("safety:my_report", args=[key]) for pk, key in told}


def _tell_member(appeal: Appeal, text: Any) -> None:
    decision = appeal.decision
    tell(
        person_id=decision.person_id,
        kind=Kind.GUIDE,
        text=text,
        url=reverse("moderation:decision", args=[decision.key]),
        cause=f"appeal:{appeal.key}:decided",
        thread=thread_of(decision),
    )


def _tell(appeal: Appeal, person_id: int, text: Any, what: str, url: str = "") -> None:
    tell(
        person_id=person_id,
        kind=Kind.GUIDE,
        text=text,
        url=url or reverse("moderation:appeal", args=[appeal.key]),
        cause=f"appeal:{appeal.key}:{what}",
    )

"""Reports. Who may answer and close is for ``moderation`` to say, which calls these verbs."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person
from damayan.safety import alarms, rules
from damayan.safety.actions.concerns import join_concern
from damayan.safety.models import Concern, Outcome, Report, ReportKind, Source
from damayan.safety.subjects import may_be_reported, subject_of, waits


@transaction.atomic
def report(
    *, by: Person, subject_kind: str, subject_key: str, kind: str, words: str = ""
) -> Report:
    """Report a subject; joins the concern that is open about it, or raises one.

    One person has one report in a concern: told again, it takes the more urgent kind and keeps
    all words. Raises Refused for what ``by`` cannot see.
    """
    if not may_be_reported(by, subject_kind, subject_key):
        raise Refused(_("This is no longer here."))
    concern = join_concern(
        subject_kind=subject_kind,
        subject_key=subject_key,
        group_slug=_group_of(subject_kind, subject_key),
        level=rules.level_of(kind),
        source=Source.REPORT,
    )
    mine, made = Report.objects.get_or_create(
        concern=concern, reporter=by, defaults={"kind": kind, "words": words}
    )
    if not made:
        _add(mine, kind, words)
    return mine


def _group_of(subject_kind: str, subject_key: str) -> str:
    subject = subject_of(subject_kind)
    shown = subject.show(subject_key) if subject else None
    return shown.group_slug if shown else ""


def _add(mine: Report, kind: str, words: str) -> None:
    urgency = ReportKind.values.index
    if urgency(kind) < urgency(mine.kind):
        mine.kind = kind
    if words and words not in mine.words:
        mine.words = f"{mine.words}\n\n{words}".strip()
    mine.save(update_fields=["kind", "words"])


@transaction.atomic
def answer_report(*, by: Person, report: Report, words: str) -> Report:
    """Answer who reported, once; they are told by a notice and read it on their own page."""
    kept = Report.objects.select_for_update().get(pk=report.pk)
    if kept.answered_at is not None:
        raise Refused(_("This report has been answered already."))
    kept.answer, kept.answered_at, kept.answered_by = words, now(), by
    kept.save(update_fields=["answer", "answered_at", "answered_by"])
    _tell_reporter(kept, gettext_lazy("A guide answered your report."), "answer")
    return kept


@transaction.atomic
def close_concern(*, by: Person, concern: Concern, outcome: str) -> Concern:
    """Close with an outcome; every reporter who got no answer hears it.

    Raises Refused while its words wait for a guide: without an open concern none would meet them.
    """
    kept = Concern.objects.select_for_update().get(pk=concern.pk)
    if kept.closed_at is not None:
        raise Refused(_("This is closed already."))
    if waits(kept.subject_kind, kept.subject_key):
        raise Refused(_("These words still wait. First let others read them, or decline them."))
    kept.closed_at, kept.closed_by, kept.outcome = now(), by, Outcome(outcome)
    kept.save(update_fields=["closed_at", "closed_by", "outcome"])
    alarms.changed()
    unanswered = kept.reports.filter(answered_at=None).exclude(reporter=None)
    for one in unanswered.order_by("reporter_id"):
        _tell_reporter(one, rules.OUTCOME_TOLD[Outcome(outcome)], "outcome")
    return kept


def _tell_reporter(one: Report, text: object, what: str) -> None:
    if one.reporter_id is not None:
        tell(
            person_id=one.reporter_id,
            kind=Kind.GUIDE,
            text=text,
            url=reverse("safety:my_report", args=[one.key]),
            cause=f"report:{one.key}:{what}",
        )

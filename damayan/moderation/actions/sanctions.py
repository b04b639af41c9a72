"""What holds back a whole account, in every persona: a pause everywhere, or closing the account.

Others see nothing of it, so nobody can tell which personas are one person.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, Verdict, require
from damayan.groups.queries import guided_slugs
from damayan.moderation import log
from damayan.moderation.actions.parting import PART
from damayan.moderation.actions.table import sit_down
from damayan.moderation.actions.telling import tell_decision
from damayan.moderation.actions.withholding import give_back_words, withhold_words
from damayan.moderation.models import Decision, LogEntry, Removal, Sanction
from damayan.moderation.queries.appeals import still_here
from damayan.moderation.rules import may_look
from damayan.moderation.rules_sanctions import (
    REMOVAL_WAITS,
    may_answer_removal,
    may_begin,
    may_lift,
    may_pause_until,
    may_sanction,
)
from damayan.moderation.vocabulary import Deed
from damayan.moderation.watch import coordinators, guides_of, is_a_guide
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people import actions as people
from damayan.people.models import Person, Role
from damayan.people.queries import holds
from damayan.safety.models import Concern

END_PAUSE = "moderation.end_pause"
_PAUSED = gettext_lazy(
    "A guide paused your writing everywhere. Here you read why, until when, and what you can do."
)
_CLOSED = gettext_lazy("Your account was closed.")
_LIFTED = gettext_lazy("What held back your account was taken back. Everything is open to you.")
_OVER = gettext_lazy("The pause is over. You can write everywhere again.")
_AGREE = gettext_lazy("A guide asks to close an account. A second person must agree. Please look.")


@transaction.atomic
def pause_everywhere(*, by: Person, concern: Concern, reason: str, until: datetime) -> Sanction:
    """Whoever is behind a concern's subject reads on but writes nowhere until a moment.

    They are told, with the reason, and may appeal. Raises Refused. Groups' own pauses stay apart.
    """
    kept, person = _behind(by, concern, Deed.PAUSE_EVERYWHERE)
    require(may_pause_until(until))
    require(may_begin(standing(person, Sanction.Kind.PAUSE), removed=bool(person.removed_at)))
    entry = _note(by, Deed.PAUSE_EVERYWHERE, kept, reason, until=until.isoformat())
    made = tell_decision(
        by=by,
        person_id=person.pk,
        entry=entry,
        reason=reason,
        text=_PAUSED,
        concern=kept,
        until=until,
    )
    people.pause_writing(person=person, until=until)
    sanction = _begin(made, Sanction.Kind.PAUSE, until=until)
    app.configure_task(END_PAUSE, schedule_at=until).defer(key=sanction.key)
    return sanction


@transaction.atomic
def ask_removal(*, by: Person, concern: Concern, reason: str, hide_words: bool = False) -> Removal:
    """Ask that the account behind a concern's subject be closed; a second person must agree.

    ``reason`` is for the member; ``hide_words``: all they wrote is hidden too. The other guides of
    the place and the coordinators are told. Void after REMOVAL_WAITS. Raises Refused.
    """
    kept, person = _behind(by, concern, Deed.ASK_REMOVAL)
    require(may_begin(None, removed=bool(person.removed_at)))
    if Removal.objects.filter(person=person, answered_at=None, void_at__gt=now()).exists():
        raise Refused(_("This has been asked already. A second person must agree."))
    others = still_here(guides_of(kept.group_slug) | coordinators()) - {by.pk, person.pk}
    if not others:
        raise Refused(_("Nobody else is here who could agree. Pause their writing instead."))
    asked = Removal.objects.create(
        person=person,
        concern=kept,
        subject_kind=kept.subject_kind,
        subject_key=kept.subject_key,
        group_slug=kept.group_slug,
        reason=reason,
        hide_words=hide_words,
        asked_by=by,
        void_at=now() + REMOVAL_WAITS,
    )
    _note(by, Deed.ASK_REMOVAL, kept, reason, removal=asked.key)
    for person_id in sorted(others):
        tell(
            person_id=person_id,
            kind=Kind.ALERT,
            text=_AGREE,
            url=reverse("moderation:removal", args=[asked.key]),
            cause=f"removal:{asked.key}",
        )
    return asked


@transaction.atomic
def answer_removal(
    *, by: Person, removal: Removal, approve: bool, words: str = ""
) -> Sanction | None:
    """Agree to closing an account, which then happens, or not; the second of two people.

    ``words`` are for the log and for who asked. Raises Refused.
    """
    person = Person.objects.select_for_update().get(pk=removal.person_id)
    kept = Removal.objects.select_for_update().get(pk=removal.pk)
    if not may_look(guided_slugs(by), _place(kept)):
        raise Refused(_("Only a guide can do this."))
    require(may_answer_removal(by, kept))
    require(_may_sanction(by, person))
    kept.answered_at, kept.answered_by = now(), by
    kept.approved, kept.words = approve, words
    kept.save()
    if not approve:
        _note(by, Deed.REFUSE_REMOVAL, kept, words, removal=kept.key)
        return None
    require(may_begin(None, removed=bool(person.removed_at)))
    return _close(by, kept, person)


@transaction.atomic
def lift(*, by: Person, sanction: Sanction, reason: str) -> None:
    """Take a pause or a closing back before its time; the member is told. Raises Refused."""
    person = Person.objects.select_for_update().get(pk=sanction.person_id)
    kept = Sanction.objects.select_related("decision").get(pk=sanction.pk)
    decision = kept.decision
    if not may_look(guided_slugs(by), _place(decision)):
        raise Refused(_("Only a guide can do this."))
    require(may_lift(by, kept))
    require(_may_sanction(by, person))
    end(by=by, sanction=kept, person=person)
    entry = _note(by, Deed.LIFT, decision, reason, decision=decision.key)
    tell_decision(by=by, person_id=person.pk, entry=entry, reason=reason, text=_LIFTED)


def end(*, by: Person, sanction: Sanction, person: Person) -> None:
    """Make a sanction no longer hold; in the transaction of who checked, notes and tells it."""
    moment = now()
    Sanction.objects.filter(pk=sanction.pk).update(lifted_at=moment)
    Decision.objects.filter(pk=sanction.decision_id).update(lifted_at=moment, lifted_by=by)
    if sanction.kind == Sanction.Kind.PAUSE:
        people.allow_writing(person=person)
        return
    people.reopen_account(person=person)
    if sanction.words_hidden:
        give_back_words(sanction)


@transaction.atomic
def end_pause(key: str) -> None:
    """A pause ends by itself at its time, and the member is told; by a job."""
    found = Sanction.objects.select_for_update().filter(key=key, lifted_at=None).first()
    if found is None or found.until is None or found.until > now():
        return
    found.lifted_at = found.until
    found.save(update_fields=["lifted_at"])
    Person.objects.filter(pk=found.person_id, paused_until__lte=now()).update(paused_until=None)
    tell(
        person_id=found.person_id,
        kind=Kind.GUIDE,
        text=_OVER,
        url=reverse("moderation:decision", args=[found.decision.key]),
        cause=f"sanction:{key}:over",
    )


def standing(person: Person, kind: str) -> Sanction | None:
    """The sanction of a kind that holds now; one whose time has passed is put to rest first."""
    mine = Sanction.objects.filter(person=person, kind=kind, lifted_at=None)
    for over in mine.filter(until__lte=now()):
        end_pause(over.key)
    return mine.first()


def _behind(by: Person, concern: Concern, deed: Deed) -> tuple[Concern, Person]:
    """Lock a concern and the account behind its subject, for who may decide; raises Refused."""
    table = sit_down(by, concern, deed)
    person = Person.objects.select_for_update().filter(pk=table.laid.author_id or 0).first()
    if person is None:
        raise Refused(_("There is nobody behind this any more."))
    require(_may_sanction(by, person))
    return table.concern, person


def _may_sanction(by: Person, person: Person) -> Verdict:
    return may_sanction(
        by,
        person,
        guides=is_a_guide(person),
        coordinates=holds(by, Role.COORDINATOR),
    )


def _close(by: Person, removal: Removal, person: Person) -> Sanction:
    """The member hears of it when they next sign in: no page of ours is open to them."""
    entry = _note(by, Deed.REMOVE, removal, removal.reason, removal=removal.key)
    made = tell_decision(
        by=by,
        person_id=person.pk,
        entry=entry,
        reason=removal.reason,
        text=_CLOSED,
        concern=removal.concern,
    )
    removal.decision = made
    removal.save(update_fields=["decision"])
    sanction = _begin(made, Sanction.Kind.REMOVAL, words_hidden=removal.hide_words)
    people.close_account(person=person)
    app.configure_task(PART).defer(person_id=person.pk)
    if sanction.words_hidden:
        withhold_words(sanction, first=removal.group_slug)
    return sanction


def _begin(decision: Decision, kind: str, **more: Any) -> Sanction:
    return Sanction.objects.create(
        person_id=decision.person_id, kind=kind, decision=decision, starts_at=now(), **more
    )


def _place(about: Any) -> Concern:
    """Where something stands, as ``may_look`` asks for it."""
    return Concern(group_slug=about.group_slug)


def _note(by: Person, deed: str, about: Any, reason: str, **details: str) -> LogEntry:
    """In the log the subject stands for who is behind it: the account is never named there."""
    concern = about if isinstance(about, Concern) else about.concern
    return log.record(
        by=by,
        deed=deed,
        subject_kind=about.subject_kind,
        subject_key=about.subject_key,
        group_slug=about.group_slug,
        reason=reason,
        details={**({"concern": concern.key} if concern else {}), **details},
    )

"""Leading a referral: each verb locks the row, checks the table of states, and notes the event."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.queries import roles_anywhere
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.keys import seal_for
from damayan.people.models import Person
from damayan.people.queries import no_contact
from damayan.people.rules import may_speak
from damayan.safety.actions import forget_words, keep_found
from damayan.safety.looking import look_at
from damayan.support.referral import rules
from damayan.support.referral.consent import BARRIERS, DETAILS, ITEMS, SPANS, VERSION, WORDS
from damayan.support.referral.models import (
    OVER,
    Referral,
    ReferralEvent,
    Service,
    State,
    WhyNot,
)
from damayan.support.tickets import Ticket

LONGEST_WORDS = 500
Side = ReferralEvent.Side


def begin(*, by: Person, service: Service, form_key: str) -> Referral:
    """Begin one's own way to a service; the same ``form_key`` twice makes one. Raises Refused."""
    mine = Referral.objects.filter(person=by, form_key=form_key)
    try:
        with transaction.atomic():
            open_now = Referral.objects.filter(person=by).exclude(state__in=OVER).count()
            require(rules.may_begin(open_now))
            made = Referral.objects.create(person=by, service=service, form_key=form_key)
            _note(made, Side.PERSON)
            return made
    except (IntegrityError, Refused):
        if before := mine.select_related("service").first():
            return before
        raise


def suggest(*, by: Person, ticket: Ticket, service: Service, words: str, form_key: str) -> Referral:
    """Suggest a service to somebody whom ``by`` talks with; they alone decide. Raises Refused."""
    require(rules.may_suggest(roles_anywhere(by)))
    require(may_speak(by))
    person = Person.objects.filter(pk=ticket.person_id, is_active=True).first()
    if person is None or ticket.by_id != by.pk or person.pk == by.pk or no_contact(by, person):
        raise Refused(_("This cannot be suggested now."))
    own_key = _key_of(ticket, form_key)
    mine = Referral.objects.filter(person=person, form_key=own_key)
    if before := mine.first():
        return before
    from_there = {"from_kind": ticket.from_kind, "from_key": ticket.from_key}
    suggested = Referral.objects.filter(person=person, made_by=by, **from_there).count()
    require(rules.may_suggest_more(suggested))
    try:
        with transaction.atomic():
            return _suggest(by, person, ticket, service, words, own_key)
    except IntegrityError:
        return mine.get()


def _key_of(ticket: Ticket, form_key: str) -> str:
    """The form's key within this one conversation.

    The same key sent out of two talks must not meet, or it would tell that both are one account.
    """
    told = f"{ticket.by_id}/{ticket.from_kind}/{ticket.from_key}/{form_key}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _suggest(
    by: Person, person: Person, ticket: Ticket, service: Service, words: str, form_key: str
) -> Referral:
    made = Referral.objects.create(
        person=person,
        service=service,
        made_by=by,
        from_kind=ticket.from_kind,
        from_key=ticket.from_key,
        form_key=form_key,
        state=State.OFFERED,
        words_sealed=seal_for(person, words[:LONGEST_WORDS].encode(), WORDS) if words else None,
    )
    _note(made, Side.MAKER)
    _screen(made, words)
    _tell(person.pk, made, gettext_lazy("Somebody you talk with suggests a place that helps."), "o")
    return made


def _screen(referral: Referral, words: str) -> None:
    """As everywhere; the words stay sealed, and a guide opens them on the case's own page."""
    found = look_at(words[:LONGEST_WORDS]) if words else None
    if found and found.level:
        keep_found(found, subject_kind="suggestion", subject_key=referral.key, group_slug="")
        forget_words("suggestion", [referral.key])


@transaction.atomic
def weigh(*, by: Person, referral: Referral, **given: Any) -> Referral:
    """Keep what they answered before consent: ``barriers``, ``before`` and ``after`` (0 to 10).

    An offered or put-away referral begins with it. Raises Refused.
    """
    kept = _locked(referral)
    if kept.state != State.BEGUN:
        require(rules.may_lead(by, kept, State.BEGUN))
        _move(kept, State.BEGUN, Side.PERSON)
    elif kept.person_id != by.pk:
        raise Refused(_("Only the person themselves can do this."))
    if "barriers" in given:
        kept.barriers = [slug for slug in BARRIERS if slug in given["barriers"]]
    for scale in ("before", "after"):
        if given.get(scale) is not None:
            setattr(kept, scale, max(0, min(rules.LONGEST_SCALE, int(given[scale]))))
    kept.save()
    return kept


@transaction.atomic
def agree(*, by: Person, referral: Referral, details: Mapping[str, str], days: int) -> Referral:
    """Consent to share exactly ``details`` (by item, empty ones are not shared) for ``days``.

    Raises Refused; ValueError for days that are not offered.
    """
    if days not in SPANS:
        raise ValueError(days)
    kept = _locked(referral)
    require(rules.may_lead(by, kept, State.AGREED))
    given = {slug: details[slug].strip() for slug in ITEMS if details.get(slug, "").strip()}
    kept.items = list(given)
    kept.details_sealed = seal_for(by, json.dumps(given).encode(), DETAILS)
    kept.agreed_at, kept.consent_version = now(), VERSION
    kept.share_until = kept.agreed_at + timedelta(days=days)
    _move(kept, State.AGREED, Side.PERSON)
    _tell_maker(kept, gettext_lazy("Somebody said yes to the place that you suggested."), "a")
    return kept


@transaction.atomic
def lead(*, by: Person, referral: Referral, state: str, why_not: str = "") -> Referral:
    """Note that it was sent, received, took place, did not (``why_not``), or is put away."""
    if state in {State.AGREED, State.BEGUN, State.WITHDRAWN}:
        raise Refused(_("This is no longer possible. Look at how it stands now."))
    kept = _locked(referral)
    require(rules.may_lead(by, kept, state))
    if state == State.NOT_SEEN and why_not not in WhyNot.values:
        raise Refused(_("Choose what came in between."))
    if state == State.SENT:
        kept.sent_at = now()
    kept.why_not = why_not if state == State.NOT_SEEN else ""
    side = rules.side_of(by, kept) or Side.PERSON
    if side == Side.MAKER and no_contact(by, kept.person_id):
        raise Refused(_("The person's consent has ended, so nothing more is noted here."))
    _move(kept, state, side)
    if side == Side.MAKER:
        _tell(kept.person_id, kept, gettext_lazy("Something was noted on your referral."), state)
    return kept


@transaction.atomic
def withdraw(*, by: Person, referral: Referral) -> Referral:
    """Take consent back: what was shared is destroyed here and nothing is asked any more."""
    kept = _locked(referral)
    if kept.person_id != by.pk or kept.agreed_at is None:
        raise Refused(_("There is nothing to take back here."))
    if kept.withdrawn_at is None:
        kept.withdrawn_at, kept.details_sealed, kept.words_sealed = now(), None, None
        if kept.state in {State.SEEN, State.NOT_SEEN}:
            kept.save()
            _note(kept, Side.PERSON)
        else:
            _move(kept, State.WITHDRAWN, Side.PERSON)
    return kept


def _locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("service")
        .get(pk=referral.pk)
    )


def _move(referral: Referral, state: str, side: ReferralEvent.Side) -> None:
    referral.state, referral.changed_at = state, now()
    referral.save()
    _note(referral, side)


def _note(referral: Referral, side: ReferralEvent.Side) -> None:
    ReferralEvent.objects.create(
        referral=referral, side=side, state=referral.state, why_not=referral.why_not
    )


def _tell_maker(referral: Referral, text: Any, what: str) -> None:
    if referral.made_by_id and not no_contact(referral.made_by_id, referral.person_id):
        _tell(referral.made_by_id, referral, text, what)


def _tell(person_id: int, referral: Referral, text: Any, what: str) -> None:
    tell(
        person_id=person_id,
        kind=Kind.SUPPORT,
        text=text,
        url=reverse("referral:referral", args=[referral.key]),
        cause=f"referral:{referral.key}:{what}",
    )

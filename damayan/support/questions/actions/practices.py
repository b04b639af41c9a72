"""From a licence that somebody states to one that a coordinator has checked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.actions import end_role, grant_role, lay_down_role
from damayan.people.keys import seal_for
from damayan.people.models import Person, Role
from damayan.people.queries import holds, roles_of
from damayan.support.questions import rules
from damayan.support.questions.actions.hours import cancel_coming
from damayan.support.questions.models import Practice
from damayan.support.questions.sealing import LICENCE


@transaction.atomic
def apply(
    *,
    by: Person,
    title: str,
    body: str,
    number: str,
    renews_on: date,
    languages: Sequence[str] = (),
) -> Practice:
    """State one's licence; stating it anew replaces what was not checked. Raises Refused."""
    if renews_on < timezone.localdate():
        raise Refused(_("This licence has run out. Renew it first, then tell us the new day."))
    kept = Practice.objects.select_for_update().filter(person=by).first()
    if kept is not None and kept.is_standing:
        raise Refused(_("Your licence is checked already."))
    values: dict[str, Any] = {
        "title": title,
        "body": body,
        "number_sealed": seal_for(by, number.encode(), LICENCE),
        "renews_on": renews_on,
        "languages": list(languages),
    }
    fresh: dict[str, Any] = {"asked_at": now(), "checked_at": None, "checked_by": None}
    fresh |= {"ended_at": None, "ended_by": None, "words": ""}
    made, _new = Practice.objects.update_or_create(person=by, defaults={**values, **fresh})
    return made


def renew(*, by: Person, renews_on: date) -> Practice:
    """A new day of renewal for one's own licence; a coordinator checks it anew. Raises Refused."""
    with transaction.atomic():
        kept = Practice.objects.select_for_update().filter(person=by, ended_at=None).first()
        if kept is None or renews_on <= kept.renews_on or renews_on < timezone.localdate():
            raise Refused(_("Choose a day that is later than the one we know."))
        kept.renews_on, kept.asked_at = renews_on, now()
        kept.checked_at = kept.checked_by = None
        kept.save()
        return kept


@transaction.atomic
def check(*, by: Person, practice: Practice) -> Practice:
    """Say that ``by`` has looked the licence up with the body named; they become a professional."""
    require(rules.may_check(roles_of(by)))
    kept = (
        Practice.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=practice.pk)
    )
    if kept.person_id == by.pk:
        raise Refused(_("Another coordinator checks your own licence."))
    if kept.ended_at or kept.renews_on < timezone.localdate():
        raise Refused(_("This licence has run out or was ended."))
    kept.checked_at, kept.checked_by = now(), by
    kept.save()
    grant_role(by=by, person=kept.person, role=Role.PROFESSIONAL)
    _tell(kept, gettext_lazy("Your licence is checked. Thank you for being here."), "checked")
    return kept


@transaction.atomic
def end_practice(*, by: Person, practice: Practice, words: str) -> None:
    """Refuse or end it, as a coordinator with words, or give up one's own."""
    kept = (
        Practice.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=practice.pk)
    )
    if kept.person_id != by.pk:
        require(rules.may_check(roles_of(by)))
        if not words.strip():
            raise Refused(_("Write down why; they read it."))
    if kept.ended_at is None:
        kept.ended_at, kept.ended_by, kept.words = now(), by, words.strip()[:300]
        kept.save()
        kept.questions_taken.filter(answered_at=None).update(taken_by=None, taken_until=None)
        cancel_coming(kept)
        if kept.person_id == by.pk:
            lay_down_role(by=by, role=Role.PROFESSIONAL)
        elif holds(kept.person, Role.PROFESSIONAL):
            end_role(by=by, person=kept.person, role=Role.PROFESSIONAL)
        if kept.person_id != by.pk:
            _tell(kept, gettext_lazy("A coordinator wrote to you about your licence."), "ended")


def _tell(practice: Practice, text: Any, what: str) -> None:
    tell(
        person_id=practice.person_id,
        kind=Kind.SUPPORT,
        text=text,
        url=reverse("questions:practice"),
        cause=f"practice:{practice.key}:{what}:{now():%Y-%m-%dT%H:%M:%S.%f}",
    )

"""Certificates in time: reminding, renewing, and keeping path and role together."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.models import Person, Role, RoleGrant
from damayan.support.path import course, rules
from damayan.support.path.actions.moving import end_steps, issue, locked, move, tell_person
from damayan.support.path.models import HELPING, Certificate, Journey, Progress, State, Trial

_AT_ONCE = 500


@transaction.atomic
def renew(*, by: Person, journey: Journey) -> Certificate:
    """A new certificate after the five checks; never twice for the same year. Raises Refused."""
    kept = locked(journey)
    sides = rules.sides_of(by, kept, roles=frozenset(), mentor_id=None)
    require(rules.may_lead(kept, State.SUPPORTER, sides & rules.PERSON))
    last = Certificate.objects.filter(journey=kept).first()
    if last is None:
        raise Refused(_("There is no certificate yet."))
    passed = dict(Progress.objects.filter(person=by).values_list("module", "passed_at"))
    require(rules.may_renew([passed.get(slug) for slug in course.slugs()], last.valid_until))
    move(kept, State.SUPPORTER, by=by, sides=sides)
    return issue(kept, after=last.valid_until)


def tend() -> int:
    """Nightly: remind whose certificate is due, and follow roles that ended elsewhere.

    Mentors hear of trials whose time is over. Returns how many journeys moved.
    """
    _remind_mentors()
    due = _due().values_list("pk", flat=True)[:_AT_ONCE]
    without = _without_role().values_list("pk", flat=True)[:_AT_ONCE]
    return sum(_remind(pk) for pk in due) + sum(_follow(pk) for pk in without)


def _remind_mentors() -> None:
    """Once for each last day of a trial; told in the order of their ids."""
    over = Trial.objects.filter(ended_at=None, until__lte=now()).exclude(mentor=None)
    for trial in over.order_by("mentor_id", "pk")[:_AT_ONCE]:
        with transaction.atomic():
            tell(
                person_id=trial.mentor_id or 0,
                kind=Kind.SUPPORT,
                text=gettext_lazy("Two weeks of reading along are over. How did it go?"),
                url=reverse("path:mentored", args=[trial.key]),
                cause=f"trial:{trial.key}:over:{trial.until:%Y-%m-%d}",
            )


def _due() -> QuerySet[Journey]:
    soon = timezone.localdate() + timedelta(days=rules.REMIND_DAYS)
    later = Certificate.objects.filter(journey=OuterRef("pk"), valid_until__gt=soon)
    return Journey.objects.filter(~Exists(later), state=State.SUPPORTER).order_by("pk")


def _without_role() -> QuerySet[Journey]:
    role = RoleGrant.objects.filter(person=OuterRef("person"), role=Role.SUPPORTER, ended_at=None)
    return Journey.objects.filter(~Exists(role), state__in=HELPING).order_by("pk")


@transaction.atomic
def _remind(pk: int) -> bool:
    kept = locked(Journey(pk=pk))
    if not _due().filter(pk=pk).exists():
        return False
    move(kept, State.RENEWAL, by=None, sides=rules.SYSTEM)
    words = gettext_lazy("Your certificate is due. Five short checks, and it is new for a year.")
    tell_person(kept, words)
    return True


@transaction.atomic
def _follow(pk: int) -> bool:
    kept = locked(Journey(pk=pk))
    if not _without_role().filter(pk=pk).exists():
        return False
    kept.stepped_down_at = now()
    move(kept, State.STEPPED_DOWN, by=None, sides=rules.SYSTEM)
    kept.certificates.filter(revoked_at=None).update(revoked_at=now())
    end_steps(kept.person)
    return True

from datetime import timedelta

import pytest
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.people.models import Role, RoleGrant
from damayan.support.questions import actions
from tests.cast import make_person

HERS = "I wake at three every night since Papa died. Is that normal?"


def asked(by, key="q1", **more):
    given = {"about": "sleep", "language": "en", "audience": "private", "words": HERS, **more}
    return actions.ask(by=by, form_key=key, **given)[0]


def make_coordinator(name="checks-licences"):
    person = make_person(name)
    RoleGrant.objects.create(person=person, role=Role.COORDINATOR)
    return person


def make_professional(name, checked_by):
    person = make_person(name)
    practice = actions.apply(
        by=person,
        title="Psychologist",
        body="Professional Regulation Commission",
        number="0012345",
        renews_on=timezone.localdate() + timedelta(days=200),
        languages=["en"],
    )
    actions.check(by=checked_by, practice=practice)
    return person


@pytest.fixture
def professional(cast):
    return make_professional("dr-quiet", cast.coordinator)


@pytest.fixture
def colleague(cast):
    return make_professional("dr-calm", cast.coordinator)


@pytest.fixture
def question(cast):
    return asked(cast.author)


@pytest.fixture
def slot(professional):
    starts = now() + timedelta(days=2)
    return actions.offer_slot(
        by=professional, starts_at=starts, ends_at=starts + timedelta(hours=1), where="Room 3"
    )

"""Fifty people at once: nobody gets two mentors, two paths or two certificates."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from damayan.foundation.verdict import Refused
from damayan.people.models import RoleGrant
from damayan.support.path import actions
from damayan.support.path.models import Certificate, Journey, JourneyEvent, State, Trial
from tests.cast import make_group, make_person, put_in
from tests.support.path.conftest import applied, finish_course, make_mentor


def at_once(jobs):
    def attempt(job):
        try:
            return job()
        except Refused:
            return None
        finally:
            connection.close()

    random.Random(3).shuffle(jobs)
    with ThreadPoolExecutor(25) as pool:
        return [one for one in pool.map(attempt, jobs) if one]


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_make_ten_paths_with_one_mentor_and_one_certificate_each():
    group = make_group("here")
    coordinators = [make_person(f"desk-{n}") for n in range(5)]
    for one in coordinators:
        RoleGrant.objects.create(person=one, role="coordinator")
    members = [make_person(f"member-{n}") for n in range(10)]
    for n, one in enumerate(members):
        put_in(group, one, f"Gentle {n}")

    at_once([lambda one=one: applied(one) for one in members for _ in range(5)])
    assert Journey.objects.count() == 10

    def decide(by, journey, state):
        return lambda: actions.decide(by=by, journey=journey, state=state, words="So.")

    journeys = list(Journey.objects.all())
    at_once([decide(by, one, State.LEARNING) for by in coordinators for one in journeys])
    assert JourneyEvent.objects.filter(state=State.LEARNING).count() == 10

    for one in members:
        finish_course(one)
    for one in Journey.objects.select_related("person"):
        actions.ask_for_mentor(by=one.person, journey=one, group=group)
    mentors = [make_mentor(f"mentor-{n}", group) for n in range(5)]
    trials = list(Trial.objects.all())
    begun = at_once(
        [lambda m=m, t=t: actions.begin_trial(by=m, trial=t) for m in mentors for t in trials]
    )
    assert len(begun) == 10
    assert JourneyEvent.objects.filter(state=State.TRIAL).count() == 10

    Journey.objects.update(state=State.VOUCHED)
    Trial.objects.update(ended_at="2026-01-01T00:00Z")
    at_once([decide(by, one, State.SUPPORTER) for by in coordinators for one in journeys])
    assert RoleGrant.objects.filter(role="supporter", ended_at=None).count() == 10
    assert Certificate.objects.count() == 10
    one = journeys[0]
    left = [lambda: actions.step_down(by=one.person, journey=one) for _ in range(10)]
    assert len(at_once(left)) == 1
    assert JourneyEvent.objects.filter(state=State.STEPPED_DOWN).count() == 1

from datetime import timedelta

import pytest
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.people.models import RoleGrant
from damayan.stories.models import Reply
from damayan.support.path import actions, course
from damayan.support.path.models import Journey, Progress, State, Step
from tests.cast import make_person, put_in

HERS = "I lost my father, and somebody here answered me at night."


def applied(person, **more):
    given = {"why": HERS, "topics": ["death"], "hours": "evenings", "languages": ["fil"], **more}
    return actions.apply(by=person, **given)


def finish_course(person):
    for module in course.modules("en"):
        answers = {one.key: one.right for one in module.check}
        assert actions.answer_check(by=person, module=module, answers=answers)


def make_mentor(name, group):
    """A mentor by their step, who wears a persona in the group."""
    person = make_person(name)
    put_in(group, person, f"Gentle {name.capitalize()}")
    Step.objects.create(person=person, kind="mentor", state="granted", words_sealed=b"")
    return person


def answers_by(cast, person, story, count):
    persona = person.memberships.get(group=cast.group).persona
    return [
        Reply.objects.create(
            story=story,
            author=persona,
            form_key=f"{story.pk}-{n}-{person.pk}",
            words=f"I hear you {n}.",
            html=f"<p>I hear you {n}.</p>",
        )
        for n in range(count)
    ]


def make_supporter(cast, person, since=timedelta(0)):
    """Straight from the data: a supporter whose path is done."""
    journey = applied(person)
    moment = now() - since
    Journey.objects.filter(pk=journey.pk).update(state=State.SUPPORTER, supporter_at=moment)
    RoleGrant.objects.create(person=person, role="supporter")
    journey.certificates.create(
        issued_at=moment, valid_until=timezone.localdate(moment) + timedelta(days=365)
    )
    journey.refresh_from_db()
    return journey


@pytest.fixture
def journey(cast):
    return applied(cast.member)


@pytest.fixture
def learner(cast, journey):
    """The member, who may take the course."""
    actions.decide(by=cast.guide_everywhere, journey=journey, state=State.LEARNING, words="Yes")
    journey.refresh_from_db()
    return journey


@pytest.fixture
def cast(cast):
    person = make_person("guide-everywhere")
    RoleGrant.objects.create(person=person, role="guide")
    cast.people["guide_everywhere"] = person
    return cast


@pytest.fixture
def mentor(cast):
    return make_mentor("mentor", cast.group)


@pytest.fixture
def waiting(cast, learner):
    finish_course(cast.member)
    return actions.ask_for_mentor(by=cast.member, journey=learner, group=cast.group)


@pytest.fixture
def trial(waiting, mentor):
    return actions.begin_trial(by=mentor, trial=waiting)


@pytest.fixture
def supporter(cast):
    """The outsider, who is in no group, as a supporter of the installation."""
    return make_supporter(cast, cast.outsider)


def passed(person, moment):
    Progress.objects.filter(person=person).update(passed_at=moment)

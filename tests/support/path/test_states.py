"""Whatever people do in whatever order, a path stays in the table, and role and path agree."""

import contextlib
import itertools
import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import integers, sampled_from

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.people.models import RoleGrant
from damayan.stories.models import Story
from damayan.support.path import actions
from damayan.support.path.models import (
    HELPING,
    Certificate,
    Journey,
    JourneyEvent,
    State,
    Step,
    StepState,
    Trial,
)
from damayan.support.path.rules import STEP_WAYS, WAYS
from tests.cast import make_group, make_person, put_in
from tests.support.path.conftest import answers_by, applied, finish_course, make_mentor

WHO = ["person", "mentor", "other", "guide", "coordinator"]
DOC = Path(__file__).parents[3] / "docs" / "state-machines" / "path.md"


class Life(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()
        self.clock = time_machine.travel(now(), tick=False)
        self.clock.start()

    def teardown(self):
        self.clock.stop()
        transaction.set_rollback(True)
        self.all.__exit__(None, None, None)

    @initialize(ahead=integers(0, 9))
    def begin(self, ahead):
        self.group = make_group("here")
        self.people = {name: make_person(name) for name in ("person", "guide", "coordinator")}
        for role in ("guide", "coordinator"):
            RoleGrant.objects.create(person=self.people[role], role=role)
        self.people |= {name: make_mentor(name, self.group) for name in ("mentor", "other")}
        put_in(self.group, self.people["person"], "Gentle Person")
        self.author = put_in(self.group, make_person("author"), "Gentle Author")
        self.journey = applied(self.people["person"])
        self.go_on(ahead)

    def _try(self, verb, **given):
        with contextlib.suppress(Refused), transaction.atomic():
            for one in self.people.values():
                vars(one).pop("_roles", None)
            verb(**given)

    def _open(self):
        return Trial.objects.filter(journey=self.journey).order_by("-pk").first()

    @rule(days=integers(1, 400))
    def wait(self, days):
        self.clock.stop()
        self.clock = time_machine.travel(now() + timedelta(days=days), tick=False)
        self.clock.start()

    @rule()
    def apply(self):
        self._try(applied, person=self.people["person"])

    @rule(who=sampled_from(WHO), state=sampled_from(State.values))
    def decide(self, who, state):
        given = {"journey": self.journey, "state": state, "words": "So."}
        self._try(actions.decide, by=self.people[who], **given)

    @rule(times=integers(1, 3))
    def go_on(self, times):
        """The next step of a good path, a few times, so that walks come far."""
        for _ in range(times):
            self._next(Journey.objects.get(pk=self.journey.pk).state)

    def _next(self, state):
        if state in {State.DECLINED, State.TAKEN_BACK}:
            self.apply()
        elif state == State.LEARNING:
            self.learn()
            self.ask_for_mentor("person")
        elif state == State.READY:
            self.mentor("mentor", "begin_trial")
            self.mentor("other", "begin_trial")
        elif state == State.TRIAL:
            with contextlib.suppress(Refused), transaction.atomic():
                self._vouch()
        elif state == State.STEPPED_DOWN:
            self.walk("person", "ask_back")
            self.apply()
        elif state == State.APPLIED:
            self.decide("coordinator", State.LEARNING)
        elif state in {State.VOUCHED, State.RETURNING}:
            self.decide("coordinator", State.SUPPORTER)
        elif state == State.SUPPORTER:
            self.wait(340)
            self.tend()
        elif state == State.RENEWAL:
            self.renew("person", checks=True)

    @rule()
    def learn(self):
        finish_course(self.people["person"])

    @rule(who=sampled_from(WHO))
    def ask_for_mentor(self, who):
        given = {"journey": self.journey, "group": self.group}
        self._try(actions.ask_for_mentor, by=self.people[who], **given)

    @rule(
        who=sampled_from(WHO),
        verb=sampled_from(["not_now", "another_mentor", "step_down", "take_back", "ask_back"]),
    )
    def walk(self, who, verb):
        self._try(getattr(actions, verb), by=self.people[who], journey=self.journey)

    @rule(who=sampled_from(WHO), verb=sampled_from(["begin_trial", "hand_back", "lengthen"]))
    def mentor(self, who, verb):
        if trial := self._open():
            self._try(getattr(actions, verb), by=self.people[who], trial=trial)

    @rule(who=sampled_from(WHO), state=sampled_from([State.VOUCHED, State.LEARNING]))
    def end_trial(self, who, state):
        if trial := self._open():
            given = {"trial": trial, "state": state, "words": "So."}
            self._try(actions.end_trial, by=self.people[who], **given)

    def _vouch(self):
        story = Story.objects.create(
            group=self.group,
            author=self.author,
            form_key=f"s{Story.objects.count()}",
            title="T",
            happened="H",
            html="H",
        )
        trial = self._open()
        answers_by(SimpleNamespace(group=self.group), self.people["person"], story, 5)
        actions.end_trial(by=trial.mentor, trial=trial, state=State.VOUCHED, words="Ready.")

    @rule(who=sampled_from(WHO), checks=sampled_from([True, False]))
    def renew(self, who, checks):
        if checks:
            self.learn()
        self._try(actions.renew, by=self.people[who], journey=self.journey)

    @rule()
    def tend(self):
        actions.tend()

    @rule()
    def lose_the_role(self):
        RoleGrant.objects.filter(person=self.people["person"]).update(ended_at=now())
        actions.tend()

    @rule(kind=sampled_from(["host", "mentor"]), state=sampled_from(StepState.values))
    def step_further(self, kind, state):
        self._try(actions.ask_step, by=self.people["person"], kind=kind, words="Please")
        step = Step.objects.filter(person=self.people["person"], kind=kind).last()
        if step:
            given = {"step": step, "state": state, "words": "So."}
            self._try(actions.decide_step, by=self.people["coordinator"], **given)

    @invariant()
    def every_step_stands_in_the_table(self):
        if not hasattr(self, "journey"):
            return
        events = list(JourneyEvent.objects.filter(journey=self.journey).order_by("pk"))
        assert events[-1].state == Journey.objects.get(pk=self.journey.pk).state
        for one, two in itertools.pairwise(events):
            assert two.side in WAYS[one.state][two.state]
            own = two.by_id == self.people["person"].pk
            assert own is (two.side == "person")

    @invariant()
    def role_certificate_and_trial_agree_with_the_path(self):
        if not hasattr(self, "journey"):
            return
        kept, person = Journey.objects.get(pk=self.journey.pk), self.people["person"]
        held = RoleGrant.objects.filter(person=person, role="supporter", ended_at=None)
        assert held.exists() is (kept.state in HELPING)
        if kept.state in HELPING:
            assert Certificate.objects.filter(journey=kept).exists()
        else:
            assert not Step.objects.filter(person=person, state__in=["asked", "granted"]).exists()
        running = Trial.objects.filter(journey=kept, ended_at=None)
        assert running.count() == (kept.state in {State.READY, State.TRIAL})
        for trial in running:
            assert (trial.mentor_id is not None) is (kept.state == State.TRIAL)
            assert trial.mentor_id != person.pk


@pytest.mark.django_db
def test_life():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            phases=[Phase.explicit, Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _told(text):
    rows = re.findall(r"^\| (\w+) \| (\w+) \| ([\w, ]+) \|$", text, re.MULTILINE)
    return {(one, two): frozenset(sides.split(", ")) for one, two, sides in rows}


@pytest.mark.parametrize(("ways", "part"), [(WAYS, 0), (STEP_WAYS, 1)])
def test_the_page_shows_the_same_table(ways, part):
    text = DOC.read_text("utf-8").split("\n# ")[part]
    written = {(one, two): frozenset(s) for one, to in ways.items() for two, s in to.items()}
    rows = {pair: sides for pair, sides in _told(text).items() if pair[0] != "From"}
    assert rows == written


@pytest.mark.django_db
def test_hand_made_supporters_without_a_path_are_left_alone(cast):
    RoleGrant.objects.create(person=cast.member, role="supporter")
    assert actions.tend() == 0
    assert RoleGrant.objects.filter(person=cast.member, ended_at=None).exists()

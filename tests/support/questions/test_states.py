"""Whatever is done in whatever order: one answer to a question, one person for a time."""

import contextlib
import itertools
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, settings
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
from damayan.support.questions import actions
from damayan.support.questions.models import Advice, Opinion, Published, Question, Slot
from tests.cast import make_person
from tests.support.questions.conftest import asked, make_coordinator, make_professional

TWO = sampled_from([0, 1])


class Week(RuleBasedStateMachine):
    """Two who ask, two professionals, questions and office hours; time passes when it likes."""

    def __init__(self):
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()
        self.clock = None

    def teardown(self):
        if self.clock:
            self.clock.stop()
        transaction.set_rollback(True)
        self.all.__exit__(None, None, None)

    @initialize()
    def come(self):
        coordinator = make_coordinator()
        self.asking = [make_person(f"asks-{n}") for n in (0, 1)]
        self.doctors = [make_professional(f"dr-{n}", coordinator) for n in (0, 1)]
        self.forms = 0
        self.clock = time_machine.travel(now(), tick=False)
        self.clock.start()

    def _all(self, verb, rows, name, **given):
        for row in rows:
            with contextlib.suppress(Refused):
                verb(**{name: row}, **given)

    @rule(who=TWO, audience=sampled_from(["private", "others"]))
    def ask(self, who, audience):
        self.forms += 1
        with contextlib.suppress(Refused):
            asked(self.asking[who], f"q{self.forms}", audience=audience)

    @rule(who=TWO, verb=sampled_from(["take", "give_back", "ask_opinion"]))
    def handle(self, who, verb):
        rows = list(Question.objects.order_by("pk"))
        self._all(getattr(actions, verb), rows, "question", by=self.doctors[who])

    @rule(who=TWO, verb=sampled_from(["draft", "send"]))
    def write(self, who, verb):
        rows = list(Question.objects.order_by("pk"))
        given = {"by": self.doctors[who], "words": f"Rest, says {who}."}
        self._all(getattr(actions, verb), rows, "question", **given)

    @rule(who=TWO)
    def second_view(self, who):
        rows = list(Opinion.objects.order_by("pk"))
        given = {"by": self.doctors[who], "verdict": "agree", "words": ""}
        self._all(actions.give_opinion, rows, "opinion", **given)

    @rule(who=TWO)
    def withdraw(self, who):
        rows = list(Question.objects.order_by("pk"))
        self._all(actions.withdraw, rows, "question", by=self.asking[who])

    @rule(who=TWO, hours=integers(1, 90))
    def offer(self, who, hours):
        starts = now() + timedelta(hours=hours)
        with contextlib.suppress(Refused):
            ends = starts + timedelta(minutes=45)
            actions.offer_slot(by=self.doctors[who], starts_at=starts, ends_at=ends, where="Here")

    @rule(who=TWO)
    def book(self, who):
        self._all(actions.book, list(Slot.objects.order_by("pk")), "slot", by=self.asking[who])

    @rule(who=TWO, side=sampled_from(["asking", "doctors"]))
    def cancel(self, who, side):
        rows = list(Slot.objects.order_by("pk"))
        self._all(actions.cancel, rows, "slot", by=getattr(self, side)[who])

    @rule(hours=integers(1, 60))
    def wait(self, hours):
        moment = now() + timedelta(hours=hours)
        self.clock.stop()
        self.clock = time_machine.travel(moment, tick=False)
        self.clock.start()
        actions.remind()

    @invariant()
    def a_question_has_one_answer_by_who_took_it(self):
        if not hasattr(self, "asking"):
            return
        for question in Question.objects.all():
            sent = Advice.objects.filter(question=question).exclude(sent_at=None)
            assert sent.count() == (question.answered_at is not None)
            assert all(one.by_id == question.taken_by_id for one in sent if question.taken_by_id)
            assert Opinion.objects.filter(advice__question=question, given_at=None).count() <= 1

    @invariant()
    def others_find_only_what_was_let_out(self):
        if not hasattr(self, "asking"):
            return
        for found in Published.objects.select_related("question"):
            assert found.question.audience == "others"
            assert found.question.answered_at
            assert not found.question.withdrawn_at

    @invariant()
    def nobody_keeps_two_at_one_time_or_hoards(self):
        if not hasattr(self, "asking"):
            return
        for person in self.asking:
            coming = Slot.objects.filter(booked_by=person, cancelled_at=None, starts_at__gt=now())
            assert coming.count() <= 2
        for doctor in self.doctors:
            slots = list(doctor.practice.slots.filter(cancelled_at=None).order_by("starts_at"))
            for one, two in itertools.pairwise(slots):
                assert one.ends_at <= two.starts_at


@pytest.mark.django_db
def test_a_week():
    run_state_machine_as_test(
        Week,
        settings=settings(
            max_examples=25,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

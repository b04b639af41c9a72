"""Whatever four people do in whatever order: nobody talks unasked, nobody is left half accepted."""

import contextlib
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
from damayan.people.actions import block_contact
from damayan.support.listening import actions
from damayan.support.listening.models import Message, Offer, Talk, Wish
from tests.cast import make_person
from tests.support.listening.conftest import asked, make_listener

TWO = sampled_from([0, 1])


class Evening(RuleBasedStateMachine):
    """Two who ask and two who listen; time passes when it likes."""

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
        self.asking = [make_person(f"asks-{n}") for n in (0, 1)]
        self.ears = [make_listener(f"hears-{n}") for n in (0, 1)]
        self.forms, self.said = 0, 0
        self.clock = time_machine.travel(now(), tick=False)
        self.clock.start()

    def _try(self, verb, **given):
        with contextlib.suppress(Refused):
            return verb(**given)
        return None

    @rule(who=TWO)
    def ask(self, who):
        self.forms += 1
        with contextlib.suppress(Refused):
            asked(self.asking[who], f"w{self.forms}")

    @rule(who=TWO, which=TWO)
    def offer(self, who, which):
        for wish in Wish.objects.of(self.asking[which]).order_by("pk"):
            self._try(actions.offer, by=self.ears[who], wish=wish)

    @rule(who=TWO, verb=sampled_from(["accept", "decline", "take_back"]))
    def answer(self, who, verb):
        person = (self.ears if verb == "take_back" else self.asking)[who]
        for offer in Offer.objects.select_related("wish").order_by("pk"):
            self._try(getattr(actions, verb), by=person, offer=offer)

    @rule(who=TWO)
    def cancel(self, who):
        for wish in Wish.objects.of(self.asking[who]).order_by("pk"):
            self._try(actions.cancel, by=self.asking[who], wish=wish)

    @rule(side=sampled_from(["asking", "ears"]), who=TWO, again=sampled_from([True, False]))
    def say(self, side, who, again):
        self.said += not again
        for talk in Talk.objects.order_by("pk"):
            given = {"talk": talk, "words": "I am here.", "form_key": f"m{self.said}"}
            self._try(actions.say, by=getattr(self, side)[who], **given)

    @rule(side=sampled_from(["asking", "ears"]), who=TWO)
    def end(self, side, who):
        for talk in Talk.objects.order_by("pk"):
            self._try(actions.end, by=getattr(self, side)[who], talk=talk)

    @rule(who=TWO, which=TWO)
    def block(self, who, which):
        block_contact(by=self.asking[who], other=self.ears[which])

    @rule(minutes=integers(1, 200))
    def wait(self, minutes):
        moment = now() + timedelta(minutes=minutes)
        self.clock.stop()
        self.clock = time_machine.travel(moment, tick=False)
        self.clock.start()
        actions.end_late()

    @invariant()
    def one_open_wish_and_one_talk_each(self):
        for person in getattr(self, "asking", ()):
            assert Wish.objects.of(person).filter(ended_at=None, begun_at=None).count() <= 1
            assert Talk.objects.filter(member=person, ended_at=None).count() <= 1
        for person in getattr(self, "ears", ()):
            assert Offer.objects.filter(listener=person, answered_at=None).count() <= 1

    @invariant()
    def a_talk_stands_on_a_yes_and_a_yes_on_a_talk(self):
        if not hasattr(self, "asking"):
            return
        for wish in Wish.objects.all():
            yes = wish.offers.filter(answer=Offer.Answer.YES).count()
            talks = Talk.objects.filter(wish=wish).count()
            assert yes == talks == (wish.begun_at is not None)
            if wish.ended_at or wish.begun_at:
                assert not wish.offers.filter(answered_at=None).exists(), "an orphan"

    @invariant()
    def words_stand_in_one_order_without_gaps(self):
        if not hasattr(self, "asking"):
            return
        for talk in Talk.objects.all():
            places = list(Message.objects.filter(talk=talk).values_list("place", flat=True))
            assert sorted(places) == list(range(1, talk.said + 1))


@pytest.mark.django_db
def test_an_evening():
    run_state_machine_as_test(
        Evening,
        settings=settings(
            max_examples=25,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

"""Whatever two people do in whatever order, a referral stays in the table of its states."""

import contextlib
import itertools

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import sampled_from

from damayan.foundation.verdict import Refused
from damayan.people.models import RoleGrant
from damayan.support import tickets
from damayan.support.referral import actions
from damayan.support.referral.models import Referral, ReferralEvent, Service, State, WhyNot
from damayan.support.referral.rules import WAYS
from tests.cast import make_person


class Life(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.all = transaction.atomic()
        self.all.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.all.__exit__(None, None, None)

    @initialize()
    def suggest(self):
        self.person, self.helper = make_person("who-goes"), make_person("who-helps")
        RoleGrant.objects.create(person=self.helper, role="supporter")
        service = Service.objects.create(name={"en": "A place"}, province="Iloilo")
        ticket = tickets.Ticket(self.helper.pk, self.person.pk, "", "")
        self.referral = actions.suggest(
            by=self.helper, ticket=ticket, service=service, words="", form_key="f"
        )

    def _try(self, verb, **given):
        with contextlib.suppress(Refused):
            verb(referral=self.referral, **given)

    def _who(self, hers):
        return self.person if hers else self.helper

    @rule(hers=sampled_from([True, False]), state=sampled_from(State.values))
    def lead(self, hers, state):
        self._try(actions.lead, by=self._who(hers), state=state, why_not=WhyNot.FAR)

    @rule(hers=sampled_from([True, False]))
    def weigh(self, hers):
        self._try(actions.weigh, by=self._who(hers), before=4)

    @rule(hers=sampled_from([True, False]))
    def agree(self, hers):
        self._try(actions.agree, by=self._who(hers), details={"name": "Ana"}, days=30)

    @rule(hers=sampled_from([True, False]))
    def withdraw(self, hers):
        self._try(actions.withdraw, by=self._who(hers))

    @invariant()
    def nothing_is_shared_without_consent(self):
        if not hasattr(self, "referral"):
            return
        kept = Referral.objects.get(pk=self.referral.pk)
        if kept.details_sealed is not None:
            assert kept.agreed_at
            assert not kept.withdrawn_at

    @invariant()
    def every_step_stands_in_the_table(self):
        if not hasattr(self, "referral"):
            return
        events = list(ReferralEvent.objects.filter(referral=self.referral))
        assert events[-1].state == Referral.objects.get(pk=self.referral.pk).state
        for one, two in itertools.pairwise(events):
            stays = one.state == two.state and two.side == "person"
            assert stays or two.side in WAYS[one.state][two.state]


@pytest.mark.django_db
def test_life():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=40,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

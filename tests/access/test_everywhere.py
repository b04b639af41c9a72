"""Every address as every role: whoever may not see it learns nothing, and reading changes nothing.

A role that may not is shown a closed door and nothing is written; a role that may is answered, and
where the form was a good one, something did change: otherwise the rule would prove nothing.
"""

import pytest
from django.test import Client

from tests.access.rules import RULES
from tests.access.walk import (
    A_FEW,
    EVERYBODY,
    NOBODY,
    OF_DRAFTS,
    OF_READING,
    OF_THE_VISIT,
    addresses,
    changes_since,
    client_with,
    is_shut,
    path_of,
    undone,
    written,
)

pytestmark = pytest.mark.django_db


def test_every_address_has_a_rule_and_every_rule_an_address():
    assert set(RULES) == set(addresses())


def come_as(world, role: str) -> Client:
    return client_with(world.sessions.get(role))


@pytest.mark.parametrize("name", sorted(RULES))
def test_only_those_who_may_can_open_it(world, name):
    rule, wrong = RULES[name], []
    path = path_of(name, rule, world)
    for role in sorted(A_FEW if rule.get is None else EVERYBODY):
        may = role in (rule.get or ())
        with undone():
            before = written()
            response = come_as(world, role).get(path)
            changed = changes_since(before) - (OF_READING if may else OF_THE_VISIT)
        if is_shut(response) is may or changed or (may and response.status_code not in {200, 302}):
            wrong.append(said(role, response, changed))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(RULES))
def test_only_those_who_may_can_do_it(world, name):
    rule, wrong = RULES[name], []
    may, told_no = rule.post or NOBODY, rule.told_no
    path, sent = path_of(name, rule, world), rule.sent(world)
    kept = OF_DRAFTS if rule.keeps_words else NOBODY
    for role in sorted(EVERYBODY if may | told_no else A_FEW):
        with undone():
            before = written()
            response = come_as(world, role).post(path, sent)
            changed = changes_since(before) - OF_THE_VISIT - (NOBODY if role in may else kept)
        as_it_should = (
            is_shut(response) is (role not in may | told_no)
            and bool(changed) is (role in may and rule.changes)
            and (response.status_code in {200, 204, 302} or role not in may)
        )
        if not as_it_should:
            wrong.append(said(role, response, changed))
    assert wrong == []


def said(role, response, changed) -> tuple:
    return role, response.status_code, response.headers.get("Location", ""), sorted(changed)


@pytest.mark.parametrize("method", ["put", "delete", "options"])
def test_no_other_verb_does_anything(world, method):
    wrong = []
    for name, rule in RULES.items():
        path = path_of(name, rule, world)
        for role in ("visitor", "coordinator"):
            with undone():
                before = written()
                response = getattr(come_as(world, role), method)(path)
                changed = changes_since(before) - OF_THE_VISIT
            allauths = name.startswith(("account_", "mfa_"))
            if changed or not (is_shut(response) or method == "options" or allauths):
                wrong.append((name, *said(role, response, changed)))
    assert wrong == []

"""Every deed, by everybody, in every state of a case: who may do it, and who may not."""

import pytest
from django.db import transaction

from damayan.foundation.verdict import Refused
from damayan.moderation.models import LogEntry
from damayan.moderation.views.ways import WAYS
from tests.cast import ROLES
from tests.moderation.cases import CALLS, STATES, make_scene

OPEN = {
    "take_up",
    "write",
    "nudge",
    "send_card",
    "ask_edit",
    "answer",
    "add_topics",
    "hide",
    "close_answers",
    "pause",
    "pause_everywhere",
    "ask_removal",
    "note",
    "hand_over",
    "escalate",
    "refer",
    "close",
}
# What a guide of the group may do in each state.
MAY = {
    "open": OPEN,
    "mine": OPEN - {"take_up"} | {"give_back"},
    "theirs": {"note"},
    "waiting": OPEN - {"hide", "close", "refer"} | {"release", "decline"},
    "hidden": OPEN - {"hide", "ask_edit"} | {"restore"},
    "held back": OPEN - {"pause", "close_answers"} | {"resume", "open_answers"},
    "handed up": OPEN - {"escalate"},
    "closed": OPEN - {"take_up", "hand_over", "escalate", "refer", "close"},
    "gone": OPEN - {"ask_edit", "add_topics", "hide", "close_answers"},
    "own": set(),
}
# A coordinator has nobody above, and decides where the guide's own words are in question.
COORDINATOR_MAY = {
    **{state: may - {"escalate"} for state, may in MAY.items()},
    "own": OPEN - {"escalate"},
}
WHO = {"guide": MAY, "coordinator": COORDINATOR_MAY}


def may(role: str, state: str) -> set[str]:
    return WHO[role][state] if role in WHO else set()


@pytest.fixture
def scene_in(cast):
    def make(state):
        return make_scene(cast, cast.guide if state == "own" else None)

    return make


def does(scene, state, role, deed) -> bool:
    """Whether it is done; it leaves its line in the log then, and nothing when it is refused."""
    person, before = getattr(scene.cast, role), LogEntry.objects.count()
    with transaction.atomic():
        STATES[state](scene, person)
        scene.concern.refresh_from_db()
        done = was_done(lambda: CALLS[deed](scene, person))
        written = LogEntry.objects.count() - before
        transaction.set_rollback(True)
    assert written == done, f"{deed} by {role}, {state}: {written} lines in the log"
    return done


def was_done(call) -> bool:
    try:
        with transaction.atomic():
            call()
    except Refused:
        return False
    return True


def test_the_table_names_every_deed_and_every_state():
    assert MAY.keys() == STATES.keys()
    assert set().union(*MAY.values()) == CALLS.keys()
    assert {way.deed.value for way in WAYS} == CALLS.keys() - {"take_up", "give_back", "answer"}


@pytest.mark.parametrize("state", STATES)
def test_who_may_do_what_with_a_case(scene_in, state):
    scene = scene_in(state)
    for role in ROLES:
        done = {deed for deed in CALLS if does(scene, state, role, deed)}
        assert done == may(role, state), role


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", WHO)
def test_the_page_offers_exactly_what_may_be_done(scene_in, client_of, state, role):
    scene = scene_in(state)
    person = getattr(scene.cast, role)
    STATES[state](scene, person)
    address = f"/guides/reports/{scene.concern.key}/"
    page = client_of(person).get(address).content.decode()
    offered = {way.deed.value for way in WAYS if f'href="{address}{way.slug}/"' in page}
    offered |= {"take_up"} if f'action="{address}take-up/"' in page else set()
    offered |= {"give_back"} if f'action="{address}give-back/"' in page else set()
    offered |= {"answer"} if f'href="{address}answer/{scene.report.key}/"' in page else set()
    assert offered == may(role, state)

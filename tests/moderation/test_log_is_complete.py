"""Every verb of guides leaves exactly its line in the log; a new one without is found here."""

import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest

from damayan.foundation.clock import now
from damayan.moderation import actions
from damayan.moderation.actions import appeals, line, reveal, sanctions, shifts
from damayan.moderation.models import BreakGlass, LogEntry, Shift
from damayan.safety.models import Concern
from tests.moderation.cases import CALLS, STATES, WHY, make_scene

# In which state of a case each deed can be done, when it is not an open one.
STATE_OF = {
    "give_back": "mine",
    "release": "waiting",
    "decline": "waiting",
    "restore": "hidden",
    "open_answers": "held back",
    "resume": "held back",
}
# Verbs that are no deeds on somebody or something, with the reason why the log knows nothing of it.
SILENT = {
    "claiming.hold": "a sign of life every 45 seconds",
    "telling.keep_decision": "part of a verb that writes the line, which it is given",
    "telling.tell_decision": "part of a verb that writes the line, which it is given",
    "sanctions.end": "part of lifting, and of an appeal that is granted",
    "appeals.appeal": "a member's wish; what guides make of it is logged",
    "shifts.read_hand_over": "who read it stands with the shift",
    "resting.take_rest": "a guide's own, private to them and their lead",
    "resting.end_rest": "a guide's own, private to them and their lead",
    "resting.debrief": "a guide's own, private to them and their lead",
    "resting.share_debrief": "a guide's own, private to them and their lead",
    "resting.take_back_debrief": "a guide's own, private to them and their lead",
    "resting.remove_debrief": "a guide's own, private to them and their lead",
}
_LONG = "Somebody is in danger right now, and this may save them."


def _ask_reveal(scene, by):
    Concern.objects.filter(pk=scene.concern.pk).update(level=Concern.Level.URGENT)
    scene.concern.refresh_from_db()
    fields = list(reveal.revealing.FIELDS)[:1]
    reveal.ask(by=by, concern=scene.concern, fields=fields, reason=_LONG, tell_days=0)
    return BreakGlass.objects.latest("pk")


def _asked(scene):
    return _ask_reveal(scene, scene.other)


def _approved(scene, by="coordinator"):
    asked, second = _asked(scene), getattr(scene.cast, by)
    reveal.approve(by=second, reveal=asked, tell_days=None, untold_reason=_LONG, words=_LONG)
    asked.refresh_from_db()
    return asked


def _approved_by_guide(scene):
    return _approved(scene, "guide")


def _hidden_decision(scene):
    actions.hide(by=scene.other, concern=scene.concern, reason=WHY)
    decision = scene.cast.author.decisions.get()
    return appeals.appeal(by=scene.cast.author, decision=decision, words="Please look again.")[0]


def _paused(scene):
    return CALLS["pause_everywhere"](scene, scene.other)


def _removal(scene):
    return CALLS["ask_removal"](scene, scene.other)


def _line(scene):
    line.write_on_line(
        by=scene.cast.guide, concern=scene.concern, words="I am here.", form_key="f" * 22
    )


def _shift(scene, **more):
    start = now() + timedelta(minutes=5)
    given = {"starts_at": start, "ends_at": start + timedelta(hours=2), **more}
    return Shift.objects.create(**given)


def _mine(scene):
    return _shift(scene, guide=scene.cast.guide)


def _begun(scene):
    return _shift(scene, guide=scene.cast.guide, begun_at=now(), starts_at=now())


_HOURS = {"ends_at": timedelta(hours=3), "starts_at": timedelta(hours=1)}
# module.verb: what is there before, the call with it, the deed.
LEAVES = {
    "claiming.claim_next": (None, lambda s, by, _: actions.claim_next(by=by), "take_up"),
    "deciding.look_behind": (
        None,
        lambda s, by, _: actions.look_behind(
            by=by, persona=s.cast.personas["author"], reason=_LONG
        ),
        "look_behind",
    ),
    "sanctions.answer_removal": (
        _removal,
        lambda s, by, it: sanctions.answer_removal(by=by, removal=it, approve=True),
        "remove",
    ),
    "sanctions.lift": (
        _paused,
        lambda s, by, it: sanctions.lift(by=by, sanction=it, reason=WHY),
        "lift",
    ),
    "appeals.take_appeal": (
        _hidden_decision,
        lambda s, by, it: appeals.take_appeal(by=by, appeal=it),
        "take_appeal",
    ),
    "appeals.decide_appeal": (
        _hidden_decision,
        lambda s, by, it: appeals.decide_appeal(by=by, appeal=it, outcome="upheld", answer=WHY),
        "uphold",
    ),
    "shifts.plan_shift": (
        None,
        lambda s, by, _: shifts.plan_shift(
            by=by, guide=by, **{name: now() + later for name, later in _HOURS.items()}
        ),
        "plan_shift",
    ),
    "shifts.take_shift": (
        _shift,
        lambda s, by, it: shifts.take_shift(by=by, shift=it),
        "take_shift",
    ),
    "shifts.give_back_shift": (
        _mine,
        lambda s, by, it: shifts.give_back_shift(by=by, shift=it),
        "free_shift",
    ),
    "shifts.cancel_shift": (
        _mine,
        lambda s, by, it: shifts.cancel_shift(by=s.cast.coordinator, shift=it),
        "cancel_shift",
    ),
    "shifts.begin_shift": (
        _mine,
        lambda s, by, it: shifts.begin_shift(by=by, shift=it),
        "begin_shift",
    ),
    "shifts.come_now": (None, lambda s, by, _: shifts.come_now(by=by, hours=2), "begin_shift"),
    "shifts.end_shift": (
        _begun,
        lambda s, by, it: shifts.end_shift(by=by, shift=it, words="All quiet."),
        "end_shift",
    ),
    "line.write_on_line": (
        None,
        lambda s, by, _: line.write_on_line(
            by=by, concern=s.concern, words="I am here.", form_key="f" * 22
        ),
        "line",
    ),
    "line.end_line": (
        _line,
        lambda s, by, _: line.end_line(by=by, concern=s.concern),
        "end_line",
    ),
    "reveal.ask": (None, lambda s, by, _: _ask_reveal(s, by), "ask_reveal"),
    "reveal.approve": (
        _asked,
        lambda s, by, it: reveal.approve(
            by=by, reveal=it, tell_days=None, untold_reason=_LONG, words=_LONG
        ),
        "approve_reveal",
    ),
    "reveal.refuse": (
        _asked,
        lambda s, by, it: reveal.refuse(by=by, reveal=it, words=_LONG),
        "refuse_reveal",
    ),
    "reveal.see": (
        _approved,
        lambda s, by, it: reveal.see(by=s.other, reveal=it),
        "see_reveal",
    ),
    "reveal.review": (
        _approved_by_guide,
        lambda s, by, it: reveal.review(
            by=s.cast.coordinator, reveal=it, tell_now=False, words=_LONG
        ),
        "review_reveal",
    ),
}


def verbs() -> set[str]:
    """``module.verb`` for every public function of the actions that somebody does."""
    found = set()
    for module in pkgutil.iter_modules(actions.__path__):
        room = importlib.import_module(f"{actions.__name__}.{module.name}")
        for name, one in inspect.getmembers(room, inspect.isfunction):
            own = inspect.unwrap(one).__module__ == room.__name__
            asked = inspect.signature(one).parameters.get("by")
            if own and not name.startswith("_") and asked and asked.kind == asked.KEYWORD_ONLY:
                found.add(f"{module.name}.{name}")
    return found


def test_every_verb_is_tried_here_or_says_why_not():
    known = LEAVES.keys() | SILENT.keys()
    assert known <= verbs()
    left = {name for name in verbs() - known if name.split(".")[1] not in CALLS}
    assert left == set(), "give it a line in the log, and a call here"


def written(before) -> list[str]:
    return [entry.deed for entry in LogEntry.objects.order_by("id")[before:]]


@pytest.mark.parametrize("deed", sorted(CALLS))
def test_each_deed_on_a_case_leaves_its_line(cast, deed):
    scene = make_scene(cast)
    STATES[STATE_OF.get(deed, "open")](scene, cast.guide)
    before = LogEntry.objects.count()
    CALLS[deed](scene, cast.guide)
    assert written(before) == [deed]
    entry = LogEntry.objects.latest("id")
    assert (entry.actor_id, entry.group_slug) == (cast.guide.pk, cast.group.slug)
    assert entry.details["concern"] == scene.concern.key


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_each_other_verb_leaves_its_line(cast, name):
    prepare, call, deed = LEAVES[name]
    scene = make_scene(cast)
    there = prepare(scene) if prepare else None
    before = LogEntry.objects.count()
    call(scene, cast.guide, there)
    assert written(before) == [deed]

from datetime import timedelta

from django.utils import timezone

from damayan.foundation.clock import now
from damayan.people.keys import seal_for
from damayan.support.path import course
from damayan.support.path.models import Certificate, Journey, Progress, Step, Trial
from tests.access.walk import AUTHOR, COORDINATOR, EVERYBODY, SIGNED_IN, Rule
from tests.cast import make_person

MEMBER, BLOCKED, MENTORS = frozenset({"member"}), frozenset({"blocked"}), frozenset({"guide"})
LEARNER, SUPPORTER = frozenset({"professional"}), frozenset({"supporter"})
APPLY = {"why": "I was there.", "topics": ["death"], "languages": ["fil"], "hours": "evenings"}
LATER = timezone.localdate() + timedelta(days=200)


def _journey(person, state, **more):
    sealed = seal_for(person, b'{"why": "Why", "topics": [], "hours": "now"}', "path-asked")
    return Journey.objects.create(person=person, state=state, asked_sealed=sealed, **more)


def _trial(journey, group, **more):
    return Trial.objects.create(journey=journey, group=group, **more)


def furnish(world):
    """One person in each state: the member is tried, the supporter helps, others wait."""
    cast = world.cast
    asks = _journey(cast.outsider, "applied")
    tried = _journey(cast.member, "trial")
    helps = _journey(cast.supporter, "supporter", supporter_at=now() - timedelta(days=200))
    learns = _journey(cast.professional, "learning")
    for slug in course.slugs():
        Progress.objects.create(person=cast.professional, module=slug, passed_at=now())
    left = {"supporter_at": now(), "stepped_down_at": now()}
    _journey(cast.author, "stepped_down", **left)
    waits = _journey(cast.blocked, "ready")
    stranger = make_person("waits-too")
    mentored = _trial(
        tried, cast.group, mentor=cast.guide, started_at=now(), until=now() + timedelta(days=9)
    )
    _trial(waits, cast.group)
    step = Step.objects.create(
        person=cast.supporter,
        kind="mentor",
        words_sealed=seal_for(cast.supporter, b"Yes", "path-step"),
    )
    world.more |= {
        "asks": asks,
        "learns": learns,
        "mentored": mentored,
        "open_trial": _trial(_journey(stranger, "ready"), cast.group),
        "certificate": Certificate.objects.create(journey=helps, valid_until=LATER),
        "further": step,
    }


def _key(name):
    return lambda world: {"key": world.more[name].key}


def _to(name, state):
    return lambda world: {"key": world.more[name].key, "state": state}


def _always(**sent):
    return lambda _world: sent


HAVE_ONE = AUTHOR | MEMBER | BLOCKED | LEARNER | SUPPORTER | {"outsider"}
DESK = COORDINATOR  # the guide of the cast guides one group, not the installation
WORDS = _always(words="Thank you.")
ANSWERS = {one.key: one.right for one in course.module("en", "listening").check}

RULES = {
    "path:path": Rule(get=SIGNED_IN),
    "path:apply": Rule(
        get=SIGNED_IN,
        post=frozenset({"author", "guide", "coordinator"}),
        told_no=SIGNED_IN - {"author", "guide", "coordinator"},
        sent=_always(**APPLY),
    ),
    "path:take_back": Rule(post=frozenset({"outsider"}), told_no=HAVE_ONE - {"outsider"}),
    "path:trial": Rule(
        get=HAVE_ONE,
        post=LEARNER,
        told_no=HAVE_ONE - LEARNER,
        sent=lambda world: {"group": world.slug},
    ),
    "path:not_now": Rule(post=BLOCKED, told_no=HAVE_ONE - BLOCKED),
    "path:another_mentor": Rule(post=MEMBER, told_no=HAVE_ONE - MEMBER),
    "path:step_down": Rule(
        get=HAVE_ONE,
        post=MEMBER | BLOCKED | LEARNER | SUPPORTER,
        told_no=AUTHOR | {"outsider"},
    ),
    "path:come_back": Rule(post=AUTHOR, told_no=HAVE_ONE - AUTHOR),
    "path:step": Rule(
        get=HAVE_ONE,
        post=SUPPORTER,
        told_no=HAVE_ONE - SUPPORTER,
        args=_always(kind="host"),
        sent=WORDS,
    ),
    "path:give_back": Rule(post=SUPPORTER, args=_always(kind="mentor")),
    "path:course": Rule(get=SIGNED_IN),
    "path:module": Rule(get=SIGNED_IN, args=_always(slug="listening")),
    "path:course_step": Rule(
        get=SIGNED_IN,
        post=SIGNED_IN,
        args=_always(slug="listening", number=5),
    ),
    "path:check": Rule(
        get=SIGNED_IN, post=SIGNED_IN, args=_always(slug="listening"), sent=_always(**ANSWERS)
    ),
    "path:certificate": Rule(
        get=SUPPORTER, post=SUPPORTER, sent=_always(name="Ana"), changes=False
    ),
    "path:renew": Rule(told_no=HAVE_ONE),
    "path:by_code": Rule(get=EVERYBODY, args=lambda world: {"key": world.more["certificate"].code}),
    "path:mentoring": Rule(get=MENTORS),
    "path:mentored": Rule(get=MENTORS, args=_key("mentored")),
    "path:begin_trial": Rule(post=MENTORS, args=_key("open_trial")),
    "path:note": Rule(
        post=MENTORS, args=_key("mentored"), sent=_always(words="Good.", form_key="n" * 22)
    ),
    "path:longer": Rule(post=MENTORS, args=_key("mentored")),
    "path:hand_back": Rule(post=MENTORS, args=_key("mentored")),
    "path:end_trial": Rule(post=MENTORS, args=_to("mentored", "learning"), sent=WORDS),
    "path:reached": Rule(get=SIGNED_IN),
    "path:felt": Rule(
        get=AUTHOR,
        post=AUTHOR,
        args=lambda world: {"key": world.reply.key},
        sent=_always(helped="on"),
    ),
    "path:desk": Rule(get=DESK),
    "path:journey": Rule(get=DESK, args=_key("asks")),
    "path:decide": Rule(post=DESK, args=_to("asks", "learning"), sent=WORDS),
    "path:desk_step": Rule(get=COORDINATOR, args=_key("further")),
    "path:decide_step": Rule(post=COORDINATOR, args=_to("further", "granted"), sent=WORDS),
}

"""The guides' queue and what can be done with a case."""

from datetime import timedelta

from damayan.foundation.clock import now
from damayan.foundation.words import cook
from damayan.groups.models import Membership
from damayan.safety.models import Concern
from damayan.stories.models import Reply, Story
from tests.access.walk import GUIDES, Rule

WHY = {"reason": "These words hurt somebody."}
WORDS = {"words": "I read your words. I am here."}


def furnish(world):
    """Somebody who may not write now, in a closed story; words that wait; a case that is held."""
    paused = world.to_set_aside
    Membership.objects.filter(persona=paused).update(paused_at=now())
    about = {"happened": "x", "html": cook("x"), "excerpt": "x"}
    story = Story.objects.create(
        group=world.cast.group, author=paused, form_key="held-back", title="Held back", **about
    )
    Story.objects.filter(pk=story.pk).update(replies_closed_at=now(), guide_closed_at=now())
    waiting = Reply.objects.create(
        story=world.story, author=paused, form_key="waits", words="x", html="x", waiting_at=now()
    )
    guide = world.cast.guide
    held = Story.objects.create(
        group=world.cast.group, author=paused, form_key="held", title="In hands", **about
    )
    in_hands = {"taken_by": guide, "taken_at": now(), "held_until": now() + timedelta(minutes=9)}
    for name, kind, subject, more in (
        ("held_back", "story", story, {}),
        ("waiting", "reply", waiting, {}),
        ("in_hands", "story", held, in_hands),
    ):
        world.more[name] = Concern.objects.create(
            subject_kind=kind, subject_key=subject.key, group_slug=world.slug, **more
        )


def _open(world):
    return {"key": world.report.concern.key}


def _hidden(world):
    return {"key": world.hidden_report.concern.key}


def _report(world):
    return {**_open(world), "report": world.report.key}


def _named(name):
    return lambda world: {"key": world.more[name].key}


def _sent(**fields):
    return lambda _world: fields


def _to_somebody(world):
    """The other guide of two: each may hand it to the other."""
    return {**WORDS, "to": str(world.cast.guide.pk)}


def _deed(args, sent, **more):
    return Rule(get=GUIDES, post=GUIDES, args=args, sent=sent, **more)


_ME, _OTHER = frozenset({"guide"}), frozenset({"coordinator"})
RULES = {
    "moderation:reports": Rule(get=GUIDES),
    "moderation:closed": Rule(get=GUIDES),
    # The coordinator of this world has a break, and is asked first.
    "moderation:take_next": Rule(post=GUIDES, sent=_sent(sure="1")),
    # It is kept in a cookie of that device alone.
    "moderation:choose_page": Rule(post=GUIDES, changes=False),
    "moderation:concern": Rule(get=GUIDES, args=_open),
    "moderation:take_up": Rule(post=GUIDES, args=_open),
    "moderation:hold": Rule(post=_ME, told_no=_OTHER, args=_named("in_hands")),
    "moderation:give_back": Rule(post=_ME, told_no=_OTHER, args=_named("in_hands")),
    "moderation:write": _deed(_open, _sent(**WORDS)),
    "moderation:card": _deed(_open, _sent(**WORDS)),
    "moderation:nudge": _deed(_open, _sent(**WORDS)),
    "moderation:ask_edit": _deed(_open, _sent(**WORDS)),
    "moderation:release": _deed(_named("waiting"), _sent()),
    "moderation:decline": _deed(_named("waiting"), _sent(**WHY)),
    "moderation:content_note": _deed(_open, _sent(topics=["death"], **WHY)),
    "moderation:hide": _deed(_open, _sent(**WHY)),
    "moderation:restore": _deed(_hidden, _sent(**WHY)),
    "moderation:close_answers": _deed(_open, _sent(**WHY)),
    "moderation:open_answers": _deed(_named("held_back"), _sent(**WHY)),
    "moderation:pause": _deed(_open, _sent(**WHY)),
    "moderation:resume": _deed(_named("held_back"), _sent(**WHY)),
    "moderation:pause_everywhere": _deed(_open, _sent(until="3", **WHY)),
    "moderation:ask_removal": _deed(_named("held_back"), _sent(**WHY)),
    "moderation:note": _deed(_open, _sent(**WORDS)),
    "moderation:hand_over": Rule(
        get=GUIDES, post=_OTHER, told_no=_ME, args=_open, sent=_to_somebody
    ),
    # A coordinator has nobody above.
    "moderation:escalate": Rule(
        get=GUIDES, post=_ME, told_no=_OTHER, args=_open, sent=_sent(**WORDS)
    ),
    "moderation:refer": _deed(_open, _sent(**WORDS)),
    "moderation:close": _deed(_open, _sent(outcome="kept")),
    "moderation:answer": _deed(_report, _sent(words="Thank you for telling us.")),
}

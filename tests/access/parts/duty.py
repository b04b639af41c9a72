"""Shifts, care for guides, and danger to life: what guides and coordinators find there."""

from datetime import timedelta

from django.utils import timezone

from damayan.foundation.clock import now
from damayan.moderation.actions.resting import debrief
from damayan.moderation.models import BreakGlass, Rest, Shift
from damayan.safety import actions as safety
from tests.access.walk import COORDINATOR, GUIDES, Rule
from tests.cast import make_person

_GUIDE = frozenset({"guide"})
WHY = "They wrote that they have taken the pills."
HOURS = {"start": "20:00", "end": "22:00", "weeks": "1"}


def furnish(world):
    """The coordinator is here and rests; the guide is due, was here, and asked for a reveal."""
    cast, moment, hour = world.cast, now(), timedelta(hours=1)
    asked = {"person": cast.author, "fields": ["email"], "reason": WHY, "asked_by": cast.guide}
    answered = {"answered_at": moment, "approved": True, "open_until": moment + hour}
    third = make_person("third")
    world.more |= {
        "duty_free": _shift(None, moment + 5 * hour),
        "duty_mine": _shift(cast.guide, moment - hour / 2),
        "duty_later": _shift(cast.guide, moment + 30 * hour),
        "duty_here": _shift(cast.coordinator, moment - hour, begun_at=moment - hour),
        "duty_over": _shift(
            cast.guide, moment - 9 * hour, begun_at=moment, ended_at=moment, hand_over="Quiet."
        ),
        "duty_note": debrief(by=cast.guide, words="It was heavy."),
        "duty_shared": debrief(by=cast.guide, words="It was heavy.", lead=cast.coordinator),
        "duty_asked": BreakGlass.objects.create(
            **asked, concern=world.report.concern, void_at=moment + hour, tell_days=0
        ),
        "duty_opened": BreakGlass.objects.create(
            **asked,
            **answered,
            concern=world.report.concern,
            void_at=moment + hour,
            answered_by=cast.coordinator,
            tell_days=0,
        ),
        "duty_untold": BreakGlass.objects.create(
            **asked,
            **answered,
            concern=world.report.concern,
            void_at=moment + hour,
            answered_by=third,
            untold_reason="Their telephone is read.",
        ),
        "duty_urgent": safety.report(
            by=cast.supporter,
            subject_kind="reply",
            subject_key=world.reply.key,
            kind="danger",
            words="",
        ).concern,
    }
    Rest.objects.create(guide=cast.coordinator, cause="asked", until=moment + hour)


def _shift(guide, start, **more):
    return Shift.objects.create(
        guide=guide, starts_at=start, ends_at=start + timedelta(hours=2), **more
    )


def _named(name):
    return lambda world: {"key": world.more[name].key}


def _sent(**fields):
    return lambda _world: fields


def _hours(_world):
    return {"day": str(timezone.localdate() + timedelta(days=40)), **HOURS}


def _lead(world):
    return {"lead": str(world.cast.coordinator.pk)}


RULES = {
    "moderation:shifts": Rule(get=GUIDES),
    "moderation:plan": Rule(get=COORDINATOR, post=COORDINATOR, sent=_hours),
    "moderation:offer_shift": Rule(post=GUIDES, sent=_hours),
    "moderation:come": Rule(post=_GUIDE, told_no=COORDINATOR, sent=_sent(hours="1")),
    "moderation:take_shift": Rule(post=GUIDES, args=_named("duty_free")),
    "moderation:give_back_shift": Rule(post=_GUIDE, told_no=COORDINATOR, args=_named("duty_later")),
    "moderation:begin_shift": Rule(post=_GUIDE, told_no=COORDINATOR, args=_named("duty_mine")),
    "moderation:end_shift": Rule(
        get=COORDINATOR, post=COORDINATOR, args=_named("duty_here"), sent=_sent(hand_over="Quiet.")
    ),
    # One's own note is read already.
    "moderation:read_hand_over": Rule(post=COORDINATOR, told_no=_GUIDE, args=_named("duty_over")),
    "moderation:cancel_shift": Rule(post=COORDINATOR, args=_named("duty_free")),
    "moderation:how_you_are": Rule(get=GUIDES),
    "moderation:take_rest": Rule(post=_GUIDE, told_no=COORDINATOR, sent=_sent(minutes="15")),
    "moderation:end_rest": Rule(post=COORDINATOR, told_no=_GUIDE),
    "moderation:debrief": Rule(post=GUIDES, sent=_sent(words="It was heavy.")),
    "moderation:share_debrief": Rule(post=_GUIDE, args=_named("duty_note"), sent=_lead),
    "moderation:take_back_debrief": Rule(post=_GUIDE, args=_named("duty_shared")),
    "moderation:remove_debrief": Rule(post=_GUIDE, args=_named("duty_note")),
    "moderation:how_guides_are": Rule(get=COORDINATOR),
    "moderation:ask_reveal": Rule(
        get=GUIDES,
        post=GUIDES,
        args=_named("duty_urgent"),
        sent=_sent(reason=WHY, fields_wanted=["email"], tell="0"),
    ),
    "moderation:reveals": Rule(get=COORDINATOR),
    "moderation:reveal": Rule(get=GUIDES, args=_named("duty_asked")),
    "moderation:approve_reveal": Rule(
        post=COORDINATOR, told_no=_GUIDE, args=_named("duty_asked"), sent=_sent(tell="0")
    ),
    "moderation:refuse_reveal": Rule(
        post=COORDINATOR,
        told_no=_GUIDE,
        args=_named("duty_asked"),
        sent=_sent(words="They are safe."),
    ),
    "moderation:see_reveal": Rule(post=GUIDES, args=_named("duty_opened")),
    "moderation:leave_untold": Rule(
        post=COORDINATOR, args=_named("duty_untold"), sent=_sent(words="It is as it was.")
    ),
    "moderation:tell_now": Rule(
        post=COORDINATOR, args=_named("duty_untold"), sent=_sent(words="They are safe now.")
    ),
}

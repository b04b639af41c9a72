from datetime import timedelta

from django.utils import timezone

from damayan.foundation.clock import now
from damayan.people.keys import seal_for
from damayan.support.questions.models import Advice, Opinion, Practice, Published, Question, Slot
from tests.access.walk import AUTHOR, COORDINATOR, EVERYBODY, SIGNED_IN, Rule
from tests.cast import make_person

PROFESSIONAL = frozenset({"professional"})
ASKED = {"words": "Why?", "about": "sleep", "language": "en", "audience": "private"}
LATER = (timezone.localdate() + timedelta(days=400)).isoformat()
LICENCE = {"title": "Nurse", "body": "A board", "number": "5", "renews_on": LATER}


def _practice(person, **more):
    sealed = seal_for(person, b"12345", "licence")
    given = {"title": "Psychologist", "body": "A board", "number_sealed": sealed}
    day = timezone.localdate() + timedelta(days=100)
    return Practice.objects.create(person=person, renews_on=day, **given, **more)


def _question(person, form_key, **more):
    given = {"about": "sleep", "language": "en", "audience": "private", "form_key": form_key}
    sealed = seal_for(person, b"Why can I not sleep?", "question")
    return Question.objects.create(person=person, words_sealed=sealed, **given, **more)


def furnish(world):
    """The author asked four things: waiting, in hand, with a colleague for a second view, done."""
    author, professional = world.cast.author, world.cast.professional
    mine = _practice(professional, checked_at=now())
    other = _practice(make_person("colleague"), checked_at=now())
    held = {"taken_until": now() + timedelta(hours=9)}
    drafted = _question(author, "third", taken_by=other, **held)
    words = {"words_sealed": seal_for(author, b"Tea helps.", "advice"), "title": "Psychologist"}
    draft = Advice.objects.create(question=drafted, by=other, **words)
    done = _question(author, "done", taken_by=mine, answered_at=now(), **held)
    Advice.objects.create(question=done, by=mine, sent_at=now(), **words)
    starts = now() + timedelta(days=2)
    times = {"practice": mine, "where": "Room 3"}
    booked = {"booked_by": author, "booked_at": now()}
    world.more |= {
        "asked": _question(author, "first"),
        "held": _question(author, "second", taken_by=mine, **held),
        "done": done,
        "opinion": Opinion.objects.create(advice=draft),
        "found": Published.objects.create(
            about="sleep", language="en", asked="Why?", answered="So.", html="<p>So.</p>",
            title="Psychologist", on=timezone.localdate(),
        ),
        "free": Slot.objects.create(
            starts_at=starts, ends_at=starts + timedelta(hours=1), **times
        ),
        "booked": Slot.objects.create(
            starts_at=starts + timedelta(hours=2), ends_at=starts + timedelta(hours=3),
            **times, **booked,
        ),
        "licence": _practice(make_person("newcomer-with-licence")),
    }  # fmt: skip


def _key(name):
    return lambda world: {"key": world.more[name].key}


def _always(**sent):
    return lambda _world: sent


TWO = AUTHOR | PROFESSIONAL

RULES = {
    "questions:ask": Rule(
        get=SIGNED_IN,
        post=SIGNED_IN - AUTHOR,
        told_no=AUTHOR,
        sent=_always(**ASKED, form_key="q" * 22),
    ),
    "questions:mine": Rule(get=SIGNED_IN),
    "questions:find": Rule(get=EVERYBODY),
    "questions:published": Rule(get=EVERYBODY, args=_key("found")),
    "questions:question": Rule(get=AUTHOR, args=_key("asked")),
    "questions:withdraw": Rule(post=AUTHOR, args=_key("asked")),
    "questions:helped": Rule(post=AUTHOR, args=_key("done"), sent=_always(helped="yes")),
    "questions:practice": Rule(
        get=SIGNED_IN,
        post=SIGNED_IN - PROFESSIONAL,
        told_no=PROFESSIONAL,
        sent=_always(**LICENCE, languages=["en"]),
    ),
    "questions:renew": Rule(post=PROFESSIONAL, sent=_always(renews_on=LATER)),
    "questions:give_up": Rule(post=PROFESSIONAL),
    "questions:offered": Rule(
        get=PROFESSIONAL,
        post=PROFESSIONAL,
        sent=_always(
            day=(timezone.localdate() + timedelta(days=9)).isoformat(),
            hour="10:00",
            length="45",
            where="Room 3",
        ),
    ),
    "questions:queue": Rule(get=PROFESSIONAL),
    "questions:write": Rule(
        get=PROFESSIONAL, post=PROFESSIONAL, args=_key("held"), sent=_always(words="Tea.")
    ),
    "questions:take": Rule(post=PROFESSIONAL, args=_key("asked")),
    "questions:give_back": Rule(post=PROFESSIONAL, args=_key("held")),
    "questions:opinion": Rule(
        get=PROFESSIONAL, post=PROFESSIONAL, args=_key("opinion"), sent=_always(verdict="agree")
    ),
    "questions:hours": Rule(get=SIGNED_IN),
    "questions:zone": Rule(post=SIGNED_IN, changes=False, sent=_always(zone="Asia/Dubai")),
    "questions:slot": Rule(get=TWO, args=_key("booked")),
    "questions:book": Rule(post=SIGNED_IN - PROFESSIONAL, told_no=PROFESSIONAL, args=_key("free")),
    "questions:cancel_slot": Rule(post=TWO, args=_key("booked")),
    "questions:calendar": Rule(get=TWO, args=_key("booked")),
    "questions:practices": Rule(get=COORDINATOR),
    "questions:licence": Rule(get=COORDINATOR, args=_key("licence")),
    "questions:check": Rule(post=COORDINATOR, args=_key("licence")),
    "questions:end": Rule(post=COORDINATOR, args=_key("licence"), sent=_always(words="Unknown.")),
}

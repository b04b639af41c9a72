"""What each page shows."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.paging import Page, page_of
from damayan.people.keys import opener_for, openers_for
from damayan.people.models import Person
from damayan.people.queries import people_out_of_contact
from damayan.support.listening import rules
from damayan.support.listening.models import Message, Offer, Pass, Talk, Wish
from damayan.support.listening.sealing import TALK, THANKS, WISH

_SHOWN = 20
_LATEST = 200


@dataclass(frozen=True)
class Asking:
    """Where somebody who would like to talk stands: at most one wish, offer and talk."""

    wish: Wish | None
    offer: Offer | None
    talk: Talk | None


def asking(person: Person) -> Asking:
    """Three queries at most."""
    wish = Wish.objects.of(person).open().first()
    standing = wish.offers.filter(answered_at=None, until__gt=now()).first() if wish else None
    talk = Talk.objects.filter(member=person, ended_at=None).order_by("-begun_at").first()
    return Asking(wish, standing, talk)


@dataclass(frozen=True)
class Heard:
    """A wish as a listener sees it; ``words`` are opened for them alone."""

    wish: Wish
    words: str


@dataclass(frozen=True)
class Listening:
    """A listener's page: who waits, one's own open offer, one's open talks."""

    waiting: Sequence[Heard]
    offer: Offer | None
    talks: Sequence[Talk]


def listening(person: Person, language: str = "") -> Listening:
    """Who waits and may be heard by this person, longest first, at most 20; four queries."""
    rows = _to_hear(person)
    if language:
        rows = rows.filter(language=language)
    waiting = list(rows.select_related("person").order_by("asked_at", "id")[:_SHOWN])
    mine = Offer.objects.filter(listener=person, answered_at=None, until__gt=now())
    talks = Talk.objects.filter(listener=person, ended_at=None).select_related("wish")
    openers = openers_for([wish.person for wish in waiting], WISH)
    return Listening(
        waiting=[Heard(one, _words(openers[one.person_id], one.words_sealed)) for one in waiting],
        offer=mine.select_related("wish").first(),
        talks=list(talks.order_by("-last_at")[: rules.TALKS_AT_ONCE]),
    )


def _to_hear(person: Person) -> QuerySet[Wish]:
    offered = Offer.objects.filter(wish=OuterRef("pk"))
    standing = offered.filter(answered_at=None, until__gt=now())
    passed = Pass.objects.filter(wish=OuterRef("pk"), listener=person)
    return (
        Wish.objects.open()
        .filter(person__is_active=True)
        .exclude(person=person)
        .exclude(person__in=people_out_of_contact(person))
        .exclude(Exists(standing))
        .exclude(Exists(offered.filter(listener=person)))
        .exclude(Exists(passed))
    )


def wish_words(wish: Wish) -> str:
    """What somebody wrote when asking, for their own export."""
    return _opened(wish.person, wish.words_sealed, WISH)


def wish_for(person: Person, key: str) -> Wish | None:
    """A wish of one's own, or one that one may hear."""
    mine = Wish.objects.of(person).filter(key=key).first()
    return mine or _to_hear(person).filter(key=key).first()


def offer_for(person: Person, key: str) -> Offer | None:
    """An offer made to the person or by them."""
    found = Offer.objects.filter(key=key).select_related("wish").first()
    if found and person.pk in {found.listener_id, found.wish.person_id}:
        return found
    return None


def talks(person: Person, *, after: str = "", before: str = "", size: int = 20) -> Page[Talk]:
    """One's talks on both sides, latest first; two queries at most."""
    rows = Talk.objects.of(person).select_related("wish")
    return page_of(rows, by="last_at", size=size, after=after, before=before)


def talk_for(person: Person, key: str) -> Talk | None:
    """A talk in which the person is one of the two."""
    return Talk.objects.of(person).select_related("wish", "member").filter(key=key).first()


@dataclass(frozen=True)
class Said:
    """One message for a reader; ``words`` is None where they are no longer kept."""

    key: str
    own: bool
    words: str | None
    at: datetime
    hidden: bool


@dataclass(frozen=True)
class Spoken:
    """A talk laid out for one of the two."""

    talk: Talk
    side: str
    messages: list[Said]
    thanks: str

    @property
    def is_open(self) -> bool:
        return self.talk.ended_at is None

    @property
    def state(self) -> str:
        """What the live channel says when the page shows everything."""
        return f"{self.talk.said}.{str(self.is_open).lower()}"

    @property
    def first(self) -> int:
        """The place of the first message shown, among all."""
        return self.talk.said - len(self.messages)


def spoken(person: Person, talk: Talk, *, whole: bool = False) -> Spoken:
    """Its latest messages, or all (``whole``), oldest first; three queries at most."""
    side = rules.side_of(person, talk)
    latest = list(talk.messages.order_by("-place")[: None if whole else _LATEST])
    opened = opener_for(talk.member, TALK)
    return Spoken(
        talk=talk,
        side=str(side or ""),
        messages=[_said(one, opened, side) for one in reversed(latest)],
        thanks=_opened(talk.member, talk.thanks_sealed, THANKS),
    )


def _said(one: Message, opened: Callable[[bytes], bytes], side: object) -> Said:
    words: str | None = None
    with suppress(CannotOpen):
        words = opened(bytes(one.words_sealed)).decode()
    hidden = one.hidden_at is not None and one.side != side
    return Said(one.key, one.side == side, None if hidden else words, one.at, hidden)


def _opened(owner: Person, sealed: bytes | memoryview | None, context: str) -> str:
    return _words(opener_for(owner, context), sealed) if sealed else ""


def _words(opened: Callable[[bytes], bytes], sealed: bytes | memoryview | None) -> str:
    with suppress(CannotOpen):
        return opened(bytes(sealed)).decode() if sealed else ""
    return ""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from damayan.foundation.crypto import CannotOpen
from damayan.foundation.paging import Page, page_of
from damayan.people.keys import open_for
from damayan.people.models import Person
from damayan.people.queries import no_contact
from damayan.support.referral.consent import DETAILS, ITEMS, WORDS
from damayan.support.referral.models import OVER, Referral, ReferralEvent, Service
from damayan.support.referral.rules import may_see_details


@dataclass(frozen=True)
class Whole:
    """A referral laid out for one reader: ``shared`` is [(label, words)] that they may see."""

    referral: Referral
    words: str
    shared: list[tuple[str, str]]
    events: Sequence[ReferralEvent]
    is_mine: bool


def mine(person: Person, *, after: str = "", before: str = "", size: int = 20) -> Page[Referral]:
    """One's own referrals, latest first; two queries at most."""
    rows = Referral.objects.of(person)
    return page_of(rows, by="created_at", size=size, after=after, before=before)


def given_by(
    person: Person, *, after: str = "", before: str = "", size: int = 20
) -> Page[Referral]:
    """What somebody suggested to others, latest first; two queries at most."""
    rows = Referral.objects.given_by(person)
    return page_of(rows, by="created_at", size=size, after=after, before=before)


def referral_for(person: Person, key: str) -> Referral | None:
    """A referral of one's own, or one that one suggested.

    After a block, either way, it looks to who suggested it as if consent had ended by itself.
    """
    found = Referral.objects.visible_to(person).filter(key=key).first()
    if found and found.person_id != person.pk and no_contact(person, found.person_id):
        found.share_until = found.agreed_at
    return found


def open_with(person: Person, service: Service) -> Referral | None:
    """One's own referral to this service that is not over."""
    open_ones = Referral.objects.of(person).filter(service=service).exclude(state__in=OVER)
    return open_ones.order_by("-created_at").first()


def whole(person: Person, referral: Referral) -> Whole:
    """What this reader may see of it; three queries at most."""
    owner = referral.person
    is_mine = owner.pk == person.pk
    sees = may_see_details(person, referral)
    details = _opened(owner, referral.details_sealed, DETAILS) if sees else ""
    given = json.loads(details) if details else {}
    return Whole(
        referral=referral,
        words=_opened(owner, referral.words_sealed, WORDS),
        shared=[(str(ITEMS[slug].label), given[slug]) for slug in ITEMS if slug in given],
        events=list(referral.events.all()[:100]),
        is_mine=is_mine,
    )


def _opened(owner: Person, sealed: bytes | memoryview | None, context: str) -> str:
    """The words, or "" where there are none or their key is gone."""
    if not sealed:
        return ""
    try:
        return open_for(owner, bytes(sealed), context).decode()
    except CannotOpen:
        return ""

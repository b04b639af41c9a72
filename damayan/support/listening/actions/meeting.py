"""Until two people meet. Rows are locked in one order: the wish, then its offer, then the talk."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.groups.names import suggest
from damayan.groups.queries import roles_anywhere
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.keys import seal_for
from damayan.people.models import Person
from damayan.people.queries import no_contact
from damayan.people.rules import may_speak
from damayan.safety.actions import forget_words, keep_found
from damayan.safety.looking import look_at
from damayan.support.listening import rules
from damayan.support.listening.actions.late import let_go_late
from damayan.support.listening.models import Offer, Pass, Soon, Talk, Wish
from damayan.support.listening.queries.standing import open_talks
from damayan.support.listening.sealing import WISH


def ask(
    *,
    by: Person,
    form_key: str,
    language: str,
    soon: str,
    topics: Sequence[str] = (),
    words: str = "",
) -> Wish:
    """Ask for somebody to talk with; the same ``form_key`` twice makes one. Raises Refused."""
    return ask_and_look(
        by=by, form_key=form_key, language=language, soon=soon, topics=topics, words=words
    )[0]


def ask_and_look(
    *,
    by: Person,
    form_key: str,
    language: str,
    soon: str,
    topics: Sequence[str] = (),
    words: str = "",
) -> tuple[Wish, int]:
    """``ask``, and the level at which who asks needs care (0: none). Raises Refused."""
    mine = Wish.objects.of(by).filter(form_key=form_key)
    if before := mine.first():
        return before, 0
    try:
        with transaction.atomic():
            return _ask(by, form_key, language, soon, list(topics), words.strip())
    except IntegrityError:
        if before := mine.first():
            return before, 0
        require(rules.may_ask(has_open=True, asked_today=0, talks_open=0))
        raise


def _ask(
    by: Person, form_key: str, language: str, soon: str, topics: list[str], words: str
) -> tuple[Wish, int]:
    require(may_speak(by))
    let_go_late(Wish.objects.of(by))
    wishes = Wish.objects.of(by)
    today = wishes.filter(asked_at__gt=now() - timedelta(days=1)).count()
    has_open = wishes.open().exists()
    talking = Talk.objects.filter(member=by, ended_at=None).count()
    require(rules.may_ask(has_open=has_open, asked_today=today, talks_open=talking))
    look = suggest(by.language, 1)[0]
    wish = Wish.objects.create(
        person=by,
        form_key=form_key,
        name=look.name,
        seed=look.seed,
        topics=topics,
        language=language,
        soon=soon,
        words_sealed=seal_for(by, words.encode(), WISH) if words else None,
        expires_at=now() + rules.LASTS[Soon(soon)],
    )
    raised = _screen(wish, words, language) if words else 0
    live.notify("wishes")
    return wish, raised


def _screen(wish: Wish, words: str, language: str) -> int:
    """Urgent words alert the guides, as everywhere; a wish for a talk never waits for them."""
    found = look_at(words, language=language)
    raised = keep_found(found, subject_kind="wish", subject_key=wish.key, group_slug="")
    if found.level:
        # The words stay sealed: a guide opens them on the case's own page.
        forget_words("wish", [wish.key])
    return raised


@transaction.atomic
def cancel(*, by: Person, wish: Wish) -> None:
    """Take one's wish back; whoever has just offered hears that it is over. Raises Refused."""
    kept = _locked(wish)
    if kept.person_id != by.pk:
        raise Refused(_("This is no longer waiting."))
    if not rules.is_open(kept):
        return
    kept.ended_at = now()
    kept.save(update_fields=["ended_at"])
    _close_offer(kept, Offer.Answer.NO)
    live.notify("wishes", f"wish:{kept.key}")


@transaction.atomic
def offer(*, by: Person, wish: Wish) -> Offer:
    """Say that one is there to listen; only one at a time may. Raises Refused."""
    require(rules.may_listen(roles_anywhere(by)))
    require(may_speak(by))
    kept = _locked(wish)
    in_contact = not no_contact(by, kept.person_id)
    require(rules.may_offer(by, kept, talks_open=open_talks(by), in_contact=in_contact))
    _forget_late_offers(kept, by)
    if kept.offers.filter(answered_at=None).exists():
        raise Refused(_("Somebody else has just offered. Thank you for being there."))
    if Offer.objects.filter(listener=by, answered_at=None).exists():
        raise Refused(_("You have offered already, here or elsewhere."))
    look = suggest(by.language, 1)[0]
    try:
        with transaction.atomic():
            made = Offer.objects.create(
                wish=kept,
                listener=by,
                name=look.name,
                seed=look.seed,
                until=now() + rules.OFFER_LASTS[Soon(kept.soon)],
            )
    except IntegrityError:
        raise Refused(_("You have offered already, here or elsewhere.")) from None
    _tell(kept.person_id, gettext_lazy("Somebody is there to listen to you."), "talk", made.key)
    live.notify("wishes", f"wish:{kept.key}")
    return made


@transaction.atomic
def pass_on(*, by: Person, wish: Wish) -> None:
    """Leave a wish to others; nobody hears of it."""
    require(rules.may_listen(roles_anywhere(by)))
    Pass.objects.get_or_create(wish=wish, listener=by)


@transaction.atomic
def take_back(*, by: Person, offer: Offer) -> None:
    """Take one's own offer back; the wish waits for others again. Raises Refused."""
    wish, kept = _both(offer)
    if kept.listener_id != by.pk:
        raise Refused(_("This is no longer waiting."))
    if kept.answered_at is None:
        _answer(kept, Offer.Answer.TAKEN_BACK)
        live.notify("wishes", f"wish:{wish.key}")


@transaction.atomic
def decline(*, by: Person, offer: Offer) -> None:
    """Rather not with this one; the wish waits for others. Raises Refused."""
    wish, kept = _both(offer)
    require(rules.may_answer(by, kept))
    _answer(kept, Offer.Answer.NO)
    _tell(kept.listener_id, gettext_lazy("They would rather wait. Thank you for being there."),
          "listen", kept.key)  # fmt: skip
    live.notify("wishes", f"wish:{wish.key}")


def accept(*, by: Person, offer: Offer) -> Talk:
    """Begin the talk with who offered; accepting twice is one talk. Raises Refused."""
    begun = _begin(by, offer)
    if begun is None:
        raise Refused(_("They could not wait any longer. Somebody else may come."))
    return begun


@transaction.atomic
def _begin(by: Person, offer: Offer) -> Talk | None:
    """None where the listener may no longer listen, or not to them: then the offer is over."""
    wish, kept = _both(offer)
    begun = Talk.objects.filter(wish=wish).first()
    if begun and kept.answer == Offer.Answer.YES and wish.person_id == by.pk:
        return begun
    require(rules.may_answer(by, kept))
    if not _is_there(kept.listener) or no_contact(by, kept.listener_id):
        _answer(kept, Offer.Answer.LATE)
        live.notify("wishes", f"wish:{wish.key}")
        return None
    _answer(kept, Offer.Answer.YES)
    wish.begun_at = now()
    wish.save(update_fields=["begun_at"])
    talk = Talk.objects.create(
        wish=wish,
        member=by,
        listener_id=kept.listener_id,
        listener_name=kept.name,
        listener_seed=kept.seed,
    )
    text = gettext_lazy("They said yes. Your talk can begin.")
    tell(
        person_id=kept.listener_id,
        kind=Kind.SUPPORT,
        text=text,
        url=reverse("listening:conversation", args=[talk.key]),
        cause=f"talk:{talk.key}:begun",
    )
    live.notify("wishes", f"wish:{wish.key}")
    return talk


def _is_there(listener: Person) -> bool:
    """Whether somebody who offered a while ago may still listen: their role, account and pauses."""
    if not listener.is_active or not may_speak(listener):
        return False
    return bool(rules.may_listen(roles_anywhere(listener)))


def _locked(wish: Wish) -> Wish:
    return Wish.objects.select_for_update().get(pk=wish.pk)


def _both(offer: Offer) -> tuple[Wish, Offer]:
    wish = Wish.objects.select_for_update().get(pk=offer.wish_id)
    kept = Offer.objects.select_for_update().get(pk=offer.pk)
    kept.wish = wish
    return wish, kept


def _forget_late_offers(wish: Wish, by: Person) -> None:
    late = Offer.objects.filter(answered_at=None, until__lte=now())
    gone = {"answer": Offer.Answer.LATE, "answered_at": now()}
    late.filter(wish=wish).update(**gone)
    late.filter(listener=by).update(**gone)


def _answer(offer: Offer, answer: str) -> None:
    offer.answer, offer.answered_at = answer, now()
    offer.save(update_fields=["answer", "answered_at"])


def _close_offer(wish: Wish, answer: str) -> None:
    wish.offers.filter(answered_at=None).update(answer=answer, answered_at=now())


def _tell(person_id: int, text: Any, page: str, key: str) -> None:
    tell(
        person_id=person_id,
        kind=Kind.SUPPORT,
        text=text,
        url=reverse(f"listening:{page}"),
        cause=f"offer:{key}:{page}",
    )

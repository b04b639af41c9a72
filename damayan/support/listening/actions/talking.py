"""The talk itself: every word sealed, in one order for both, once per form."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from damayan.foundation import live
from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused, require
from damayan.notices.actions import tell
from damayan.notices.models import Kind
from damayan.people.actions import block_contact
from damayan.people.keys import seal_for
from damayan.people.models import Person
from damayan.people.queries import no_contact
from damayan.people.rules import may_speak
from damayan.safety.actions import forget_words, keep_found
from damayan.safety.looking import look_at
from damayan.safety.models import Concern
from damayan.support.listening import rules
from damayan.support.listening.models import Message, Talk, Wish
from damayan.support.listening.sealing import TALK, THANKS

Side = Talk.Side


def say(*, by: Person, talk: Talk, words: str, form_key: str) -> tuple[Message, int]:
    """Say something; the message and the level at which its author needs care (0: none).

    The same ``form_key`` twice says it once. Raises Refused; then nothing was kept.
    """
    with transaction.atomic():
        kept = _locked(talk)
        side = rules.side_of(by, kept)
        before = kept.messages.filter(side=side or "", form_key=form_key).first()
        if before is not None:
            return before, 0
        require(may_speak(by))
        require(rules.may_speak(side, kept, _said_this_hour(kept, side)))
        return _say(by, kept, Side(side or ""), words.strip()[: rules.LONGEST], form_key)


def _say(by: Person, talk: Talk, side: Talk.Side, words: str, form_key: str) -> tuple[Message, int]:
    if not words:
        raise Refused(_("Write a few words first."))
    talk.said += 1
    talk.last_at = now()
    setattr(talk, f"read_by_{side.value}", talk.said)
    talk.save(update_fields=["said", "last_at", f"read_by_{side.value}"])
    made = Message.objects.create(
        talk=talk,
        place=talk.said,
        side=side,
        form_key=form_key,
        words_sealed=seal_for(talk.member, words.encode(), TALK),
    )
    found = look_at(words, language=talk.wish.language)
    raised = keep_found(found, subject_kind="talk", subject_key=made.key, group_slug="")
    if found.level:
        # The words stay sealed: a guide opens them on the case's own page.
        forget_words("talk", [made.key])
    _tell_other(talk, side)
    live.notify(f"talk:{talk.key}")
    return made, raised


def end(*, by: Person, talk: Talk) -> None:
    """End it, from either side; the other is told gently. Ending twice is ending once."""
    with transaction.atomic():
        kept = _locked(talk)
        side = rules.side_of(by, kept)
        if side is None:
            raise Refused("")
        if kept.ended_at is None:
            _end(kept, side)


def _end(talk: Talk, side: Talk.Side) -> None:
    talk.ended_at, talk.ended_by = now(), side
    talk.save(update_fields=["ended_at", "ended_by"])
    other = talk.listener_id if side == Side.MEMBER else talk.member_id
    if other:
        _tell(other, talk, gettext_lazy("Your talk has ended gently."), "ended")
    live.notify(f"talk:{talk.key}")


def block(*, by: Person, talk: Talk) -> None:
    """End it, and never meet again anywhere; the other hears of the end only."""
    with transaction.atomic():
        kept = _locked(talk)
        side = rules.side_of(by, kept)
        if side is None:
            raise Refused("")
        if kept.ended_at is None:
            _end(kept, side)
        other = kept.listener_id if side == Side.MEMBER else kept.member_id
        if other:
            block_contact(by=by, other=other)


def thank(
    *, by: Person, talk: Talk, helped: bool | None, understood: bool | None, words: str = ""
) -> None:
    """What the one who asked says of it, after the end; only the listener sees it."""
    with transaction.atomic():
        kept = _locked(talk)
        if kept.member_id != by.pk or kept.ended_at is None:
            raise Refused(_("You can say this when the talk has ended."))
        kept.helped, kept.understood = helped, understood
        told = words.strip()[:500]
        kept.thanks_sealed = seal_for(by, told.encode(), THANKS) if told else None
        kept.save(update_fields=["helped", "understood", "thanks_sealed"])
        found = look_at(told, language=kept.wish.language) if told else None
        if found and found.level:
            keep_found(found, subject_kind="last_word", subject_key=kept.key, group_slug="")
            forget_words("last_word", [kept.key])
        # Whoever blocked the other hears no more of them.
        heard = kept.listener_id and not no_contact(by, kept.listener_id)
        if heard and (helped or understood or told):
            text = gettext_lazy("Somebody whom you listened to left you a word.")
            _tell(int(kept.listener_id or 0), kept, text, "thanks")


def empty_ended() -> int:
    """Let go of what was said a month after the end, unless a guide is still looking at it."""
    over = Talk.objects.filter(ended_at__lt=now() - rules.KEPT_FOR, emptied_at=None)
    _empty_wishes()
    return sum(_empty(pk) for pk in over.values_list("pk", flat=True)[:500])


def _empty_wishes() -> None:
    """What was written in a wish goes a month after its end, or the end of its talk, as well."""
    looked_at = Concern.objects.filter(subject_kind="wish", closed_at=None).values("subject_key")
    day = now() - rules.KEPT_FOR
    over = Wish.objects.filter(Q(ended_at__lt=day) | Q(talk__ended_at__lt=day))
    kept = over.exclude(words_sealed=None).exclude(key__in=looked_at)
    Wish.objects.filter(pk__in=kept.values("pk")).update(words_sealed=None)


@transaction.atomic
def _empty(pk: int) -> bool:
    talk = Talk.objects.select_for_update(of=("self",)).get(pk=pk)
    keys = talk.messages.values("key")
    if Concern.objects.filter(subject_kind="talk", subject_key__in=keys, closed_at=None).exists():
        return False
    talk.messages.all().delete()
    talk.emptied_at = now()
    talk.save(update_fields=["emptied_at"])
    return True


def _locked(talk: Talk) -> Talk:
    rows = Talk.objects.select_for_update(of=("self",)).select_related("member", "wish")
    return rows.get(pk=talk.pk)


def _said_this_hour(talk: Talk, side: Talk.Side | None) -> int:
    recent = talk.messages.filter(at__gt=now() - timedelta(hours=1), side=side or "")
    return recent.count()


def _tell_other(talk: Talk, side: Talk.Side) -> None:
    """Once until they come back, not for every line."""
    other = talk.listener_id if side == Side.MEMBER else talk.member_id
    read = talk.read_by_listener if side == Side.MEMBER else talk.read_by_member
    if other:
        _tell(other, talk, gettext_lazy("There are new words in your talk."), f"said:{read}")


def _tell(person_id: int, talk: Talk, text: Any, what: str) -> None:
    tell(
        person_id=person_id,
        kind=Kind.SUPPORT,
        text=text,
        url=reverse("listening:conversation", args=[talk.key]),
        cause=f"talk:{talk.key}:{what}",
    )

"""Who hears that something was said on a private line. No notice carries the words."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from damayan.foundation.clock import now
from damayan.notices.actions import tell
from damayan.notices.models import Kind, Notice
from damayan.safety.guides import guides_of, on_shift_of
from damayan.safety.models import Concern, LineMessage, SafetyLine


def tell_author(line: SafetyLine) -> None:
    """One notice until it is read, however much is written meanwhile."""
    thread = f"line:{line.key}"
    if Notice.objects.filter(person_id=line.person_id, thread=thread, read_at=None).exists():
        return
    tell(
        person_id=line.person_id,
        kind=Kind.GUIDE,
        text=_("A guide wrote to you, between you and the guides alone."),
        url=reverse("safety:line", args=[line.key]),
        cause=f"{thread}:{line.messages.count()}",
        thread=thread,
    )


@transaction.atomic
def tell_guides_of_line(concern_key: str, number: str, *, still: bool = False) -> None:
    """Tell who looks after a concern of one message; else those on shift; else all of the place.

    ``still``: some time later, all of them, unless a guide has answered meanwhile.
    """
    concern = Concern.objects.filter(key=concern_key).first()
    line = _line_about(concern) if concern else None
    if concern is None or line is None or (still and _is_answered(line)):
        return
    told = guides_of(concern.group_slug) if still else _first(concern)
    for person_id in sorted(told - {line.person_id}):
        tell(
            person_id=person_id,
            kind=Kind.ALERT,
            text=_("Somebody whose words worried us wrote to the guides. Please answer them."),
            url=reverse("moderation:line", args=[concern.key]),
            cause=f"line:{line.key}:said:{number}",
        )


def _first(concern: Concern) -> set[int]:
    holds = concern.held_until is None or concern.held_until > now()
    if concern.taken_by_id and holds and not concern.closed_at:
        return {concern.taken_by_id}
    return on_shift_of(concern.group_slug) or guides_of(concern.group_slug)


def _line_about(concern: Concern) -> SafetyLine | None:
    about = {"subject_kind": concern.subject_kind, "subject_key": concern.subject_key}
    return SafetyLine.objects.filter(**about).first()


def _is_answered(line: SafetyLine) -> bool:
    latest = line.messages.order_by("-created_at", "-id").first()
    return latest is None or latest.side == LineMessage.Side.GUIDE

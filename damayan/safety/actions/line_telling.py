"""Who hears that something was said on a private line. No notice carries the words."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from damayan.notices.actions import tell
from damayan.notices.models import Kind, Notice
from damayan.safety.guides import guides_of
from damayan.safety.models import Concern, SafetyLine


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
def tell_guides_of_line(concern_key: str, number: str) -> None:
    """Tell the guide who looks after a concern, or all guides of the place, of one message."""
    concern = Concern.objects.filter(key=concern_key).first()
    if concern is None:
        return
    line = SafetyLine.objects.filter(
        subject_kind=concern.subject_kind, subject_key=concern.subject_key
    ).first()
    if line is None:
        return
    taken = {concern.taken_by_id} if concern.taken_by_id and not concern.closed_at else set()
    told = taken or guides_of(concern.group_slug)
    for person_id in sorted(told - {line.person_id}):
        tell(
            person_id=person_id,
            kind=Kind.ALERT,
            text=_("Somebody whose words worried us wrote to the guides. Please answer them."),
            url=reverse("moderation:line", args=[concern.key]),
            cause=f"line:{line.key}:said:{number}",
        )

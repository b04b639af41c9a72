"""One open concern about one subject, whoever or whatever raises it. Its level never falls."""

from damayan.foundation.clock import now
from damayan.safety import alarms
from damayan.safety.models import Concern


def hold_concern(subject_kind: str, subject_key: str) -> None:
    """Lock the open concern about a subject, if there is one, until the commit.

    Call it before the subject's own row is locked: guides who decide lock them in this order, and
    two who lock crosswise would wait for each other.
    """
    about = Concern.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    about.filter(closed_at=None).select_for_update().values_list("pk").first()


def join_concern(
    *,
    subject_kind: str,
    subject_key: str,
    group_slug: str,
    level: int,
    source: str,
    loud: bool = True,
) -> Concern:
    """The open concern about one subject, at ``level`` or higher, locked until the commit.

    An urgent one alarms the guides, once, unless this is not ``loud``.
    """
    about = {"subject_kind": subject_kind, "subject_key": subject_key, "closed_at": None}
    first = {"level": level, "group_slug": group_slug, "source": source}
    while True:
        found, made = Concern.objects.get_or_create(**about, defaults=first)
        concern = Concern.objects.select_for_update().filter(pk=found.pk, closed_at=None).first()
        if concern is not None:
            break
    if not made and concern.level < level:
        concern.level, concern.raised_at = level, now()
        concern.save(update_fields=["level", "raised_at"])
    if loud:
        alarms.alarm(concern)
    alarms.changed()
    return concern

"""Keeping what screening found about words that others read, so that a guide looks and decides."""

from collections.abc import Iterable

from damayan.foundation.clock import now
from damayan.safety.actions.concerns import join_concern
from damayan.safety.kinds import is_own_pain
from damayan.safety.looking import Found
from damayan.safety.models import Concern, Source


def keep_found(
    found: Found,
    *,
    subject_kind: str,
    subject_key: str,
    group_slug: str,
    loud: bool = True,
    waits: bool = False,
) -> int:
    """Raise or join the concern about a subject; the level at which its author needs care.

    That is 0 when nothing was found, or nothing that tells of the author's own pain.

    Call it in the transaction that publishes the words. No query when nothing was found. What a
    guide has already decided is not raised again by the same words. ``loud`` is False for what was
    said long ago elsewhere: it waits for a guide, and nobody is alarmed. Words that wait
    (``waits``) always have an open concern, whatever was found and decided, or no guide would
    ever meet them.
    """
    nothing = found.level == Concern.Level.NONE
    if not waits and (nothing or is_decided(found, subject_kind, subject_key)):
        return 0
    concern = join_concern(
        subject_kind=subject_kind,
        subject_key=subject_key,
        group_slug=group_slug,
        level=max(found.level, int(Concern.Level.CONCERN)),
        source=Source.WAITING if nothing else Source.SCREENING,
        loud=loud,
    )
    if nothing:
        return 0
    columns = {**found.columns, "screened_at": now()}
    for name, value in columns.items():
        setattr(concern, name, value)
    concern.save(update_fields=list(columns))
    return found.level if is_own_pain(found.kinds) else 0


def is_decided(found: Found, subject_kind: str, subject_key: str) -> bool:
    """Whether a guide closed a concern that rests on all of these words and no lower level."""
    about = Concern.objects.filter(subject_kind=subject_kind, subject_key=subject_key)
    closed = about.filter(closed_at__isnull=False, level__gte=found.level)
    wanted = {tuple(sorted(one.items())) for one in found.explanation}
    return bool(wanted) and any(
        wanted <= {tuple(sorted(one.items())) for one in explanation}
        for explanation in closed.values_list("explanation", flat=True)
    )


def forget_words(subject_kind: str, subject_keys: Iterable[str]) -> None:
    """Let go of the authors' words in concerns about these subjects; rules and levels stay."""
    about = Concern.objects.filter(subject_kind=subject_kind, subject_key__in=list(subject_keys))
    for concern in about.exclude(explanation=[]):
        rules = [{"rule": one["rule"], "words": ""} for one in concern.explanation]
        Concern.objects.filter(pk=concern.pk).update(explanation=rules)

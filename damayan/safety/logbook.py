"""The guides' log, for rooms below the one that keeps it: ``moderation`` registers its own."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from damayan.people.models import Person

_record: list[Callable[..., Any]] = []


def register(record: Callable[..., Any]) -> None:
    """Let ``note`` write into the log; called once when the application starts."""
    _record[:] = [record]


def note(
    *,
    by: "Person",
    deed: str,
    subject_kind: str,
    subject_key: str = "",
    group_slug: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Append one deed of a guide inside the caller's transaction; call it last."""
    for record in _record:
        record(
            by=by,
            deed=deed,
            subject_kind=subject_kind,
            subject_key=subject_key,
            group_slug=group_slug,
            details=details,
        )

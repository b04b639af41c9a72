"""What a report may be about. The rooms above register how their things are shown and acted on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from damayan.foundation.verdict import YES, Verdict

if TYPE_CHECKING:
    from damayan.people.models import Person


@dataclass(frozen=True)
class Earlier:
    """The words as they stood until ``at``; ``html`` is safe."""

    at: datetime
    html: str


@dataclass(frozen=True)
class Shown:
    """A subject as a guide sees it; ``html`` is safe, ``url`` leads to it in its group.

    ``hidden``: a guide hid it (for a persona: paused its writing). ``history``: latest first.
    ``gone``: its author removed it; there is nothing left to hide. ``waiting``: others read it
    only once a guide lets them; its concern stays open until then (see ``Waiting``).
    ``declined``: hidden before anybody read it. ``changed_at``: the version that is shown here.
    """

    title: str
    html: str
    author_name: str
    author_key: str
    group_slug: str
    url: str
    hidden: bool
    history: Sequence[Earlier] = ()
    gone: bool = False
    waiting: bool = False
    declined: bool = False
    changed_at: datetime | None = None


class Subject(Protocol):
    """How one kind of thing is found, shown, hidden and restored. ``key`` is its public key."""

    def exists_for(self, person: "Person", key: str) -> bool:
        """Whether ``person`` may see it, and so may report it."""

    def show(self, key: str) -> Shown | None:
        """For guides, hidden or not; None when there is no such thing."""

    def hide(self, *, by: "Person", key: str, reason: str) -> None:
        """Hide it from everybody but guides; raises Refused."""

    def restore(self, *, by: "Person", key: str, reason: str) -> None:
        """Show it again; raises Refused."""

    def author_id(self, key: str) -> int | None:
        """The account behind it, to tell them what happened; never to be shown."""


@runtime_checkable
class Waiting(Protocol):
    """What a subject offers besides whose words may wait for a guide."""

    def release(
        self, *, by: "Person", key: str, reason: str = "", seen: datetime | None = None
    ) -> bool:
        """Let others read it, and tell its author; False when it does not wait.

        ``seen`` is ``Shown.changed_at`` of the page the guide decided on. Raises Refused, also
        when the words were changed after that: nobody lets out what they have not read.
        """

    def decline(self, *, by: "Person", key: str, reason: str) -> bool:
        """Let nobody read it for now; False when it does not wait. Who calls tells the author."""

    def waiting(self, keys: Collection[str]) -> set[str]:
        """Which of these wait; one query."""


_subjects: dict[str, Subject] = {}


def register(kind: str, subject: Subject) -> None:
    """Make ``kind`` (at most 16 characters) reportable; called once, in ``AppConfig.ready``."""
    _subjects[kind] = subject


def subject_of(kind: str) -> Subject | None:
    """What is registered for ``kind``; None for an unknown kind."""
    return _subjects.get(kind)


def waiting_of(kind: str) -> Waiting | None:
    """How words of this kind are let out; None for a kind that never waits."""
    subject = subject_of(kind)
    return subject if isinstance(subject, Waiting) else None


def waits(kind: str, key: str) -> bool:
    """Whether these words wait for a guide; one query."""
    subject = waiting_of(kind)
    return subject is not None and key in subject.waiting([key])


def url_of(kind: str, key: str) -> str:
    """Where a subject is found in its group; the front page when it is gone."""
    subject = subject_of(kind)
    shown = subject.show(key) if subject else None
    return shown.url if shown else "/"


def may_be_reported(person: "Person | None", kind: str, key: str) -> Verdict:
    """Whether ``person`` sees such a thing; the reason is empty, as an outsider gets 404."""
    subject = subject_of(kind)
    if subject is None or person is None or not subject.exists_for(person, key):
        return Verdict(False)
    return YES

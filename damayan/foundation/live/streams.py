"""What a room gives to the live channel: streams, by name."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

MOST_STREAMS = 6
_ASKED = re.compile(r"([a-z]{1,20})(?::([A-Za-z0-9._-]{1,64}))?")
_LARGEST = 2**63


class Event(NamedTuple):
    """One thing to say. ``id`` (1 to 2⁶³-1) is what the browser has seen with it; never a row's id.

    ``data`` is small and holds no personal words: counts and keys.
    """

    id: int
    kind: str
    data: Mapping[str, Any]


class Asked(NamedTuple):
    """One open page: whose it is, and the id of the last event it saw (0: none yet)."""

    person_id: int
    last_id: int


class Stream:
    """A stream of events about something; ``params`` says about what ("" when there is only one).

    Its methods run on a thread that may query the database and must not write to it.
    """

    def topics(self, person_id: int, params: str) -> set[str] | None:
        """The topics that wake this stream; None when the person may not listen."""
        raise NotImplementedError

    def since(self, person_id: int, params: str, last_id: int) -> list[Event] | None:
        """What the person has not seen, oldest first, in one query; None: may no longer listen.

        Asked at every wake-up, so it is here that a right that was lost stops the events.
        Transactions may commit in another order than they drew their ids, so a stream of rows
        needs ids given in the order of commits. A ``State`` needs no such care.
        """
        raise NotImplementedError

    def since_many(self, params: str, asked: Sequence[Asked]) -> list[list[Event] | None]:
        """``since`` for all pages that listen to the same thing, in the same order."""
        return [self.since(one.person_id, params, one.last_id) for one in asked]


class State(Stream):
    """A stream that always says how things stand now, whenever that changed."""

    kind = "state"

    def states(self, params: str, people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
        """How things stand for each of ``people``, in one query; left out: may not listen."""
        raise NotImplementedError

    def since(self, person_id: int, params: str, last_id: int) -> list[Event] | None:
        """The state, when it is another than the person saw."""
        return self.since_many(params, [Asked(person_id, last_id)])[0]

    def since_many(self, params: str, asked: Sequence[Asked]) -> list[list[Event] | None]:
        """The same for many, in one query."""
        states = self.states(params, {one.person_id for one in asked})
        return [self._news(states.get(one.person_id), one.last_id) for one in asked]

    def _news(self, state: Mapping[str, Any] | None, last_id: int) -> list[Event] | None:
        if state is None:
            return None
        version = version_of(state)
        return [] if version == last_id else [Event(version, self.kind, state)]


def version_of(state: Mapping[str, Any]) -> int:
    """A number (1 to 2⁴⁸) that stands for exactly this state."""
    text = json.dumps(state, sort_keys=True, default=str).encode()
    return int.from_bytes(blake2b(text, digest_size=6).digest()) + 1


_streams: dict[str, Stream] = {}


def register(name: str, stream: Stream) -> None:
    """Let pages listen to ``stream`` as ``name`` or ``name:params``; call it in ``ready()``."""
    if not _ASKED.fullmatch(name):
        raise ValueError(name)
    _streams[name] = stream


def stream_called(name: str) -> Stream | None:
    """The stream of that name."""
    return _streams.get(name)


def asked_for(words: str) -> list[tuple[str, str]] | None:
    """Names and params from ``notices,story:KEY``; None when it asks for what there is not."""
    found = [_ASKED.fullmatch(word) for word in words.split(",")[: MOST_STREAMS + 1]]
    if not 0 < len(found) <= MOST_STREAMS:
        return None
    pairs = [(match[1], match[2] or "") for match in found if match and match[1] in _streams]
    return pairs if len(pairs) == len(found) == len(set(pairs)) else None


def cursors(words: str, count: int) -> list[int]:
    """What the page has seen of each of its streams, from ``7.0.12``; zeros for anything else."""
    parts = words.split(".")
    fine = len(parts) == count and all(p.isdecimal() and p.isascii() for p in parts)
    found = [int(p[:20]) for p in parts] if fine else []
    return found if found and max(found) < _LARGEST else [0] * count

"""Load on one server: kept-alive HTTP/1.1 connections, each with one request at a time."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Request = Callable[[int, int], bytes]


@dataclass
class Answers:
    """What came back: seconds per request, and counts by status."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    body_bytes: int = 0

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """The time in milliseconds under which ``share`` (0–1) of the requests stayed."""
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def load(port: int, request: Request, *, connections: int, seconds: float) -> Answers:
    """Send ``request(connection, number)`` (raw HTTP) over each connection until time is up."""
    return asyncio.run(_load(port, request, connections, seconds))


async def _load(port: int, request: Request, connections: int, seconds: float) -> Answers:
    answers = Answers()
    start = time.perf_counter()
    await asyncio.gather(
        *(_visitor(port, request, n, start + seconds, answers) for n in range(connections))
    )
    answers.seconds = time.perf_counter() - start
    return answers


async def _visitor(
    port: int, request: Request, connection: int, until: float, answers: Answers
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    try:
        while (begun := time.perf_counter()) < until:
            writer.write(request(connection, number))
            status, size = await read_answer(reader)
            answers.times.append(time.perf_counter() - begun)
            answers.statuses[status] = answers.statuses.get(status, 0) + 1
            answers.body_bytes += size
            number += 1
    finally:
        writer.close()


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, int]:
    """Read one response; answers (status, bytes of headers and body)."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    lower = head.lower()
    if (at := lower.find(b"content-length:")) >= 0:
        length = int(lower[at + 15 : lower.index(b"\r\n", at)])
        await reader.readexactly(length)
        return status, len(head) + length
    if b"transfer-encoding: chunked" in lower:
        return status, len(head) + await _chunks(reader)
    return status, len(head)


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line.split(b";")[0], 16)
        await reader.readexactly(size + 2)
        total += len(line) + size + 2
        if size == 0:
            return total

"""``damayan bench``: seed a database of a named size, start the product on one core, load it from
another, and print one table.

The figures are those of docs/performance.md: server and PostgreSQL share one core, 16 connections
read and 8 people write, after a warm-up, the median of the runs. Every reader has seen the stories
before, as in steady use, so reading writes nothing.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from damayan.cli import embedded, measure
from damayan.cli.load import Answers, load
from damayan.cli.places import Places, places
from damayan.cli.process import start
from damayan.cli.trouble import Trouble

_LEAST = 21
Row = dict[str, Any]


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--size", type=int, default=21_000, help="stories and replies together (%(default)s)"
    )
    parser.add_argument("--seconds", type=float, default=6, help="per run (%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="medians are taken (%(default)s)")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--only", help="measure only cases whose name contains this")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")


def run(args: argparse.Namespace) -> int:
    """Measure; answers 0."""
    if args.size < _LEAST:
        raise Trouble(f"One story has {_LEAST - 1} replies: name a --size of {_LEAST} at least.")
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[0]})
    with _database(args.size):
        _prepare(args.size)
        with _web(args.port) as web:
            os.sched_setaffinity(0, {cores[-1]})
            rows = _measure(args, web)
    report = {"conditions": _conditions(args, cores), "rows": rows}
    print(json.dumps(report, indent=1) if args.json else table(report))
    return 0


@contextlib.contextmanager
def _database(size: int) -> Iterator[None]:
    home = places().data
    where = Places(home.with_name(f"{home.name}-bench-{size}"))
    os.environ["DAMAYAN_DATA"] = str(where.data)
    os.environ.pop("DATABASE_URL", None)
    with embedded.running(where) as cluster:
        os.environ["DATABASE_URL"] = cluster.url
        yield


def _prepare(size: int) -> None:
    command = [sys.executable, "-m", "damayan.cli.prepare", "--embedded", "--no-sample"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise Trouble("The database for the measurement could not be prepared.")
    import django

    django.setup()
    from damayan.demo.seeding import seed
    from damayan.stories.models import Story

    if not Story.objects.exists():
        seed(size)


@contextlib.contextmanager
def _web(port: int) -> Iterator[subprocess.Popen[bytes]]:
    words = ["--host", "127.0.0.1", "--port", str(port)]
    command: list[str | Path] = [sys.executable, "-m", "damayan.cli.web", *words]
    # Without limits against flooding, as the peers were measured.
    open_doors = {"DAMAYAN_STORIES_PER_HOUR": "0", "DAMAYAN_REPLIES_PER_HOUR": "0"}
    env = {**os.environ, **open_doors, "DAMAYAN_ADDRESS": f"http://127.0.0.1:{port}"}
    log = Path(os.environ["DAMAYAN_DATA"]) / "logs"
    log.mkdir(exist_ok=True)
    with (log / "web.log").open("ab") as output:
        web = start(command, env=env, output=output)
    try:
        measure.wait_for(port)
        yield web
    finally:
        web.terminate()
        web.wait(15)


def _measure(args: argparse.Namespace, web: subprocess.Popen[bytes]) -> list[Row]:
    from damayan.demo.visits import cases

    rows = []
    for case in cases(args.port):
        if args.only and args.only not in case.name:
            continue
        rows.append(_one(args, web, case.name, case.request, case.connections, case.queries))
    return [*rows, *measure.weights(args.port)]


def _one(
    args: argparse.Namespace,
    web: subprocess.Popen[bytes],
    name: str,
    request: Callable[[int, int], bytes],
    connections: int,
    queries: int | None,
) -> Row:
    warm = load(args.port, request, connections=connections, seconds=min(4, args.seconds))
    runs: list[tuple[Answers, float]] = []
    for _ in range(args.runs):
        before = measure.cpu(web.pid)
        answers = load(args.port, request, connections=connections, seconds=args.seconds)
        runs.append((answers, measure.cpu(web.pid) - before))
    middle = statistics.median
    bad = {s: n for a, _c in runs for s, n in a.statuses.items() if s not in {200, 302}}
    return {
        "case": name,
        "per_second": round(middle(a.per_second for a, _c in runs), 1),
        "p50_ms": round(middle(a.quantile(0.5) for a, _c in runs), 1),
        "p99_ms": round(middle(a.quantile(0.99) for a, _c in runs), 1),
        "cpu_ms": round(middle(1000 * c / max(1, len(a.times)) for a, c in runs), 2),
        "queries": queries,
        "memory_mb": measure.memory(web.pid),
        "warm_up": round(warm.per_second, 1),
        "errors": bad,
    }


def _conditions(args: argparse.Namespace, cores: list[int]) -> Row:
    return {
        "posts": args.size,
        "server_core": cores[0],
        "load_core": cores[-1],
        "runs": args.runs,
        "seconds": args.seconds,
        "python": sys.version.split()[0],
    }


def table(report: dict[str, Any]) -> str:
    """The report for people: one line a case."""
    head = f"{'case':34}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'cpu ms':>9}{'SQL':>5}{'MB':>6}"
    lines = [", ".join(f"{key} {value}" for key, value in report["conditions"].items()), "", head]
    for row in report["rows"]:
        if "per_second" in row:
            lines.append(
                f"{row['case']:34}{row['per_second']:>9}{row['p50_ms']:>9}{row['p99_ms']:>9}"
                f"{row['cpu_ms']:>9}{row['queries'] or '–':>5}{row['memory_mb']:>6}"
                + (f"  errors {row['errors']}" if row["errors"] else "")
            )
        else:
            lines.append(
                f"{row['case']:34}" + "  ".join(f"{k} {v}" for k, v in row.items() if k != "case")
            )
    return "\n".join(lines)

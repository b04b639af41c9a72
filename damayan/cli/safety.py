"""`damayan safety`: screen texts, evaluate, train and compare versions of screening."""

import argparse
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from damayan.safety.screening import evaluation, stream
from damayan.safety.screening.engine import Screener, load

Subparsers = Any


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs of `damayan safety`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    _screen(verbs)
    _evaluate(verbs)
    _train(verbs)
    _compare(verbs)


def run(args: argparse.Namespace) -> int:
    """Do what was asked; answers the exit code."""
    verb = {"screen": screen, "evaluate": evaluate, "train": train, "compare": compare}[args.verb]
    try:
        return verb(args)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def _screen(verbs: Subparsers) -> None:
    verb = verbs.add_parser("screen", help="screen texts: lines in, answers out")
    verb.add_argument("--jsonl", action="store_true", help='lines {"id", "text", "language"?}')
    verb.add_argument("--version", dest="folder", type=Path, help="folder of another version")
    verb.add_argument("file", nargs="?", default="-", help="a file, or - for standard input")


def _evaluate(verbs: Subparsers) -> None:
    verb = verbs.add_parser("evaluate", help="recall, precision and every miss on labelled texts")
    verb.add_argument("file", nargs="?", default="-", help="TSV (level, language, text) or JSONL")
    verb.add_argument("--json", action="store_true", help="figures as JSON")
    verb.add_argument("--version", dest="folder", type=Path, help="folder of another version")


def _train(verbs: Subparsers) -> None:
    verb = verbs.add_parser("train", help="train the statistical model (needs damayan[train])")
    verb.add_argument("corpora", type=Path, help="folder with the corpora named in the model card")
    verb.add_argument("--out", type=Path, required=True, help="folder for the model and figures")
    verb.add_argument("--rules", type=Path, help="folder with other rules")
    verb.add_argument("--own", type=Path, help="TSV of own sentences to learn from as well")


def _compare(verbs: Subparsers) -> None:
    verb = verbs.add_parser("compare", help="two versions on the same labelled texts")
    verb.add_argument("before", help="folder with screening/ and model/, or `shipped`")
    verb.add_argument("after", help="folder with screening/ and model/, or `shipped`")
    verb.add_argument("file", nargs="?", default="-", help="TSV (level, language, text) or JSONL")
    verb.add_argument("--json", action="store_true", help="figures as JSON")


def screen(args: argparse.Namespace) -> int:
    """Filter lines; plain lines are taken as texts unless `--jsonl` is given."""
    screener = load(args.folder)
    lines: Iterable[str] = _lines(args.file)
    if not args.jsonl:
        lines = (
            json.dumps({"id": number, "text": line.rstrip("\n")})
            for number, line in enumerate(lines, 1)
            if line.strip()
        )
    stream.filter_lines(lines, _output(), screener)
    return 0


def evaluate(args: argparse.Namespace) -> int:
    """Print the report; exit code 0 whatever the figures are."""
    screener = load(args.folder)
    judged = evaluation.judge(evaluation.read_cases(_lines(args.file)), screener)
    figures = evaluation.report(judged, screener.version)
    _output().write(_dumped(figures) if args.json else evaluation.as_text(figures) + "\n")
    return 0


def train(args: argparse.Namespace) -> int:
    """Train; says what is missing where the optional dependencies are not installed."""
    try:
        from damayan.safety.screening import training
    except ImportError as error:
        print(
            f"Training needs the optional dependencies: pip install 'damayan[train]' ({error})",
            file=sys.stderr,
        )
        return 2
    figures = training.train(args.corpora, args.out, args.rules, args.own)
    _output().write(_dumped(figures))
    return 0


def compare(args: argparse.Namespace) -> int:
    """Print both versions' figures and every case on which they differ."""
    cases = list(evaluation.read_cases(_lines(args.file)))
    versions = [_version(args.before), _version(args.after)]
    before, after = (evaluation.judge(cases, version) for version in versions)
    changed = evaluation.differences(before, after)
    if args.json:
        both = [
            evaluation.report(judged, version.version)
            for judged, version in zip((before, after), versions, strict=True)
        ]
        _output().write(_dumped({"before": both[0], "after": both[1], "changed": changed}))
        return 0
    for name, judged, version in zip(("before", "after"), (before, after), versions, strict=True):
        figures = evaluation.report(judged, version.version) | {"misses": [], "kinds": {}}
        _output().write(f"== {name}\n{evaluation.as_text(figures)}\n\n")
    for case in changed:
        _output().write(
            f"{case['language']}: expected {case['expected']}, {case['before']} → {case['after']}"
            f" (right: {case['right']}): {case['text']}\n"
        )
    return 0


def _version(name: str) -> Screener:
    return load(None if name == "shipped" else Path(name))


def _lines(name: str) -> Iterable[str]:
    if name == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    return Path(name).open(encoding="utf-8", errors="replace")


def _output() -> Any:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


def _dumped(figures: dict[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """`python -m damayan.cli.safety …`, the same verbs without the rest of the command line."""
    parser = argparse.ArgumentParser(prog="damayan safety")
    add(parser)
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())

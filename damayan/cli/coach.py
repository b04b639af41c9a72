"""`damayan coach`: look at drafts of answers, evaluate and train the reply coach."""

import argparse
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from damayan.support.coach import evaluation, stream, training

WEIGHTS, FIGURES = "weights.json", "figures.json"


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; without a verb, lines come in and answers go out."""
    parser.add_argument("--jsonl", action="store_true", help='lines {"id", "story", "reply"}')
    parser.add_argument("--explain", action="store_true", help="say which words made it say so")
    parser.add_argument("--input", default="-", metavar="FILE", help="instead of standard input")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    verb = verbs.add_parser("evaluate", help="figures on labelled replies")
    verb.add_argument("file", type=Path, help="own replies, or labels of lines in a corpus (TSV)")
    verb.add_argument("--corpora", type=Path, help="folder with the corpus that is labelled")
    verb = verbs.add_parser("train", help="fit the weights; the same input gives the same file")
    verb.add_argument("labels", type=Path, help="labels of lines in a corpus (TSV)")
    verb.add_argument("corpora", type=Path, help="folder with the corpus")
    verb.add_argument("--out", type=Path, required=True, help="folder for weights and figures")


def run(args: argparse.Namespace) -> int:
    """Do what was asked; answers the exit code."""
    deed = {"evaluate": evaluate, "train": train}.get(args.verb, answer)
    try:
        return deed(args)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def answer(args: argparse.Namespace) -> int:
    """Filter lines; without ``--jsonl`` every line is taken for a reply."""
    lines = _lines(args.input)
    if not args.jsonl:
        lines = (
            json.dumps({"id": number, "story": "", "reply": line.rstrip("\n")})
            for number, line in enumerate(lines, 1)
            if line.strip()
        )
    stream.filter_lines(lines, _output(), explains=args.explain)
    return 0


def evaluate(args: argparse.Namespace) -> int:
    """Print figures as JSON; exit code 0 whatever they are."""
    _output().write(_dumped(evaluation.evaluate(args.file, args.corpora)))
    return 0


def train(args: argparse.Namespace) -> int:
    """Write weights and their cross-validated figures; prints the figures."""
    rows = training.read_labels(args.labels, args.corpora)
    figures = _dumped({"cross_validated": evaluation.cross_validated(rows)})
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / WEIGHTS).write_text(_dumped(training.fitted(rows)), "utf-8")
    (args.out / FIGURES).write_text(figures, "utf-8")
    _output().write(figures)
    return 0


def _lines(name: str) -> Iterable[str]:
    if name == "-":
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
    return Path(name).open(encoding="utf-8", errors="replace")


def _output() -> Any:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


def _dumped(found: dict[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

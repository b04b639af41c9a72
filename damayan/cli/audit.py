"""``damayan audit verify``: look whether the guides' log is whole."""

import argparse

from damayan.cli.database import at_hand


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=["verify"], help="look for changed, missing or moved rows")
    parser.add_argument(
        "--noted", metavar="HASH", help="a last hash printed earlier, to notice a log cut off since"
    )


def run(args: argparse.Namespace) -> int:
    """Print every problem; answers 1 when there is one, else 0."""
    with at_hand():
        import django

        django.setup()
        return _verify(args.noted)


def _verify(noted: str | None) -> int:
    from damayan.moderation import log

    problems = log.verify()
    if noted and not log.holds(noted):
        problems.append(
            "The hash noted earlier is not in the log: its end was cut off or replaced."
        )
    for problem in problems:
        print(problem)
    if problems:
        return 1
    print(f"The guides' log is whole. Its last hash, to note elsewhere: {log.last_hash()}")
    return 0

"""How well screening did on labelled sentences, as it was measured last, for coordinators to read.

``python -m damayan.safety.measured FILE`` measures the shipped version on labelled sentences
that it was not written for, and keeps the figures (never the sentences) beside this module.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from damayan.safety.screening import evaluation
from damayan.safety.screening.engine import load

_HERE = Path(__file__).parent
FILE = _HERE / "data" / "screening_measured.json"
MODEL = _HERE / "model" / "figures.json"


def measured() -> dict[str, Any] | None:
    """``version``, ``measured_on``, ``all`` and ``languages`` as ``evaluation.report`` has them."""
    return _read(FILE)


def model_figures() -> dict[str, Any]:
    """What training wrote down about the statistical model; empty when there is no model."""
    return _read(MODEL) or {}


def running_version() -> str:
    """The version that screens here now."""
    return load(None).version


def keep(cases: Path) -> dict[str, Any]:
    """Measure the shipped version on ``cases`` (TSV: level, language, text); keep the figures."""
    screener = load(None)
    with cases.open(encoding="utf-8") as lines:
        judged = evaluation.judge(evaluation.read_cases(lines), screener)
    figures = evaluation.report(judged, screener.version)
    del figures["misses"]
    figures["measured_on"] = datetime.now(UTC).date().isoformat()
    FILE.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return figures


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    print(keep(Path(sys.argv[1]))["version"])

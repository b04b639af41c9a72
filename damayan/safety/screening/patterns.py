"""The identity guard's regular expressions, read from a data file so that they can be reviewed."""

import re
from pathlib import Path

from damayan.safety.screening.rulebook import SHIPPED

HEAD = re.compile(r"\[(\w+)( i)?\]")
PART = re.compile(r"<<(\w+)>>")


def read_patterns(path: Path) -> dict[str, re.Pattern[str]]:
    """Compiled patterns by name; raises KeyError for an unknown part, re.error for a bad one."""
    sources: dict[str, str] = {}
    flags: dict[str, re.RegexFlag] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        head = HEAD.fullmatch(line)
        if head:
            name = head[1]
            sources[name], flags[name] = "", re.IGNORECASE if head[2] else re.NOFLAG
        elif line.startswith("  "):
            sources[name] += PART.sub(lambda part: sources[part[1]], line[2:])
    return {name: re.compile(source, flags[name]) for name, source in sources.items()}


PATTERNS = read_patterns(SHIPPED / "patterns.txt")

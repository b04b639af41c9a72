"""Which language a text is in: English, Filipino, Taglish, Cebuano, or none that we know."""

import re
from functools import cache
from pathlib import Path

from damayan.safety.screening.normal import plain
from damayan.safety.screening.rulebook import SHIPPED

WORD = re.compile(r"[^\W\d_][\w'’-]*")
FIL_SHAPE = re.compile(
    r"(?:nag|mag|pag|nak|mak|pak|nang|mang|napa|naka|maka|ipag|pinag|kina|ika|pinaka|nap|map)"
    r"[a-z]{4,}|[bkdglmnpst](?:in|um)[aiu][a-z]{3,}|[a-z]{4,}(?:hin|han|ng|in)$"
)
CEB_SHAPE = re.compile(r"(?:gi|gina|ni|mi|mo|mu|naga|manga|nani|gika|gipa|pagka)[a-z]{4,}")
COVERED = ("en", "fil", "taglish", "ceb")
SAMPLE = 160


@cache
def _lists(folder: Path = SHIPPED) -> dict[str, frozenset[str]]:
    lists = {}
    for line in (folder / "languages.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split(" = ", 1)
            lists[name] = frozenset(words.split())
    return lists


def identify(text: str, hint: str | None = None) -> str:
    """One of `en`, `fil`, `taglish`, `ceb`, `other`; `hint` decides only what the words leave open.

    Reads the first 160 words.
    """
    words = [plain(m.group()) for m in _first_words(text)]
    count = dict.fromkeys(_lists(), 0.0)
    for word in words:
        _count(word, count)
    return _decide(count, len(words), hint)


def _first_words(text: str) -> list[re.Match[str]]:
    return list(WORD.finditer(text[: SAMPLE * 8]))[:SAMPLE]


@cache
def _homes(folder: Path = SHIPPED) -> dict[str, tuple[str, ...]]:
    homes: dict[str, tuple[str, ...]] = {}
    for name, words in _lists(folder).items():
        for word in words:
            homes[word] = (*homes.get(word, ()), name)
    return homes


def _count(word: str, count: dict[str, float]) -> None:
    homes = _homes().get(word, ())
    for name in homes:
        count[name] += 1 / len(homes) if len(word) < 3 else 1.0
    if not homes and len(word) > 5:
        if CEB_SHAPE.fullmatch(word):
            count["ceb"] += 0.4
        if FIL_SHAPE.match(word):
            count["fil"] += 0.4


def _decide(count: dict[str, float], total: int, hint: str | None) -> str:
    home = {name: count[name] for name in ("en", "fil", "ceb")}
    foreign = max((v for k, v in count.items() if k.startswith("other")), default=0.0)
    best = max(home.values())
    if best == 0 or best < 0.14 * total or foreign > best:
        return hint if hint in COVERED and foreign <= best and total <= 6 else "other"
    local = max(home["fil"], home["ceb"])
    if local < 0.15 * (home["en"] + local) or (local < 2 and home["en"] > 2 * local):
        return "en"
    if home["ceb"] > home["fil"]:
        return "ceb"
    if home["en"] >= 0.24 * (home["en"] + home["fil"]):
        return "taglish"
    return "ceb" if hint == "ceb" and home["ceb"] == home["fil"] else "fil"

"""Ways to reach somebody elsewhere: e-mail, phone, links, accounts and numbers of documents."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from damayan.safety.screening.patterns import PATTERNS
from damayan.safety.screening.segments import Segment
from damayan.safety.screening.types import Span
from damayan.safety.screening.vocabulary import common_words

HELPLINES = Path(__file__).resolve().parent.parent / "data" / "helplines.json"
KNOWN_HELP = frozenset(
    "1553 911 988 112 999 116123 117 143 163 1343 2919 8888 180018881553 09178998727 09663514518"
    " 09919895553 09190571553 0289898727 0288937603 88937603 09178001123 09228938944 0288044673"
    " 88044673 09175584673 09188734673 09178735443 0277242919 18002738255 741741 13 1317".split()
)

EMAIL = PATTERNS["EMAIL"]
LINK = PATTERNS["LINK"]
PHONE = PATTERNS["PHONE"]
CALL = PATTERNS["CALL"]
SPOKEN = PATTERNS["SPOKEN"]
AT = PATTERNS["AT"]
NOT_HANDLES = frozenset(
    "everyone here all home me work school you us midnight admin mods mod".split()
)
ACCOUNT = PATTERNS["ACCOUNT"]
ACCOUNT_AFTER = PATTERNS["ACCOUNT_AFTER"]
TOLD = PATTERNS["TOLD"]
TOLD_USER = PATTERNS["TOLD_USER"]
NEAR = PATTERNS["NEAR"]
PLATFORM_NAME = PATTERNS["PLATFORM_NAME"]
WORDS = PATTERNS["WORDS"]
ADD_ME = PATTERNS["ADD_ME"]
USERNAME = PATTERNS["USERNAME"]
DOCUMENT = PATTERNS["DOCUMENT"]
NUMBERED = PATTERNS["NUMBERED"]
DATE = PATTERNS["DATE"]
MONEY = PATTERNS["MONEY"]


PLATFORM_WORDS = frozenset(re.findall(r"[a-z]+", PATTERNS["PLATFORM"].pattern)) | {"facebook"}
DIGITS = re.compile(r"\d(?:[^\d]{0,3}[\doO])+|[\da-f]{1,4}(?::[\da-f]{1,4}){7}")
BEFORE, AFTER = 80, 40
MAX_CHARS = 20_000
MAIL_SIGN = re.compile(
    r"@|[\[({<]\s*at\b|\bdot\b|\b(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton)", re.IGNORECASE
)
DOTTED = re.compile(r"\w\.[A-Za-z]{2}")
VAGUE_PLATFORMS = frozenset("x line signal kik tt dc sc ml".split())
NUMBER_WORDS = frozenset(
    "sss gsis tin philhealth ibig pagibig hdmf passport plate plaka crn umid prc student school id i d"
    " lrn license licence lisensya driver's driver account acct bank card employee psn national"
    " philsys ssn iban voter's".split()
)
DIGIT_WORDS = frozenset(re.findall(r"[a-z]+", PATTERNS["DIGIT"].pattern)) - {"d", "oh"}
MAIL_WORDS = frozenset("gmail yahoo ymail hotmail outlook icloud proton protonmail dot".split())
USER_WORDS = frozenset("user username handle gamertag ign screen".split())


def contact_spans(text: str, words: frozenset[str], pieces: list[Segment]) -> Iterator[Span]:
    """E-mail first, then links, accounts, documents and phones; may overlap, earlier ones win.

    `words` are the words of the text, lower case; they save looking for what cannot be there.
    """
    digits = sum(map(text.count, "0123456789"))
    if "@" in text or "(at" in text or "[at" in text or words & MAIL_WORDS:
        for start, end in _near(MAIL_SIGN, text):
            yield from _all(EMAIL, text, "email", start, end)
    if "//" in text or DOTTED.search(text):
        yield from _links(text)
    yield from _accounts(text, words, pieces)
    for start, end in _digit_windows(text, 3) if digits >= 3 else ():
        yield from _numbered(text, words, start, end)
    for start, end in _digit_windows(text, 5) if digits >= 5 else ():
        yield from _phones(text, start, end)
    if digits < 11 and len(words & DIGIT_WORDS) >= 3:
        yield from (s for s in _all(SPOKEN, text, "phone") if _spoken_enough(text[s.start : s.end]))


def _digit_windows(text: str, least: int) -> list[tuple[int, int]]:
    """Stretches around runs of at least so many digits, merged; numbers are only looked for there."""
    found: list[tuple[int, int]] = []
    for run in DIGITS.finditer(text):
        if sum(map(str.isdigit, run.group())) < least:
            continue
        start, end = max(0, run.start() - BEFORE), min(len(text), run.end() + AFTER)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _near(
    pattern: re.Pattern[str], text: str, first: int = 0, last: int = MAX_CHARS
) -> list[tuple[int, int]]:
    """Stretches around every match, merged."""
    found: list[tuple[int, int]] = []
    for match in pattern.finditer(text, first, last):
        start, end = max(0, match.start() - BEFORE), min(len(text), match.end() + BEFORE)
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _all(
    pattern: re.Pattern[str], text: str, detail: str, start: int = 0, end: int = MAX_CHARS
) -> Iterator[Span]:
    for match in pattern.finditer(text, start, end):
        yield Span("identifying", *match.span(), f"id.{detail}", detail)


def _links(text: str) -> Iterator[Span]:
    for match in LINK.finditer(text):
        word = match.group().rstrip(".,;:!?)]}'\"")
        if "/" in word or "www" in word.lower() or _domain(word):
            yield Span("identifying", match.start(), match.start() + len(word), "id.link", "link")


def _domain(word: str) -> bool:
    """A bare domain, not "ok.me" for want of a space between sentences."""
    first, _, last = word.lower().rpartition(".")
    common = common_words()
    return last in ("com", "net", "org", "ph", "edu", "gov", "io", "gg", "app", "xyz") or not (
        last in common or first.rpartition(".")[2] in common
    )


def _accounts(text: str, words: frozenset[str], pieces: list[Segment]) -> Iterator[Span]:
    if "@" in text:
        for match in AT.finditer(text):
            if match.group()[1].isspace() and not _odd(match["n"]):
                continue
            if match["n"].lower().rstrip(".") not in NOT_HANDLES and not match["n"][0].isdigit():
                yield _named(match, "n", "handle", whole=True)
    named = words & PLATFORM_WORDS
    if named - VAGUE_PLATFORMS or (named and any(map(text.__contains__, ":@_="))):
        for piece in pieces:
            if piece.words & PLATFORM_WORDS:
                for start, end in _near(PLATFORM_NAME, text, piece.start, piece.own):
                    yield from _on_platforms(text, start, end)
    if "#" in text or "u/" in text or words & USER_WORDS:
        for match in USERNAME.finditer(text):
            group = match.lastgroup or "n"
            told = TOLD_USER.search(text, match.start(), match.start(group))
            if group != "n" or _account_like(match["n"], marked=bool(told), said=False):
                yield _named(match, group, "handle")


def _on_platforms(text: str, start: int, end: int) -> Iterator[Span]:
    for match in ACCOUNT.finditer(text, start, end):
        told = bool(TOLD.search(text, match.start(), match.start("n")))
        if _account_like(match["n"], marked=bool(match["mark"]), said=told):
            yield _named(match, "n", "handle")
    for match in ACCOUNT_AFTER.finditer(text, start, end):
        if _odd(match["n"]):
            yield _named(match, "n", "handle")
    for match in NEAR.finditer(text, start, end):
        for word in WORDS.finditer(text, match.end(), match.end() + 45):
            if _odd(word.group()):
                yield Span("identifying", *word.span(), "id.handle", "handle")
                break
    for match in ADD_ME.finditer(text, start, end):
        if match["n"].split()[0].lower() not in common_words():
            yield _named(match, "n", "handle")


def _named(match: re.Match[str], group: str, detail: str, *, whole: bool = False) -> Span:
    start, end = match.span(0 if whole else group)
    end -= len(match[group]) - len(match[group].rstrip(".-"))
    return Span("identifying", start, end, f"id.{detail}", detail)


def _odd(word: str) -> bool:
    """Spelled like an account: a digit, underscore or inner dot beside letters."""
    word = word.rstrip(".-")
    if not any(c.isalpha() for c in word):
        return False
    if "_" in word or "#" in word or re.search(r"[A-Za-z]\w*\d\d", word):
        return True
    parts = word.split(".")
    common = common_words()
    return len(parts) > 1 and all(p.isalnum() and p.islower() and p not in common for p in parts)


def _account_like(word: str, *, marked: bool, said: bool) -> bool:
    first = word.split(maxsplit=1)[0]
    bare = first.rstrip(".-").lower()
    if _odd(first):
        return True
    return (marked or said) and len(bare) > 3 and bare not in common_words() and not bare.isdigit()


def _numbered(text: str, words: frozenset[str], start: int, end: int) -> Iterator[Span]:
    for match in NUMBERED.finditer(text, start, end) if words & NUMBER_WORDS else ():
        if sum(c.isdigit() for c in match["n"]) >= 3:
            yield _named(match, "n", "id")
    for match in DOCUMENT.finditer(text, start, end):
        word = match.group()
        bare = re.sub(r"\D", "", word)
        mobile = (
            re.fullmatch(r"(?:0|63)9\d{9}", bare) or text[match.start() - 1 : match.start()] == "+"
        )
        if not DATE.fullmatch(word) and not mobile and bare not in _help_numbers():
            yield Span("identifying", *match.span(), "id.id", "id")


def _phones(text: str, start: int, end: int) -> Iterator[Span]:
    for match in PHONE.finditer(text, start, end):
        if _phone_like(text, match.start(), match.group()):
            yield Span("identifying", *match.span(), "id.phone", "phone")
    for match in CALL.finditer(text, start, end):
        if _phone_like(text, match.start("n"), match["n"]):
            yield Span("identifying", *match.span("n"), "id.phone", "phone")


def _phone_like(text: str, start: int, word: str) -> bool:
    bare = re.sub(r"\D", "", word)
    if len(bare) < 6 or bare in _help_numbers() or bare.removeprefix("63") in _help_numbers():
        return False
    if DATE.fullmatch(word.strip()) or MONEY.search(text[max(0, start - 6) : start]):
        return False
    after = text[start + len(word) : start + len(word) + 8].lower().lstrip()
    return not after.startswith(
        ("pesos", "php", "km", "kg", "%", "am", "pm", "votes", "people", "views")
    )


def _spoken_enough(words: str) -> bool:
    names = re.findall(r"[A-Za-z]+", words)
    return len(names) >= 3 and len(names) + sum(c.isdigit() for c in words) >= 7


@cache
def _help_numbers() -> frozenset[str]:
    """Digits of public helplines, from the directory that ships and a few that everybody knows."""
    numbers = set(KNOWN_HELP)
    if HELPLINES.exists():
        for entry in json.loads(HELPLINES.read_text("utf-8")):
            numbers.add(re.sub(r"\D", "", str(entry.get("number", ""))))
    return frozenset(numbers)

"""Ways to reach somebody elsewhere: e-mail, phone, links, accounts and numbers of documents."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from damayan.safety.screening.types import Span
from damayan.safety.screening.vocabulary import common_words

HELPLINES = Path(__file__).resolve().parent.parent / "data" / "helplines.json"
KNOWN_HELP = frozenset(
    "1553 911 988 112 999 116123 117 143 163 1343 2919 8888 180018881553 09178998727 09663514518"
    " 09919895553 09190571553 0289898727 0288937603 88937603 09178001123 09228938944 0288044673"
    " 88044673 09175584673 09188734673 09178735443 0277242919 18002738255 741741 13 1317".split()
)

TLD = (
    "com|net|org|ph|edu|gov|io|me|co|info|app|dev|xyz|link|site|online|shop|store|gg|tv|ly|uk|us"
    "|au|de|fr|hu|za|ch|be|eu|nl|it|es|jp|sg|hk|biz|page|blog|club|live|ru|in|cn|ai|cc|to|st|fm|id"
    "|my|vn|kr|tech|fun|top|pro|world|space|website|cloud|group|life|news|mil|int|ca|nz|se|no|fi|dk"
)
EMAIL = re.compile(
    r"[\w.+%-]+\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
    r"|[\w.+-]+\s*[\[({<]\s*(?:at|@)\s*[\])}>]\s*[\w-]+\s*(?:\.|[\[({<]?\s*(?:dot|\.)\s*[\])}>]?)\s*"
    r"[A-Za-z]{2,}"
    r"|[\w.+-]+\s+at\s+[\w-]+\s+dot\s+[A-Za-z]{2,}(?:\s+dot\s+[A-Za-z]{2,})?"
    r"|[\w.+-]+\s*(?:@|\bat\b|[\[(]at[\])])\s*(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton"
    r"(?:mail)?)\b(?:\s*(?:\.|\bdot\b|[\[(]dot[\])])\s*[A-Za-z]{2,})*",
    re.IGNORECASE,
)
LINK = re.compile(
    r"(?:https?|ftp|hxxps?)\s?:\s?//[^\s<>\"]+|www\.[^\s<>\"]+"
    rf"|(?<![\w@.-])(?:[a-z0-9][a-z0-9-]*\.)+(?:{TLD})(?:/[^\s<>\"]*|\b(?![\w@-]))",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w.])(?:\(?(?:\+|00)\s?63\)?|63|[0oO])[\s.()-]{0,3}9(?:[\s.()-]{0,3}[\doO]){9}(?!\d)"
    r"|(?<![\w.-])\+\d(?:[\s.()-]{0,2}\d){6,14}(?:\s?x\d{1,6})?(?!\d)"
    r"|(?<![\w.-])00[1-9](?:[\s.()-]{0,2}\d){6,14}(?:\s?x\d{1,6})?(?!\d)"
    r"|(?<![\w.-])\(\+?0?\d{1,4}\)[\s.-]?\d{2,4}(?:[\s.-]?\d{2,4}){1,3}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?!\d)"
    r"|(?<![\w.-])(?:\d{1,2}[\s.-])?\d{3}[\s.-]\d{3}[\s.-]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?!\d)"
    r"|(?<![\w.-])0\d{1,3}[\s.-]\d{2,4}[\s.-]?\d{2,4}(?:[\s.-]\d{2,4})?(?!\d)"
    r"|(?<![\w.-])0\d[\s.-]\d{7,8}(?!\d)|(?<![\w.,₱$-])\d\d(?:[\s-]\d\d){3}(?!\d|-\d)"
    r"|(?<![\w.,₱$-])[2-9]\d{2,3}[\s.-]\d{4}(?![\w,])|(?<![\w.,₱$-])\d\d\s\d{6}(?!\d)"
    r"|(?<![\w.-])9\d{9}(?!\w)"
)
CALL = re.compile(
    r"(?:call|text|txt|tawag\w*|itext|i-text|number|num|no\.|cp|cell\w*|phone|mobile|gcash|viber|whatsapp"
    r"|reach|contact|landline|fax|tel|telepono|numero|fone|mobile no|#)\W{0,4}(?:\w+\W{1,3}){0,5}?"
    r"(?P<n>\+?\(?\d(?:[\s.()-]{0,2}\d){5,14})(?!\d)",
    re.IGNORECASE,
)
DIGIT = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|sero|isa|dalawa|tatlo|apat"
    r"|lima|anim|pito|walo|siyam|uno|dos|tres|kwatro|singko|sais|syete|siyete|otso|nuwebe|nueve"
    r"|usa|duha|tulo|upat|unom|siete|\d{1,4})"
)
SPOKEN = re.compile(rf"\b{DIGIT}(?:[\s,.-]+{DIGIT}){{3,}}\b", re.IGNORECASE)
AT = re.compile(r"(?<![\w@/.])@\s?(?P<n>[A-Za-z_][\w.]{1,29})")
NOT_HANDLES = frozenset("everyone here all home me work school you us midnight admin mods mod".split())
PLATFORM = (
    r"(?:facebook|fb|messenger|instagram|insta|ig|tiktok|tt|telegram|tg|twitter|x|snapchat|snap|sc"
    r"|discord|dc|wechat|viber|whatsapp|kik|line|reddit|skype|roblox|ml|mlbb|steam|signal|youtube|yt"
    r"|threads|bumble|tumblr|wattpad|twitch|linkedin|bluesky|bsky|spotify|omegle|litmatch|kumu|bigo)"
)
ACCOUNT = re.compile(
    rf"\b{PLATFORM}\b(?:\s+(?:account|acc|acct|name|username|user|handle|id|tag|profile|ko|q|nako|po|is"
    r"|ay|kay|as|under|by|at|si|na|under the name|dummy|main|page|ign|ni|nga|ang|niya|din))*\s*"
    r"(?P<mark>[:=@~→>|-]+)?\s*@?(?P<n>[A-Za-z0-9_][\w.#-]{2,31})",
    re.IGNORECASE,
)
ACCOUNT_AFTER = re.compile(
    rf"(?P<n>[A-Za-z_][\w.#-]{{2,31}})\s+(?:on|sa|in|ang|is my|po ang|yung|ig|fb|my)\s+(?:my\s+|the\s+)?"
    rf"{PLATFORM}\b",
    re.IGNORECASE,
)
TOLD = re.compile(r"\b(?:is|ay|as|si|under|name|user|username|handle|kay)\b", re.IGNORECASE)
TOLD_USER = re.compile(r"[:=]|\b(?:is|ay|ko)\b", re.IGNORECASE)
NEAR = re.compile(rf"\b(?!x\b|ml\b|mlbb\b|line\b){PLATFORM}\b", re.IGNORECASE)
WORDS = re.compile(r"(?<![\w.@/])[A-Za-z_][\w.#]{2,30}\w")
ADD_ME = re.compile(
    rf"(?i:\b(?:add|search|find|follow|hanapin|i-?search|i-?add|pm|dm|message|msg|chat|look|reach|ipm|imessage)\b"
    rf"[^.!?\n]{{0,30}}?\b{PLATFORM}\b[\s,:-]*(?:as|under|si|ako si|at|name)?\s*)"
    r"(?P<n>[A-Z][\w'-]+(?:\s+(?:de|dela|del|la)?\s?[A-Z][\w'-]+){1,3})"
)
USERNAME = re.compile(
    r"\b(?:user\s?name|handle|gamertag|ign|user id|screen name)\b(?:\s+(?:ko|is|ay|nako|po|on \w+|sa \w+))*"
    r"\s*[:=-]?\s*@?(?P<n>[\w.#-]{3,31})|(?<!\w)(?P<m>[\w.]{2,31}#\d{4})\b|(?<!\w)/?(?P<u>u/[\w-]{3,20})",
    re.IGNORECASE,
)
DOCUMENT = re.compile(
    r"(?<![\w-])(?:\d{2}-\d{7}-\d|\d{2}-\d{9}-\d|\d{3}-\d{3}-\d{3}(?:-\d{3,5})?|\d{3}-\d{2}-\d{4}"
    r"|\d{4}-\d{4}-\d{4}(?:-\d{4})?|[A-Z]\d{2}-\d{2}-\d{6}|(?:\d[ -]?){12,18}\d|P\d{7}[A-Z]"
    r"|[A-Za-z]{2}\d{2}[A-Za-z]{4}\d{10,18}|\d{1,3}(?:\.\d{1,3}){3}|[A-Z]{3}[ -]\d{4}"
    r"|(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4})(?![\w-])"
)
NUMBERED = re.compile(
    r"\b(?:sss|gsis|tin|philhealth|phil health|pag-?ibig|hdmf|passport|plate|plaka|plate number|crn|umid|prc"
    r"|student (?:no|number|id|num)|school id|id (?:no|number|num)|i\.?d\.?|lrn|license|licence|lisensya"
    r"|driver'?s|account|acct|bank|card|employee|psn|national id|philsys|ssn|iban|voter'?s)\b"
    r"(?:[\s:#.'-]|\b(?:no|number|num|id|is|ay|ko|po|ng|my|nako|kay|na|account|s|card|license|licence|kotse"
    r"|motor|car)\b){0,9}(?P<n>(?=[\w -]*\d[\w -]*\d[\w -]*\d)[A-Za-z]{0,3}[\s-]?\d[\d -]{2,22}[\dA-Za-z])\b",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d|(?:19|20)\d\d[-\s]\d{4}"
)
MONEY = re.compile(r"(?:₱|\$|€|php|pesos?|p|usd)\s?$", re.IGNORECASE)


PLATFORM_WORDS = frozenset(re.findall(r"[a-z]+", PLATFORM)) | {"facebook"}
DIGIT_WORDS = frozenset(re.findall(r"[a-z]+", DIGIT)) - {"d", "oh"}
MAIL_WORDS = frozenset("gmail yahoo ymail hotmail outlook icloud proton protonmail dot".split())
USER_WORDS = frozenset("user username handle gamertag ign screen".split())


def contact_spans(text: str, words: frozenset[str]) -> Iterator[Span]:
    """E-mail first, then links, accounts, documents and phones; may overlap, earlier ones win.

    `words` are the words of the text, lower case; they save looking for what cannot be there.
    """
    digits = sum(map(text.count, "0123456789"))
    if "@" in text or "(at" in text or "[at" in text or words & MAIL_WORDS:
        yield from _all(EMAIL, text, "email")
    if "." in text or "//" in text:
        yield from _links(text)
    yield from _accounts(text, words)
    if digits >= 3:
        yield from _numbered(text)
    if digits >= 5:
        yield from _phones(text)
    if digits < 11 and len(words & DIGIT_WORDS) >= 3:
        yield from (s for s in _all(SPOKEN, text, "phone") if _spoken_enough(text[s.start : s.end]))


def _all(pattern: re.Pattern[str], text: str, detail: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
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


def _accounts(text: str, words: frozenset[str]) -> Iterator[Span]:
    if "@" in text:
        for match in AT.finditer(text):
            if match.group()[1].isspace() and not _odd(match["n"]):
                continue
            if match["n"].lower().rstrip(".") not in NOT_HANDLES and not match["n"][0].isdigit():
                yield _named(match, "n", "handle", whole=True)
    if words & PLATFORM_WORDS:
        yield from _on_platforms(text)
    if "#" in text or "u/" in text or words & USER_WORDS:
        for match in USERNAME.finditer(text):
            group = match.lastgroup or "n"
            told = TOLD_USER.search(text, match.start(), match.start(group))
            if group != "n" or _account_like(match["n"], marked=bool(told), said=False):
                yield _named(match, group, "handle")


def _on_platforms(text: str) -> Iterator[Span]:
    for match in ACCOUNT.finditer(text):
        told = bool(TOLD.search(text, match.start(), match.start("n")))
        if _account_like(match["n"], marked=bool(match["mark"]), said=told):
            yield _named(match, "n", "handle")
    for match in ACCOUNT_AFTER.finditer(text):
        if _odd(match["n"]):
            yield _named(match, "n", "handle")
    for match in NEAR.finditer(text):
        for word in WORDS.finditer(text, match.end(), match.end() + 45):
            if _odd(word.group()):
                yield Span("identifying", *word.span(), "id.handle", "handle")
                break
    for match in ADD_ME.finditer(text):
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
    bare = word.rstrip(".-").lower()
    if _odd(word):
        return True
    return (marked or said) and len(bare) > 3 and bare not in common_words() and not bare.isdigit()


def _numbered(text: str) -> Iterator[Span]:
    for match in NUMBERED.finditer(text):
        if sum(c.isdigit() for c in match["n"]) >= 3:
            yield _named(match, "n", "id")
    for match in DOCUMENT.finditer(text):
        word = match.group()
        bare = re.sub(r"\D", "", word)
        mobile = re.fullmatch(r"(?:0|63)9\d{9}", bare) or text[match.start() - 1 : match.start()] == "+"
        if not DATE.fullmatch(word) and not mobile and bare not in _help_numbers():
            yield Span("identifying", *match.span(), "id.id", "id")


def _phones(text: str) -> Iterator[Span]:
    for match in PHONE.finditer(text):
        if _phone_like(text, match.start(), match.group()):
            yield Span("identifying", *match.span(), "id.phone", "phone")
    for match in CALL.finditer(text):
        if _phone_like(text, match.start("n"), match["n"]):
            yield Span("identifying", *match.span("n"), "id.phone", "phone")


def _phone_like(text: str, start: int, word: str) -> bool:
    bare = re.sub(r"\D", "", word)
    if len(bare) < 6 or bare in _help_numbers() or bare.removeprefix("63") in _help_numbers():
        return False
    if DATE.fullmatch(word.strip()) or MONEY.search(text[max(0, start - 6) : start]):
        return False
    after = text[start + len(word) : start + len(word) + 8].lower().lstrip()
    return not after.startswith(("pesos", "php", "km", "kg", "%", "am", "pm", "votes", "people", "views"))


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

"""Input that nobody kind would send, and what must be true of every answer to it."""

from gzip import decompress
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

PROBE = "xss-probe"
MARKUP = (
    f"\"'></textarea></title></script><{PROBE} onprobe=x>"
    f"{{{{7*191}}}}${{7*191}}%s%(x)s{{0}}[a](javascript:{PROBE})![a](https://{PROBE}.example/a.png)"
)
TEXTS = {
    "nothing": "",
    "space": " \t\r\n\u00a0\u200b\u2028",
    "nul": "a\x00b",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x85",
    "markup": MARKUP,
    "comment": "<!--><svg/onload=probe><style>@import 'x'</style><base href=//x.example>",
    "sql": "'; DROP TABLE people_person; -- \\ %% _ \" $1 $$",
    "bidi": "\u202e\u2066abc\u2069\u200f\u0301\u0301\u0301" * 20,
    "astral": "👩‍👩‍👧‍👦🇵🇭\U0010ffff" * 40,
    "long": "a" * 70_000,
    "words": "lola " * 9_000,
    "marks": "[[((**__``" * 600 + "> " * 300,
    "number": "-9223372036854775809",
    "large": "9" * 40,
    "odd_number": "١٢٣",
    "float": "1e400",
    "headers": "/\r\nSet-Cookie: probe=1\r\n\r\n<b>",
    "json": '{"a": [1, {"b": null}], "id": "\\ud800", "response": {}}',
    "name": "stories:story",
    "word": "abc",
}
ELSEWHERE = (
    "//evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:probe",
    "data:text/html,probe",
    "stories:story",
    "evil",
    "http://[evil",
    "/x\r\nSet-Cookie: probe=1",
    " //evil.example",
    "\x00//evil.example",
    "/" * 9000,
)
IN_PATHS = (
    "%00",
    "a%0d%0aSet-Cookie:%20probe=1",
    "%ff%fe",
    "%ED%A0%80",
    "..%2f..%2fetc",
    "%27%22%3E%3Cxss-probe%20onprobe=x%3E",
    "%7B%7B7*191%7D%7D",
    "%E2%80%AEabc",
    "a" * 3000,
    "-1",
    "9" * 30,
    "%",
    "0",
)


class _Marks(HTMLParser):
    """Collects what could run or reach out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in pairs}
        if tag in {PROBE, "base", "iframe", "object", "embed", "style"}:
            self.found.append(tag)
        if tag == "script" and not at.get("src", "").startswith("/static/"):
            self.found.append(f"script {at}")
        self.found += [f"{tag} {name}" for name in at if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction", "srcset"):
            value = at.get(name, "").strip().lower()
            if value.startswith(("javascript:", "data:text", "vbscript:")) or PROBE in value[:40]:
                self.found.append(f"{tag} {name}={value[:60]}")


def faults_of(response: Any) -> list[str]:
    """What is wrong with an answer, whatever was asked. Empty when all is well."""
    found = []
    if response.status_code >= 500:
        found.append(f"status {response.status_code}")
    location = response.headers.get("Location", "")
    if location and not _is_ours(location):
        found.append(f"leads to {location[:80]}")
    if "probe" in str(response.cookies) or "probe" in response.headers.get("Set-Cookie", ""):
        found.append("sets a cookie of theirs")
    if not response.streaming and "html" in response.headers.get("Content-Type", ""):
        zipped = response.headers.get("Content-Encoding") == "gzip"
        content = decompress(response.content) if zipped else response.content
        found += faults_in(content.decode())
        if "Content-Security-Policy" not in response.headers:
            found.append("no policy")
    return found


def faults_in(page: str) -> list[str]:
    """What could run, or did run, in a page."""
    marks = _Marks()
    marks.feed(page)
    return marks.found + (["calculated what was typed"] if "1337" in page else [])


def _is_ours(location: str) -> bool:
    """As a browser reads it: control characters fall out, a backslash is a slash."""
    read = "".join(c for c in location if c > " ").replace("\\", "/")
    if read.startswith("https://www.wikipedia.org/"):
        return True  # the way out
    to = urlsplit(urljoin("http://testserver/here/", read))
    return to.scheme == "http" and to.netloc == "testserver"

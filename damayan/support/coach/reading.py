"""From a draft as people type it to a row of plain words that cues can meet.

Each token keeps its place in the text as given, so that the coach can show the very words it
noticed. Words in quotation marks and lines that quote somebody are passed over: they are not what
the writer says.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

# Nobody reads further than this with care, and neither does the coach; the end counts most.
HEAD, TAIL = 2_000, 500
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|&gt;)[^\n]*", re.MULTILINE)
_QUOTED = re.compile(r"[\"“”„«][^\"“”„«»\n]{1,300}[\"“”»]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,500}")
_TOKEN = re.compile(
    r"(?P<heart><3|&lt;3|[\u2764\u2665\U0001f493-\U0001f49f\U0001f90d-\U0001f90e\U0001f917\U0001fac2])"
    r"|(?P<stop>[.!?…;\n]+|,)"
    r"|(?P<word>[^\W_](?:[^\W_]|['’‘`´*\u0300-\u036f-](?=[^\W_]))*)"
)
_LONG = re.compile(r"([^\W\d_])\1{2,}")
_JOINTS = re.compile(r"['’‘`´*-]")
_TAGS = re.compile(r"<[^<>\n]{1,200}>")
TEXTING = dict(
    pair.split("=")
    for pair in (
        "u=you ur=your r=are ya=you y=why pls=please plz=please thru=through "
        "bat=bakit bkt=bakit bkit=bakit anu=ano anung=anong san=saan kelan=kailan klan=kailan "
        "pano=paano pnu=paano gnu=gaano musta=kumusta kamusta=kumusta kmusta=kumusta "
        "komusta=kumusta wag=huwag wg=huwag hwag=huwag di=hindi d=hindi hndi=hindi nde=hindi "
        "hinde=hindi ndi=hindi hnd=hindi sau=sayo syo=sayo sayu=sayo sya=siya xa=siya yun=iyon "
        "yan=iyan nyan=niyan nun=noon nung=noong nong=noong dun=doon tlga=talaga tlaga=talaga "
        "kc=kasi ksi=kasi kse=kasi aq=ako aqo=ako q=ko ikw=ikaw ikaw=ikaw lng=lang lan=lang "
        "nmn=naman nman=naman mron=meron merun=meron gsto=gusto gustu=gusto pede=pwede pde=pwede "
        "cno=sino cnu=sino sinu=sino nangyare=nangyari ngyari=nangyari nangyri=nangyari "
        "kaw=ikaw tyo=tayo nandyan=nandiyan anjan=nandiyan anjo=nandito anditu=andito "
        "ngaun=ngayon ngyon=ngayon pra=para kng=kung pg=pag db=diba dba=diba"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or stop; offsets are characters into the text as given, end exclusive."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """A text as the coach reads it: ``line`` is its tokens joined by single spaces."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def line(self) -> str:
        return "".join(f" {token.word}" for token in self.tokens) + " "

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each token begins in ``line``."""
        found, at = [], 1
        for token in self.tokens:
            found.append(at)
            at += len(token.word) + 1
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """(first token, stop token) of every sentence; the last may end without a stop."""
        found, first = [], 0
        for at, token in enumerate(self.tokens):
            if token.word in STOPS:
                if at > first:
                    found.append((first, at))
                first = at + 1
        if first < len(self.tokens):
            found.append((first, len(self.tokens)))
        return tuple(found)

    def words(self, first: int, last: int) -> str:
        """The words from token ``first`` up to ``last`` (exclusive) as they were typed."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


STOPS = frozenset(".?")


def read(text: str) -> Page:
    """Read a text of any length; of a long one the beginning and the end."""
    text = text.encode("utf-8", "ignore").decode()
    tokens = list(_tokens(text, 0, len(text) if len(text) <= HEAD + TAIL else HEAD))
    if len(text) > HEAD + TAIL:
        tokens.append(Token(".", HEAD, HEAD))
        tokens += _tokens(text, len(text) - TAIL, len(text))
    return Page(text, tuple(tokens))


def _tokens(text: str, start: int, end: int) -> list[Token]:
    part = text[start:end]
    for passed_over in (_QUOTED_LINE, _ADDRESS, _TAGS, _QUOTED):
        part = passed_over.sub(_blank, part)
    found = []
    for match in _TOKEN.finditer(part):
        word = _plain(match)
        if word:
            found.append(Token(word, start + match.start(), start + match.end()))
    return found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _plain(match: re.Match[str]) -> str:
    if match.lastgroup == "heart":
        return "heartsign"
    if match.lastgroup == "stop":
        return "," if match[0] == "," else "?" if "?" in match[0] else "."
    return plain(match[0])


def plain(word: str) -> str:
    """Small letters without accents, apostrophes or hyphens; texting spelled out."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", _INVISIBLE.sub("", word))
        word = "".join(letter for letter in word if not unicodedata.combining(letter))
    word = _LONG.sub(r"\1", _JOINTS.sub("", word.casefold()))
    return TEXTING.get(word, word)

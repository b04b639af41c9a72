"""Who and where somebody is: names, addresses, schools and workplaces told in running text."""

import re
from collections.abc import Iterator

from damayan.safety.screening.patterns import PATTERNS
from damayan.safety.screening.segments import Segment
from damayan.safety.screening.triggers import (
    AKO_FIRST,
    AKO_WORDS,
    ALSO_WORDS,
    EMPLOYERS,
    GIVEN,
    LIVE_FIRST,
    LIVE_WORDS,
    NAME_WORDS,
    OTHER_FIRST,
    PLACE_NAMES,
    RELATION_WORDS,
    SCHOOL_NOUNS,
    SCHOOL_WORDS,
    SI_FIRST,
    SIGN_WORDS,
    STREET_WORDS,
    STUDY_FIRST,
    STUDY_WORDS,
    TITLE_WORDS,
    WORK_FIRST,
    WORK_WORDS,
)
from damayan.safety.screening.types import Span
from damayan.safety.screening.vocabulary import common_words, word_list

OWN_NAME = PATTERNS["OWN_NAME"]
AKO_SI = PATTERNS["AKO_SI"]
ITS_ME = PATTERNS["ITS_ME"]
NAME_AFTER = PATTERNS["NAME_AFTER"]
OTHER_NAME = PATTERNS["OTHER_NAME"]
SI_RELATION = PATTERNS["SI_RELATION"]
SI = PATTERNS["SI"]
KO_BEFORE = PATTERNS["KO_BEFORE"]
TITLED = PATTERNS["TITLED"]
FIRST_PERSON = PATTERNS["FIRST_PERSON"]

NUMBERED_PLACE = PATTERNS["NUMBERED_PLACE"]
LIVE = PATTERNS["LIVE"]
SCHOOL = PATTERNS["SCHOOL"]
ACRONYM_SCHOOL = PATTERNS["ACRONYM_SCHOOL"]
STUDY = PATTERNS["STUDY"]
WORK = PATTERNS["WORK"]
WORK_AFTER = PATTERNS["WORK_AFTER"]
SI_TITLED = PATTERNS["SI_TITLED"]
ORG_WORD = PATTERNS["ORG_WORD"]
CAPS_RUN = PATTERNS["CAPS_RUN"]


CAPITAL = PATTERNS["CAPITAL"]
LIVE_PHRASES = re.compile(
    r"m from |m based|i stay |come (?:to|over)|(?:house|home|place) is|hanapin|dito ako|nasa ako",
    re.IGNORECASE,
)
FIRST = re.compile(r"[A-ZÑ][\w'’-]+")


def personal_spans(text: str, words: frozenset[str], pieces: list[Segment]) -> Iterator[Span]:
    """Addresses, schools, workplaces and names; may overlap, earlier ones win.

    Each sort is looked for only in pieces where one of its own words stands, and only near words that
    could be names: capitals inside sentences, or words of our lists of names and places.
    """
    near = [p for p in pieces if _capitals(text, p)]
    placed = [p for p in pieces if p.words & PLACE_NAMES] if words & PLACE_NAMES else []
    for piece in _either(near, placed):
        yield from _places(piece)
    for piece in _either(near, pieces if words & SCHOOL_WORDS else []):
        if piece.words & STUDY_WORDS:
            yield from _schools(piece)
    for piece in _either(near, pieces if words & EMPLOYERS else []):
        if piece.words & WORK_WORDS:
            yield from _jobs(piece)
    yield from _names(text, words, pieces, near)


def _names(
    text: str, words: frozenset[str], pieces: list[Segment], near: list[Segment]
) -> Iterator[Span]:
    for piece in pieces:
        if piece.words & NAME_WORDS or {"go", "by"} <= piece.words or {"know", "as"} <= piece.words:
            yield from _told_names(text, piece.start, piece.end)
    for piece in near:
        if piece.words & SIGN_WORDS:
            yield from _signed_names(text, piece.start, piece.end)
    for piece in _either(near, [p for p in pieces if p.words & GIVEN] if words & GIVEN else []):
        if piece.words & AKO_WORDS:
            yield from _own_names(piece)
    for piece in pieces:
        if "si" in piece.words or "sina" in piece.words:
            yield from _si_names(piece)
    for piece in near:
        yield from _other_names(piece)


def _either(first: list[Segment], second: list[Segment]) -> list[Segment]:
    places = {piece.start: piece for piece in (*first, *second)}
    return [places[start] for start in sorted(places)]


def _capitals(text: str, piece: Segment) -> bool:
    """Whether a capitalised word that is no common word stands in a piece, or a name opens it."""
    opening = FIRST.match(text, piece.start)
    if opening and opening[0].lower() in GIVEN:
        return True
    common = common_words()
    for match in CAPITAL.finditer(text, piece.start, piece.end):
        word = match[0].lower()
        if word not in common or word in GIVEN:
            return True
    return False


def _span(match: re.Match[str], detail: str, words: str) -> Span:
    start = match.start("n")
    return Span("identifying", start, start + len(words), f"id.{detail}", detail)


def _told_names(text: str, start: int, end: int) -> Iterator[Span]:
    for match in OWN_NAME.finditer(text, start, end):
        called = "call me" in text[match.start() : match.start("n")].lower()
        name = _name(match["n"], trusting=not called, said=True)
        if name:
            yield _span(match, "name", name)


def _signed_names(text: str, start: int, end: int) -> Iterator[Span]:
    for match in ITS_ME.finditer(text, start, end):
        group = "n" if match["n"] else "m"
        if _name(match[group], trusting=False, said=True):
            yield Span("identifying", *match.span(group), "id.name", "name")
    for match in NAME_AFTER.finditer(text, start, end):
        if not _public(match["n"]) and match["n"].split()[0].lower() not in common_words():
            yield _span(match, "name", match["n"])


def _own_names(piece: Segment) -> Iterator[Span]:
    for match in piece.matches(AKO_SI, AKO_FIRST):
        name = _name(match["n"], trusting=False, said=bool(match["si"]))
        if name and (match["si"] or name[0].isupper() or name.split()[0] not in ALSO_WORDS):
            yield _span(match, "name", name)


def _si_names(piece: Segment) -> Iterator[Span]:
    for match in piece.matches(SI, SI_FIRST):
        name = _name(match["n"], trusting=False, said=True)
        if name and KO_BEFORE.search(piece.text, max(0, match.start() - 60), match.start()):
            yield _span(match, "name", name)


def _other_names(piece: Segment) -> Iterator[Span]:
    if piece.words & RELATION_WORDS:
        for pattern, firsts in ((OTHER_NAME, OTHER_FIRST), (SI_RELATION, SI_FIRST)):
            for match in piece.matches(pattern, firsts):
                name = _name(match["n"], trusting=False, said=True)
                if name:
                    yield _span(match, "name", name)
    if piece.words & TITLE_WORDS:
        for pattern, firsts in ((SI_TITLED, SI_FIRST), (TITLED, TITLE_WORDS)):
            for match in piece.matches(pattern, firsts):
                sentence = _sentence(piece.text, match.start())
                if not _public(match["n"]) and FIRST_PERSON.search(sentence):
                    yield _span(match, "name", match["n"])


def _name(words: str, *, trusting: bool, said: bool = False) -> str:
    """The leading part of `words` that reads as a name, or nothing."""
    kept: list[str] = []
    given = word_list("names.txt", "given")
    for word in words.split(" "):
        bare = re.sub(r"(?:'s|’s)$", "", word).strip(".,'’\"").lower()
        capital = word[:1].isupper()
        named = capital and ((kept and bare not in LOWER_OK) or bare in given)
        if bare in NOT_NAMES or (bare in common_words() and not named):
            if bare in ("de", "dela", "del", "la", "delos", "san") and kept:
                kept.append(word)
                continue
            break
        if not _name_word(bare, capital, bool(kept), given, trusting=trusting, said=said):
            break
        kept.append(word)
    while kept and kept[-1].lower() in ("de", "dela", "del", "la", "delos", "san"):
        kept.pop()
    name = re.sub(r"(?:'s|’s)$", "", " ".join(kept)).rstrip(".,'’ ")
    return "" if not name or _public(name) else name


def _name_word(
    bare: str, capital: bool, started: bool, given: frozenset[str], *, trusting: bool, said: bool
) -> bool:
    if len(bare) < 2 or any(c.isdigit() for c in bare):
        return False
    if bare in given:
        return True
    if started:
        return capital or (trusting and bare.endswith(("ez", "os", "as", "an", "co", "son")))
    if trusting:
        return True
    return said and capital


NOT_NAMES = frozenset(
    "i not important on in at from with and or but so because is was are the a an mud ruined unknown irrelevant filipino"
    " filipina catholic christian muslim american bisexual bi gay lesbian trans straight january february march april"
    " may june july august september october november december monday tuesday wednesday thursday friday saturday"
    " sunday bisaya tagalog ilocano cebuano chinese korean japanese pinoy pinay god ok okay sorry really secret private"
    " ay si kay na ko po lang nga pala din rin ang sa ng mga ba naman kasi pero hindi wala english math science pe"
    " tonight today ptsd ocd adhd bpd mr mrs just only never always something someone nobody nothing who what when where"
    " why how that this lol haha anonymous secret anon hidden taken cute weird funny common boring unique long short"
    " same old everything out up down crazy stupid fat ugly names babe baby bro sis later back maybe if when whenever asap"
    " crying pagod malungkot matanda bata single married born new here there gonna going still very so too also like"
    " baliw tanga bobo pangit panget loka sira ulol gaga gago mahina matapang panganay ina ama nanay tatay single separated covid facebook instagram tiktok messenger netflix youtube valorant roblox christmas easter pasko".split()
)
LOWER_OK = frozenset("may an so do no sa si ni".split())


def _public(name: str) -> bool:
    words = [w.strip(".,'’").lower() for w in name.split()]
    public = word_list("names.txt", "public")
    given = word_list("names.txt", "given")
    if len(words) == 1:
        return words[0] in public and words[0] not in given
    return sum(word in public for word in words) == len(words)


def _sentence(text: str, place: int) -> str:
    start = max(text.rfind(".", 0, max(0, place - 1)), text.rfind("\n", 0, place), 0)
    end = text.find(".", place + 6)
    return text[start : end if end > 0 else len(text)]


def _places(piece: Segment) -> Iterator[Span]:
    text, start, end = piece.text, piece.start, piece.end
    if piece.words & STREET_WORDS:
        for match in NUMBERED_PLACE.finditer(text, start, end):
            if match["n"].split()[-1].lower() in common_words():
                continue
            yield _span(match, "address", match["n"].rstrip(" ,.-"))
    if not piece.words & LIVE_WORDS and not LIVE_PHRASES.search(text, start, end):
        return
    for match in piece.matches(LIVE, LIVE_FIRST):
        place = _place(match["n"])
        if place:
            first = match.start("n") + match["n"].index(place)
            yield Span("identifying", first, first + len(place), "id.address", "address")


def _place(words: str) -> str:
    """The named place at the head of `words`; nothing for "a small town" or a whole country."""
    found = CAPS_RUN.match(words.lstrip(" -"))
    if found and found.group().split()[-1].lower().strip(",.") not in NOT_PLACES:
        name = found.group().rstrip(" ,-&")
        plain = {w.strip(",.").lower() for w in name.split()}
        if not plain <= word_list("places.txt", "country") | common_words() | NOT_PLACES:
            return name
        return ""
    return _lower_place(words)


def _lower_place(words: str) -> str:
    known = word_list("places.txt", "place")
    sign = word_list("places.txt", "sign")
    parts = re.split(r"(?<=\S)\s+", words.strip(" -"))[:8]
    last = -1
    for number, part in enumerate(parts):
        bare = part.strip(".,#").lower()
        if bare in known or bare in sign - common_words() or (bare[:1].isdigit() and number < 6):
            last = number
            continue
        if bare in common_words() and bare not in ("san", "la", "de") and last < number - 2:
            break
    if last < 0 or not any(
        p.strip(".,#").lower() in known | STRONG_SIGN for p in parts[: last + 1]
    ):
        return ""
    return (
        " ".join(parts[: last + 1]).rstrip(" ,.")
        if " ".join(parts[: last + 1]) in words
        else parts[last]
    )


STRONG_SIGN = frozenset(
    "brgy barangay purok sitio blk block lot subdivision village st street ave avenue subd".split()
)
NOT_PLACES = frozenset(
    "i my we fear pain hell heaven peace silence darkness denial god jesus mom dad mama papa lola lolo tita tito this"
    " hope love faith monday tuesday wednesday thursday friday saturday sunday january february march april june july"
    " august september october november december today tomorrow covid pandemic wattpad discord facebook tiktok"
    " earth mars ako ko ang".split()
)


def _schools(piece: Segment) -> Iterator[Span]:
    text = piece.text
    named = bool(piece.words & SCHOOL_NOUNS)
    for match in SCHOOL.finditer(text, piece.start, piece.end) if named else ():
        if FIRST_PERSON.search(_sentence(text, match.start())):
            yield _span(match, "school", match["n"].rstrip(" ,.-"))
    for match in piece.matches(STUDY, STUDY_FIRST):
        clause = match["n"]
        found = SCHOOL.search(clause) or ACRONYM_SCHOOL.search(clause)
        if found is None or found.start() > 45:
            found = SCHOOL_NAMES.search(clause[:50])
        if found:
            first = match.start("n") + found.start()
            last = first + len(found.group().rstrip(" ,.-"))
            yield Span("identifying", first, last, "id.school", "school")


SCHOOL_NAMES = PATTERNS["SCHOOL_NAMES"]


def _jobs(piece: Segment) -> Iterator[Span]:
    for match in piece.matches(WORK_AFTER, frozenset(("sa",))):
        if not _idle(match["n"]):
            yield _span(match, "workplace", match["n"])
    for match in piece.matches(WORK, WORK_FIRST):
        clause = match["n"].lstrip(" :-")
        offset = match.start("n") + len(match["n"]) - len(match["n"].lstrip(" :-"))
        found = CAPS_RUN.match(clause)
        if found and not _idle(found.group()):
            yield Span(
                "identifying",
                offset,
                offset + len(found.group().rstrip(" ,.-&")),
                "id.workplace",
                "workplace",
            )
        elif clause.split()[0].lower().strip(",.") in EMPLOYERS:
            word = re.split(r"[,\s]", clause)[0]
            yield Span("identifying", offset, offset + len(word), "id.workplace", "workplace")


def _idle(words: str) -> bool:
    """Capitalised, but no employer: a country, a day, a language, a kind of place."""
    plain = {w.strip(",.&-").lower() for w in words.split()}
    idle = (
        word_list("places.txt", "country")
        | common_words()
        | NOT_PLACES
        | NOT_NAMES
        | {"it", "hr", "bpo", "ofw"}
    )
    return plain <= idle

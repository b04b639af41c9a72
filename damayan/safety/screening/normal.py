"""From a text as people type it to words that rules can meet.

Each token keeps its place in the text as given. `readings` lists every way a word is worth
looking up: plain, without number-for-letter games, with doubled letters undone.
"""

import re
import unicodedata
from typing import NamedTuple

LEET = str.maketrans("0134578@$!|+€", "oieastbasilte")
CONFUSABLE = str.maketrans(
    "аеорсухіјѕԁһкмтвнαοειυντρκ’‘ʼ`´ʻ＇",
    "aeopcyxijsdhkmtbhaoeiuvtpk'''''''",
)
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
EMOJI = "[\U0001f300-\U0001faff\u2600-\u27bf]"
SHAPE = rf"[\w@$](?:[\w@$|*+€'’‘`´{INVISIBLE}\u0300-\u036f]|!(?=\w)|[-–.\u2010\u2011](?=\w))*"
WORD = re.compile(
    rf"(?P<emoji>{EMOJI})|(?P<pause>,|:|\n(?!\s*\n)|\.{{2,}}|…|[()])|(?P<stop>\n\s*\n|[.!?;]+)"
    rf"|(?P<word>{SHAPE}|\*(?=\w))"
)
HIDDEN = re.compile(f"[{INVISIBLE}]")
RUN = re.compile(r"(.)\1{2,}")
ANY_RUN = re.compile(r"(.)\1+")
END_DOUBLE = re.compile(r"([a-z])\1$")
JOINTS = re.compile(r"[-–.\u2010\u2011]")
TEXTING = {
    "wla": "wala", "wlang": "walang", "wlng": "walang", "gsto": "gusto", "gs2": "gusto",
    "gustoq": "gusto", "tlga": "talaga", "tlaga": "talaga", "lng": "lang", "nlng": "nalang",
    "nmn": "naman", "kc": "kasi", "ksi": "kasi", "kse": "kasi", "aq": "ako", "aqo": "ako",
    "akoh": "ako", "q": "ko", "hnd": "hindi", "hndi": "hindi", "hinde": "hindi", "nde": "hindi",
    "ndi": "hindi", "d": "di", "dko": "diko", "n": "na", "nq": "nako", "sna": "sana", "kya": "kaya",
    "kau": "kayo", "u": "you", "ur": "your", "r": "are", "wanna": "want", "gonna": "going",
    "gunna": "going", "gna": "going", "ayw": "ayaw", "ayko": "ayoko", "mtay": "matay", "yng": "yung",
    "pls": "please", "plz": "please", "bkt": "bakit", "bat": "bakit", "pra": "para", "sobra2": "sobra",
    "dli": "dili", "dle": "dili", "nku": "nako", "jud": "gyud", "bhay": "buhay", "srili": "sarili",
    "pmilya": "pamilya", "cge": "sige", "dn": "din", "rn": "now", "tmrw": "tomorrow", "2nyt": "tonight",
    "2nite": "tonight", "tnyt": "tonight", "tonite": "tonight", "mwala": "mawala", "bro": "brother",
}  # fmt: skip
REAL_DOUBLES = frozenset(
    "too see bee fee off all will kill fall tell call pill feel ill well still full miss kiss"
    " pass less boss class guess stress mess dress loss bless cross press possess hopeless useless"
    " free tree three agree coffee zoo boo add odd egg inn butt bill hill wall ball hell sell spell"
    " small yell bull dull pull roll doll skill drill thrill chill till wee knee flee".split()
)


class Token(NamedTuple):
    """One word, emoji, pause or stop of a text; offsets are characters, end exclusive."""

    start: int
    end: int
    word: str
    sort: str


def plain(word: str) -> str:
    """Lower case, compatibility forms and look-alike letters folded, accents dropped."""
    if word.isascii():
        return word.lower()
    word = HIDDEN.sub("", unicodedata.normalize("NFKC", word)).casefold().translate(CONFUSABLE)
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if not unicodedata.combining(c))


def readings(word: str) -> tuple[str, ...]:
    """Every reading of one word, the plain one first, each once."""
    base = plain(word)
    found = [base]
    if base.endswith("'s"):
        found.append(base[:-2])
    if base in TEXTING:
        found.append(TEXTING[base])
    if not base.isalpha():
        found.extend(_unspelled(base))
    for form in tuple(found):
        if RUN.search(form):
            found.append(RUN.sub(r"\1\1", form))
            found.append(ANY_RUN.sub(r"\1", form))
        elif END_DOUBLE.search(form) and form not in REAL_DOUBLES:
            found.append(form[:-1])
    return tuple(dict.fromkeys(found))


def _unspelled(base: str) -> list[str]:
    bare = JOINTS.sub("", base).replace("'", "")
    forms = [bare] if bare != base else []
    if not bare.isalpha() and any(c.isalpha() for c in bare):
        forms.append(bare.translate(LEET))
        if "1" in bare:
            forms.append(bare.replace("1", "l").translate(LEET))
        forms.append(bare.translate(str.maketrans("", "", "0123456789*|+")))
    return [form for form in forms if form]


def skeleton(word: str) -> str:
    """The consonants of a word, for texting that leaves the vowels out."""
    return word.translate(str.maketrans("", "", "aeiou"))


def tokens(text: str) -> list[Token]:
    """Words, emoji, pauses and stops of a text in order, with offsets into it."""
    make = Token._make
    return [
        make((match.start(), match.end(), match[0], match.lastgroup or "word"))
        for match in WORD.finditer(text)
    ]

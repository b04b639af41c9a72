"""Who and where somebody is: names, addresses, schools and workplaces told in running text."""

import re
from collections.abc import Iterator

from damayan.safety.screening.types import Span
from damayan.safety.screening.vocabulary import common_words, word_list

CAP = r"[A-ZÑÁÉÍÓÚ][\w'’ñ.-]*"
TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Dra|Engr|Atty|Sir|Ma'?am|Mam|Prof|Fr|Sr|Teacher|Coach|Pastor|Tita|Tito|Kuya|Ate|Aling|Mang|Lola|Lolo|Doc|Kap|Kapitan|Manang|Manong)\.?"
LINKS = r"(?:de la|dela|delos|de los|de|del|van|von|der|di|da|bin|san|santa|st\.|jr\.?|sr\.?)"
FULL = rf"(?:{TITLE}\s+)?{CAP}(?:\s+(?:{LINKS}\s+)?{CAP}|\s+{LINKS}\s+{CAP}){{0,3}}"
LOOSE = r"[A-Za-zñÑ][\w'’ñ-]+(?:\s+[A-Za-zñÑ][\w'’ñ-]+){0,3}"

OWN_NAME = re.compile(
    r"(?i:\b(?:my (?:full |real |first |last |complete |whole |legal |nick|sur)?\s?name(?:'s| is|:)(?: actually)?"
    r"|(?:they|people|everyone|everybody|friends|you can|just|please|u can|you may)\s+(?:just\s+)?call me|i am called"
    r"|i'm called|im called|i go by|the name'?s|the name is|"
    r"(?:ang )?(?:buong |tunay na |totoong )?pangalan ko(?:\s+(?:po|ho|nga pala))*\s*(?:ay|si|is|:)?"
    r"|(?:ang )?pangalan ko'y|tawagin (?:n'?[iy]?yo|nyo|niyo|ninyo|mo)(?: po| na lang| nalang| na lamang| lang| n'lang)* ?(?:akong|ako na|ako ng|ako)"
    r"|tawag (?:nila |nyo |niyo )?(?:sa akin|sakin|nila sakin|nila sa akin)(?: ay| is)?(?: si)?"
    r"|(?:ang )?akong (?:ngalan|pangalan)(?:\s+(?:kay|si|mao|is|nga|ay))*|ngalan nako(?: kay)?|"
    r"tawga (?:lang )?(?:ko|nako)(?: nga| og| ug)?|kilala (?:nila )?ako (?:bilang|sa pangalang)))\s*[:\"'“]?\s*"
    rf"(?P<n>{LOOSE})",
)
AKO_SI = re.compile(
    r"(?i:\b(?:ako|aq|ako'y|ako nga|ako po|i am|i'm|im|this is|it's|ako diay|ako gali|ko))\s+"
    rf"(?i:(?:po |nga |pala |naman |ho |diay |lang )*)(?P<si>(?i:si|ay si)\s+)?(?P<n>{LOOSE})"
)
ITS_ME = re.compile(rf"(?i:\b(?:it'?s me|it is me|me again),? )(?P<n>{FULL})|\b(?i:si) (?P<m>{FULL}) (?i:(?:po )?(?:ito|'to|to)\b)")
NAME_AFTER = re.compile(
    rf"(?P<n>{FULL})\s+(?:po\s+|nga pala\s+|pala\s+)*(?i:(?:ang|yung)\s+(?:pangalan|name|tunay na pangalan) ko"
    r"|pangalan ko|name ko|ang ngalan nako|akong ngalan|here)\b"
)
RELATION = (
    r"(?:boss|manager|supervisor|employer|teacher|prof|professor|adviser|principal|coach|amo|guro|titser|maestra"
    r"|maestro|friend|best ?friend|bestie|bff|boyfriend|girlfriend|bf|gf|ex|partner|husband|wife|hubby|fianc[eé]e?"
    r"|brother|sister|mom|mother|dad|father|son|daughter|uncle|aunt|auntie|tita|tito|cousin|neighbou?r|classmate"
    r"|roommate|co-?worker|colleague|officemate|landlord|landlady|doctor|therapist|counsel+or|psychiatrist|pastor"
    r"|priest|stepfather|stepdad|stepmother|stepmom|stepbrother|grandma|grandpa|lola|lolo|niece|nephew|in-law"
    r"|asawa|mister|misis|kuya|ate|kapatid|nanay|tatay|mama|papa|mommy|daddy|anak|kaibigan|tropa|barkada|jowa|nobyo"
    r"|nobya|syota|pinsan|kaklase|kapitbahay|tiyuhin|tiyahin|tiyo|tiya|pamangkin|bunso|panganay|katrabaho|kasamahan"
    r"|bana|uyab|higala|amigo|amiga|igsoon|silingan|maguwang|manghod|crush|kabit|kinakasama|biyenan|bayaw|hipag"
    r"|supervisor|bisor|head|leader|team leader|client|student|kasambahay|yaya|driver|bully|stalker|kakilala|kid|baby)"
)
OTHER_NAME = re.compile(
    rf"(?i:\b(?:my|our|his|her|their|ang|yung|ung|sa|ng|kay|ni|akong|among|the|aking|iyang|best)\s+(?:\w+\s+){{0,2}}?"
    rf"{RELATION}(?:'s name is|s)?"
    r"(?:\s+(?:ko(?:ng)?|namin(?:g)?|niya(?:ng)?|nyang|natin|naming|nako(?:ng)?|sa trabaho|sa school|nga|na|at work|po))*"
    rf"\s*,?\s*(?:(?:na\s+)?(?:si|sina|kay|ni|named|called|name is|is named|is called|ay si|whose name is|pangalan ay|nga si|is|pangalan)\s+)?)(?P<n>{FULL})"
)
SI_RELATION = re.compile(
    rf"(?i:\b(?:si|ni|kay|sina|nina|kina))\s+(?P<n>{FULL})\s*,?\s*(?i:(?:na |ang |ay |yung |nga |is |ang aking |akong |my |aking |sa )*"
    rf"{RELATION}\s*(?:ko|kong|namin|naming|nako|at|sa|$|[.,!]))"
)
SI = re.compile(rf"\b(?i:si|sina)\s+(?P<n>{LOOSE})")
KO_BEFORE = re.compile(
    rf"(?i)\b{RELATION}\s+(?:ko(?:ng)?|namin(?:g)?|naming|nako(?:ng)?|niya(?:ng)?|nyang)"
    r"(?:\s+(?:po|na|sa \w+|nga|ay))*\s+$"
)
TITLED = re.compile(rf"\b(?P<n>(?:Mr|Mrs|Ms|Mx|Dr|Dra|Engr|Atty|Sir|Ma'am|Prof|Fr)\.?\s+{CAP}(?:\s+(?:{LINKS}\s+)?{CAP}){{0,2}})")
FIRST_PERSON = re.compile(r"(?i)\b(?:i|my|me|i'm|we|our|ako|ko|akong|kong|namin|nako|kami|sakin|akin|aking)\b")

SIGN = r"(?:brgy|barangay|bgy|purok|sitio|blk|block|lot|phase|subdivision|subd|village|unit|bldg|building|condo(?:minium)?|apartment|apt)"
NUMBERED_PLACE = re.compile(
    r"\b(?P<n>(?:(?:#|no\.?\s?|house\s)?\d{1,5}[A-Za-z]?[,\s]+)?(?i:(?:blk|block|lot|phase|unit|ph|lt|bl)\.?\s?\d+[A-Za-z]?[,\s]*)+"
    rf"(?:[,\s]*(?:{CAP}|(?i:st\.?|street|subd\.?|subdivision|village|brgy\.?|barangay|city|ave\.?|road))){{0,8}}"
    rf"|\#?\d{{1,5}}[A-Za-z]?,?\s+(?:(?:{CAP}|(?:de|del|la|los|the))\s+){{1,4}}(?i:st|street|ave|avenue|road|rd|drive|blvd|boulevard|ext|extension|highway|lane|court|way|place|strasse|compound)\b\.?"
    rf"(?:[,\s]+(?:{CAP}|(?i:city|of))){{0,6}}"
    rf"|(?i:brgy\.?|barangay|bgy\.?|purok|sitio)\s+(?!(?i:captain|kapitan|hall|official|officials|health|tanod|chairman|council|kagawad|namin|ko|na|ng|sa|ay|ang|level|clearance|po|and|or|so|because|worker|workers|fiesta|hotline|office|din|lang|nga|nila|natin|center|desk|to|is|nako|vaw|before|first)\b)[\w.'-]+(?:[,\s]+(?:{CAP}|(?i:city|zone|purok)(?:\s\d+)?)){{0,6}})",
)
LIVE = re.compile(
    r"(?i:\b(?:i(?:'m| am)? (?:currently |still |just |now |actually )?(?:live|living|stay|staying|reside|residing|based|born and raised|renting)(?: alone| a \w+| the \w+| now| here| currently| with my \w+)?(?: in| at| on| near| along)?"
    r"|we live(?: in| at)?|(?:my|our|his|her) (?:home |exact |full |current )?(?:address|house|place|home|apartment|condo|dorm)(?: number)? (?:is|is in|is at|is on|at)|address(?: ko| namin| nako)?(?: ay| is|:)|i'?m from|i am from|im from|she lives (?:in|at)|he lives (?:in|at)|they live (?:in|at)|come (?:to|over to) my \w+ at"
    r"|(?:naka|na)?ka?tira(?:ng)?(?: po| pa| na| lang| kasi)*(?: ako| kami| ko| siya| sya| ang \w+(?: ko)?| kaming?| akong?)?(?: po| ngayon| lang| kasi| dito| rin| din| na| nga| pa| ng mag-isa)* (?:sa|dito sa|malapit sa|dun sa|along)"
    r"|ako (?:po )?ay nakatira sa|kami ay nakatira sa|nakatira (?:po )?(?:sa|dito sa)|(?:ako|kami)(?:'y| ay)?(?: po)? (?:taga|tiga)|bahay (?:ko|namin)(?: ay)?(?: nasa| sa| dito sa)|nasa \w+ (?:ang )?bahay (?:ko|namin) sa|(?:taga|tiga)|umuupa (?:ako|kami) sa|nangungupahan (?:ako|kami) sa|boarding house (?:ko|namin)? ?sa|dorm ko sa|nakikitira (?:ako|kami)? ?sa"
    r"|(?:nag)?puyo(?: man| ra| pud)?(?: ko| mi| ko ron| ko karon)?(?: karon| ron)? ?sa|(?:akong|among) (?:balay|adres|address|puy-anan)(?: kay| naa| nga)* ?(?:sa|kay)|namuyo (?:ko|mi)? ?sa|nagpuyo (?:ko|mi)))[\s:-]+(?P<n>[^.;!?\n]{2,120})"
)
SCHOOL_WORD = r"(?i:(?:national |state |integrated |science |central |memorial |christian |catholic |senior |junior |city |technical |vocational |polytechnic )*(?:high ?school|elementary(?: school)?|university|univ\.?|college|colleges|academy|institute|school|shs|nhs|seminary|montessori|learning center|state u)(?:\s+(?:of|de|ng|at|for)(?:\s+(?:the\s+)?[\w-]+){1,3})?)"
SCHOOL = re.compile(rf"\b(?P<n>(?:{CAP}\s+(?:(?:of|de|ng|and|the|la|del|sa)\s+)?){{1,6}}{SCHOOL_WORD}(?:[\s,-]+{CAP}){{0,3}}|(?i:university|college|pamantasan|kolehiyo|unibersidad|institute|academy|polytechnic university)\s+(?i:of|ng|de|sa)\s+(?:(?:the|San|Sta\.?|Santo)\s+)?{CAP}(?:\s+(?:(?:of|the|ng|de)\s+)?{CAP}){{0,3}})")
ACRONYMS = (
    "UP|UPD|UPLB|UST|DLSU|ADMU|PUP|FEU|UE|NU|TIP|MSU|USC|UC|CIT|CIT-U|USJR|USJ-R|CNU|CTU|AMA|STI|PLM|TUP|CEU|UPHSD|NEU|CSB|SBU"
    "|UA&P|UM|ADDU|XU|SU|WVSU|CPU|BulSU|BSU|CvSU|LPU|MMSU|PNU|PMMA|PMA|PSU|TSU|DHVSU|USTP|UV|SWU|UMAK|QCU|UCC|ACLC|NCST|UPD|UPM|UPV|UP Diliman|UP Manila"
)
STUDY = re.compile(
    r"(?i:\b(?:i (?:currently |still |also )?(?:study|go to school|go to college|am studying|am enrolled|studied|attend|attended|go|graduated|transferred|teach|was enrolled)(?: \w+){0,2}?(?: at\b| in\b| to\b| from\b)?|i'?m (?:a |an )?(?:\w+ ){0,4}?(?:student|studying|freshman|senior|sophomore|junior|enrolled|teacher|pupil|scholar|professor|nursing student)(?: \w+){0,3}? (?:at|from|of|in)"
    r"|my school(?: is|:| name is|,)?|our school(?: is|,)|my (?:university|college|campus|alma mater)(?: is|:|,)?|name of my school is|(?:nag-?a?aral|nag aaral|pumapasok|nagtuturo|nag-?e?enroll|naka-?enroll|nag-?graduate|nagtapos|grumadweyt|estudyante|mag-aaral|studyante|nag-?s?study|iskolar|guro|teacher|titser|freshman|senior high|college student|student|nag-?college|nag-?high school)(?: po| pa| ako| kami| siya| sya| na| ng| ko| lang| ngayon| anak ko| ang \w+ ko| kasi| rin| din| \w+){0,3} (?:sa|dito sa|ng|at|from)\b"
    r"|(?:ang )?(?:school|eskwelahan|paaralan|university|kolehiyo|unibersidad) (?:ko|namin|nako|niya|ng anak ko)(?: po)?(?: ay| is| sa|:)?|(?:taga|tiga)|(?:nagtungha|gatungha|nag-?eskwela|nageskwela|nagskwela|ga-?eskwela|estudyante|nagtuon|nag-?tuon)(?: ko| mi| siya| karon){0,2} ?(?:sa|og|ug)\b|(?:akong|among) (?:eskwelahan|tunghaan|school|unibersidad)(?: kay| sa)?))[\s:-]*(?P<n>[^.;!?\n]{2,90})"
)
WORK = re.compile(
    r"(?i:\b(?:i(?:'m|'ve| am| was| have)? (?:currently |also |still |just |now |used to |a |an |the |have |been )*(?:\w+ ){0,4}?(?:work|working|worked|employed|been working|interning|intern|ojt|cashier|nurse|teacher|agent|staff|crew|manager|employee|volunteer|barista|accountant|engineer|guard|supervisor|assigned|hired|clerk|encoder|programmer|trainee|consultant|csr|waiter|waitress|driver|cook|analyst|developer|designer|secretary)(?: \w+){0,3}? (?:at|for|in|with|of|by)\b"
    r"|my (?:current |old |former |own )?(?:company|employer|workplace|office|work|job)(?: is| name is|:| at| in|,)+|name of (?:my|our) company is"
    r"|(?:nagta?trabaho|nag-?wo?work|nagwowork|nag-?t?trabaho|nag-?ojt|nag-?o?ojt|nagdu-?duty|nagduduty|empleyado|empleyada|crew|cashier|kahera|nars|nurse|staff|guard|gwardya|sekyu|agent|call center agent|teller|guro|teacher|engineer|manager|pumapasok|supervisor|trabahador|katulong|barista|driver|saleslady|clerk|intern|trabaho|work)(?: po| pa| ako| kami| siya| sya| na| ko| lang| ngayon| asawa ko| ang \w+ ko| kasi| bilang \w+| as \w+| \w+){0,4} (?:sa|dito sa|ng|at|for)\b"
    r"|(?:ang )?(?:company|kumpanya|kompanya|opisina|employer|workplace|trabaho|work) (?:ko|namin|nako|niya)(?: po)?(?: ay| is| sa|:| kay)+|(?:nagtrabaho|nagatrabaho|gatrabaho|nagwork|trabahante|naga-?work|ga-?work|empleyado|nagduty)(?: man| ra)?(?: ko| mi| siya| karon){0,2} ?(?:sa|og|ug)\b|(?:akong|among) (?:trabaho|kompanya|opisina)(?: kay| sa| naa)+))[\s:-]*(?P<n>[^.;!?\n]{2,90})"
)
SCHOOL_WORDS = frozenset("school university college academy elementary institute nhs shs eskwelahan".split())
EMPLOYERS = frozenset(
    "jollibee mcdonalds mcdonald's mcdo sm accenture concentrix teleperformance convergys sitel foundever puregold"
    " 7-eleven ministop bdo bpi metrobank landbank pldt globe smart meralco telus alorica shopee lazada grab"
    " starbucks kfc chowking mang-inasal greenwich foodpanda lalamove genpact ibpap taskus jpmorgan citibank"
    " robinsons ayala deped dswd doh dpwh bir lto pnp afp nbi cebuana palawan lbc jnt j&t mercury watsons"
    " savemore waltermart gaisano metro ibm google amazon microsoft nestle unilever toyota honda samsung epson".split()
)
ORG_WORD = re.compile(
    r"(?i)\b(?:hospital|medical center|clinic|bank|mall|inc|corp|corporation|company|co\.|ltd|llc|bpo|city hall"
    r"|municipal hall|munisipyo|kapitolyo|capitol|hotel|resort|restaurant|foundation|agency|services|solutions"
    r"|group|industries|enterprises|supermarket|department store|university|college|school|airlines|shipping)\b"
)
CAPS_RUN = re.compile(
    rf"(?:(?i:the|a|an|sa|city of|lungsod ng|bayan ng|barangay|brgy\.?)\s+)?(?:#?\d+[A-Za-z]?[,\s]+)?{CAP}(?:(?:,?\s+|\s*[&,-]\s*)(?:(?i:of|ng|de|del|la|los|and|the|sa|st\.?|city|street|ave\.?)\s+)?(?:{CAP}|\d+[A-Z]?\b|&|(?i:city|st\.|street|village|subdivision|subd))){{0,7}}"
)


CAPITAL = re.compile(r"(?<![.!?\n] )(?<=[\w,;:'’\")-] )(?!I\b|I['’])[A-ZÑ][\w'’-]+")
NAME_WORDS = frozenset(
    "name name's ito me pangalan pangalang call called tawagin tawag ngalan tawga kilala go".split()
)
LIVE_WORDS = frozenset(
    "live lives living reside residing stay staying from address nakatira nakatirang tira katira taga"
    " tiga puyo nagpuyo bahay balay house based born renting umuupa nangungupahan boarding dorm come"
    " nakikitira namuyo puy-anan apartment condo home adres place".split()
)
REACH = 130
GIVEN = word_list("names.txt", "given")
ALSO_WORDS = frozenset(
    "joy grace faith hope precious lovely angel princess may mark art dawn ivy cherry honey rich"
    " christian rose ruby sunny junior long love jun gene will sharon vic rico rex leo mercy"
    " sally gay liberty mutya tala dodong inday ligaya bayani".split()
)
AKO_WORDS = frozenset("ako aq i'm im am this ko".split())
PLACE_WORDS = frozenset("brgy barangay bgy purok sitio blk block lot phase unit".split())
PLACE_NAMES = PLACE_WORDS | word_list("places.txt", "place")


def personal_spans(text: str, words: frozenset[str]) -> Iterator[Span]:
    """Names, then addresses, schools and workplaces; may overlap, earlier ones win.

    Looks only near words that could be names: capitals inside sentences, or anywhere when the text
    has words of our lists of names and places without capitals.
    """
    near = _windows(text)
    all_text = [(0, len(text))]
    for start, end in all_text if words & PLACE_NAMES else near:
        yield from _places(text, words, start, end)
    for start, end in all_text if words & SCHOOL_WORDS else near:
        yield from _schools(text, start, end)
    for start, end in all_text if words & EMPLOYERS else near:
        yield from _jobs(text, start, end)
    if words & NAME_WORDS:
        yield from _told_names(text)
    for start, end in all_text if words & GIVEN and words & AKO_WORDS else near:
        yield from _own_names(text, start, end)
    if "si" in words or "sina" in words:
        yield from _si_names(text)
    for start, end in near:
        yield from _other_names(text, start, end)


def _windows(text: str) -> list[tuple[int, int]]:
    """Stretches around capitalised words that are not common words, merged."""
    common = common_words()
    found: list[tuple[int, int]] = []
    for match in CAPITAL.finditer(text):
        word = match.group().lower()
        if word in common and word not in GIVEN:
            continue
        start, end = max(0, match.start() - REACH), match.end() + REACH
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _span(match: re.Match[str], detail: str, words: str) -> Span:
    start = match.start("n")
    return Span("identifying", start, start + len(words), f"id.{detail}", detail)


def _told_names(text: str) -> Iterator[Span]:
    for match in OWN_NAME.finditer(text):
        name = _name(match["n"], trusting=True)
        if name:
            yield _span(match, "name", name)
    for match in ITS_ME.finditer(text):
        group = "n" if match["n"] else "m"
        if _name(match[group], trusting=False, said=True):
            yield Span("identifying", *match.span(group), "id.name", "name")
    for match in NAME_AFTER.finditer(text):
        if not _public(match["n"]) and match["n"].split()[0].lower() not in common_words():
            yield _span(match, "name", match["n"])


def _own_names(text: str, start: int, end: int) -> Iterator[Span]:
    for match in AKO_SI.finditer(text, start, end):
        name = _name(match["n"], trusting=False, said=bool(match["si"]))
        if name and (match["si"] or name[0].isupper() or name.split()[0] not in ALSO_WORDS):
            yield _span(match, "name", name)


def _si_names(text: str) -> Iterator[Span]:
    for match in SI.finditer(text):
        name = _name(match["n"], trusting=False, said=True)
        if name and KO_BEFORE.search(text, max(0, match.start() - 60), match.start()):
            yield _span(match, "name", name)


def _other_names(text: str, start: int, end: int) -> Iterator[Span]:
    for pattern in (OTHER_NAME, SI_RELATION):
        for match in pattern.finditer(text, start, end):
            name = _name(match["n"], trusting=False, said=True)
            if name:
                yield _span(match, "name", name)
    for match in TITLED.finditer(text, start, end):
        if not _public(match["n"]) and FIRST_PERSON.search(_sentence(text, match.start())):
            yield _span(match, "name", match["n"])


def _name(words: str, *, trusting: bool, said: bool = False) -> str:
    """The leading part of `words` that reads as a name, or nothing."""
    kept: list[str] = []
    given = word_list("names.txt", "given")
    for word in words.split(" "):
        bare = re.sub(r"(?:'s|’s)$", "", word).strip(".,'’\"").lower()
        capital = word[:1].isupper()
        named = capital and (kept and bare not in LOWER_OK or bare in given)
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
        return capital or trusting and bare.endswith(("ez", "os", "as", "an", "co", "son"))
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


def _places(text: str, words: frozenset[str], start: int, end: int) -> Iterator[Span]:
    if words & PLACE_WORDS or any(map(text.__contains__, "0123456789")):
        for match in NUMBERED_PLACE.finditer(text, start, end):
            yield _span(match, "address", match["n"].rstrip(" ,.-"))
    for match in LIVE.finditer(text, start, end) if words & LIVE_WORDS else ():
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
    if last < 0 or not any(p.strip(".,#").lower() in known | STRONG_SIGN for p in parts[: last + 1]):
        return ""
    return " ".join(parts[: last + 1]).rstrip(" ,.") if " ".join(parts[: last + 1]) in words else parts[last]


STRONG_SIGN = frozenset("brgy barangay purok sitio blk block lot subdivision village st street ave avenue subd".split())
NOT_PLACES = frozenset(
    "i my we fear pain hell heaven peace silence darkness denial god jesus mom dad mama papa lola lolo tita tito this"
    " hope love faith monday tuesday wednesday thursday friday saturday sunday january february march april june july"
    " august september october november december today tomorrow covid pandemic wattpad discord facebook tiktok"
    " earth mars ako ko ang".split()
)


def _schools(text: str, start: int, end: int) -> Iterator[Span]:
    for match in STUDY.finditer(text, start, end):
        clause = match["n"]
        found = SCHOOL.search(clause) or re.search(rf"\b(?P<n>{ACRONYMS})\b(?:[\s-]+{CAP}){{0,2}}", clause)
        if found is None or found.start() > 45:
            found = SCHOOL_NAMES.search(clause[:50])
        if found:
            first = match.start("n") + found.start()
            last = first + len(found.group().rstrip(" ,.-"))
            yield Span("identifying", first, last, "id.school", "school")


SCHOOL_NAMES = re.compile(
    rf"(?:\b(?:Ateneo|La Salle|Mapua|Mapúa|San Beda|Letran|Adamson|Silliman|Xavier|Assumption|Miriam|St\.? \w+|Saint \w+|Sta\.? \w+|San \w+|Holy \w+|Don Bosco)\b(?:[\s-]+(?:(?:de|of|the|ng)\s+)?{CAP}){{0,4}})"
    r"|(?i:\b(?!(?:high|elementary|senior|junior|public|private|national|night|law|medical|grad|the|a|my|our|any|this|that|same|old|new|state|sa|ng|in|another|different|local|good|every|catholic|science|big|small|prestigious|yung|mga|isang|dito|nearby|po|community|city|famous)\b)[a-zñ]{3,}\s+(?:[a-zñ]{2,}\s+){0,2}(?:national high school|high school|elementary school|state university|university|science high|integrated school|state college)\b)"
)


def _jobs(text: str, start: int, end: int) -> Iterator[Span]:
    for match in WORK.finditer(text, start, end):
        clause = match["n"].lstrip(" :-")
        offset = match.start("n") + len(match["n"]) - len(match["n"].lstrip(" :-"))
        found = CAPS_RUN.match(clause)
        if found and not _idle(found.group()):
            yield Span("identifying", offset, offset + len(found.group().rstrip(" ,.-&")), "id.workplace", "workplace")
        elif clause.split()[0].lower().strip(",.") in EMPLOYERS:
            word = re.split(r"[,\s]", clause)[0]
            yield Span("identifying", offset, offset + len(word), "id.workplace", "workplace")


def _idle(words: str) -> bool:
    """Capitalised, but no employer: a country, a day, a language, a kind of place."""
    plain = {w.strip(",.&-").lower() for w in words.split()}
    idle = word_list("places.txt", "country") | common_words() | NOT_PLACES | NOT_NAMES | {"it", "hr", "bpo", "ofw"}
    return plain <= idle

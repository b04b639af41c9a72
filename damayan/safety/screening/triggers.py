"""The words near which the guard looks for names, places, schools and workplaces."""

import re

from damayan.safety.screening.patterns import PATTERNS
from damayan.safety.screening.vocabulary import word_list

SCHOOL_WORDS = frozenset(
    "school university college academy elementary institute nhs shs eskwelahan".split()
)
EMPLOYERS = frozenset(
    "jollibee mcdonalds mcdonald's mcdo sm accenture concentrix teleperformance convergys sitel foundever puregold"
    " 7-eleven ministop bdo bpi metrobank landbank pldt globe smart meralco telus alorica shopee lazada grab"
    " starbucks kfc chowking mang-inasal greenwich foodpanda lalamove genpact ibpap taskus jpmorgan citibank"
    " robinsons ayala deped dswd doh dpwh bir lto pnp afp nbi cebuana palawan lbc jnt j&t mercury watsons"
    " savemore waltermart gaisano metro ibm google amazon microsoft nestle unilever toyota honda samsung epson".split()
)
NAME_WORDS = frozenset(
    "name name's nickname palayaw nagpakilala pangalan pangalang call called tawagin tawag ngalan tawga kilala".split()
)
LIVE_WORDS = frozenset(
    "moved grew born puntahan pumunta lumaki laking live lives living reside residing staying address"
    " nakatira nakatirang tira katira taga tiga puyo nagpuyo bahay balay renting umuupa nangungupahan"
    " boarding dorm nakikitira namuyo puy-anan apartment condo adres andito nandito".split()
)
STUDY_WORDS = frozenset(
    "study studying school college enrolled student students attend attended graduated transferred"
    " teach teacher freshman senior sophomore junior pupil scholar professor university campus alma"
    " aral nag-aaral aaral pumapasok nagtuturo nag-enroll nagtapos estudyante mag-aaral studyante iskolar"
    " guro titser eskwelahan paaralan kolehiyo unibersidad taga tiga nagtungha gatungha nag-eskwela"
    " nageskwela nagskwela nagtuon tunghaan grumadweyt go studied nag grade academy institute".split()
)
SCHOOL_NOUNS = frozenset(
    "school university univ college colleges academy institute shs nhs seminary montessori pamantasan"
    " kolehiyo unibersidad highschool elementary learning".split()
)
WORK_WORDS = frozenset(
    "work working worked works employed employer company workplace office job interning intern ojt"
    " cashier nurse teacher agent staff crew manager employee volunteer barista accountant engineer"
    " guard supervisor assigned hired clerk encoder programmer trainee consultant csr waiter waitress"
    " driver cook analyst developer designer secretary nagtatrabaho nagwowork nagtratrabaho trabaho"
    " nagduduty empleyado empleyada kahera nars gwardya sekyu teller guro pumapasok trabahador katulong"
    " saleslady kumpanya kompanya opisina nagtrabaho nagatrabaho gatrabaho nagwork trabahante nagduty"
    " resign natanggal hire natanggap tinanggap apply security nag wowork duty o".split()
)
SIGN_WORDS = frozenset("me ito to pangalan name ngalan here".split())
RELATION_WORDS = frozenset(re.findall(r"[a-zé]+", PATTERNS["RELATION"].pattern)) | {
    "friends", "neighbor", "neighbour", "coworker", "counselor", "counsellor", "fiance",
    "boyfriend's", "sister's", "brother's", "daughter's", "son's", "mother's", "father's",
}  # fmt: skip
TITLE_WORDS = frozenset(
    "mr mrs ms miss mx dr dra engr atty sir ma'am mam prof fr kuya ate tito tita aling mang teacher"
    " coach pastor doc kap manong manang nanay tatay lolo lola".split()
)
GIVEN = word_list("names.txt", "given")
ALSO_WORDS = frozenset(
    "joy grace faith hope precious lovely angel princess may mark art dawn ivy cherry honey rich"
    " christian rose ruby sunny junior long love jun gene will sharon vic rico rex leo mercy"
    " sally gay liberty mutya tala dodong inday ligaya bayani".split()
)
AKO_WORDS = frozenset("ako aq i'm im am this ko".split())
AKO_FIRST = frozenset("ako aq ako'y i i'm im this it's ko".split())
SI_FIRST = frozenset("si ni kay sina nina kina kang".split())
OTHER_FIRST = frozenset(
    "my our his her their ang yung ung sa ng kay ni akong among the aking iyang best".split()
)
I_FIRST = frozenset("i i'm im i've we we're my our his her she he they she's he's name ang".split())
LIVE_FIRST = (
    I_FIRST
    | LIVE_WORDS
    | frozenset(
        "come ako kami ako'y kami'y na naka natira nakatirang katirang tirang nasa dito hanapin umuwi"
        " akong among nagpuyo nanakatira nakikitira lakatira laking".split()
    )
)
STUDY_FIRST = (
    I_FIRST
    | STUDY_WORDS
    | frozenset(
        "nag naka mag ga akong among nagaaral naenroll nagenroll nakaenroll nagraduate naggraduate"
        " magaaral nagstudy nagsstudy nagcollege nakaaral tunghaan".split()
    )
)
WORK_FIRST = (
    I_FIRST
    | WORK_WORDS
    | frozenset(
        "call nag na naga ga akong among nagtrabaho nagttrabaho nagojt nagoojt nahire nagresign nagapply"
        " nagawork gawork nagwo nagtrabaho".split()
    )
)
PLACE_WORDS = frozenset("brgy barangay bgy purok sitio blk block lot phase unit".split())
STREET_WORDS = PLACE_WORDS | frozenset(
    "st street ave avenue road rd drive blvd boulevard ext extension highway lane court way place"
    " strasse compound bl lt ph".split()
)
PLACE_NAMES = PLACE_WORDS | word_list("places.txt", "place")

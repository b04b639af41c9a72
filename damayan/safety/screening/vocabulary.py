"""Word lists that the identity guard shares: common words, given names, places."""

from functools import cache

from damayan.safety.screening.rulebook import SHIPPED

MORE_COMMON = frozenset(
    "slow fast lag laggy cool okay best better worst free full new open closed useless fun nice hard"
    " easy old trash private down dead fake locked hacked boring toxic full public banned addicting groups group"
    " page pages post posts story stories chat chats live lives account accounts acc name names is was"
    " are app apps friend friends message messages messenger call calls video videos reels reel feed"
    " marketplace memes meme ads status comments comment profile photo photos pic pics please pls thanks"
    " instead tonight today later first again also very really super kinda deactivated suspended"
    " server servers drama notifications notification followers follower stalker likes crush marks the"
    " and for you nalang lang muna kasi pero wag walang yung kaso dami puro puros mga naman tuloy ulit"
    " lagi minsan parang rank legends game games match season boss skin skins squad bang player players"
    " challenge dance dances trend trends filter filters update stickers bot bots channel channels rays"
    " only ever about people anymore because addiction break detox use user users using bad good toxic"
    " bullying bully scammer scam scams seller sellers online offline like with without from then".split()
)


@cache
def common_words() -> frozenset[str]:
    """Frequent words of every language in `languages.txt`, and words that follow platform names."""
    words = set(MORE_COMMON)
    for line in (SHIPPED / "languages.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            words.update(line.split(" = ", 1)[1].split())
    return frozenset(words)


@cache
def word_list(file: str, name: str) -> frozenset[str]:
    """The words of every line `name = …` in a data file."""
    words: set[str] = set()
    for line in (SHIPPED / file).read_text("utf-8").splitlines():
        if line.startswith(f"{name} = "):
            words.update(line.split(" = ", 1)[1].split())
    return frozenset(words)

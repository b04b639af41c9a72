from datetime import timedelta

from damayan.foundation.clock import now
from damayan.support.listening.models import Offer, Talk, Wish
from tests.access.walk import AUTHOR, SIGNED_IN, Rule

HELPERS = frozenset({"supporter", "professional"})
BOTH = frozenset({"author", "supporter"})
SUPPORTER = frozenset({"supporter"})
PROFESSIONAL = frozenset({"professional"})
ASKED = {"soon": "now", "language": "en", "form_key": "w" * 22}


def _wish(person, name, **more):
    soon = {"language": "en", "soon": "now", "expires_at": now() + timedelta(hours=1)}
    return Wish.objects.create(person=person, form_key=name, name=name, **soon, **more)


def furnish(world):
    """The member waits, the author was offered an ear, and talks with the supporter."""
    author, supporter = world.cast.author, world.cast.supporter
    waits = _wish(world.cast.member, "Gentle Member")
    offered = _wish(author, "Gentle Author")
    offer = Offer.objects.create(
        wish=offered, listener=supporter, name="Gentle Ear", until=now() + timedelta(hours=1)
    )
    begun = _wish(author, "Gentle Talker", begun_at=now())
    pair = {"member": author, "listener": supporter, "listener_name": "Ear", "listener_seed": 5}
    talk = Talk.objects.create(wish=begun, **pair)
    over = Talk.objects.create(
        wish=_wish(author, "Gentle Past", begun_at=now()), ended_at=now(), **pair
    )
    world.more |= {"waits": waits, "offered": offered, "offer": offer, "talk": talk, "over": over}


def _key(name):
    return lambda world: {"key": world.more[name].key}


def _always(**sent):
    return lambda _world: sent


RULES = {
    "listening:talk": Rule(
        get=SIGNED_IN,
        post=SIGNED_IN - AUTHOR - {"member"},
        told_no=AUTHOR | {"member"},
        sent=_always(**ASKED),
    ),
    "listening:cancel": Rule(post=AUTHOR, args=_key("offered")),
    "listening:accept": Rule(post=AUTHOR, args=_key("offer")),
    "listening:decline": Rule(post=AUTHOR, args=_key("offer")),
    "listening:take_back": Rule(post=SUPPORTER, args=_key("offer")),
    "listening:listen": Rule(get=HELPERS),
    "listening:offer": Rule(post=PROFESSIONAL, told_no=SUPPORTER, args=_key("waits")),
    "listening:pass": Rule(post=HELPERS, args=_key("waits")),
    "listening:talks": Rule(get=SIGNED_IN),
    "listening:conversation": Rule(
        get=BOTH, post=BOTH, args=_key("talk"), sent=_always(words="I hear you.", form_key="m" * 22)
    ),
    "listening:end": Rule(post=BOTH, args=_key("talk")),
    "listening:block": Rule(post=BOTH, args=_key("talk")),
    "listening:thank": Rule(post=AUTHOR, args=_key("over"), sent=_always(helped="yes")),
}

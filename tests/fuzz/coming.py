"""What all of these tests send, to which addresses, and as whom."""

from typing import Any

from django.test import Client

from tests.access.rules import RULES
from tests.access.test_other_keys import EVERYTHING
from tests.access.walk import client_with

# Everything that forms and queries of ours are asked for, so that each address takes what it knows.
FIELDS = sorted(
    {
        *EVERYTHING,
        *"after before to last find page next back until thread place form_key altcha offered "
        "persona username passphrase age_confirmed login password code credential purpose version "
        "email theme large_type look felt need title topics feelings helped group words kind "
        "language number network_en hours_en order rules_version uses days outcome reason answer "
        "minutes avoids cap wants_calls "
        "death approve stay who csrfmiddlewaretoken remember first_posts urgent_waits "
        "words_concern words_wait day start end weeks guide hours hand_over to minutes case "
        "weight lead tell "
        "untold_reason fields_wanted slow_minutes quiet_from quiet_to "
        "lively sure seen until shown sound keys ready in show hide_words "
        "network networks free_from texts_to said soon words about audience helped understood "
        "verdict deed title body renews_on where hour length zone before barriers share_name "
        "why_not for file province city address is_free kinds name_fil place free "
        "why did".split(),
    }
)
CHOICES = {
    "kind": "story",
    "language": "en",
    "access": "open",
    "languages": "en",
    "role": "supporter",
    "place": "write:members-only",
    "outcome": "kept",
    "who": "as_is",
    "approve": "no",
}


def come(world: Any, name: str, **options: Any) -> Client:
    """As whoever may do most at this address."""
    rule = RULES[name]
    may = (rule.post or frozenset()) | rule.told_no | (rule.get or frozenset())
    for role in ("coordinator", "author", "member", "outsider"):
        if role in may:
            return client_with(world.sessions[role], **options)
    return Client(**options)


def posted() -> list[str]:
    return sorted(name for name, rule in RULES.items() if rule.post or rule.told_no)


def read() -> list[str]:
    return sorted(name for name, rule in RULES.items() if rule.get)

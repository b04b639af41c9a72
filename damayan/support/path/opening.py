"""Opening what is sealed for somebody; words whose key is gone read as none."""

from contextlib import suppress

from damayan.foundation.crypto import CannotOpen
from damayan.people.keys import opener_for
from damayan.people.models import Person


def opened(owner: Person, sealed: bytes | memoryview | None, context: str) -> str:
    """The words, "" for none. One query when there is something to open."""
    return opened_all(owner, [sealed], context)[0]


def opened_all(owner: Person, sealed: list[bytes | memoryview | None], context: str) -> list[str]:
    """Several at once of the same kind; one query when there is something to open."""
    if not any(sealed):
        return ["" for _one in sealed]
    opener = opener_for(owner, context)
    words = []
    for one in sealed:
        said = ""
        with suppress(CannotOpen):
            said = opener(bytes(one)).decode() if one else ""
        words.append(said)
    return words

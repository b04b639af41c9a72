"""A member's own key: what is sealed with it dies with it.

The key is 32 random bytes, made on first use and wrapped by the installation's key. Both the
wrapping and every sealed value are bound to the person, so a value copied to another person's row
does not open.
"""

from collections.abc import Callable, Iterable

from damayan.foundation import crypto
from damayan.people.models import Person, PersonalKey


def seal_for(person: Person, value: bytes, context: str) -> bytes:
    """Encrypt ``value`` so that only this person's key opens it, under the same ``context``."""
    return crypto.seal(_key_of(person), value, _bound(person, context))


def open_for(person: Person, sealed: bytes, context: str) -> bytes:
    """Decrypt what ``seal_for`` made.

    Raises foundation.crypto.CannotOpen when the key is gone or another, or the value was changed.
    """
    return opener_for(person, context)(sealed)


def opener_for(person: Person, context: str) -> Callable[[bytes], bytes]:
    """``open_for`` for many values of one person; one query."""
    return openers_for([person], context)[person.pk]


def openers_for(people: Iterable[Person], context: str) -> dict[int, Callable[[bytes], bytes]]:
    """``opener_for`` for many people, by their ids; one query."""
    found = {person.pk: person for person in people}
    kept = {one.person_id: one for one in PersonalKey.objects.filter(person__in=found)}
    return {pk: _opener(person, kept.get(pk), context) for pk, person in found.items()}


def _opener(person: Person, kept: PersonalKey | None, context: str) -> Callable[[bytes], bytes]:
    key = _unwrap(person, kept) if kept else None

    def opened(sealed: bytes) -> bytes:
        if key is None:
            raise crypto.CannotOpen
        return crypto.open_sealed(key, sealed, _bound(person, context))

    return opened


def destroy_key(person: Person) -> None:
    """Make everything ever sealed for this person unreadable, here and in every copy."""
    PersonalKey.objects.filter(person=person).delete()


def _key_of(person: Person) -> bytes:
    kept, _made = PersonalKey.objects.get_or_create(
        person=person, defaults={"wrapped": lambda: _wrap(person, crypto.new_secret())}
    )
    return _unwrap(person, kept)


def _wrap(person: Person, key: bytes) -> bytes:
    return crypto.seal(crypto.installation_key(), key, _bound(person, "personal-key"))


def _unwrap(person: Person, kept: PersonalKey) -> bytes:
    return crypto.open_sealed(
        crypto.installation_key(), bytes(kept.wrapped), _bound(person, "personal-key")
    )


def _bound(person: Person, context: str) -> str:
    return f"{person.pk}:{context}"

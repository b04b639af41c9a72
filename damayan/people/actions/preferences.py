from typing import Any

from damayan.people.models import Person


def set_preferences(*, by: Person, chosen: dict[str, Any]) -> None:
    """Keep the person's ``chosen`` of language, theme and large_type; what is not named stays."""
    for field, value in chosen.items():
        setattr(by, field, value)
    by.save(update_fields=list(chosen))

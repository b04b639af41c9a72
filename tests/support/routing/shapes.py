"""Needs and supporters for tests, with only what a test cares about."""

from typing import Any

from damayan.support.routing import Need, Supporter, Why


def need(key: int, why: Why = Why.WAITING, **words: Any) -> Need:
    given: dict[str, Any] = {"group": 1, "since": 0.0, "target": 60.0, **words}
    return Need(key, given.pop("group"), why, given.pop("since"), given.pop("target"), **given)


def supporter(key: int, **words: Any) -> Supporter:
    given: dict[str, Any] = {
        "groups": frozenset({1}),
        "languages": frozenset({"en"}),
        "minutes": 40.0,
        **words,
    }
    return Supporter(key, **given)


def keys(suggestions: Any) -> list[int]:
    return [suggestion.need.key for suggestion in suggestions]

"""Generated names: gentle, free, and nobody's own."""

import pytest

from damayan.groups import looks, names
from damayan.groups.models import Persona


@pytest.mark.parametrize("language", ["en", "fil", "ceb"])
def test_a_newcomer_is_offered_different_names_in_their_language(language):
    offered = names.suggest(language, 8)
    firsts, seconds = names._words(language)
    assert len({look.name for look in offered}) == 8
    assert all(look.name.split(" ")[0] in firsts for look in offered)
    assert all(look.name.split(" ")[1] in seconds for look in offered)
    assert len({look.seed for look in offered}) == 8


def test_who_speaks_another_language_is_offered_english_names():
    assert all(names.is_generated(look.name) for look in names.suggest("tlh", 3))


def test_nobody_is_offered_a_name_that_is_worn_in_the_group(group, monkeypatch):
    monkeypatch.setattr(names, "_words", lambda language: (("Quiet", "Warm"), ("Narra",)))
    Persona.objects.create(group=group, name="Quiet Narra")
    assert names.free_name(group, "en").name != "Quiet Narra"


def test_a_full_group_still_has_names_to_offer(group, monkeypatch):
    monkeypatch.setattr(names, "_words", lambda language: (("Quiet",), ("Narra",)))
    monkeypatch.setattr(names, "suggest", lambda language, count: [names.Look("Quiet Narra", 1)])
    Persona.objects.create(group=group, name="Quiet Narra")
    offered = names.free_names(group, "en", 3)
    assert len(offered) == 3
    assert all(names.is_generated(look.name) for look in offered)


@pytest.mark.parametrize(
    "name", ["Guide Ana", "Maria Santos", "Quiet", "", "Quiet Narra x", "a b c"]
)
def test_a_name_of_ones_own_is_not_a_generated_one(name):
    assert not names.is_generated(name)


def test_an_offer_to_one_person_is_worth_nothing_to_another(cast):
    value = looks.sign(cast.member, names.Look("Quiet Narra", 7))
    assert looks.opened(cast.member, value) == names.Look("Quiet Narra", 7)
    assert looks.opened(cast.outsider, value) is None
    assert looks.opened(cast.member, value[:-1]) is None

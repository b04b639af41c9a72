import pytest

from damayan.foundation.prepared import Prepared
from damayan.groups.models import Group


def _by_slug(slots):
    return Group.objects.filter(slug=slots.text("slug")).values_list("slug", "name", "languages")


def _by_language(slots):
    language = [slots.text("language")]
    recent = Group.objects.filter(languages__contains=language, created_at__gt=slots.moment("at"))
    return recent.exclude(pk=slots.integer("but")).order_by("slug").values_list("slug")


def test_a_compiled_query_answers_with_other_values_each_time(group):
    other = Group.objects.create(slug="other", name={"en": "Other"}, languages=["en"])
    prepared = Prepared(_by_slug)
    assert prepared.row(slug="other") == ("other", {"en": "Other"}, ["en"])
    assert prepared.row(slug=group.slug) == (group.slug, group.name, ["en", "fil"])
    assert prepared.row(slug="nowhere") is None
    assert other.pk


def test_it_fills_lists_moments_and_integers(group):
    prepared = Prepared(_by_language)
    before, after = group.created_at.replace(year=2000), group.created_at
    assert prepared.rows(language="fil", at=before, but=0) == [(group.slug,)]
    assert prepared.rows(language="ceb", at=before, but=0) == []
    assert prepared.rows(language="fil", at=after, but=0) == []
    assert prepared.rows(language="fil", at=before, but=group.pk) == []


def test_words_that_look_like_sql_stay_words(group):
    assert Prepared(_by_slug).row(slug="' OR 1=1 --") is None


def test_a_forgotten_value_is_an_error_not_an_empty_answer(group):
    with pytest.raises(KeyError):
        Prepared(_by_slug).rows()


def test_it_costs_one_query(group, django_assert_num_queries):
    prepared = Prepared(_by_slug)
    with django_assert_num_queries(1):
        prepared.row(slug=group.slug)

"""The course: the same in both languages, kept, resumed, and passed by what matters."""

import re
import tomllib

import pytest

from damayan.support.path import actions, course
from damayan.support.path.models import Progress
from tests.support.path.conftest import finish_course

PAIRS = list(zip(course.modules("en"), course.modules("fil"), strict=True))


@pytest.mark.parametrize(("english", "filipino"), PAIRS, ids=course.slugs())
def test_both_languages_ask_the_same_and_mean_the_same(english, filipino):
    assert english.slug == filipino.slug
    assert len(english.pages) == len(filipino.pages) >= 4
    assert len(english.scenarios) == len(filipino.scenarios) >= 2
    for one, other in zip(english.scenarios, filipino.scenarios, strict=True):
        assert [(c.key, c.fits) for c in one.choices] == [(c.key, c.fits) for c in other.choices]
    for one, other in zip(english.check, filipino.check, strict=True):
        assert (one.key, one.right, one.essential) == (other.key, other.right, other.essential)
        assert list(one.options) == list(other.options)


@pytest.mark.parametrize("module", [*course.modules("en"), *course.modules("fil")])
def test_each_module_is_whole(module):
    assert 4 <= len(module.check) <= 5
    assert any(one.essential for one in module.check)
    for scenario in module.scenarios:
        assert sum(one.fits for one in scenario.choices) == 1
        feedback = [one.feedback for one in scenario.choices]
        assert len(set(feedback)) == len(feedback)
        assert all(len(words) > 60 for words in feedback)
    for one in module.check:
        assert one.right in one.options
        assert one.why
    rights = {one.right for one in module.check}
    assert len(rights) > 1, "the right answer always stands in the same place"


def test_there_are_five_in_order_and_others_read_english():
    assert course.slugs() == ("listening", "suicide", "boundaries", "passing-on", "yourself")
    assert course.modules("ceb") is course.modules("en")


def test_english_is_plain():
    """Sentences a child of twelve can follow: short ones, on average."""
    for path in sorted((course.DATA / "en").glob("*.toml")):
        given = tomllib.loads(path.read_text("utf-8"))
        text = " ".join(page["words"] for page in given["pages"])
        sentences = [part for part in re.split(r"[.!?:]\s|\n", text) if len(part.split()) > 1]
        words = sum(len(part.split()) for part in sentences)
        assert words / len(sentences) < 13, path.name


def test_somebody_walks_through_stops_and_goes_on_where_they_were(cast, client_of):
    client = client_of(cast.member)
    module = course.module("en", "listening")
    assert client.get("/path/course/listening/")["Location"] == "/path/course/listening/1/"
    for number in (1, 2):
        client.post(f"/path/course/listening/{number}/")
    assert client.get("/path/course/listening/")["Location"] == "/path/course/listening/3/"
    client.post("/path/course/listening/1/")
    assert client.get("/path/course/listening/")["Location"] == "/path/course/listening/3/"
    last = len(module.steps)
    assert client.post(f"/path/course/listening/{last}/")["Location"].endswith("/check/")
    assert client.get("/path/course/listening/")["Location"].endswith("/check/")
    assert client.get(f"/path/course/listening/{last + 1}/").status_code == 404
    assert client.get("/path/course/nothing/").status_code == 404


def test_each_choice_of_a_scenario_has_its_own_answer_and_leaves_no_trace(cast, client_of):
    client = client_of(cast.member)
    module = course.module("en", "suicide")
    number = len(module.pages) + 1
    before = client.get(f"/path/course/suicide/{number}/").content.decode()
    for choice in module.scenarios[0].choices:
        assert choice.feedback[:30] not in before
        page = client.get(f"/path/course/suicide/{number}/?did={choice.key}").content.decode()
        assert choice.feedback[:30].replace("'", "&#39;") in page
    assert not Progress.objects.filter(person=cast.member).exists()


def test_passing_needs_what_is_essential_and_forgives_the_rest(cast):
    module = course.module("en", "suicide")
    right = {one.key: one.right for one in module.check}
    soft = next(one for one in module.check if not one.essential)
    hard = next(one for one in module.check if one.essential)
    other = {key for key in hard.options if key != hard.right}.pop()
    wrong = right | {hard.key: other}
    assert not actions.answer_check(by=cast.member, module=module, answers=wrong)
    assert not Progress.objects.filter(person=cast.member).exists(), "a try is kept nowhere"
    missing = {key for key in soft.options if key != soft.right}.pop()
    assert actions.answer_check(by=cast.member, module=module, answers=right | {soft.key: missing})


def test_a_wrong_answer_is_explained_and_may_be_tried_again(cast, client_of):
    client = client_of(cast.member)
    module = course.module("en", "boundaries")
    given = {one.key: one.right for one in module.check}
    first = module.check[0]
    wrong = next(key for key in first.options if key != first.right)
    page = client.post("/path/course/boundaries/check/", given | {first.key: wrong})
    assert first.why in page.content.decode()
    assert "Nearly there" in page.content.decode()
    page = client.post("/path/course/boundaries/check/", {})
    assert "Choose one." in page.content.decode()
    page = client.post("/path/course/boundaries/check/", given)
    assert "This part is done" in page.content.decode()


def test_in_filipino(cast, client_of):
    cast.member.language = "fil"
    cast.member.save()
    page = client_of(cast.member).get("/path/course/listening/1/").content.decode()
    assert "Ano ang nagagawa ng isang sagot" in page


def test_the_course_costs_the_same_however_far_one_is(
    cast, client_of, django_assert_max_num_queries
):
    finish_course(cast.member)
    client = client_of(cast.member)
    for address in ("/path/course/", "/path/course/suicide/2/", "/path/course/suicide/check/"):
        with django_assert_max_num_queries(13):
            assert client.get(address).status_code == 200

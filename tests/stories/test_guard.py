"""Before words go out: what may tell who somebody is gets marked, and the person decides."""

import html
import re

import pytest

from damayan.stories.actions import save_draft
from damayan.stories.models import Draft, Reply, Story

IDENTIFYING = [
    ("Call me at 0917 123 4567 please.", "0917 123 4567", "[phone]"),
    ("Tawagan mo ako sa 09171234567.", "09171234567", "[phone]"),
    ("Write me at ana.reyes@example.com.", "ana.reyes@example.com", "[e-mail]"),
    ("See https://example.org/me for it.", "https://example.org/me", "[link]"),
    ("My ig is @ana_reyes99, message me.", "@ana_reyes99", "[account]"),
    ("My name is Maria Santos and I am tired.", "Maria Santos", "[name]"),
    ("Ako si Maria Santos, pagod na ako.", "Maria Santos", "[name]"),
    ("I live at 12 Mabini Street, Barangay San Roque.", "12 Mabini Street", "[place]"),
    ("Nakatira ako sa 12 Mabini Street, Barangay San Roque.", "12 Mabini Street", "[place]"),
]
HELP = ["I called 1553 and 911 last night.", "Tumawag ako sa 1553 at sa 0917-899-8727."]
PHONE = "Call me at 0917 123 4567.\n\nI am tired."


@pytest.fixture
def write(cast):
    return f"/groups/{cast.group.slug}/write/"


def story_form(happened=PHONE, **more):
    sent = {"kind": "story", "language": "taglish", "happened": happened, "form_key": "form-1"}
    return {**sent, "felt": "Heavy.", "topics": ["death"], "helped": ["walking"], **more}


def marked(page) -> list[str]:
    return [html.unescape(one) for one in re.findall(r"<mark>(.*?)</mark>", page)]


def fields_in(page) -> dict[str, list[str]]:
    """What the page's form sends again when one of its buttons is pressed."""
    form = page.split('<form method="post" action="')[1].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form):
        found.setdefault(name, []).append(html.unescape(value))
    return found


@pytest.mark.parametrize(("words", "part", "_mask"), IDENTIFYING)
def test_a_story_that_tells_who_somebody_is_waits_for_its_author(
    cast, write, client_of, words, part, _mask
):
    answer = client_of(cast.member).post(write, story_form(words))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert any(part in one for one in marked(page))
    assert not Story.objects.exists()


@pytest.mark.parametrize(("words", "part", "mask"), IDENTIFYING)
def test_hidden_words_are_shown_first_and_then_sent(cast, story, client_of, words, part, mask):
    client, address = client_of(cast.member), f"/stories/{story.key}/reply/"
    asked = client.post(address, {"words": words, "form_key": "k1"}).content.decode()
    shown = client.post(address, {**fields_in(asked), "who": "hide"})
    page = shown.content.decode()
    assert shown.status_code == 200
    assert mask in page
    assert part not in page
    assert not Reply.objects.exists()
    client.post(address, {**fields_in(page), "who": "as_is"})
    kept = Reply.objects.get()
    assert mask in kept.words
    assert part not in kept.words
    assert kept.form_key == "k1"


def test_everything_typed_is_still_there_whatever_the_choice(cast, write, client_of):
    client = client_of(cast.member)
    sent = fields_in(client.post(write, story_form()).content.decode())
    assert sent["happened"] == [PHONE]
    for name in ("felt", "topics", "helped", "language", "kind", "form_key"):
        expected = story_form()[name]
        assert sent[name] == (expected if isinstance(expected, list) else [expected])
    assert "0917 123 4567" in client.get(write).content.decode(), "kept as a draft"


def test_sent_as_it_is_it_goes_out_as_it_is_and_nothing_remembers_the_choice(
    cast, write, client_of
):
    client = client_of(cast.member)
    sent = fields_in(client.post(write, story_form()).content.decode())
    first = client.post(write, {**sent, "who": "as_is"})
    second = client.post(write, {**sent, "who": "as_is"})
    story = Story.objects.get()
    assert first["Location"] == second["Location"] == f"/stories/{story.key}/"
    assert (story.happened, story.topics, story.helped) == (PHONE, ["death"], ["walking"])
    assert not Draft.objects.exists()
    again = client.post(write, story_form(form_key="form-2"))
    assert again.status_code == 422, "the next words are asked about anew"


def test_who_changes_it_themself_finds_the_form_as_it_was(cast, write, story, client_of):
    client = client_of(cast.member)
    back = client.post(write, {**story_form(), "who": "change"})
    page = back.content.decode()
    assert back.status_code == 200
    for words in ("0917 123 4567", "Heavy.", 'value="form-1"'):
        assert words in page
    address = f"/stories/{story.key}/reply/"
    moved = client.post(address, {"words": PHONE, "form_key": "k1", "who": "change"})
    assert moved["Location"] == f"/stories/{story.key}/#answer"
    page = client.get(f"/stories/{story.key}/").content.decode()
    assert "0917 123 4567" in page
    assert 'value="k1"' in page
    assert Story.objects.count() == 1
    assert not Reply.objects.exists()


@pytest.mark.parametrize("words", [*HELP, "We cooked rice and fish for lunch."])
def test_numbers_of_helplines_and_ordinary_words_go_out_at_once(
    cast, write, story, client_of, words
):
    client = client_of(cast.member)
    client.post(write, story_form(words))
    client.post(f"/stories/{story.key}/reply/", {"words": words, "form_key": "k1"})
    assert Story.objects.filter(happened=words).exists()
    assert Reply.objects.get().words == words


def test_a_guide_is_not_asked_about_their_own_words(cast, write, story, client_of):
    for part in ("guide", "coordinator"):
        if part in cast.personas:
            client = client_of(getattr(cast, part))
            client.post(write, story_form())
            client.post(f"/stories/{story.key}/reply/", {"words": PHONE, "form_key": "k1"})
    assert Story.objects.filter(author=cast.personas["guide"]).count() == 1
    assert Reply.objects.get().author == cast.personas["guide"]


def test_every_field_of_a_story_is_looked_at_and_each_is_shown(cast, write, client_of):
    sent = story_form(
        "We cooked rice.", felt="Text 0917 123 4567.", title="I am @ana_reyes99 on ig"
    )
    page = client_of(cast.member).post(write, sent).content.decode()
    assert any("0917" in one for one in marked(page))
    assert any("ana_reyes99" in one for one in marked(page))
    assert "A title" in page
    assert "a phone number" in page
    assert "an account elsewhere" in page


def test_marked_words_are_only_words(cast, write, client_of):
    evil = '<script>alert(1)</script> 0917 123 4567 "><img src=x>'
    page = client_of(cast.member).post(write, story_form(evil)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert fields_in(page)["happened"] == [evil]


def test_an_outsider_learns_nothing_of_a_story_they_cannot_see(cast, story, client_of):
    type(cast.group).objects.filter(pk=cast.group.pk).update(access="members")
    answer = client_of(cast.outsider).post(
        f"/stories/{story.key}/reply/", {"words": PHONE, "form_key": "k1"}
    )
    assert answer.status_code == 404


def test_a_draft_in_another_place_stays(cast, write, story, client_of):
    save_draft(by=cast.member, place=f"reply:{story.key}", fields={"words": "half a sent"})
    client_of(cast.member).post(write, story_form())
    assert Draft.objects.count() == 2

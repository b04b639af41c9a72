"""The guides' side of the private line: written by who looks after the case, logged, unnamed."""

import pytest

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.models import GroupRole
from damayan.moderation.actions.line import end_line, write_on_line
from damayan.moderation.actions.table import claim
from damayan.moderation.models import LogEntry
from damayan.moderation.rules import TAKEN_FOR
from damayan.safety.actions import open_line, say_on_line
from damayan.safety.models import Concern, LineMessage
from damayan.safety.queries import line_of
from damayan.stories.actions import publish
from tests.cast import make_person, put_in

URGENT = "I want to end my life tonight. I have the pills in my hand."


@pytest.fixture
def concern(cast) -> Concern:
    publish(by=cast.member, group=cast.group, form_key="raised", happened=URGENT)
    return Concern.objects.get()


@pytest.fixture
def said(cast, concern):
    line = open_line(by=cast.member, subject_kind="story", subject_key=concern.subject_key)
    say_on_line(by=cast.member, line=line, words="Are you there?", form_key="a")
    return line


def test_a_guide_reads_answers_and_takes_the_case_up(cast, concern, said, client_of):
    client, base = client_of(cast.guide), f"/guides/reports/{concern.key}/"
    assert f'href="{base}line/"' in client.get(base).content.decode()
    assert "Are you there?" in client.get(f"{base}line/").content.decode()
    sent = {"words": "I am here. Where are you now?", "form_key": "b"}
    for _time in range(2):
        assert client.post(f"{base}line/say/", sent)["Location"] == f"{base}line/"
    assert [one.words for one in line_of(concern).messages] == [
        "Are you there?",
        "I am here. Where are you now?",
    ]
    concern.refresh_from_db()
    assert concern.taken_by == cast.guide
    assert concern.looked_at <= now()
    theirs = client_of(cast.member).get(f"/care/line/{said.key}/").content.decode()
    assert "I am here. Where are you now?" in theirs


def test_the_log_says_that_they_wrote_and_not_what(cast, concern):
    for _time in range(2):
        write_on_line(by=cast.guide, concern=concern, words="I am here.", form_key="b")
    entry = LogEntry.objects.get()
    assert (entry.deed, entry.actor_id, entry.reason) == ("line", cast.guide.pk, "")
    assert "here" not in str(entry.details)


@pytest.mark.parametrize("part", ["author", "member", "supporter", "professional", "outsider"])
def test_who_guides_nothing_finds_nothing(cast, concern, said, client_of, part):
    person = getattr(cast, part)
    with pytest.raises(Refused):
        write_on_line(by=person, concern=concern, words="Hello", form_key="c")
    with pytest.raises(Refused):
        end_line(by=person, concern=concern)
    client, base = client_of(person), f"/guides/reports/{concern.key}/line/"
    assert client.get(base).status_code == 404
    assert client.post(f"{base}say/", {"words": "x", "form_key": "c"}).status_code == 404
    assert client.post(f"{base}end/").status_code == 404
    assert LineMessage.objects.count() == 1


def test_a_guide_reads_no_line_about_their_own_words_from_this_side(cast, client_of):
    publish(by=cast.guide, group=cast.group, form_key="own", happened=URGENT)
    own = Concern.objects.get()
    base = f"/guides/reports/{own.key}/line/"
    assert client_of(cast.guide).get(base).status_code == 404
    with pytest.raises(Refused):
        write_on_line(by=cast.guide, concern=own, words="Hello", form_key="c")


def test_one_guide_at_a_time(cast, concern, said, client_of):
    other = make_person("other-guide")
    put_in(cast.group, other, "Gentle Other")
    GroupRole.objects.create(person=other, group=cast.group, role="guide")
    claim(cast.guide, concern, TAKEN_FOR)
    with pytest.raises(Refused, match="Another guide"):
        write_on_line(by=other, concern=concern, words="Me too", form_key="c")
    page = client_of(other).get(f"/guides/reports/{concern.key}/line/").content.decode()
    assert "Another guide is looking after this now" in page
    assert "/line/say/" not in page


def test_ending_it_is_said_and_logged_and_needs_something_said(cast, concern, client_of):
    client, base = client_of(cast.guide), f"/guides/reports/{concern.key}/line/"
    page = client.post(f"{base}end/", follow=True).content.decode()
    assert "Nothing was said there yet." in page
    assert not LogEntry.objects.exists()
    write_on_line(by=cast.guide, concern=concern, words="Sleep well.", form_key="b")
    page = client.post(f"{base}end/", follow=True).content.decode()
    assert "The guides ended this line" in page
    assert [one.deed for one in LogEntry.objects.order_by("id")] == ["line", "end_line"]


def test_empty_words_come_back(cast, concern, client_of):
    base = f"/guides/reports/{concern.key}/line/"
    answer = client_of(cast.guide).post(f"{base}say/", {"words": " ", "form_key": "b"})
    assert answer.status_code == 422
    assert not LineMessage.objects.exists()

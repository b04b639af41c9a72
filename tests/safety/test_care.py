"""What the author of worrying words meets: heard at once, never blocked, never lectured."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.moderation import actions as moderation
from damayan.moderation import tasks as guides_tasks
from damayan.moderation.models import LogEntry
from damayan.notices.models import Kind, Notice
from damayan.safety import tasks
from damayan.safety.actions import (
    close_concern,
    load_helplines,
    open_line,
    report,
    say,
    say_on_line,
)
from damayan.safety.alarms import ALERT, ASKED, THINK_OF
from damayan.safety.models import Concern, Said
from damayan.stories.actions import publish, remove_story
from damayan.stories.models import Reply, Story

URGENT = "I want to end my life tonight. I have the pills in my hand."
URGENT_FIL = "Gusto ko nang magpakamatay ngayong gabi. Nasa kamay ko na ang mga gamot."
SAD = "I feel so hopeless and worthless lately, I cry every night."
CALM = "We cooked rice and fish for lunch."
CARD, SHORT, QUIET = "We hear you</h2>", "We hear you, and the guides", "It sounds heavy"


@pytest.fixture
def write(cast):
    return f"/groups/{cast.group.slug}/write/"


def tell(client, write, words, form_key="f1"):
    """Tell a story and land where one lands."""
    sent = {"kind": "story", "language": "en", "happened": words, "form_key": form_key}
    return client.post(write, sent, follow=True).content.decode()


def care_in(page) -> str:
    return page.split('<div id="care">')[1].split("<article>")[0]


def raised(cast, words=URGENT) -> Concern:
    publish(by=cast.member, group=cast.group, form_key="raised", happened=words)
    return Concern.objects.get()


@pytest.mark.parametrize("words", [URGENT, URGENT_FIL])
def test_who_wants_to_end_it_is_heard_at_once_and_their_words_are_out(
    cast, write, client_of, words
):
    load_helplines()
    page = tell(client_of(cast.member), write, words)
    assert Story.objects.visible_to(cast.author).filter(happened=words).exists()
    card = care_in(page)
    assert CARD in card
    assert "the guides are being told right now" in card
    for number in ("tel:1553", "tel:911"):
        assert number in card
    for words_on_card in ("Who listens?", "police", "cost", "I am safe now", "Please write to me"):
        assert words_on_card in card
    assert "/help/" in card
    assert "have not called this number ourselves" in card, "what is unverified is said to be"


@pytest.mark.parametrize("language", ["en", "fil"])
@pytest.mark.parametrize(
    "words",
    [
        URGENT,
        URGENT_FIL,
        "Ayoko na talaga, I want to end my life tonight.",
        "Gusto na nako maghikog karong gabii.",
    ],
)
def test_the_card_is_in_the_readers_language_whatever_they_wrote_in(
    cast, write, client_of, language, words
):
    type(cast.member).objects.filter(pk=cast.member.pk).update(language=language)
    page = tell(client_of(cast.member), write, words)
    with translation.override(language):
        heard = str(translation.gettext("We hear you"))
    assert f'<html lang="{language}"' in page
    assert f"{heard}</h2>" in care_in(page)
    for way in ("tel:911", "tel:1553", 'value="safe"', 'value="write"', "/line/"):
        assert way in care_in(page)


def test_it_says_when_guides_are_there_only_if_the_programme_said_so(
    cast, write, client_of, settings
):
    client = client_of(cast.member)
    assert "we cannot promise" in care_in(tell(client, write, URGENT))
    settings.GUIDE_HOURS = "every day from 8 to 22"
    page = client.get(f"/stories/{Story.objects.get().key}/").content.decode()
    assert "every day from 8 to 22" in care_in(page)
    assert "cannot promise" not in care_in(page)


def test_an_answer_leads_to_the_card_too(cast, story, client_of):
    client = client_of(cast.member)
    sent = {"words": URGENT, "form_key": "a1"}
    answer = client.post(f"/stories/{story.key}/reply/", sent)
    assert answer["Location"] == f"/stories/{story.key}/?last=1#care"
    page = client.get(answer["Location"]).content.decode()
    assert CARD in care_in(page)
    assert f"/care/reply/{Reply.objects.get().key}/" in care_in(page)


def test_nobody_else_meets_it_on_the_same_page(cast, write, client_of):
    tell(client_of(cast.member), write, URGENT)
    address = f"/stories/{Story.objects.get().key}/"
    for part in ("author", "guide", "supporter", "coordinator"):
        assert 'id="care"' not in client_of(getattr(cast, part)).get(address).content.decode()


def test_the_card_is_not_on_other_pages_and_goes_after_an_hour(
    cast, story, write, client_of, time_machine
):
    client = client_of(cast.member)
    tell(client, write, URGENT)
    assert 'id="care"' not in client.get(f"/stories/{story.key}/").content.decode()
    own = f"/stories/{Story.objects.exclude(pk=story.pk).get().key}/"
    assert CARD in client.get(own).content.decode()
    time_machine.move_to(now() + timedelta(minutes=61))
    assert 'id="care"' not in client.get(own).content.decode()


def test_within_an_hour_the_second_time_is_a_line_and_later_the_card_again(
    cast, write, client_of, time_machine
):
    client = client_of(cast.member)
    assert CARD in tell(client, write, URGENT, "f1")
    second = care_in(tell(client, write, URGENT, "f2"))
    assert SHORT in second
    assert CARD not in second
    assert "Please write to me" in second
    time_machine.move_to(now() + timedelta(minutes=61))
    assert CARD in tell(client, write, URGENT, "f3")


def test_sadness_is_met_by_one_quiet_line_and_an_ordinary_day_by_none(cast, write, client_of):
    client = client_of(cast.member)
    quiet = care_in(tell(client, write, SAD, "f1"))
    assert QUIET in quiet
    assert "<form" not in quiet
    assert 'id="care"' not in tell(client, write, CALM, "f2")
    assert CARD in tell(client, write, URGENT, "f3"), "a line does not use up the card"


def test_words_that_are_changed_into_such_words_are_met_too(cast, write, client_of):
    client = client_of(cast.member)
    assert 'id="care"' not in tell(client, write, CALM)
    key = Story.objects.get().key
    sent = {"kind": "story", "language": "en", "happened": URGENT}
    page = client.post(f"/stories/{key}/edit/", sent, follow=True).content.decode()
    assert CARD in care_in(page)
    calm = client.post(f"/stories/{key}/edit/", {**sent, "happened": CALM}, follow=True)
    assert calm.status_code == 200


def test_the_session_does_not_tell_who_wrote_what(cast, write, client_of):
    tell(client_of(cast.member), write, URGENT)
    key = Story.objects.get().key
    for session in Session.objects.all():
        assert key not in str(session.get_decoded())
        assert "story" not in str(session.get_decoded().get("care"))


def test_a_page_costs_one_query_more_while_the_card_shows_and_none_otherwise(
    cast, write, client_of, django_assert_num_queries
):
    client = client_of(cast.member)
    tell(client, write, CALM, "f1")
    calm, urgent = f"/stories/{Story.objects.get().key}/", ""
    tell(client, write, URGENT, "f2")
    urgent = f"/stories/{Story.objects.get(happened=URGENT).key}/"
    for address in (calm, urgent):
        client.get(address)
    with django_assert_num_queries(4):
        client.get(calm)
    with django_assert_num_queries(5):
        client.get(urgent)


# ── Saying something to the guides ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "thanks", "for_guides"),
    [
        ("safe", "good to know that you are safe", "The author says: I am safe now."),
        ("write", "It comes to you in Answers", "The author asks that a guide writes to them."),
    ],
)
def test_what_the_author_says_reaches_the_guides(cast, write, client_of, said, thanks, for_guides):
    client = client_of(cast.member)
    card = care_in(tell(client, write, URGENT))
    address = re.search(r'action="(/care/[^"]+)"', card)[1]
    answer = client.post(address, {"said": said}, follow=True)
    assert thanks in care_in(answer.content.decode())
    concern = Concern.objects.get()
    assert (concern.said, concern.closed_at) == (said, None)
    page = client_of(cast.guide).get(f"/guides/reports/{concern.key}/").content.decode()
    assert for_guides in page


def test_who_asks_to_be_written_to_is_told_to_guides_once(cast):
    concern = raised(cast)
    for _time in range(2):
        say(by=cast.member, subject_kind="story", subject_key=concern.subject_key, said="write")
    for job in ProcrastinateJob.objects.filter(task_name=ALERT, args__why=ASKED):
        guides_tasks.alert(**job.args)
    assert Notice.objects.get(person=cast.guide).text.startswith("Somebody whose words worried")
    assert not Notice.objects.filter(person=cast.member).exists()


@pytest.mark.parametrize("part", ["author", "guide", "coordinator", "outsider"])
def test_nobody_speaks_for_the_author(cast, client_of, part):
    concern = raised(cast)
    person = getattr(cast, part)
    with pytest.raises(Refused):
        say(by=person, subject_kind="story", subject_key=concern.subject_key, said="safe")
    address = f"/care/story/{concern.subject_key}/"
    assert client_of(person).post(address, {"said": "safe"}).status_code == 404
    assert Concern.objects.get().said == ""


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("story/nosuchkey", "safe"),
        ("nokind/abc", "safe"),
        ("story/{key}", "other"),
        ("story/{key}", ""),
    ],
)
def test_a_made_up_answer_finds_nothing(cast, client_of, path, said):
    key = raised(cast).subject_key
    client = client_of(cast.member)
    assert client.post(f"/care/{path.format(key=key)}/", {"said": said}).status_code == 404
    assert client.get(f"/care/story/{key}/").status_code == 405


def test_words_that_raised_nothing_have_nothing_to_answer(cast, story, client_of):
    address = f"/care/story/{story.key}/"
    assert client_of(cast.author).post(address, {"said": "safe"}).status_code == 404


def test_a_guide_writes_to_the_author_and_it_is_in_the_log(cast, client_of):
    concern = raised(cast)
    address = f"/guides/reports/{concern.key}/"
    client_of(cast.guide).post(f"{address}write/", {"words": "I read you. Are you with somebody?"})
    notice = Notice.objects.get(person=cast.member)
    assert notice.text == "A guide wrote to you. Here you read it."
    assert (LogEntry.objects.get().deed, LogEntry.objects.get().actor_id) == (
        "write",
        cast.guide.pk,
    )
    concern.refresh_from_db()
    assert concern.taken_by == cast.guide


def test_the_longest_letter_arrives_whole_in_every_language(cast, client_of):
    concern = raised(cast)
    words = "é" * moderation.LONGEST_LETTER
    with translation.override("fil"):
        type(cast.member).objects.filter(pk=cast.member.pk).update(language="fil")
        moderation.write(by=cast.guide, concern=concern, words=words)
    page = client_of(cast.member).get(Notice.objects.get(person=cast.member).url)
    assert words in page.content.decode()


@pytest.mark.parametrize("part", ["author", "member", "supporter", "outsider"])
def test_who_guides_nothing_writes_to_nobody(cast, client_of, part):
    concern = raised(cast)
    with pytest.raises(Refused):
        moderation.write(by=getattr(cast, part), concern=concern, words="Hello")
    answer = client_of(getattr(cast, part)).post(
        f"/guides/reports/{concern.key}/write/", {"words": "Hello"}
    )
    assert answer.status_code == 404


# ── A day later ────────────────────────────────────────────────────────────────────────────────


def a_day_later() -> None:
    for job in ProcrastinateJob.objects.filter(task_name=THINK_OF):
        assert abs(job.scheduled_at - now() - timedelta(hours=24)) < timedelta(minutes=1)
        tasks.think_of_author(**job.args)


def test_a_day_later_we_ask_the_author_how_it_is_once(cast):
    raised(cast)
    a_day_later()
    a_day_later()
    notice = Notice.objects.get(person=cast.member)
    assert notice.text == "We thought of you. How is it today? You need not answer."
    assert notice.kind == Kind.GUIDE
    assert notice.url == f"/stories/{Story.objects.get().key}/"


def test_a_day_later_even_when_the_words_were_removed_or_they_asked_for_a_letter(cast):
    concern = raised(cast)
    say(by=cast.member, subject_kind="story", subject_key=concern.subject_key, said=Said.WRITE)
    remove_story(by=cast.member, story=Story.objects.get())
    a_day_later()
    assert Notice.objects.filter(person=cast.member).count() == 1


def test_a_day_later_the_way_leads_to_their_private_line_if_they_have_one(cast):
    concern = raised(cast)
    line = open_line(by=cast.member, subject_kind="story", subject_key=concern.subject_key)
    say_on_line(by=cast.member, line=line, words="Are you there?", form_key="a")
    a_day_later()
    assert Notice.objects.get(person=cast.member).url == f"/care/line/{line.key}/"


def test_who_said_that_they_are_safe_is_not_asked_again(cast):
    concern = raised(cast)
    say(by=cast.member, subject_kind="story", subject_key=concern.subject_key, said=Said.SAFE)
    a_day_later()
    assert not Notice.objects.filter(person=cast.member).exists()


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [("reached", 0), ("talked", 0), ("kept", 0), ("handed_on", 0), ("hidden", 1)],
)
def test_whom_a_guide_has_reached_is_not_asked_and_whom_they_only_hid_is(cast, outcome, asked):
    concern = raised(cast)
    close_concern(by=cast.guide, concern=concern, outcome=outcome)
    a_day_later()
    assert Notice.objects.filter(person=cast.member).count() == asked


def test_nobody_is_asked_because_a_member_reported_them(cast, story):
    report(by=cast.member, subject_kind="story", subject_key=story.key, kind="method")
    a_day_later()
    assert not Notice.objects.filter(person=cast.author).exists()


def test_who_only_sells_or_threatens_gets_no_card_of_comfort(cast):
    concern = raised(cast)
    Concern.objects.update(kinds=["danger_to_others", "selling_spam"])
    a_day_later()
    assert not Notice.objects.filter(person=cast.member).exists()
    assert concern.level == Concern.Level.URGENT

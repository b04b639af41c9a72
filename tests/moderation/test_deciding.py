"""Guides decide on reports: who may, what happens, who is told, and what the log says."""

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from damayan.foundation.verdict import Refused
from damayan.groups.models import GroupRole
from damayan.groups.queries import membership_of
from damayan.groups.rules import may_write
from damayan.moderation import actions, log
from damayan.moderation.models import LogEntry
from damayan.notices.models import Notice
from damayan.people.models import Role
from damayan.safety.actions import report
from damayan.safety.models import Concern, Outcome
from damayan.stories.models import Reply, Story
from tests.cast import make_group, make_person, put_in

SIGNED_IN = 2
NOT_GUIDES = ("author", "member", "outsider", "blocked", "supporter", "professional")


def reported(by, subject, kind="abuse", words=""):
    what = type(subject).__name__.lower()
    made = report(by=by, subject_kind=what, subject_key=subject.key, kind=kind, words=words)
    return made.concern


@pytest.fixture
def concern(cast, story) -> Concern:
    return reported(cast.member, story, words="This hurts me.")


def texts(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def test_a_guide_hides_a_story_and_its_author_reads_why(cast, concern, story, client_of):
    client = client_of(cast.guide)
    address = f"/guides/reports/{concern.key}/"
    page = client.get(address).content.decode()
    for words in (story.title, "two cups", "This hurts me."):
        assert words in page
    client.post(f"{address}hide/", {"reason": "It names somebody."})
    story.refresh_from_db()
    assert story.hidden_by == cast.guide
    assert texts(cast.author) == ["A guide hid your story. Here you read why, and what you can do."]
    address = Notice.objects.get(person=cast.author).url
    assert "It names somebody." in client_of(cast.author).get(address).content.decode()
    entry = LogEntry.objects.get()
    assert (entry.deed, entry.actor_id, entry.reason) == (
        "hide",
        cast.guide.pk,
        "It names somebody.",
    )
    assert entry.group_slug == "losing-someone"


def test_a_guide_shows_a_story_again_and_its_author_is_told(cast, concern, story):
    actions.hide(by=cast.guide, concern=concern, reason="Too fast.")
    actions.restore(by=cast.guide, concern=concern, reason="I was wrong.")
    story.refresh_from_db()
    assert story.hidden_at is None
    assert texts(cast.author)[-1] == "A guide shows your story again."
    assert list(LogEntry.objects.values_list("deed", flat=True)) == ["hide", "restore"]
    assert log.verify() == []


def test_the_author_reads_it_in_their_own_language(cast, concern):
    cast.author.language = "fil"
    cast.author.save()
    actions.hide(by=cast.guide, concern=concern, reason="Bakit")
    with translation.override("fil"):
        meant = gettext("A guide hid your story. Here you read why, and what you can do.")
    assert texts(cast.author) == [meant]


def test_hiding_twice_is_refused_and_leaves_no_second_entry(cast, concern):
    actions.hide(by=cast.guide, concern=concern, reason="Once.")
    with pytest.raises(Refused, match="hidden already"):
        actions.hide(by=cast.guide, concern=concern, reason="Twice.")
    assert LogEntry.objects.count() == 1
    assert len(texts(cast.author)) == 1


def test_a_guide_hides_a_reply(cast, reply):
    concern = reported(cast.author, reply)
    actions.hide(by=cast.guide, concern=concern, reason="Not kind.")
    assert Reply.objects.get(pk=reply.pk).hidden_at
    assert "your answer" in texts(cast.member)[0]


def test_a_guide_pauses_somebodys_writing_and_lets_them_write_again(cast, group, persona_of):
    concern = reported(cast.member, persona_of(cast.author))
    actions.hide(by=cast.guide, concern=concern, reason="Rest a little.")
    assert not may_write(cast.author, group)
    assert membership_of(cast.author, group).paused_by == cast.guide
    actions.restore(by=cast.guide, concern=concern, reason="Welcome back.")
    assert may_write(cast.author, group)
    assert list(LogEntry.objects.values_list("deed", flat=True)) == ["pause", "resume"]


def test_who_reported_hears_the_guides_answer_and_only_they_can_read_it(cast, concern, client_of):
    one = concern.reports.get()
    client_of(cast.guide).post(
        f"/guides/reports/{concern.key}/answer/{one.key}/", {"words": "Thank you, we read it."}
    )
    assert texts(cast.member) == ["A guide answered your report."]
    address = Notice.objects.get(person=cast.member).url
    assert "Thank you, we read it." in client_of(cast.member).get(address).content.decode()
    for person in (cast.author, cast.guide, cast.outsider):
        assert client_of(person).get(address).status_code == 404
    assert LogEntry.objects.get().deed == "answer"


def test_a_report_is_answered_once(cast, concern):
    one = concern.reports.get()
    actions.answer(by=cast.guide, concern=concern, report=one, words="Thank you.")
    with pytest.raises(Refused, match="answered already"):
        actions.answer(by=cast.guide, concern=concern, report=one, words="Again.")
    assert LogEntry.objects.count() == 1


def test_closing_tells_the_outcome_to_everybody_who_got_no_answer(cast, concern, story):
    reported(cast.supporter, story)
    actions.answer(by=cast.guide, concern=concern, report=concern.reports.first(), words="Thanks.")
    actions.close(by=cast.guide, concern=concern, outcome=Outcome.KEPT)
    assert texts(cast.member) == ["A guide answered your report."]
    assert texts(cast.supporter) == ["You reported something. A guide read it and let it stay."]
    concern.refresh_from_db()
    assert (concern.outcome, concern.closed_by) == ("kept", cast.guide)
    with pytest.raises(Refused, match="closed already"):
        actions.close(by=cast.guide, concern=concern, outcome=Outcome.HIDDEN)
    assert texts(cast.author) == [], (
        "who is reported hears nothing of a report that changed nothing"
    )


def test_a_new_report_after_closing_opens_a_new_concern(cast, concern, story):
    actions.close(by=cast.guide, concern=concern, outcome=Outcome.KEPT)
    again = reported(cast.member, story)
    assert again.pk != concern.pk
    assert again.closed_at is None


@pytest.mark.parametrize("part", NOT_GUIDES)
def test_who_is_no_guide_finds_nothing_and_can_do_nothing(cast, concern, client_of, part):
    person = getattr(cast, part)
    client = client_of(person)
    address = f"/guides/reports/{concern.key}/"
    one = concern.reports.get()
    assert client.get("/guides/reports/").status_code == 404
    assert client.get("/guides/reports/closed/").status_code == 404
    assert client.get("/guides/log/").status_code == 404
    assert client.get(address).status_code == 404
    for deed in ("hide", "restore", "close", f"answer/{one.key}"):
        assert (
            client.post(f"{address}{deed}/", {"reason": "x", "outcome": "kept"}).status_code == 404
        )
    with pytest.raises(Refused):
        actions.hide(by=person, concern=concern, reason="x")
    assert LogEntry.objects.count() == 0


def test_a_visitor_finds_nothing(concern, visitor):
    for address in ("/guides/reports/", f"/guides/reports/{concern.key}/", "/guides/log/"):
        assert visitor.get(address).status_code == 404


def test_a_guide_of_another_group_sees_neither_the_concern_nor_the_line(cast, concern, client_of):
    other = make_group("long-illness")
    stranger = make_person("other-guide")
    put_in(other, stranger, "Warm Fern", "guide")
    GroupRole.objects.create(person=stranger, group=other, role=Role.GUIDE)
    client = client_of(stranger)
    assert concern.key not in client.get("/guides/reports/").content.decode()
    assert client.get(f"/guides/reports/{concern.key}/").status_code == 404
    assert client.post(f"/guides/reports/{concern.key}/hide/", {"reason": "x"}).status_code == 404
    with pytest.raises(Refused):
        actions.hide(by=stranger, concern=concern, reason="x")


def test_a_coordinator_sees_the_concerns_of_every_group(cast, concern, client_of):
    assert concern.key in client_of(cast.coordinator).get("/guides/reports/").content.decode()
    assert client_of(cast.coordinator).get(f"/guides/reports/{concern.key}/").status_code == 200


def test_nobody_decides_about_their_own_words(cast, group, story, client_of):
    mine = Story.objects.create(
        group=group,
        author=membership_of(cast.guide, group).persona,
        form_key="of-the-guide",
        title="Mine",
        happened="x",
        html="<p>x</p>",
        excerpt="x",
    )
    concern = reported(cast.member, mine, words="A secret worry.")
    page = client_of(cast.guide).get(f"/guides/reports/{concern.key}/").content.decode()
    assert "Another guide decides" in page
    assert "A secret worry." not in page
    with pytest.raises(Refused, match="Another guide"):
        actions.close(by=cast.guide, concern=concern, outcome=Outcome.KEPT)
    actions.hide(by=cast.coordinator, concern=concern, reason="Please look again.")


def test_a_story_that_is_gone_leaves_a_concern_that_can_be_closed(cast, concern, story, client_of):
    from damayan.stories.actions import remove_story

    remove_story(by=cast.author, story=story)
    assert client_of(cast.guide).get(f"/guides/reports/{concern.key}/").status_code == 200
    with pytest.raises(Refused, match="no longer here"):
        actions.hide(by=cast.guide, concern=concern, reason="x")
    actions.close(by=cast.guide, concern=concern, outcome=Outcome.HANDED_ON)


# ── The list ───────────────────────────────────────────────────────────────────────────────────


def many(cast, group, count=70):
    stories = [
        Story(
            group=group,
            author=membership_of(cast.author, group).persona,
            form_key=f"story-{n}",
            title=f"Story {n}",
            happened="x",
            html="<p>x</p>",
            excerpt="x",
        )
        for n in range(count)
    ]
    Story.objects.bulk_create(stories)
    kinds = ("spam", "danger", "abuse", "method")
    return [reported(cast.member, one, kinds[n % 4]) for n, one in enumerate(stories)]


def keys_on(answer) -> list[str]:
    return re.findall(r"/guides/reports/([0-9a-z]{12})/", answer.content.decode())


def way(answer, rel) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def test_danger_stands_first_then_what_waits_longest_page_by_page(cast, group, client_of):
    made = many(cast, group)
    client, seen, here = client_of(cast.guide), [], "?"
    while here:
        page = client.get(f"/guides/reports/{here}")
        seen += keys_on(page)
        last, here = here, way(page, "next")
    right = sorted(made, key=lambda one: (-one.level, one.created_at, one.pk))
    assert seen == [one.key for one in right]
    back = client.get(f"/guides/reports/{way(client.get(f'/guides/reports/{last}'), 'prev')}")
    assert keys_on(back) == [one.key for one in right[30:60]]


@pytest.mark.parametrize("cursor", ["%00", "nobody", "x" * 5000, "%F0%9F%92%9B"])
def test_a_broken_cursor_gives_the_first_page(cast, concern, client_of, cursor):
    guide = client_of(cast.guide)
    assert concern.key in guide.get(f"/guides/reports/?after={cursor}").content.decode()
    assert client_of(cast.coordinator).get(f"/guides/log/?before={cursor}").status_code == 200


def test_the_lists_of_guides_keep_their_queries(cast, group, client_of, django_assert_num_queries):
    made = many(cast, group)
    for one in made[:35]:
        actions.close(by=cast.coordinator, concern=one, outcome=Outcome.KEPT)
    guide, coordinator = client_of(cast.guide), client_of(cast.coordinator)
    # Installation roles, group roles, concerns, group titles, shifts, who asks for a second person;
    # the first are asked once more for whether the log is to be shown, from memory.
    with django_assert_num_queries(SIGNED_IN + 6):
        guide.get("/guides/reports/")
    with django_assert_num_queries(SIGNED_IN + 7):
        guide.get(f"/guides/reports/?after={made[40].key}")
    with django_assert_num_queries(SIGNED_IN + 4):
        guide.get("/guides/reports/closed/")
    with django_assert_num_queries(SIGNED_IN + 2):
        coordinator.get("/guides/log/")


# ── Looking behind ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def elsewhere(cast):
    return put_in(make_group("long-illness"), cast.author, "Warm Fern")


def test_a_guide_looks_behind_a_persona_and_the_log_says_so(cast, elsewhere, persona_of, client_of):
    address = f"/guides/personas/{persona_of(cast.author).key}/"
    client = client_of(cast.guide)
    assert elsewhere.name not in client.get(address).content.decode()
    assert LogEntry.objects.count() == 0
    assert elsewhere.name not in client.post(address, {"reason": "short"}).content.decode()
    page = client.post(address, {"reason": "A threat that follows a member"}).content.decode()
    assert elsewhere.name in page
    assert cast.author.username not in page
    entry = LogEntry.objects.get()
    assert (entry.deed, entry.actor_id) == ("look_behind", cast.guide.pk)
    assert entry.reason == "A threat that follows a member"
    assert elsewhere.name not in client.get(address).content.decode(), "a second look asks again"
    assert elsewhere.key not in str(LogEntry.objects.values())


@pytest.mark.parametrize("part", NOT_GUIDES)
def test_nobody_else_looks_behind_a_persona(cast, elsewhere, persona_of, client_of, part):
    person, persona = getattr(cast, part), persona_of(cast.author)
    address = f"/guides/personas/{persona.key}/"
    assert client_of(person).get(address).status_code == 404
    assert client_of(person).post(address, {"reason": "I want to know this"}).status_code == 404
    with pytest.raises(Refused):
        actions.look_behind(by=person, persona=persona, reason="I want to know this")
    assert LogEntry.objects.count() == 0


def test_a_guide_looks_only_from_a_group_that_they_guide(cast, elsewhere, client_of):
    address = f"/guides/personas/{elsewhere.key}/"
    assert client_of(cast.guide).post(address, {"reason": "A long enough one"}).status_code == 404
    page = client_of(cast.coordinator).post(address, {"reason": "A long enough one"})
    assert "Gentle Author" in page.content.decode()


def test_only_coordinators_read_the_log(cast, concern, client_of):
    actions.hide(by=cast.guide, concern=concern, reason="It names somebody.")
    assert "It names somebody." in client_of(cast.coordinator).get("/guides/log/").content.decode()
    assert client_of(cast.guide).get("/guides/log/").status_code == 404

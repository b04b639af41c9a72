"""Appeals: once, to a guide who did not decide it, claimed by one, and really undone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.models import Group, GroupRole, Membership
from damayan.groups.rules import may_write
from damayan.moderation import actions as moderation
from damayan.moderation import log
from damayan.moderation.actions import appeals, sanctions
from damayan.moderation.models import Appeal, Decision, Exposure, LogEntry
from damayan.moderation.queries.appeals import open_appeals, usual_time
from damayan.moderation.rules_appeals import TAKEN_FOR
from damayan.notices.models import Notice
from damayan.people.holdings import registered
from damayan.people.models import Person, Role
from damayan.safety.actions import report
from damayan.safety.models import Concern
from damayan.stories import actions as stories
from tests.cast import make_group, make_person, put_in

WORDS = "I named nobody. It was the name of our dog."
NOBODY_ELSE = ("member", "outsider", "blocked", "supporter", "professional")
SIGNED_IN = 2


@pytest.fixture
def concern(cast, story) -> Concern:
    made = report(
        by=cast.member, subject_kind="story", subject_key=story.key, kind="identity", words=""
    )
    return made.concern


@pytest.fixture
def second(cast, group) -> Person:
    """Another guide of the group."""
    person = make_person("second-guide")
    put_in(group, person, "Clear Guide", "guide")
    GroupRole.objects.create(person=person, group=group, role=Role.GUIDE)
    return person


@pytest.fixture
def decision(cast, concern) -> Decision:
    moderation.hide(by=cast.guide, concern=concern, reason="It names somebody.")
    return Decision.objects.get()


@pytest.fixture
def asked(cast, decision, second) -> Appeal:
    return appeals.appeal(by=cast.author, decision=decision, words=WORDS)[0]


def texts(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def decide(person, appeal, outcome="overturned", answer="You are right: it is a dog."):
    return appeals.decide_appeal(by=person, appeal=appeal, outcome=outcome, answer=answer)


# ── Asking ─────────────────────────────────────────────────────────────────────────────────────


def test_a_member_asks_from_the_page_of_the_decision(cast, decision, second, client_of):
    client = client_of(cast.author)
    address = f"/decisions/{decision.key}/"
    page = client.get(address).content.decode()
    assert "another guide looks again" in page
    assert "within 3 days" in page
    answer = client.post(f"{address}appeal/", {"words": WORDS}, follow=True)
    assert WORDS in answer.content.decode()
    assert Appeal.objects.get().words == WORDS
    assert 'name="words"' not in client.get(address).content.decode(), "once for each decision"


def test_words_stay_when_the_form_comes_back(cast, decision, client_of):
    client = client_of(cast.author)
    long = "dog " * 1100
    answer = client.post(f"/decisions/{decision.key}/appeal/", {"words": long})
    assert answer.status_code == 422
    assert "dog dog dog" in answer.content.decode()
    assert client.post(f"/decisions/{decision.key}/appeal/", {"words": ""}).status_code == 422
    assert not Appeal.objects.exists()


def test_asking_twice_keeps_the_words_and_makes_one_appeal(cast, decision, second, client_of):
    client = client_of(cast.author)
    client.post(f"/decisions/{decision.key}/appeal/", {"words": WORDS})
    again = client.post(f"/decisions/{decision.key}/appeal/", {"words": "Something else."})
    assert again.status_code == 422
    assert "asked for this already" in again.content.decode()
    assert Appeal.objects.count() == 1


@pytest.mark.parametrize("part", [*NOBODY_ELSE, "guide", "coordinator"])
def test_nobody_asks_for_somebody_else(cast, decision, client_of, part):
    person = getattr(cast, part)
    client = client_of(person)
    assert client.get(f"/decisions/{decision.key}/").status_code == 404
    sent = client.post(f"/decisions/{decision.key}/appeal/", {"words": WORDS})
    assert sent.status_code == 404
    with pytest.raises(Refused):
        appeals.appeal(by=person, decision=decision, words=WORDS)
    assert not Appeal.objects.exists()


def test_what_no_longer_holds_needs_no_appeal(cast, concern, decision):
    moderation.restore(by=cast.guide, concern=concern, reason="I was wrong.")
    for one in Decision.objects.all():
        with pytest.raises(Refused, match="nothing here"):
            appeals.appeal(by=cast.author, decision=one, words=WORDS)


def test_an_appeal_that_tells_of_danger_wakes_guides_and_shows_the_card(
    cast, decision, second, client_of
):
    client = client_of(cast.author)
    sent = {"words": "You took my words. I want to kill myself tonight, I have the pills here."}
    page = client.post(f"/decisions/{decision.key}/appeal/", sent, follow=True).content.decode()
    assert "We hear you" in page
    raised = Concern.objects.get(subject_kind="appeal")
    assert raised.level == Concern.Level.URGENT
    console = client_of(second).get(f"/guides/reports/{raised.key}/")
    assert "I have the pills" in console.content.decode()


# ── Who looks ──────────────────────────────────────────────────────────────────────────────────


def test_it_is_offered_to_another_guide_and_not_to_the_first(cast, asked, second, client_of):
    assert any("looks again" in one for one in texts(second))
    assert not any("looks again" in one for one in texts(cast.guide))
    address = f"/guides/appeals/{asked.key}/"
    assert address in client_of(second).get("/guides/appeals/").content.decode()
    assert WORDS in client_of(second).get(address).content.decode()
    first = client_of(cast.guide)
    assert address not in first.get("/guides/appeals/").content.decode()
    assert first.get(address).status_code == 404
    assert first.post(address, {"outcome": "upheld", "answer": "No."}).status_code == 404
    assert first.post(f"{address}take/").status_code == 404
    for verb in (decide, lambda p, a: appeals.take_appeal(by=p, appeal=a)):
        with pytest.raises(Refused, match="You decided this"):
            verb(cast.guide, asked)


@pytest.mark.parametrize("part", [*NOBODY_ELSE, "author"])
def test_nobody_else_finds_it(cast, asked, client_of, part):
    person = getattr(cast, part)
    client = client_of(person)
    assert client.get("/guides/appeals/").status_code == 404
    assert client.get(f"/guides/appeals/{asked.key}/").status_code == 404
    with pytest.raises(Refused):
        decide(person, asked)
    asked.refresh_from_db()
    assert asked.decided_at is None


def test_a_guide_of_another_group_does_not_find_it(asked, client_of):
    other = make_group("long-illness")
    stranger = make_person("other-guide")
    GroupRole.objects.create(person=stranger, group=other, role=Role.GUIDE)
    client = client_of(stranger)
    assert asked.key not in client.get("/guides/appeals/").content.decode()
    assert client.get(f"/guides/appeals/{asked.key}/").status_code == 404
    with pytest.raises(Refused, match="Only a guide"):
        decide(stranger, asked)


def test_a_guide_is_never_offered_their_own_appeal(cast, group, second, persona_of):
    about = report(
        by=cast.member,
        subject_kind="persona",
        subject_key=persona_of(cast.guide).key,
        kind="abuse",
        words="",
    ).concern
    moderation.hide(by=second, concern=about, reason="Rest a little.")
    made, _level = appeals.appeal(
        by=cast.guide, decision=Decision.objects.get(), words="I was kind."
    )
    assert not open_appeals(cast.guide).rows
    with pytest.raises(Refused, match="your own"):
        decide(cast.guide, made)
    assert [one.appeal for one in open_appeals(cast.coordinator).rows] == [made]


def test_with_no_other_guide_the_coordinators_are_asked(cast, decision):
    made, _level = appeals.appeal(by=cast.author, decision=decision, words=WORDS)
    assert any("looks again" in one for one in texts(cast.coordinator))
    decide(cast.coordinator, made)


def test_when_nobody_could_look_the_page_says_so(cast, story, group, client_of):
    GroupRole.objects.all().delete()
    about = report(
        by=cast.member, subject_kind="story", subject_key=story.key, kind="abuse", words=""
    ).concern
    moderation.hide(by=cast.coordinator, concern=about, reason="Too harsh.")
    made = Decision.objects.get()
    client = client_of(cast.author)
    assert "no other guide here" in client.get(f"/decisions/{made.key}/").content.decode()
    appeals.appeal(by=cast.author, decision=made, words=WORDS)
    assert "no other guide here" in client.get(f"/decisions/{made.key}/").content.decode()


def test_one_guide_at_a_time(cast, asked, second):
    appeals.take_appeal(by=second, appeal=asked)
    assert Exposure.objects.filter(guide=second, concern=asked.decision.concern).exists()
    with pytest.raises(Refused, match="Another guide"):
        appeals.take_appeal(by=cast.coordinator, appeal=asked)
    with pytest.raises(Refused, match="Another guide"):
        decide(cast.coordinator, asked)
    away = now() - TAKEN_FOR - timedelta(seconds=1)
    Appeal.objects.update(taken_at=away)
    appeals.take_appeal(by=cast.coordinator, appeal=asked)
    with pytest.raises(Refused, match="Another guide"):
        decide(second, asked)
    decide(cast.coordinator, asked)


# ── Deciding ───────────────────────────────────────────────────────────────────────────────────


def test_overturned_shows_the_words_again_and_tells_everybody(
    cast, concern, asked, second, story, client_of
):
    moderation.close(by=cast.guide, concern=concern, outcome="hidden")
    client = client_of(second)
    address = f"/guides/appeals/{asked.key}/"
    client.post(f"{address}take/")
    answer = "You are right: it is a dog. We are sorry."
    client.post(address, {"outcome": "overturned", "answer": answer})
    story.refresh_from_db()
    assert story.hidden_at is None
    asked.decision.refresh_from_db()
    assert asked.decision.lifted_by == second
    page = client_of(cast.author).get(f"/decisions/{asked.decision.key}/").content.decode()
    assert answer in page
    assert "took it back" in texts(cast.author)[-1]
    assert "saw it differently" in texts(cast.guide)[-1]
    first = client_of(cast.guide).get(Notice.objects.filter(person=cast.guide).last().url)
    assert answer in first.content.decode()
    assert WORDS not in first.content.decode(), "what the member wrote was for the second guide"
    assert "took back what was decided" in texts(cast.member)[-1]
    assert (
        client_of(cast.member).get(Notice.objects.filter(person=cast.member).last().url).status_code
        == 200
    )
    deeds = list(LogEntry.objects.values_list("deed", flat=True))
    assert deeds[-2:] == ["take_appeal", "overturn"]
    assert log.verify() == []


def test_upheld_leaves_everything_and_says_why(cast, concern, asked, second, story):
    moderation.close(by=cast.guide, concern=concern, outcome="hidden")
    heard = texts(cast.member)
    assert decide(second, asked, "upheld", "It is the name of a person too.") is False
    story.refresh_from_db()
    asked.decision.refresh_from_db()
    assert story.hidden_at
    assert asked.decision.lifted_at is None
    assert "It stands" in texts(cast.author)[-1]
    assert "agrees" in texts(cast.guide)[-1]
    assert texts(cast.member) == heard
    assert LogEntry.objects.last().deed == "uphold"


def test_reporters_who_have_heard_nothing_yet_hear_it_when_the_case_closes(cast, asked, second):
    decide(second, asked)
    assert texts(cast.member) == []


def test_a_paused_persona_writes_again(cast, group, persona_of, second):
    about = report(
        by=cast.member,
        subject_kind="persona",
        subject_key=persona_of(cast.author).key,
        kind="abuse",
        words="",
    ).concern
    moderation.hide(by=cast.guide, concern=about, reason="Rest a little.")
    made, _level = appeals.appeal(by=cast.author, decision=Decision.objects.get(), words="Why?")
    assert not may_write(cast.author, group)
    assert decide(second, made)
    assert may_write(cast.author, group)


def test_a_pause_everywhere_is_lifted(cast, group, concern, second):
    sanctions.pause_everywhere(
        by=cast.guide, concern=concern, reason="Too harsh.", until=now() + timedelta(days=7)
    )
    made, _level = appeals.appeal(by=cast.author, decision=Decision.objects.get(), words="Why?")
    assert decide(second, made)
    assert may_write(Person.objects.get(pk=cast.author.pk), group)


def test_words_that_were_not_let_out_are_let_out(cast, group, second):
    Group.objects.filter(pk=group.pk).update(first_posts=5)
    told = stories.publish(
        by=cast.member, group=group, form_key="n" * 22, happened="A quiet evening."
    )
    about = Concern.objects.get(subject_key=told.key)
    moderation.decline(by=cast.guide, concern=about, reason="Please say more.")
    made = Decision.objects.get(deed="decline")
    asked, _level = appeals.appeal(by=made.person, decision=made, words="It is enough.")
    assert decide(second, asked)
    told.refresh_from_db()
    assert (told.waiting_at, told.hidden_at) == (None, None)


def test_answers_that_were_closed_are_open_again(cast, concern, story, second):
    moderation.close_answers(by=cast.guide, concern=concern, reason="It went in circles.")
    story.refresh_from_db()
    assert story.guide_closed_at
    made, _level = appeals.appeal(by=cast.author, decision=Decision.objects.get(), words="Why?")
    assert decide(second, made)
    story.refresh_from_db()
    assert (story.guide_closed_at, story.replies_closed_at) == (None, None)


def test_what_cannot_be_taken_back_is_said_to_the_second_guide(cast, concern, second, client_of):
    moderation.add_topics(by=cast.guide, concern=concern, topics=["suicide"], reason="To be safe.")
    made, _level = appeals.appeal(by=cast.author, decision=Decision.objects.get(), words="Why?")
    client, address = client_of(second), f"/guides/appeals/{made.key}/"
    client.post(f"{address}take/")
    assert "leaves nothing to undo" in client.get(address).content.decode()
    assert decide(second, made) is False


def test_both_who_closed_an_account_do_not_look_again(cast, concern, second):
    asked = sanctions.ask_removal(by=cast.guide, concern=concern, reason="Threats.")
    sanctions.answer_removal(by=second, removal=asked, approve=True)
    made, _level = appeals.appeal(by=cast.author, decision=Decision.objects.get(), words="Why?")
    for person in (cast.guide, second):
        assert not open_appeals(person).rows
        with pytest.raises(Refused, match="You decided this"):
            decide(person, made)
    assert decide(cast.coordinator, made)
    assert Person.objects.get(pk=cast.author.pk).is_active
    for person in (cast.guide, second):
        assert "saw it differently" in texts(person)[-1]


def test_what_is_gone_cannot_be_shown_again_and_that_is_said(cast, asked, second, story, client_of):
    from damayan.stories.actions import remove_story

    remove_story(by=cast.author, story=story)
    sent = {"outcome": "overturned", "answer": "You were right."}
    page = client_of(second).post(f"/guides/appeals/{asked.key}/", sent, follow=True)
    assert "nothing left to take back" in page.content.decode()
    asked.refresh_from_db()
    assert asked.outcome == "overturned"


def test_it_is_decided_once(cast, asked, second):
    decide(second, asked)
    with pytest.raises(Refused, match="decided already"):
        decide(cast.coordinator, asked, "upheld")
    assert LogEntry.objects.filter(deed__in=("overturn", "uphold")).count() == 1


def test_an_answer_is_needed_and_words_stay(cast, asked, second, client_of):
    address = f"/guides/appeals/{asked.key}/"
    back = client_of(second).post(address, {"answer": "I think it is a dog."})
    assert back.status_code == 422
    assert "I think it is a dog." in back.content.decode()
    assert client_of(second).post(address, {"outcome": "upheld"}).status_code == 422


# ── Time ───────────────────────────────────────────────────────────────────────────────────────


def test_after_the_promised_time_the_coordinators_hear_of_it(cast, asked, second):
    job = ProcrastinateJob.objects.get(task_name=appeals.REMIND)
    assert job.scheduled_at == asked.created_at + timedelta(days=3)
    appeals.remind(**job.args)
    assert any("three days" in one for one in texts(cast.coordinator))
    before = len(texts(cast.coordinator))
    decide(second, asked)
    appeals.remind(**job.args)
    assert len(texts(cast.coordinator)) == before


def test_the_usual_time_is_the_real_one_and_not_said_while_few(cast, asked, client_of):
    assert usual_time() == ""
    moment = now()
    for hours in (1, 4, 5, 6, 200):
        one = Decision.objects.create(
            person=cast.member, deed="hide", reason="x", entry_hash="0" * 64
        )
        made = Appeal.objects.create(decision=one, words="x", outcome="upheld", decided_at=moment)
        Appeal.objects.filter(pk=made.pk).update(created_at=moment - timedelta(hours=hours))
    assert usual_time() == "about 5 hours"
    page = client_of(cast.author).get(f"/decisions/{asked.decision.key}/").content.decode()
    assert "about 5 hours" in page


def test_pages_keep_their_queries(cast, asked, second, client_of, django_assert_max_num_queries):
    for number in range(40):
        one = Decision.objects.create(
            person=cast.member,
            deed="hide",
            reason="x",
            entry_hash="0" * 64,
            group_slug="losing-someone",
            by=cast.guide,
            subject_kind="story",
            subject_key=f"{number}",
        )
        Appeal.objects.create(decision=one, words="x")
    guide, member = client_of(second), client_of(cast.member)
    with django_assert_max_num_queries(SIGNED_IN + 7):
        first = guide.get("/guides/appeals/")
    with django_assert_max_num_queries(SIGNED_IN + 3):
        member.get("/decisions/")
    assert first.content.decode().index(asked.key), "who waits longest comes first"


def test_a_coordinator_who_wears_no_name_in_the_group_may_look_as_well(cast, asked):
    assert not Membership.objects.filter(person=cast.coordinator, group=cast.group).exists()
    assert decide(cast.coordinator, asked)


def test_it_is_taken_home_and_erased_with_the_account(cast, decision, second):
    sent = "I want to kill myself tonight, I have the pills here."
    made, _level = appeals.appeal(by=cast.author, decision=decision, words=sent)
    rows = [dict(row) for row in holding().export(cast.author)]
    assert rows[0]["decision"] == "Your story was hidden"
    assert rows[0]["your appeal"] == sent
    about = Concern.objects.get(subject_kind="appeal")
    assert any(one["words"] for one in about.explanation)
    holding().erase(cast.author, "remove")
    about.refresh_from_db()
    assert not any(one["words"] for one in about.explanation)
    cast.author.delete()
    assert not Appeal.objects.filter(pk=made.pk).exists()


def holding():
    return next(one for one in registered() if "moderation.Appeal" in one.models)


# ── Two at once ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_of_many_guides_at_once_one_decides(cast, asked, second):
    guides = [second]
    for number in range(5):
        person = make_person(f"guide-{number}")
        GroupRole.objects.create(person=person, group=cast.group, role=Role.GUIDE)
        guides.append(person)
    start = Barrier(len(guides))

    def one(person) -> str:
        outcome = "overturned" if person.pk % 2 else "upheld"
        start.wait()
        try:
            decide(person, asked, outcome)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return outcome

    with ThreadPoolExecutor(len(guides)) as pool:
        ends = list(pool.map(one, guides))
    assert ends.count("refused") == len(guides) - 1
    asked.refresh_from_db()
    assert asked.outcome in ends
    assert LogEntry.objects.filter(deed__in=("overturn", "uphold")).count() == 1
    assert Notice.objects.filter(person=cast.author, cause__endswith="decided").count() == 1

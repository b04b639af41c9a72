"""A pause everywhere and a closed account: through every persona, by whom, and undone."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups import actions as groups
from damayan.groups.models import GroupRole, Membership
from damayan.groups.queries import membership_of
from damayan.groups.rules import may_write
from damayan.moderation import log
from damayan.moderation.actions import sanctions
from damayan.moderation.actions.parting import PART, part
from damayan.moderation.actions.withholding import FOLLOW, follow_words
from damayan.moderation.models import Decision, LogEntry, Sanction
from damayan.notices.models import Notice
from damayan.people.models import Person, Role, RoleGrant
from damayan.safety.actions import report
from damayan.safety.models import Concern
from damayan.stories import actions as stories
from damayan.stories.models import Reply, Story
from damayan.support.listening import actions as listening
from tests.cast import make_group, make_person, put_in

NO_GUIDES = ("author", "member", "outsider", "blocked", "supporter", "professional")
WHY = "You wrote to several people in ways that frightened them."


def soon(days=7):
    return now() + timedelta(days=days)


@pytest.fixture
def concern(cast, story) -> Concern:
    made = report(
        by=cast.member, subject_kind="story", subject_key=story.key, kind="abuse", words=""
    )
    return made.concern


@pytest.fixture
def elsewhere(cast):
    """Another group, where the author wears another persona."""
    group = make_group("long-illness")
    put_in(group, cast.author, "Warm Fern")
    return group


def again(person) -> Person:
    """As the next request would load them."""
    return Person.objects.get(pk=person.pk)


def pause(cast, concern, **more):
    given = {"by": cast.guide, "concern": concern, "reason": WHY, "until": soon(), **more}
    return sanctions.pause_everywhere(**given)


def close(cast, concern, **more):
    asked = sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY, **more)
    return sanctions.answer_removal(by=cast.coordinator, removal=asked, approve=True)


# ── Paused everywhere ──────────────────────────────────────────────────────────────────────────


def test_a_pause_everywhere_holds_in_every_group(cast, group, elsewhere, concern, client_of):
    pause(cast, concern)
    person = again(cast.author)
    for place in (group, elsewhere):
        verdict = may_write(person, place)
        assert not verdict
        assert "everywhere, until" in verdict.reason
    with pytest.raises(Refused, match="everywhere"):
        stories.publish(by=person, group=elsewhere, form_key="a" * 22, happened="I try elsewhere.")
    assert may_write(again(cast.member), group), "it holds for one person only"
    page = client_of(cast.author).get(f"/groups/{elsewhere.slug}/").content.decode()
    assert "Tell your story" not in page
    assert "paused your writing everywhere" in page
    assert (
        "Tell your story" in client_of(cast.member).get(f"/groups/{group.slug}/").content.decode()
    )


def test_whoever_is_paused_reads_on_and_joins_other_groups(cast, elsewhere, concern, client_of):
    third = make_group("after-the-flood")
    pause(cast, concern)
    client = client_of(cast.author)
    assert client.get("/groups/long-illness/").status_code == 200
    person = again(cast.author)
    groups.join(by=person, group=third, name="Calm River", seed=7, rules_version=1)
    assert membership_of(person, third)
    assert not may_write(person, third), "a new persona is no way out"


def test_nothing_that_is_written_goes_through(cast, group, story, reply, concern):
    other = make_report_on_reply(cast, reply)
    pause(cast, other)
    person = again(cast.member)
    before = (Story.objects.count(), Reply.objects.count())
    with pytest.raises(Refused, match="everywhere"):
        stories.publish(by=person, group=group, form_key="a" * 22, happened="Words.")
    with pytest.raises(Refused, match="everywhere"):
        stories.answer(by=person, story=story, form_key="b" * 22, words="An answer.")
    with pytest.raises(Refused, match="everywhere"):
        stories.react(by=person, story=story, word="hear")
    with pytest.raises(Refused, match="everywhere"):
        stories.edit_reply(by=person, reply=reply, words="Other words.")
    assert (Story.objects.count(), Reply.objects.count()) == before
    stories.remove_reply(by=person, reply=reply)


def test_nobody_is_met_alone_while_paused_but_guides_stay_reachable(cast, concern, reply):
    wish = listening.ask(
        by=cast.member, form_key="w", language="en", soon="now", topics=[], words="Is anybody up?"
    )
    pause(cast, make_report_on_reply(cast, reply))
    pause(cast, concern)
    RoleGrant.objects.create(person=cast.author, role="supporter")
    with pytest.raises(Refused, match="everywhere"):
        listening.offer(by=again(cast.author), wish=wish)
    with pytest.raises(Refused, match="everywhere"):
        listening.ask(
            by=again(cast.author), form_key="x", language="en", soon="now", topics=[], words=""
        )
    talk = listening.accept(by=cast.member, offer=listening.offer(by=cast.supporter, wish=wish))
    with pytest.raises(Refused, match="everywhere"):
        listening.say(by=again(cast.member), talk=talk, words="Hello.", form_key="s")
    listening.say(by=cast.supporter, talk=talk, words="I am here.", form_key="t")


def make_report_on_reply(cast, reply) -> Concern:
    made = report(
        by=cast.author, subject_kind="reply", subject_key=reply.key, kind="abuse", words=""
    )
    return made.concern


def test_the_member_is_told_and_reads_why_and_until_when(cast, concern, story, client_of):
    sanction = pause(cast, concern)
    notice = Notice.objects.get(person=cast.author)
    assert "everywhere" in notice.text
    assert WHY not in notice.text
    client = client_of(cast.author)
    page = client.get(notice.url).content.decode()
    assert WHY in page
    assert str(sanction.until.year) in page
    assert "in none of your groups" in page
    story_page = client.get(f"/stories/{story.key}/").content.decode()
    assert 'href="/decisions/"' in story_page
    assert "paused everywhere" in story_page
    assert "paused everywhere" not in client_of(cast.member).get("/me/").content.decode()


def test_it_costs_no_query(cast, concern, group, client_of, django_assert_num_queries):
    client = client_of(cast.author)
    client.get(f"/groups/{group.slug}/")
    with django_assert_num_queries(4) as before:
        client.get(f"/groups/{group.slug}/")
    pause(cast, concern)
    with django_assert_num_queries(len(before.captured_queries)):
        client.get(f"/groups/{group.slug}/")


def test_it_ends_by_itself_and_is_told(cast, group, concern):
    sanction = pause(cast, concern)
    past = now() - timedelta(seconds=1)
    Sanction.objects.filter(pk=sanction.pk).update(until=past)
    Person.objects.filter(pk=cast.author.pk).update(paused_until=past)
    assert may_write(again(cast.author), group), "without waiting for the job"
    sanctions.end_pause(sanction.key)
    sanction.refresh_from_db()
    assert sanction.lifted_at == sanction.until
    assert again(cast.author).paused_until is None
    assert "write everywhere again" in Notice.objects.filter(person=cast.author).last().text
    sanctions.end_pause(sanction.key)
    assert Notice.objects.filter(person=cast.author).count() == 2
    pause(cast, concern)


def test_the_job_is_there_for_the_moment_it_ends(cast, concern):
    sanction = pause(cast, concern)
    job = ProcrastinateJob.objects.get(task_name=sanctions.END_PAUSE)
    assert job.args == {"key": sanction.key}
    assert job.scheduled_at == sanction.until
    sanctions.end_pause(sanction.key)
    assert again(cast.author).is_paused, "a job that comes early changes nothing"


def test_a_groups_own_pause_and_the_one_everywhere_stay_apart(
    cast, group, elsewhere, concern, persona_of
):
    persona = persona_of(cast.author)
    groups.pause(by=cast.guide, persona=persona)
    sanction = pause(cast, concern)
    groups.resume(by=cast.guide, persona=persona)
    assert not may_write(again(cast.author), group)
    groups.pause(by=cast.guide, persona=persona)
    sanctions.lift(by=cast.guide, sanction=sanction, reason="Enough.")
    assert not may_write(again(cast.author), group), "the group's own still holds"
    assert may_write(again(cast.author), elsewhere)


def test_a_lift_is_told_logged_and_ends_the_decision(cast, group, concern):
    sanction = pause(cast, concern)
    sanctions.lift(by=cast.guide, sanction=sanction, reason="You wrote kindly to them.")
    assert may_write(again(cast.author), group)
    decision = Decision.objects.get(sanction=sanction)
    assert (decision.lifted_by, bool(decision.lifted_at)) == (cast.guide, True)
    assert list(LogEntry.objects.values_list("deed", flat=True)) == ["pause_everywhere", "lift"]
    assert log.verify() == []
    with pytest.raises(Refused, match="no longer holds"):
        sanctions.lift(by=cast.guide, sanction=sanction, reason="Again.")


def test_a_second_pause_waits_for_the_first(cast, concern):
    pause(cast, concern)
    with pytest.raises(Refused, match="already"):
        pause(cast, concern)
    assert Sanction.objects.count() == 1


@pytest.mark.parametrize("days", [-1, 0, 91, 4000])
def test_a_pause_has_an_end_and_not_a_distant_one(cast, concern, days):
    with pytest.raises(Refused):
        pause(cast, concern, until=soon(days))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("part", NO_GUIDES)
def test_who_is_no_guide_holds_back_nobody(cast, concern, part):
    person = getattr(cast, part)
    with pytest.raises(Refused):
        pause(cast, concern, by=person)
    with pytest.raises(Refused):
        sanctions.ask_removal(by=person, concern=concern, reason=WHY)
    sanction = pause(cast, concern)
    with pytest.raises(Refused):
        sanctions.lift(by=person, sanction=sanction, reason="I wish it.")
    assert LogEntry.objects.count() == 1


def test_a_guide_of_another_group_holds_back_nobody(cast, concern):
    other = make_group("long-illness")
    stranger = make_person("other-guide")
    GroupRole.objects.create(person=stranger, group=other, role=Role.GUIDE)
    with pytest.raises(Refused, match="Only a guide"):
        pause(cast, concern, by=stranger)
    sanction = pause(cast, concern)
    with pytest.raises(Refused, match="Only a guide"):
        sanctions.lift(by=stranger, sanction=sanction, reason="x")


def test_only_a_coordinator_decides_about_a_guide(cast, group, persona_of):
    second = make_person("second-guide")
    put_in(group, second, "Clear Guide", "guide")
    GroupRole.objects.create(person=second, group=group, role=Role.GUIDE)
    about = report(
        by=cast.member,
        subject_kind="persona",
        subject_key=persona_of(cast.guide).key,
        kind="abuse",
        words="",
    ).concern
    with pytest.raises(Refused, match="Only a coordinator"):
        pause(cast, about, by=second)
    with pytest.raises(Refused, match="your own"):
        pause(cast, about, by=cast.guide)
    pause(cast, about, by=cast.coordinator)
    assert again(cast.guide).is_paused


# ── Closing an account ─────────────────────────────────────────────────────────────────────────


def test_one_person_alone_closes_no_account(cast, concern):
    asked = sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY)
    assert again(cast.author).is_active
    with pytest.raises(Refused, match="second person"):
        sanctions.answer_removal(by=cast.guide, removal=asked, approve=True)
    told = Notice.objects.filter(kind="alert").values_list("person_id", flat=True)
    assert set(told) == {cast.coordinator.pk}
    with pytest.raises(Refused, match="asked already"):
        sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY)


@pytest.mark.parametrize("part", NO_GUIDES)
def test_nobody_but_guides_agrees(cast, concern, part):
    asked = sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY)
    with pytest.raises(Refused):
        sanctions.answer_removal(by=getattr(cast, part), removal=asked, approve=True)
    assert again(cast.author).is_active


def test_a_wish_that_nobody_answers_is_void(cast, concern):
    asked = sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY)
    asked.void_at = now() - timedelta(seconds=1)
    asked.save()
    with pytest.raises(Refused, match="void"):
        sanctions.answer_removal(by=cast.coordinator, removal=asked, approve=True)
    assert again(cast.author).is_active
    sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY)


def test_who_does_not_agree_stops_it(cast, concern):
    asked = sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY)
    sanctions.answer_removal(by=cast.coordinator, removal=asked, approve=False, words="Too hard.")
    with pytest.raises(Refused, match="answered"):
        sanctions.answer_removal(by=cast.coordinator, removal=asked, approve=True)
    assert again(cast.author).is_active
    assert not Notice.objects.filter(person=cast.author).exists(), "the member hears nothing of it"
    deeds = list(LogEntry.objects.values_list("deed", flat=True))
    assert deeds == ["ask_removal", "refuse_removal"]


def test_closing_signs_out_everywhere_and_leaves_the_words(cast, concern, story, client_of):
    client = client_of(cast.author)
    assert client.get("/me/").status_code == 200
    close(cast, concern)
    answer = client.get("/me/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    story.refresh_from_db()
    assert story.hidden_at is None
    deeds = list(LogEntry.objects.values_list("deed", flat=True))
    assert deeds == ["ask_removal", "remove"]
    assert str(cast.author.pk) not in str(
        list(LogEntry.objects.values_list("subject_key", "details"))
    ), "the log never names the account"


def test_nobody_is_left_waiting_in_a_talk_with_them(cast, concern):
    wish = listening.ask(
        by=cast.author, form_key="w", language="en", soon="now", topics=[], words="Is anybody up?"
    )
    talk = listening.accept(by=cast.author, offer=listening.offer(by=cast.supporter, wish=wish))
    part(cast.author.pk)
    talk.refresh_from_db()
    assert talk.ended_at is None, "an open account goes on"
    close(cast, concern)
    part(**ProcrastinateJob.objects.get(task_name=PART).args)
    talk.refresh_from_db()
    assert talk.ended_at
    assert "ended gently" in Notice.objects.filter(person=cast.supporter).last().text


def test_who_is_gone_cannot_agree(cast, concern):
    Person.objects.filter(pk=cast.coordinator.pk).update(is_active=False)
    with pytest.raises(Refused, match="Nobody else"):
        sanctions.ask_removal(by=cast.guide, concern=concern, reason=WHY)


def test_words_go_along_when_it_is_asked_and_come_back(cast, concern, story, elsewhere):
    theirs = Membership.objects.get(person=cast.author, group=elsewhere)
    other = Story.objects.create(
        group=elsewhere,
        author=theirs.persona,
        form_key="other",
        title="",
        happened="x",
        html="<p>x</p>",
        excerpt="x",
    )
    before = Story.objects.create(
        group=cast.group,
        author=cast.personas["author"],
        form_key="third",
        title="",
        happened="x",
        html="<p>x</p>",
        excerpt="x",
        hidden_at=now(),
        hidden_by=cast.guide,
    )
    mine = Reply.objects.create(
        story=story, author=cast.personas["author"], form_key="r", words="x", html="<p>x</p>"
    )
    sanction = close(cast, concern, hide_words=True)
    assert [bool(again_(one).hidden_at) for one in (story, mine, other)] == [True, True, False]
    job = ProcrastinateJob.objects.get(task_name=FOLLOW)
    assert job.scheduled_at > now(), "not at the same moment: that would link two personas"
    follow_words(**job.args)
    assert again_(other).hidden_at == sanction.starts_at
    sanctions.lift(by=cast.coordinator, sanction=sanction, reason="We were wrong.")
    follow_words(**job.args)
    assert [again_(one).hidden_at for one in (story, mine, other)] == [None] * 3
    assert again_(before).hidden_at, "what was hidden for a reason of its own stays so"
    assert again(cast.author).is_active


def again_(row):
    return type(row).objects.get(pk=row.pk)


def test_others_see_nothing_that_links_two_personas(cast, concern, elsewhere, client_of):
    put_in(elsewhere, cast.member, "Quiet Leaf")
    fern = Membership.objects.get(person=cast.author, group=elsewhere).persona
    here = cast.personas["author"]
    addresses = [f"/groups/{p.group.slug}/people/{p.key}/" for p in (fern, here)]
    client = client_of(cast.member)
    before = [body(client.get(one)) for one in addresses]
    pause(cast, concern)
    assert [body(client.get(one)) for one in addresses] == before
    close(cast, concern)
    assert [body(client.get(one)) for one in addresses] == before


def body(answer) -> str:
    assert answer.status_code == 200
    page = answer.content.decode()
    page = page[page.index("<main") : page.index("</main>")]
    return "".join(line for line in page.splitlines() if "csrf" not in line)

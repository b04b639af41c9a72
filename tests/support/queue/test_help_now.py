"""The page “Whom you can help now”."""

from datetime import timedelta

import pytest
from django.urls import reverse

from damayan.foundation.clock import now
from damayan.groups.models import GroupRole, PersonaBlock, PersonaMute
from damayan.people.models import Block, Role
from damayan.stories.models import HiddenTopic, Story
from damayan.support.actions.queue import refresh
from damayan.support.models import Availability, Declined, SoftClaim
from damayan.support.queries.queue import help_now
from tests.cast import make_group, make_person, put_in

PAGE = "/support/"


def offered(person) -> list[int]:
    return [offer.story.id for offer in help_now(person).offers]


def said(person, **more) -> Availability:
    given = {"until": now() + timedelta(minutes=40), "languages": ["en", "fil"], **more}
    return Availability.objects.create(person=person, **given)


def test_a_supporter_sees_who_waits_with_the_reason(cast, tell, client_of):
    tell(first_here=True)
    page = client_of(cast.supporter).get(PAGE).content.decode()
    assert "Somebody tells here for the first time and has waited 30 minutes." in page
    assert "The house is too quiet" in page


@pytest.mark.parametrize("part", ["member", "outsider", "author", "guide", "coordinator"])
def test_nobody_else_finds_the_page_or_its_deeds(cast, tell, client_of, part):
    story = tell()
    client = client_of(getattr(cast, part))
    assert client.get(PAGE).status_code == 404
    for name in ("take", "decline"):
        assert client.post(reverse(f"support:{name}", args=[story.key])).status_code == 404
    for name in ("ready", "rest", "let_go"):
        assert client.post(reverse(f"support:{name}")).status_code == 404


def test_a_visitor_is_asked_to_sign_in(visitor, db):
    assert visitor.get(PAGE).status_code == 302


def test_a_supporter_of_the_whole_house_is_one_too(cast, tell):
    person = make_person("house")
    put_in(cast.group, person, "Calm House")
    tell()
    assert offered(person) == []
    person.grants.create(role=Role.SUPPORTER)
    assert len(offered(person)) == 1


def test_nobody_is_offered_a_story_of_their_own(cast, tell):
    story = tell(by="supporter")
    assert offered(cast.supporter) == []
    Story.objects.filter(pk=story.pk).update(author=cast.personas["author"])
    assert offered(cast.supporter) == [story.pk]


@pytest.mark.parametrize("made", [True, False])
def test_people_out_of_contact_never_meet_here_whoever_blocked(cast, tell, made):
    tell()
    assert len(offered(cast.supporter)) == 1
    a, b = (cast.author, cast.supporter) if made else (cast.supporter, cast.author)
    Block.objects.create(blocker=a, blocked=b)
    assert offered(cast.supporter) == []


@pytest.mark.parametrize("made", [True, False])
def test_personas_with_a_block_between_them_never_meet_here(cast, tell, made):
    tell()
    a, b = (cast.personas[part] for part in ("author", "supporter"))
    PersonaBlock.objects.create(blocker=a if made else b, blocked=b if made else a)
    assert offered(cast.supporter) == []


def test_a_muted_author_a_hidden_topic_and_a_topic_to_avoid_are_not_offered(cast, tell):
    tell(topics=["abuse"])
    mute = PersonaMute.objects.create(
        muter=cast.personas["supporter"], muted=cast.personas["author"]
    )
    assert offered(cast.supporter) == []
    mute.delete()
    hidden = HiddenTopic.objects.create(person=cast.supporter, topic="abuse")
    assert offered(cast.supporter) == []
    hidden.delete()
    avoiding = said(cast.supporter, avoids=["abuse"])
    assert offered(cast.supporter) == []
    avoiding.delete()
    assert len(offered(cast.supporter)) == 1


def test_only_groups_in_which_they_write_are_looked_through(cast, tell):
    tell()
    GroupRole.objects.create(person=cast.outsider, group=cast.group, role=Role.SUPPORTER)
    assert offered(cast.outsider) == []
    cast.supporter.memberships.update(paused_at=now())
    assert offered(cast.supporter) == []


def test_a_story_in_another_language_is_for_others(cast, tell):
    tell(language="ceb")
    availability = said(cast.supporter)
    assert offered(cast.supporter) == []
    availability.languages = ["ceb"]
    availability.save()
    assert len(offered(cast.supporter)) == 1


def test_whoever_told_of_something_alike_comes_to_know_why_but_nobody_else(cast, tell, client_of):
    tell(by="supporter", topics=["death"])
    tell(topics=["death"])
    page = client_of(cast.supporter).get(PAGE).content.decode()
    assert "you have told of something like it" in page
    key = Story.objects.filter(author=cast.personas["author"]).get().key
    theirs = client_of(cast.author).get(f"/stories/{key}/").content.decode()
    assert "something like it" not in theirs


def test_what_was_passed_on_does_not_come_back(cast, tell, client_of):
    story = tell()
    client = client_of(cast.supporter)
    for _twice in range(2):
        assert client.post(reverse("support:decline", args=[story.key])).status_code == 302
    assert offered(cast.supporter) == []
    assert Declined.objects.count() == 1


def test_who_reached_their_cap_is_offered_nothing(cast, tell, answered, client_of):
    story = tell()
    said(cast.supporter, cap=1)
    tell(minutes=5)
    assert offered(cast.supporter)
    answered(story, by="supporter")
    assert offered(cast.supporter) == []
    assert "enough for today" in client_of(cast.supporter).get(PAGE).content.decode()


def test_after_a_painful_streak_a_rest_is_offered_and_lighter_stories(
    cast, tell, answered, client_of
):
    for _n in range(3):
        answered(tell(feelings=["lonely"]), by="supporter")
    painful, light = tell(feelings=["lonely"]), tell()
    assert offered(cast.supporter) == [light.pk]
    page = client_of(cast.supporter).get(PAGE).content.decode()
    assert "That was a lot to carry" in page
    assert painful.key not in page


def test_who_rests_is_offered_nothing_until_they_come_back(cast, tell, client_of):
    tell()
    client = client_of(cast.supporter)
    client.post(reverse("support:rest"))
    assert offered(cast.supporter) == []
    assert "You are resting" in client.get(PAGE).content.decode()
    words = {"minutes": "20", "languages": ["en"], "cap": "4", "avoids": ["abuse"]}
    assert client.post(reverse("support:ready"), words).status_code == 302
    assert len(offered(cast.supporter)) == 1
    kept = Availability.objects.get()
    assert (kept.minutes, kept.cap, kept.avoids, kept.calls_since) == (20, 4, ["abuse"], None)


def test_a_form_without_time_is_given_back_with_its_reason(cast, client_of):
    page = client_of(cast.supporter).post(reverse("support:ready"), {"cap": "4"})
    assert page.status_code == 200
    assert "Choose how much time you have." in page.content.decode()


def test_taking_leads_to_the_story_and_shows_others_that_somebody_writes_never_who(
    cast, tell, client_of
):
    story = tell()
    client = client_of(cast.supporter)
    answer = client.post(reverse("support:take", args=[story.key]))
    assert answer.url == f"/stories/{story.key}/#answer"
    page = client.get(PAGE).content.decode()
    assert "You are writing" in page
    for part in ("author", "member"):
        seen = client_of(getattr(cast, part)).get(f"/stories/{story.key}/").content.decode()
        assert "Somebody is writing" in seen
        assert cast.personas["supporter"].name not in seen
    mine = client.get(f"/stories/{story.key}/").content.decode()
    assert "Somebody is writing" not in mine


def test_the_list_of_those_who_wait_says_it_too(cast, tell, client_of):
    story = tell()
    client_of(cast.supporter).post(reverse("support:take", args=[story.key]))
    assert "somebody is writing" in client_of(cast.member).get("/unanswered/").content.decode()
    SoftClaim.objects.update(until=now() - timedelta(minutes=1))
    assert "somebody is writing" not in client_of(cast.member).get("/unanswered/").content.decode()


def test_letting_go_frees_the_story_at_once(cast, tell, client_of):
    story = tell()
    client = client_of(cast.supporter)
    client.post(reverse("support:take", args=[story.key]))
    client.post(reverse("support:let_go"))
    seen = client_of(cast.member).get(f"/stories/{story.key}/").content.decode()
    assert "Somebody is writing" not in seen
    assert offered(cast.supporter) == [story.pk]


def test_what_somebody_else_writes_to_is_not_offered(cast, tell):
    story = tell()
    SoftClaim.objects.create(story=story, person=cast.member, until=now() + timedelta(minutes=20))
    assert offered(cast.supporter) == []


def test_a_story_that_was_just_answered_is_not_offered_before_the_queue_knows(cast, tell):
    story = tell()
    Story.objects.filter(pk=story.pk).update(first_answer_at=now())
    assert offered(cast.supporter) == []


def test_the_page_asks_as_much_of_the_database_for_many_as_for_one(
    cast, tell, client_of, django_assert_num_queries
):
    client = client_of(cast.supporter)
    tell()
    client.get(PAGE)
    for _n in range(4):
        tell()
    # Session, account, who they are, to whom they write, who waits.
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_a_group_by_invitation_stays_unknown_to_supporters_outside(cast):
    hidden = make_group("quiet-ones", "invitation")
    told = {"title": "t", "happened": "h", "html": "h", "excerpt": "h", "form_key": "x"}
    persona = put_in(hidden, cast.author, "Quiet Author")
    story = Story.objects.create(group=hidden, author=persona, **told)
    refresh(whole=True)
    assert offered(cast.supporter) == []
    put_in(hidden, cast.supporter, "Quiet Supporter")
    assert offered(cast.supporter) == [story.pk]

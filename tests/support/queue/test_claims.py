"""“Somebody is writing”: the states of a claim, in every order, and with fifty people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.groups.models import GroupRole
from damayan.people.models import Role
from damayan.stories.models import Reply, Story
from damayan.support.actions.claims import end_claims, let_go, take
from damayan.support.actions.queue import refresh
from damayan.support.models import Queued, SoftClaim
from damayan.support.routing.claims import MINUTES, Claim, Ending, may_claim
from tests.cast import make_cast, make_group, make_person, put_in

TAKE, LET_GO, ANSWER, WAIT = "take", "let_go", "answer", "wait"
PEOPLE, NEEDS = range(4), {1: 1, 2: 2}
steps = st.lists(
    st.tuples(
        st.sampled_from([TAKE, TAKE, TAKE, LET_GO, ANSWER, WAIT]),
        st.sampled_from(PEOPLE),
        st.sampled_from(sorted(NEEDS)),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(steps)
def test_whatever_people_do_never_more_write_than_are_wanted(done):
    """The rules alone, as the table in routing.claims says."""
    claims: list[Claim] = []
    minute = 0.0
    for deed, who, need in done:
        mine = [c for c in claims if c.supporter == who and c.lives(minute)]
        if deed == WAIT:
            minute += 7
        elif deed == TAKE:
            wanted = NEEDS[need]
            verdict = may_claim(claims, need=need, supporter=who, wanted=wanted, now=minute)
            others = [c for c in claims if c.need == need and c.lives(minute) and c not in mine]
            assert bool(verdict) is (
                any(c.need == need for c in mine) or (not mine and len(others) < wanted)
            )
            assert verdict or verdict.reason
            if verdict and not mine:
                claims.append(Claim(need, who, minute + MINUTES))
        for claim in mine if deed in {LET_GO, ANSWER} else ():
            ending = Ending.LET_GO if deed == LET_GO else Ending.ANSWERED
            claims[claims.index(claim)] = Claim(claim.need, who, claim.until, ending)
        living = [c for c in claims if c.lives(minute)]
        assert len({c.supporter for c in living}) == len(living)
        assert all(sum(c.need == n for c in living) <= wanted for n, wanted in NEEDS.items())


@pytest.fixture
def helpers(cast):
    """Four supporters of the group."""
    return [helper(cast.group, n) for n in PEOPLE]


def helper(group, n):
    person = make_person(f"helper-{n}")
    put_in(group, person, f"Calm Helper {n}")
    GroupRole.objects.create(person=person, group=group, role=Role.SUPPORTER)
    return person


def waiting(cast, wanted: int) -> Story:
    feelings = ["lonely"] if wanted == 2 else []
    story = Story.objects.create(
        group=cast.group,
        author=cast.personas["author"],
        form_key=f"wanted-{wanted}",
        title="t",
        happened="h",
        html="h",
        excerpt="h",
        feelings=feelings,
    )
    refresh(whole=True)
    return story


def answer(person, story: Story, key: str) -> None:
    persona = person.memberships.get().persona
    Reply.objects.create(story=story, author=persona, form_key=key, words="w", html="w")


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=steps)
def test_the_database_keeps_the_same_promises(cast, helpers, done):
    """No double claim, no claim lost, and every claim that ended says how."""
    Story.objects.all().delete()
    stories = {need: waiting(cast, wanted) for need, wanted in NEEDS.items()}
    for number, (deed, who, need) in enumerate(done):
        story = stories[need]
        if deed == TAKE:
            try:
                claim = take(by=helpers[who], story_key=story.key)
            except (Refused, Story.DoesNotExist):
                continue
            assert SoftClaim.objects.living().filter(pk=claim.pk).exists()
        elif deed == LET_GO:
            let_go(by=helpers[who])
            assert not SoftClaim.objects.living().filter(person=helpers[who]).exists()
        elif deed == ANSWER:
            mine = SoftClaim.objects.living().filter(person=helpers[who]).first()
            if mine:
                answer(helpers[who], mine.story, f"answer-{number}")
        else:
            SoftClaim.objects.filter(ended_at=None).update(until=now() - timedelta(minutes=1))
        for other, wanted in NEEDS.items():
            writing = SoftClaim.objects.living().filter(story=stories[other]).count()
            assert writing <= wanted
    end_claims()
    for claim in SoftClaim.objects.exclude(ended_at=None):
        assert claim.ending in set(Ending)
    for claim in SoftClaim.objects.filter(ending=Ending.ANSWERED):
        said = Reply.objects.filter(author__membership__person=claim.person, story=claim.story)
        assert said.filter(created_at__gte=claim.claimed_at).exists()
    living = set(SoftClaim.objects.living().values_list("pk", flat=True))
    assert living == set(SoftClaim.objects.filter(ended_at=None).values_list("pk", flat=True))


def test_taking_twice_is_one_claim_that_lasts_longer_but_not_for_ever(cast, helpers):
    story = waiting(cast, 1)
    first = take(by=helpers[0], story_key=story.key)
    SoftClaim.objects.update(
        claimed_at=now() - timedelta(minutes=15), until=now() + timedelta(minutes=5)
    )
    again = take(by=helpers[0], story_key=story.key)
    assert again.pk == first.pk
    assert timedelta(minutes=19) < again.until - now() < timedelta(minutes=21)
    SoftClaim.objects.update(claimed_at=now() - timedelta(minutes=39))
    last = take(by=helpers[0], story_key=story.key)
    assert last.until - last.claimed_at <= timedelta(minutes=40)


def test_a_claim_that_ran_out_frees_both_the_story_and_the_supporter(cast, helpers):
    story = waiting(cast, 1)
    take(by=helpers[0], story_key=story.key)
    with pytest.raises(Refused, match="Somebody is writing there already"):
        take(by=helpers[1], story_key=story.key)
    SoftClaim.objects.update(until=now() - timedelta(seconds=1))
    take(by=helpers[1], story_key=story.key)
    assert SoftClaim.objects.get(person=helpers[0]).ending == Ending.RAN_OUT


def test_nobody_writes_to_two_people_at_once(cast, helpers):
    one, other = waiting(cast, 1), waiting(cast, 2)
    take(by=helpers[0], story_key=one.key)
    with pytest.raises(Refused, match="writing to somebody already"):
        take(by=helpers[0], story_key=other.key)
    let_go(by=helpers[0])
    take(by=helpers[0], story_key=other.key)


def test_an_answer_ends_the_claim_without_another_click(cast, helpers):
    story = waiting(cast, 1)
    take(by=helpers[0], story_key=story.key)
    answer(helpers[0], story, "said")
    assert not SoftClaim.objects.living().exists()
    assert end_claims() == 1
    assert SoftClaim.objects.get().ending == Ending.ANSWERED


def test_what_was_answered_meanwhile_cannot_be_taken(cast, helpers):
    story = waiting(cast, 1)
    Queued.objects.update(met_at=now())
    with pytest.raises(Story.DoesNotExist):
        take(by=helpers[0], story_key=story.key)


@pytest.mark.django_db(transaction=True)
def test_fifty_people_at_once_never_write_more_than_are_wanted_and_none_is_lost():
    """Ten stories, half of which want two; everybody goes for all of them, in their own order."""
    cast = make_cast(make_group())
    people = [helper(cast.group, n) for n in range(50)]
    stories = []
    for n in range(10):
        story = waiting(cast, 1 + n % 2)
        Story.objects.filter(pk=story.pk).update(form_key=f"story-{n}")
        stories.append(story)

    def try_all(n: int) -> tuple[int, ...]:
        got = []
        try:
            for step in range(10):
                try:
                    got.append(take(by=people[n], story_key=stories[(n + step) % 10].key).pk)
                except (Refused, Story.DoesNotExist):
                    continue
        finally:
            connections.close_all()
        return tuple(got)

    with ThreadPoolExecutor(50) as pool:
        gained = list(pool.map(try_all, range(50)))
    living = SoftClaim.objects.living()
    for n, story in enumerate(stories):
        assert living.filter(story=story).count() == 1 + n % 2
    assert {pk for got in gained for pk in got} == set(living.values_list("pk", flat=True))
    assert living.count() == living.values("person").distinct().count() == 15

"""From asking to stepping down: who says what, and what each may see."""

from datetime import timedelta

import pytest
import time_machine

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.people.models import Block, RoleGrant
from damayan.people.queries import holds
from damayan.support.path import actions, queries
from damayan.support.path.models import Certificate, Journey, Progress, State, Step, Trial
from tests.support.path.conftest import (
    HERS,
    answers_by,
    applied,
    finish_course,
    make_mentor,
    make_supporter,
    passed,
)

ASK = {"why": HERS, "topics": ["death"], "languages": ["fil"], "hours": "evenings"}


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def fresh(person):
    """The same person, with nothing remembered."""
    return type(person).objects.get(pk=person.pk)


def test_her_words_are_sealed_and_read_by_guides_alone(cast, client_of):
    client = client_of(cast.member)
    assert client.post("/path/apply/", ASK)["Location"] == "/path/"
    journey = Journey.objects.get()
    assert b"father" not in bytes(journey.asked_sealed)
    address = f"/desk/path/{journey.key}/"
    for part in ("guide_everywhere", "coordinator"):
        page = client_of(cast.people[part]).get(address).content.decode()
        assert HERS in page
        assert "a death" in page
        assert cast.member.username not in page
        assert cast.personas["member"].name not in page
    for part in ("author", "member", "outsider", "supporter", "guide"):
        assert client_of(cast.people[part]).get(address).status_code == 404
        assert client_of(cast.people[part]).get("/desk/path/").status_code == 404


def test_a_no_has_words_and_a_month(cast, journey):
    with pytest.raises(Refused, match="few words"):
        actions.decide(by=cast.coordinator, journey=journey, state=State.DECLINED)
    words = "Rest first. Then come."
    actions.decide(by=cast.coordinator, journey=journey, state=State.DECLINED, words=words)
    journey.refresh_from_db()
    assert queries.answer_words(journey) == words
    assert told(cast.member) == ["There is an answer to your wish to be a supporter."]
    with pytest.raises(Refused, match="a month after"):
        applied(cast.member)
    with time_machine.travel(now() + timedelta(days=31)):
        assert applied(cast.member, why="Again").state == State.APPLIED


def test_she_takes_it_back_and_asks_anew_at_once(cast, journey, client_of):
    client_of(cast.member).post("/path/take-back/")
    assert Journey.objects.get().state == State.TAKEN_BACK
    assert applied(cast.member).state == State.APPLIED
    assert Journey.objects.count() == 1


def test_nobody_decides_about_themselves(cast, client_of):
    mine = applied(cast.coordinator)
    with pytest.raises(Refused):
        actions.decide(by=cast.coordinator, journey=mine, state=State.LEARNING)
    assert client_of(cast.coordinator).get(f"/desk/path/{mine.key}/").status_code == 404


def test_the_whole_path_in_the_browser(cast, journey, story, mentor, client_of):
    member, desk = client_of(cast.member), client_of(cast.coordinator)
    desk.post(f"/desk/path/{journey.key}/learning/", {"words": "Welcome."})
    page = member.get("/path/").content.decode()
    assert "Welcome." in page
    assert "0 of 5 parts done" in page
    member.post("/path/trial/", {"group": cast.group.slug})
    assert Journey.objects.get().state == State.LEARNING, "the course comes first"
    finish_course(cast.member)
    member.post("/path/trial/", {"group": cast.group.slug})
    trial = Trial.objects.get()
    reads = client_of(mentor)
    assert trial.key in reads.get("/path/mentoring/").content.decode()
    reads.post(f"/path/mentoring/{trial.key}/begin/")
    answers_by(cast, cast.member, story, 5)
    page = reads.get(f"/path/mentoring/{trial.key}/").content.decode()
    assert "I hear you 4." in page
    assert cast.member.username not in page
    note = {"words": "You asked so softly.", "form_key": "n" * 22}
    reads.post(f"/path/mentoring/{trial.key}/note/", note)
    reads.post(f"/path/mentoring/{trial.key}/note/", note)
    page = member.get("/path/").content.decode()
    assert page.count("You asked so softly.") == 1
    assert "5 answers so far" in page
    reads.post(f"/path/mentoring/{trial.key}/end/vouched/", {"words": "Ready."})
    assert not holds(fresh(cast.member), "supporter")
    desk.post(f"/desk/path/{journey.key}/supporter/", {"words": ""})
    assert holds(fresh(cast.member), "supporter")
    assert "You are a supporter" in member.get("/path/").content.decode()
    assert Certificate.objects.get().is_valid


def test_a_guide_opens_the_course_but_gives_no_role(cast, trial, story, mentor):
    answers_by(cast, cast.member, story, 5)
    journey = actions.end_trial(by=mentor, trial=trial, state=State.VOUCHED, words="Ready.")
    with pytest.raises(Refused):
        actions.decide(by=cast.guide_everywhere, journey=journey, state=State.SUPPORTER)
    actions.decide(by=cast.coordinator, journey=journey, state=State.SUPPORTER)
    assert RoleGrant.objects.filter(person=cast.member, role="supporter", ended_at=None).exists()


def test_five_answers_or_two_weeks_with_one(cast, trial, story, mentor):
    given = {"by": mentor, "trial": trial, "state": State.VOUCHED, "words": "Ready."}
    answers_by(cast, cast.member, story, 1)
    with pytest.raises(Refused, match="five of their answers"):
        actions.end_trial(**given)
    with time_machine.travel(now() + timedelta(days=15)):
        assert actions.end_trial(**given).state == State.VOUCHED


def test_not_yet_is_said_kindly_and_she_may_try_again(cast, trial, mentor):
    with pytest.raises(Refused, match="few words"):
        actions.end_trial(by=mentor, trial=trial, state=State.LEARNING, words=" ")
    actions.end_trial(by=mentor, trial=trial, state=State.LEARNING, words="Ask more, tell less.")
    journey = Journey.objects.get()
    assert queries.answer_words(journey) == "Ask more, tell less."
    again = actions.ask_for_mentor(by=cast.member, journey=journey, group=cast.group)
    assert actions.begin_trial(by=mentor, trial=again).mentor == mentor


def test_whom_she_wants_no_more_does_not_come_again(cast, trial, mentor, client_of):
    client_of(cast.member).post("/path/trial/another/")
    waits = Trial.objects.get(ended_at=None)
    assert waits.mentor is None
    assert list(queries.trials_waiting(mentor)) == []
    assert told(mentor) == ["A trial that you read along with has ended. Thank you."]
    assert client_of(mentor).get(f"/path/mentoring/{trial.key}/").status_code == 404
    other = make_mentor("other", cast.group)
    assert list(queries.trials_waiting(other)) == [waits]


def test_out_of_contact_nobody_reads_along(cast, waiting, mentor, client_of):
    Block.objects.create(blocker=cast.member, blocked=mentor)
    assert list(queries.trials_waiting(mentor)) == []
    with pytest.raises(Refused):
        actions.begin_trial(by=mentor, trial=waiting)
    Block.objects.all().delete()
    trial = actions.begin_trial(by=mentor, trial=waiting)
    Block.objects.create(blocker=mentor, blocked=cast.member)
    assert client_of(mentor).get(f"/path/mentoring/{trial.key}/").status_code == 404
    with pytest.raises(Refused):
        actions.write_note(by=mentor, trial=trial, words="Hello", form_key="x")


def test_a_mentor_sees_one_group_and_only_what_was_said_since(cast, trial, story, mentor):
    from tests.cast import make_group, put_in

    elsewhere = make_group("elsewhere")
    put_in(elsewhere, cast.member, "Another Name")
    seen = answers_by(cast, cast.member, story, 2)
    answers_by(cast, cast.author, story, 1)
    assert set(queries.answers_in(trial)) == set(seen)
    seen[0].hidden_at = now()
    seen[0].save(update_fields=["hidden_at"])
    assert list(queries.answers_in(trial)) == seen[1:]
    assert queries.trainee_persona(trial) == cast.personas["member"]


def test_only_who_is_in_the_group_may_be_a_mentor_there(cast, waiting, client_of):
    for part in ("author", "outsider", "supporter", "coordinator", "guide_everywhere"):
        with pytest.raises(Refused):
            actions.begin_trial(by=cast.people[part], trial=waiting)
    assert client_of(cast.author).get("/path/mentoring/").status_code == 404
    assert actions.begin_trial(by=cast.guide, trial=waiting).mentor == cast.guide


def test_an_erased_mentor_leaves_nobody_behind(cast, trial, mentor):
    from damayan.people import holdings

    for holding in reversed(holdings.registered()):
        holding.erase(mentor, "keep")
    mentor.delete()
    assert Journey.objects.get().state == State.READY
    assert Trial.objects.get(ended_at=None).mentor is None


def test_a_certificate_is_due_renewed_and_never_twice(cast, supporter, client_of):
    last = supporter.certificates.get().valid_until
    finish_course(cast.outsider)
    assert actions.tend() == 0
    with pytest.raises(Refused):
        actions.renew(by=cast.outsider, journey=supporter)
    with time_machine.travel(now() + timedelta(days=340)):
        assert actions.tend() == 1
        assert actions.tend() == 0
        assert told(cast.outsider)[-1].startswith("Your certificate is due.")
        with pytest.raises(Refused, match="once more"):
            actions.renew(by=cast.outsider, journey=supporter)
        passed(cast.outsider, now())
        client_of(cast.outsider).post("/path/certificate/renew/")
        client_of(cast.outsider).post("/path/certificate/renew/")
        assert Journey.objects.get().state == State.SUPPORTER
        days = [one.valid_until for one in Certificate.objects.all()]
        assert days == [last + timedelta(days=365), last]


def test_the_second_renewal_counts_from_the_day_on_the_certificate(cast, supporter, client_of):
    """Renewed early, the year begins where the old one ended; so do the checks that count."""
    finish_course(cast.outsider)
    with time_machine.travel(now() + timedelta(days=336)):
        actions.tend()
        passed(cast.outsider, now())
        actions.renew(by=cast.outsider, journey=supporter)
    with time_machine.travel(now() + timedelta(days=701)):
        actions.tend()
        last = Certificate.objects.first().valid_until
        passed(cast.outsider, last_moment := now() - timedelta(days=40))
        assert last_moment.date() < last - timedelta(days=60)
        assert queries.standing(cast.outsider).passed == []
        passed(cast.outsider, now())
        assert len(queries.standing(cast.outsider).passed) == 5
        assert actions.renew(by=cast.outsider, journey=supporter).valid_until > last


def test_a_mentor_hears_once_that_the_two_weeks_are_over(cast, trial, mentor):
    with time_machine.travel(now() + timedelta(days=15)):
        actions.tend()
        actions.tend()
        assert told(mentor) == ["Two weeks of reading along are over. How did it go?"]
        actions.lengthen(by=mentor, trial=trial)
        actions.tend()
    with time_machine.travel(now() + timedelta(days=30)):
        actions.tend()
    assert len(told(mentor)) == 2


def test_sixty_days_late_a_coordinator_may_end_it(cast, supporter, client_of):
    desk = client_of(cast.coordinator)
    address = f"/desk/path/{supporter.key}/stepped_down/"
    with time_machine.travel(now() + timedelta(days=370)):
        actions.tend()
        desk.post(address, {"words": "Thank you."})
        assert holds(fresh(cast.outsider), "supporter"), "five days are no reason"
    with time_machine.travel(now() + timedelta(days=430)):
        desk = client_of(cast.coordinator)
        assert "ran out two months ago" in desk.get("/desk/path/").content.decode()
        client_of(cast.guide_everywhere).post(address, {"words": "Thank you."})
        assert holds(fresh(cast.outsider), "supporter")
        desk.post(address, {"words": "Thank you."})
        assert not holds(fresh(cast.outsider), "supporter")
        assert Journey.objects.get().state == State.STEPPED_DOWN


def test_who_loses_the_role_elsewhere_is_no_supporter_here(cast, supporter):
    RoleGrant.objects.filter(person=cast.outsider).update(ended_at=now())
    assert actions.tend() == 1
    assert Journey.objects.get().state == State.STEPPED_DOWN
    assert not Certificate.objects.get().is_valid


def test_stepping_down_ends_the_role_and_keeps_the_certificate(cast, supporter, client_of):
    client = client_of(cast.outsider)
    assert "a gift may end" in client.get("/path/step-down/").content.decode()
    Step.objects.create(person=cast.outsider, kind="host", state="granted", words_sealed=b"")
    client.post("/path/step-down/")
    assert not holds(fresh(cast.outsider), "supporter")
    assert Step.objects.get().state == "ended"
    assert Certificate.objects.get().is_valid
    assert client.get("/path/certificate/").status_code == 200


def test_within_a_year_she_comes_back_without_the_course(cast, supporter, client_of):
    client = client_of(cast.outsider)
    client.post("/path/step-down/")
    client.post("/path/come-back/")
    assert Journey.objects.get().state == State.RETURNING
    client_of(cast.coordinator).post(f"/desk/path/{supporter.key}/supporter/", {"words": ""})
    assert holds(fresh(cast.outsider), "supporter")
    client.post("/path/step-down/")
    with time_machine.travel(now() + timedelta(days=366)):
        with pytest.raises(Refused, match="more than a year"):
            actions.ask_back(by=cast.outsider, journey=supporter)
        assert applied(cast.outsider).state == State.APPLIED


def test_a_check_counts_for_a_year(cast):
    finish_course(cast.member)
    assert len(queries.passed_lately(cast.member)) == 5
    passed(cast.member, now() - timedelta(days=366))
    assert queries.passed_lately(cast.member) == set()
    assert Progress.objects.count() == 5


def test_further_steps_are_for_supporters_of_three_months(cast, client_of):
    make_supporter(cast, cast.member, since=timedelta(days=100))
    new = make_supporter(cast, cast.author)
    with pytest.raises(Refused, match="three months"):
        actions.ask_step(by=cast.author, kind="mentor", words="Please")
    client = client_of(cast.member)
    client.post("/path/steps/mentor/", {"words": "I liked how mine was with me."})
    client.post("/path/steps/mentor/", {"words": "Twice."})
    step = Step.objects.get()
    assert b"liked" not in bytes(step.words_sealed)
    desk = f"/desk/path/steps/{step.key}/"
    assert client_of(cast.guide_everywhere).get(desk).status_code == 404
    assert "how mine was" in client_of(cast.coordinator).get(desk).content.decode()
    client_of(cast.coordinator).post(f"{desk}declined/", {"words": ""})
    assert Step.objects.get().state == "asked", "a no needs words"
    client_of(cast.coordinator).post(f"{desk}granted/", {"words": ""})
    assert queries.mentors_in(cast.member, cast.group)
    assert new.state == State.SUPPORTER
    client.post("/path/steps/mentor/give-back/")
    assert not queries.mentors_in(cast.member, cast.group)


def test_a_mentor_who_gives_the_step_back_leaves_nobody_behind(cast, trial, mentor):
    actions.give_back_step(by=mentor, step=Step.objects.get(person=mentor))
    assert Journey.objects.get().state == State.READY


def test_the_own_page_costs_the_same_in_every_state(
    cast, trial, story, mentor, client_of, django_assert_max_num_queries
):
    client = client_of(cast.member)
    answers_by(cast, cast.member, story, 3)
    for n in range(4):
        actions.write_note(by=mentor, trial=trial, words="Good.", form_key=str(n))
    with django_assert_max_num_queries(18):
        assert client.get("/path/").status_code == 200
    reads = client_of(mentor)
    with django_assert_max_num_queries(14):
        assert reads.get(f"/path/mentoring/{trial.key}/").status_code == 200


def test_the_desk_costs_the_same_with_many(cast, client_of, django_assert_num_queries):
    from tests.cast import make_person

    client = client_of(cast.coordinator)
    client.get("/desk/path/")
    applied(cast.member)
    with django_assert_num_queries(QUERIES_OF_DESK):
        client.get("/desk/path/")
    for n in range(12):
        applied(make_person(f"wants-{n}"))
    with django_assert_num_queries(QUERIES_OF_DESK):
        assert client.get("/desk/path/").content.decode().count("Asks to become") == 13


QUERIES_OF_DESK = 6

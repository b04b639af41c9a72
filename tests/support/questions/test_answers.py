"""A question to a professional comes back: sealed, once, by somebody whose licence was checked."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.people.holdings import registered
from damayan.people.models import Block, RoleGrant
from damayan.safety.models import Concern
from damayan.safety.subjects import subject_of
from damayan.support.questions import actions, queries
from damayan.support.questions.models import Advice, Practice, Published, Question
from tests.support.questions.conftest import HERS, asked, make_professional

TEA = "What you tell is common after a loss. A cool, dark room may help."


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def answered(by, question, words=TEA):
    actions.take(by=by, question=question)
    return actions.send(by=by, question=question, words=words)


def waiting(person):
    return [one.question for one in queries.queue(queries.practice_of(person))]


def test_her_words_are_sealed_and_only_checked_professionals_open_them(
    cast, question, professional, client_of
):
    assert b"three" not in bytes(Question.objects.get().words_sealed)
    assert HERS in client_of(professional).get("/practice/questions/").content.decode()
    for part in ("member", "supporter", "guide", "coordinator", "professional"):
        page = client_of(cast.people[part]).get("/practice/questions/")
        assert page.status_code == 404, "the role alone is no checked licence"


def test_an_answer_comes_back_to_her_alone(cast, question, professional, client_of):
    answered(professional, question)
    assert told(cast.author) == ["There is an answer to your question."]
    page = client_of(cast.author).get(f"/ask/{question.key}/").content.decode()
    assert TEA in page
    assert "licence checked" in page
    assert professional.username not in page
    for part in ("member", "guide", "coordinator"):
        assert client_of(cast.people[part]).get(f"/ask/{question.key}/").status_code == 404
    assert not Published.objects.exists()


def test_nobody_sees_a_draft(cast, question, professional, client_of):
    actions.take(by=professional, question=question)
    actions.draft(by=professional, question=question, words=TEA)
    assert TEA not in client_of(cast.author).get(f"/ask/{question.key}/").content.decode()
    assert b"cool" not in bytes(Advice.objects.get().words_sealed)


def test_what_she_lets_others_find_says_nothing_of_her(cast, professional, visitor):
    question = asked(cast.author, audience="others")
    answered(professional, question)
    found = Published.objects.get()
    page = visitor.get(f"/ask/found/{found.key}/").content.decode()
    assert HERS in page
    assert TEA in page
    secrets = (question.key, cast.author.username, *(p.name for p in cast.personas.values()))
    assert not [word for word in secrets if word in page]
    assert HERS[:40] in visitor.get("/ask/found/", {"words": "wake night"}).content.decode()
    assert HERS[:40] not in visitor.get("/ask/found/", {"words": "money"}).content.decode()


def test_what_was_taken_back_is_read_in_no_second_view(cast, professional, colleague, client_of):
    question = asked(cast.author)
    actions.take(by=professional, question=question)
    actions.draft(by=professional, question=question, words=TEA)
    opinion = actions.ask_opinion(by=professional, question=question)
    client = client_of(colleague)
    assert HERS in client.get(f"/practice/second/{opinion.key}/").content.decode()
    actions.withdraw(by=cast.author, question=question)
    assert client.get(f"/practice/second/{opinion.key}/").status_code == 404
    assert opinion.key not in client.get("/practice/questions/").content.decode()
    with pytest.raises(Refused):
        actions.give_opinion(by=colleague, opinion=opinion, verdict="agree", words="Yes.")
    assert not Advice.objects.exists(), "a draft goes with the question"


def test_an_answer_is_not_lost_when_the_question_is_gone(cast, question, professional, client_of):
    actions.take(by=professional, question=question)
    actions.withdraw(by=cast.author, question=question)
    client = client_of(professional)
    page = client.post(f"/practice/questions/{question.key}/", {"words": TEA, "deed": "send"})
    assert page.status_code == 404
    assert TEA in page.content.decode()
    assert client.get(f"/practice/questions/{question.key}/").status_code == 404


def test_her_page_is_true_when_time_ran_out_or_the_answer_was_hidden(
    cast, question, professional, client_of
):
    client = client_of(cast.author)

    def page():
        return client.get(f"/ask/{question.key}/").content.decode()

    actions.take(by=professional, question=question)
    assert "Somebody is answering." in page()
    with time_machine.travel(now() + timedelta(hours=49), tick=False):
        assert "Somebody is answering." not in page()
    advice = actions.send(by=professional, question=question, words=TEA)
    subject_of("advice").hide(by=cast.coordinator, key=advice.key, reason="")
    assert TEA not in page()
    assert "a guide has taken it out" in page()
    assert "It waits" not in page()


def test_who_is_paused_asks_and_answers_nothing(cast, question, professional):
    for person in (cast.member, professional):
        person.paused_until = now() + timedelta(days=3)
    with pytest.raises(Refused, match="everywhere"):
        asked(cast.member)
    with pytest.raises(Refused, match="everywhere"):
        actions.take(by=professional, question=question)


def test_what_others_find_leaves_out_what_may_tell_who_asked(cast, professional, client_of):
    words = "Call me at 0917 555 1234 or ana.cruz@example.com. Is that normal?"
    question = asked(cast.author, audience="others", words=words)
    advice = answered(professional, question)
    found = Published.objects.get()
    assert "0917" not in found.asked
    assert "ana.cruz" not in found.asked
    assert "Is that normal?" in found.asked
    page = client_of(cast.member).get(f"/ask/found/{found.key}/").content.decode()
    assert f"/report/advice/{advice.key}/" in page
    client = client_of(cast.member)
    assert client.post(f"/report/advice/{advice.key}/", {"kind": "other"}).status_code == 302
    actions.withdraw(by=cast.author, question=question)
    assert client.get(f"/report/advice/{advice.key}/").status_code == 404


def test_who_steps_down_gives_the_role_back(professional, client_of):
    client_of(professional).post("/practice/end/")
    assert not RoleGrant.objects.filter(person=professional, ended_at=None).exists()


def test_odd_addresses_and_form_keys_break_nothing(professional, client_of):
    client = client_of(professional)
    for sent in ({"about": "\x00"}, {"language": "\x00"}):
        assert client.get("/practice/questions/", sent).status_code == 200
    form = {"words": "Why?", "about": "sleep", "language": "en", "audience": "private"}
    assert client.post("/ask/", {**form, "form_key": "a\x00b"}).status_code == 302


def test_who_asked_gives_no_second_view_of_it(professional, colleague, client_of):
    question = asked(colleague)
    actions.take(by=professional, question=question)
    actions.draft(by=professional, question=question, words=TEA)
    opinion = actions.ask_opinion(by=professional, question=question)
    assert client_of(colleague).get(f"/practice/second/{opinion.key}/").status_code == 404


def test_the_question_of_a_closed_account_waits_for_nobody(cast, question, professional):
    cast.author.is_active = False
    cast.author.save()
    assert waiting(professional) == []


def test_taking_it_back_takes_it_from_everybody(cast, professional, visitor, client_of):
    question = asked(cast.author, audience="others")
    answered(professional, question)
    key = Published.objects.get().key
    actions.withdraw(by=cast.author, question=question)
    assert visitor.get(f"/ask/found/{key}/").status_code == 404
    assert client_of(professional).get(f"/practice/questions/{question.key}/").status_code == 404


def test_of_two_professionals_one_takes_it_and_after_two_days_the_other(
    question, professional, colleague
):
    actions.take(by=professional, question=question)
    assert waiting(colleague) == []
    with pytest.raises(Refused, match="colleague"):
        actions.take(by=colleague, question=question)
    with time_machine.travel(now() + timedelta(days=2, minutes=1), tick=False):
        assert waiting(colleague) == [question]
        actions.take(by=colleague, question=question)
        with pytest.raises(Refused):
            actions.send(by=professional, question=question, words=TEA)


def test_an_answer_is_sent_once(question, professional):
    assert answered(professional, question) == actions.send(
        by=professional, question=question, words="Again"
    )
    assert Advice.objects.count() == 1


def test_a_second_view_helps_before_it_is_sent(question, professional, colleague, cast, client_of):
    actions.take(by=professional, question=question)
    actions.draft(by=professional, question=question, words=TEA)
    opinion = actions.ask_opinion(by=professional, question=question)
    assert actions.ask_opinion(by=professional, question=question) == opinion
    with pytest.raises(Refused, match="somebody else"):
        actions.give_opinion(by=professional, opinion=opinion, verdict="agree", words="")
    page = client_of(colleague).get(f"/practice/second/{opinion.key}/").content.decode()
    assert TEA in page
    actions.give_opinion(by=colleague, opinion=opinion, verdict="change", words="Ask about coffee.")
    shown = client_of(professional).get(f"/practice/questions/{question.key}/").content.decode()
    assert "Ask about coffee." in shown
    assert (
        "Ask about coffee."
        not in client_of(cast.author).get(f"/ask/{question.key}/").content.decode()
    )


def test_a_block_hides_question_and_professional_from_each_other(cast, question, professional):
    Block.objects.create(blocker=cast.author, blocked=professional)
    assert waiting(professional) == []
    with pytest.raises(Refused):
        actions.take(by=professional, question=question)


def test_nobody_answers_themselves(professional):
    own = asked(professional)
    assert waiting(professional) == []
    with pytest.raises(Refused):
        actions.take(by=professional, question=own)


def test_a_licence_is_checked_by_a_coordinator_and_never_their_own(cast, client_of):
    practice = actions.apply(
        by=cast.member, title="Nurse", body="A board", number="0012345",
        renews_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    assert b"0012345" not in bytes(Practice.objects.get().number_sealed)
    assert waiting_is_shut(client_of(cast.member))
    for who in (cast.member, cast.guide, cast.professional):
        with pytest.raises(Refused):
            actions.check(by=who, practice=practice)
    page = client_of(cast.coordinator).get(f"/desk/licences/{practice.key}/").content.decode()
    assert "0012345" in page
    actions.check(by=cast.coordinator, practice=practice)
    assert RoleGrant.objects.filter(person=cast.member, role="professional").exists()
    own = actions.apply(
        by=cast.coordinator, title="Nurse", body="A board", number="1",
        renews_on=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.check(by=cast.coordinator, practice=own)


def waiting_is_shut(client) -> bool:
    return client.get("/practice/questions/").status_code == 404


def test_a_licence_past_its_day_answers_nobody_until_it_is_renewed_and_checked(
    cast, question, professional, client_of
):
    with time_machine.travel(now() + timedelta(days=201), tick=False):
        with pytest.raises(Refused, match="past its day"):
            actions.take(by=professional, question=question)
        assert waiting_is_shut(client_of(professional))
        later = timezone.localdate() + timedelta(days=300)
        practice = actions.renew(by=professional, renews_on=later)
        with pytest.raises(Refused):
            actions.take(by=professional, question=question)
        actions.check(by=cast.coordinator, practice=practice)
        actions.take(by=professional, question=question)


def test_ending_a_licence_frees_what_was_taken(cast, question, professional, colleague):
    actions.take(by=professional, question=question)
    practice = queries.practice_of(professional)
    with pytest.raises(Refused, match="why"):
        actions.end_practice(by=cast.coordinator, practice=practice, words=" ")
    actions.end_practice(by=cast.coordinator, practice=practice, words="Not found there.")
    assert waiting(colleague) == [question]
    assert not RoleGrant.objects.filter(person=professional, ended_at=None).exists()
    assert told(professional)[-1] == "A coordinator wrote to you about your licence."


def test_urgent_words_in_a_question_alert_guides_and_she_meets_the_card(cast, client_of):
    words = "I want to kill myself tonight, I have the pills here."
    form = {"words": words, "about": "mood", "language": "en", "audience": "private"}
    page = client_of(cast.author).post("/ask/", {**form, "form_key": "u"}, follow=True)
    assert 'id="care"' in page.content.decode()
    concern = Concern.objects.get(subject_kind="question")
    assert concern.level == Concern.Level.URGENT
    assert "pills" not in str(concern.explanation)
    assert "pills" in subject_of("question").show(concern.subject_key).html
    assert client_of(cast.coordinator).get(f"/guides/reports/{concern.key}/").status_code == 200


def test_a_bad_answer_can_be_reported_and_hidden_everywhere(cast, professional, visitor, client_of):
    private = answered(professional, asked(cast.member, key="hers"))
    assert client_of(cast.author).get(f"/report/advice/{private.key}/").status_code == 404
    question = asked(cast.author, audience="others")
    advice = answered(professional, question)
    assert client_of(cast.author).get(f"/report/advice/{advice.key}/").status_code == 200
    subject_of("advice").hide(by=cast.coordinator, key=advice.key, reason="")
    assert TEA not in client_of(cast.author).get(f"/ask/{question.key}/").content.decode()
    assert visitor.get(f"/ask/found/{Published.objects.get().key}/").status_code == 404


def test_the_same_form_twice_asks_once_and_too_many_are_refused_with_words_kept(cast, client_of):
    assert asked(cast.author) == asked(cast.author)
    for n in (2, 3):
        asked(cast.author, f"q{n}")
    form = {"words": HERS, "about": "sleep", "language": "en", "audience": "private"}
    page = client_of(cast.author).post("/ask/", {**form, "form_key": "q9"}).content.decode()
    assert "several questions open" in page
    assert HERS in page
    assert Question.objects.count() == 3


def test_how_long_it_takes_is_said_from_real_answers_only(cast, question, client_of):
    client = client_of(cast.author)
    assert "cannot say yet" in client.get("/ask/").content.decode()
    for n in range(10):
        Question.objects.create(
            person=cast.member, form_key=str(n), about="mood", language="en", audience="private",
            words_sealed=b"x", asked_at=now() - timedelta(hours=5), answered_at=now(),
        )  # fmt: skip
    assert "about 5 hours" in client.get("/ask/").content.decode()


@pytest.mark.parametrize("words", ["keep", "remove"])
def test_erasing_takes_the_question_and_leaves_only_what_she_left(cast, professional, words):
    question = asked(cast.author, audience="others")
    answered(professional, question)
    held = next(h for h in registered() if "questions.Question" in h.models)
    assert HERS in json.dumps(list(held.export(cast.author)), default=str)
    held.erase(cast.author, words)
    cast.author.delete()
    assert not Question.objects.exists()
    assert Published.objects.count() == (1 if words == "keep" else 0)


def test_lists_cost_the_same_however_many_wait(
    cast, professional, client_of, visitor, django_assert_max_num_queries
):
    for n in range(25):
        asked(make_professional(f"person-{n}", cast.coordinator), "k")
    client = client_of(professional)
    client.get("/practice/questions/")
    with django_assert_max_num_queries(8):
        page = client.get("/practice/questions/").content.decode()
    assert page.count('class="card"') == 20
    with django_assert_max_num_queries(2):
        visitor.get("/ask/found/")

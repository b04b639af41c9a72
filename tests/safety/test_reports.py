"""Telling a guide: by kind, once, about what one can see."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from damayan.foundation.verdict import Refused
from damayan.people.models import Person
from damayan.safety import subjects
from damayan.safety.actions import report
from damayan.safety.models import Concern, Report, ReportKind
from tests.cast import make_group, make_person, put_in


def tell(by, subject, kind="abuse", words=""):
    what = type(subject).__name__.lower()
    return report(by=by, subject_kind=what, subject_key=subject.key, kind=kind, words=words)


def test_a_member_reports_a_story_and_reads_what_happens_next(cast, story, client_of):
    client = client_of(cast.member)
    address = f"/report/story/{story.key}/"
    page = client.get(address).content.decode()
    kinds = [page.index(str(label).replace("'", "&#x27;")) for label in ReportKind.labels]
    assert kinds == sorted(kinds), "danger stands first"
    answer = client.post(address, {"kind": "danger", "words": "She says goodbye."})
    assert answer["Location"] == "/report/thanks/danger/"
    thanks = client.get(answer["Location"]).content.decode()
    assert "They read it before everything else" in thanks
    assert "/help/" in thanks
    made = Report.objects.get()
    assert (made.kind, made.words, made.reporter) == ("danger", "She says goodbye.", cast.member)
    assert made.concern.level == Concern.Level.URGENT
    assert made.concern.group_slug == "losing-someone"


@pytest.mark.parametrize("kind", ReportKind.values)
def test_every_kind_says_what_happens_next(cast, client_of, kind):
    assert client_of(cast.member).get(f"/report/thanks/{kind}/").status_code == 200


@pytest.mark.parametrize(
    ("kind", "level"), [("danger", 2), ("method", 2), ("abuse", 1), ("spam", 1)]
)
def test_danger_outranks_spam(cast, story, kind, level):
    assert tell(cast.member, story, kind).concern.level == level


def test_the_same_form_sent_twice_makes_one_report(cast, story, client_of):
    client = client_of(cast.member)
    for _again in range(2):
        client.post(f"/report/story/{story.key}/", {"kind": "abuse", "words": "It hurts."})
    assert Report.objects.get().words == "It hurts."


def test_a_second_report_by_somebody_else_joins_the_concern_and_can_raise_it(cast, story):
    first = tell(cast.member, story, "spam").concern
    second = tell(cast.supporter, story, "danger").concern
    assert first.pk == second.pk
    assert Concern.objects.get().level == Concern.Level.URGENT
    tell(cast.professional, story, "spam")
    assert Concern.objects.get().level == Concern.Level.URGENT, "a lesser report lowers nothing"


def test_who_reports_again_adds_words_and_urgency(cast, story):
    tell(cast.member, story, "abuse", "First.")
    tell(cast.member, story, "danger", "Now it is worse.")
    one = tell(cast.member, story, "spam")
    assert (one.kind, one.words) == ("danger", "First.\n\nNow it is worse.")
    assert Report.objects.count() == 1


def test_replies_and_personas_can_be_reported_too(cast, reply, persona_of):
    assert tell(cast.author, reply).concern.subject_kind == "reply"
    assert tell(cast.author, persona_of(cast.member)).concern.subject_kind == "persona"


def test_nobody_reports_what_they_cannot_see(cast, story, reply, persona_of, client_of):
    hidden = make_group("quiet-place", "invitation")
    inside = put_in(hidden, make_person("inside"), "Warm Fern")
    for kind, key in (
        ("story", story.key),
        ("reply", reply.key),
        ("persona", persona_of(cast.author).key),
    ):
        client = client_of(cast.blocked)
        assert client.get(f"/report/{kind}/{key}/").status_code == 404
        assert client.post(f"/report/{kind}/{key}/", {"kind": "spam"}).status_code == 404
    assert client_of(cast.member).get(f"/report/persona/{inside.key}/").status_code == 404
    for address in (
        "/report/story/nothing/",
        "/report/nothing/nothing/",
        "/report/thanks/nothing/",
    ):
        assert client_of(cast.member).get(address).status_code == 404
    with pytest.raises(Refused):
        tell(cast.blocked, story)
    assert Concern.objects.count() == 0


def test_a_visitor_signs_in_first_and_learns_nothing_from_it(story, visitor):
    there = visitor.get(f"/report/story/{story.key}/")
    not_there = visitor.get("/report/story/nothing/")
    assert there.status_code == not_there.status_code == 302


@pytest.mark.parametrize("wrong", [{}, {"kind": "x"}, {"kind": "spam", "words": "x" * 1001}])
def test_a_report_that_is_not_whole_comes_back_with_what_to_mend(cast, story, client_of, wrong):
    answer = client_of(cast.member).post(f"/report/story/{story.key}/", wrong)
    assert answer.status_code == 200
    assert Report.objects.count() == 0


def test_the_author_learns_nothing_of_a_report(cast, story, client_of):
    before = client_of(cast.author).get(f"/stories/{story.key}/")
    tell(cast.member, story, "abuse")
    after = client_of(cast.author).get(f"/stories/{story.key}/")
    assert before.status_code == after.status_code == 200
    cast.author.refresh_from_db()
    assert cast.author.unread_notices == 0


def test_what_is_reportable_is_what_the_rooms_registered():
    for kind in ("story", "reply", "persona"):
        assert subjects.subject_of(kind)
    assert subjects.subject_of("case") is None


@pytest.mark.django_db(transaction=True)
def test_many_who_report_at_once_make_one_concern():
    persona = put_in(make_group(), make_person("author"), "Gentle Author")
    people = [make_person(f"reader-{n}") for n in range(6)]

    def worry(person):
        try:
            tell(Person.objects.get(pk=person.pk), persona, "danger")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(worry, people))
    assert Concern.objects.count() == 1
    assert Report.objects.count() == 6

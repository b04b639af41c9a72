"""The private line: the author of worrying words and the guides, and nobody else."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from damayan.foundation.clock import now
from damayan.foundation.crypto import CannotOpen
from damayan.foundation.verdict import Refused
from damayan.moderation.models import Shift
from damayan.notices.models import Kind, Notice
from damayan.people.holdings import registered
from damayan.people.keys import destroy_key
from damayan.safety import live, tasks
from damayan.safety.actions import (
    answer_on_line,
    close_concern,
    end_line,
    forget_lines,
    leave_line,
    open_line,
    say_on_line,
)
from damayan.safety.alarms import LINE_SAID
from damayan.safety.models import Concern, LineMessage, SafetyLine, Source
from damayan.safety.queries import line_of, line_page
from damayan.stories.actions import publish

URGENT = "I want to end my life tonight. I have the pills in my hand."
QUIET = "Thank you. I am at home with my sister."


@pytest.fixture
def concern(cast) -> Concern:
    publish(by=cast.member, group=cast.group, form_key="raised", happened=URGENT)
    return Concern.objects.get()


@pytest.fixture
def line(cast, concern) -> SafetyLine:
    return open_line(by=cast.member, subject_kind="story", subject_key=concern.subject_key)


def said(concern) -> list[tuple[bool, str | None]]:
    thread = line_of(concern)
    return [(one.by_author, one.words) for one in thread.messages] if thread else []


def guides_are_told(*, still: bool = False) -> None:
    for job in ProcrastinateJob.objects.filter(task_name=LINE_SAID):
        if ("still" in job.args) == still:
            tasks.line_said(**job.args)


# ── Opening it ─────────────────────────────────────────────────────────────────────────────────


def test_the_author_opens_it_once_from_the_card(cast, concern, client_of):
    client = client_of(cast.member)
    address = f"/care/story/{concern.subject_key}/line/"
    first, again = client.post(address), client.post(address)
    key = SafetyLine.objects.get().key
    assert first["Location"] == again["Location"] == f"/care/line/{key}/"
    page = client.get(f"/care/line/{key}/").content.decode()
    assert "You and the guides" in page
    assert "/help/" in page.split("<main")[1].split("</main")[0]
    assert line_of(concern) is None, "guides see nothing until something is said"


@pytest.mark.parametrize("part", ["author", "guide", "supporter", "coordinator", "outsider"])
def test_nobody_else_opens_or_finds_it(cast, line, client_of, part):
    person = getattr(cast, part)
    with pytest.raises(Refused):
        open_line(by=person, subject_kind="story", subject_key=line.subject_key)
    with pytest.raises(Refused):
        say_on_line(by=person, line=line, words="Me", form_key="x")
    with pytest.raises(Refused):
        leave_line(by=person, line=line)
    assert line_page(person, line.key) is None
    client, base = client_of(person), f"/care/line/{line.key}/"
    sent = {"words": "Me", "form_key": "x"}
    assert client.get(base).status_code == 404
    assert client.post(f"{base}say/", sent).status_code == 404
    assert client.post(f"{base}leave/").status_code == 404
    assert client.post(f"/care/story/{line.subject_key}/line/").status_code == 404
    assert not LineMessage.objects.exists()


def test_words_that_raised_nothing_open_no_line(cast, story, client_of):
    assert client_of(cast.author).post(f"/care/story/{story.key}/line/").status_code == 404
    assert client_of(cast.author).post("/care/nokind/abc/line/").status_code == 404


# ── Saying and answering ───────────────────────────────────────────────────────────────────────


def test_author_and_guide_write_to_each_other_and_no_name_is_shown(cast, concern, line, client_of):
    client, base = client_of(cast.member), f"/care/line/{line.key}/"
    client.post(f"{base}say/", {"words": QUIET, "form_key": "a"})
    answer_on_line(by=cast.guide, concern=concern, words="I am glad.\nI stay.", form_key="b")
    assert said(concern) == [(True, QUIET), (False, "I am glad.\nI stay.")]
    page = client.get(base).content.decode()
    assert "I am glad." in page
    assert "A guide" in page
    assert "Gentle Guide" not in page
    assert "guide-signs-in" not in page


def test_the_same_form_sent_twice_is_said_once(cast, concern, line):
    for _time in range(2):
        say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
        answer_on_line(by=cast.guide, concern=concern, words="I am here.", form_key="b")
    assert len(said(concern)) == 2


@pytest.mark.parametrize("part", ["author", "supporter", "outsider", "professional"])
def test_who_guides_nothing_answers_nobody(cast, concern, line, part):
    with pytest.raises(Refused):
        answer_on_line(by=getattr(cast, part), concern=concern, words="Hello", form_key="b")
    with pytest.raises(Refused):
        end_line(by=getattr(cast, part), concern=concern)
    assert not LineMessage.objects.exists()


def test_a_guide_does_not_sit_on_both_ends(cast):
    publish(by=cast.guide, group=cast.group, form_key="own", happened=URGENT)
    own = Concern.objects.get()
    with pytest.raises(Refused, match="of your own"):
        answer_on_line(by=cast.guide, concern=own, words="Hello", form_key="b")


def test_a_guide_may_begin_and_the_author_is_told_once_until_they_read(cast, concern, client_of):
    for n in range(3):
        answer_on_line(by=cast.guide, concern=concern, words=f"Word {n}", form_key=f"g{n}")
    told = Notice.objects.get(person=cast.member)
    key = SafetyLine.objects.get().key
    assert (told.kind, told.url) == (Kind.GUIDE, f"/care/line/{key}/")
    assert "Word" not in told.text
    client_of(cast.member).get(told.url)
    answer_on_line(by=cast.guide, concern=concern, words="And later", form_key="later")
    assert Notice.objects.filter(person=cast.member).count() == 2


def test_empty_words_are_not_sent_and_the_page_says_so(cast, line, client_of):
    answer = client_of(cast.member).post(
        f"/care/line/{line.key}/say/", {"words": "  ", "form_key": "a"}
    )
    assert answer.status_code == 422
    assert "Write a word or two" in answer.content.decode()
    assert not LineMessage.objects.exists()


def test_words_that_look_like_markup_stay_words(cast, line, client_of):
    client, base = client_of(cast.member), f"/care/line/{line.key}/"
    client.post(f"{base}say/", {"words": "<script>x</script>", "form_key": "a"})
    page = client.get(base).content.decode()
    assert "&lt;script&gt;x" in page
    assert "<script>x" not in page


# ── Screening, and who hears of it ─────────────────────────────────────────────────────────────


def test_all_guides_hear_of_the_first_words_and_then_the_one_who_took_it(cast, concern, line):
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    guides_are_told()
    heard = Notice.objects.filter(text__startswith="Somebody whose words worried us wrote")
    assert set(heard.values_list("person_id", flat=True)) == {cast.guide.pk, cast.coordinator.pk}
    assert not any(QUIET in one.text for one in heard)
    Concern.objects.update(taken_by=cast.guide, taken_at=now())
    answer_on_line(by=cast.guide, concern=concern, words="I am here.", form_key="b")
    say_on_line(by=cast.member, line=line, words="Are you there?", form_key="c")
    guides_are_told()
    assert heard.filter(person=cast.guide).count() == 2
    assert heard.filter(person=cast.coordinator).count() == 1
    assert not heard.filter(person=cast.member).exists()


def test_one_alarm_is_enough_until_a_guide_answers_unless_it_becomes_urgent(cast, line):
    for n in range(3):
        say_on_line(by=cast.member, line=line, words=f"Hello {n}", form_key=f"a{n}")
    jobs = ProcrastinateJob.objects.filter(task_name=LINE_SAID)
    assert jobs.exclude(args__has_key="still").count() == 1
    say_on_line(by=cast.member, line=line, words=URGENT, form_key="b")
    assert jobs.exclude(args__has_key="still").count() == 2


def test_who_is_on_shift_hears_first_and_all_when_nobody_has_answered(cast, concern, line):
    Shift.objects.create(
        guide=cast.guide,
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(hours=1),
        begun_at=now() - timedelta(hours=1),
    )
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    guides_are_told()
    heard = Notice.objects.filter(text__startswith="Somebody whose words worried us wrote")
    assert set(heard.values_list("person_id", flat=True)) == {cast.guide.pk}
    later = ProcrastinateJob.objects.get(task_name=LINE_SAID, args__has_key="still")
    assert later.scheduled_at > now() + timedelta(minutes=9)
    guides_are_told(still=True)
    assert set(heard.values_list("person_id", flat=True)) == {cast.guide.pk, cast.coordinator.pk}
    assert heard.count() == 2, "nobody hears the same twice"


def test_nobody_else_is_woken_once_a_guide_has_answered(cast, concern, line):
    Concern.objects.update(
        taken_by=cast.guide, taken_at=now(), held_until=now() + timedelta(minutes=5)
    )
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    answer_on_line(by=cast.guide, concern=concern, words="I am here.", form_key="b")
    guides_are_told()
    guides_are_told(still=True)
    heard = Notice.objects.filter(text__startswith="Somebody whose words worried us wrote")
    assert set(heard.values_list("person_id", flat=True)) == {cast.guide.pk}


def test_a_guide_whose_claim_ran_out_is_not_the_only_one_to_hear(cast, concern, line):
    Concern.objects.update(
        taken_by=cast.guide, taken_at=now(), held_until=now() - timedelta(minutes=5)
    )
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    guides_are_told()
    heard = Notice.objects.filter(text__startswith="Somebody whose words worried us wrote")
    assert cast.coordinator.pk in set(heard.values_list("person_id", flat=True))


def test_urgent_words_on_a_closed_concern_raise_it_anew_without_the_words(cast, concern, line):
    close_concern(by=cast.guide, concern=concern, outcome="talked")
    level = say_on_line(by=cast.member, line=line, words=URGENT, form_key="a")
    assert level == Concern.Level.URGENT
    again = Concern.objects.get(closed_at=None)
    assert (again.level, again.source) == (Concern.Level.URGENT, Source.LINE)
    assert again.alarmed_at is not None
    assert "suicide_self_harm" in again.kinds
    assert again.explanation == []
    assert said(again) == [(True, URGENT)], "the line goes on"


def test_quiet_words_on_a_closed_concern_still_reach_somebody(cast, concern, line):
    close_concern(by=cast.guide, concern=concern, outcome="talked")
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    assert Concern.objects.get(closed_at=None).level == Concern.Level.CONCERN


# ── Leaving, ending, forgetting ────────────────────────────────────────────────────────────────


def test_the_author_leaves_and_comes_back_by_writing(cast, concern, line, client_of):
    client, base = client_of(cast.member), f"/care/line/{line.key}/"
    client.post(f"{base}say/", {"words": QUIET, "form_key": "a"})
    client.post(f"{base}leave/")
    assert "You left this line" in client.get(base).content.decode()
    assert not line_of(concern).is_open
    client.post(f"{base}say/", {"words": "I am back.", "form_key": "b"})
    assert line_of(concern).is_open


def test_a_guide_ends_it_and_nobody_is_locked_out(cast, concern, line, client_of):
    with pytest.raises(Refused, match="Nothing was said"):
        end_line(by=cast.guide, concern=concern)
    answer_on_line(by=cast.guide, concern=concern, words="Sleep well.", form_key="g")
    end_line(by=cast.guide, concern=concern)
    client, base = client_of(cast.member), f"/care/line/{line.key}/"
    page = client.get(base).content.decode()
    assert "said good-bye" in page
    assert f"{base}say/" in page
    client.post(f"{base}say/", {"words": "Again.", "form_key": "b"})
    assert line_of(concern).is_open


def test_no_table_holds_the_words_and_they_die_with_the_authors_key(cast, concern, line):
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    answer_on_line(by=cast.guide, concern=concern, words="I am here.", form_key="b")
    for one in LineMessage.objects.all():
        assert b"sister" not in bytes(one.words_sealed)
        assert b"here" not in bytes(one.words_sealed)
    destroy_key(cast.member)
    assert said(concern) == [(True, None), (False, None)]
    holding = next(h for h in registered() if "safety.LineMessage" in h.models)
    with pytest.raises(CannotOpen):
        list(holding.export(cast.member))


def test_the_export_holds_both_sides_and_no_guide(cast, concern, line):
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    answer_on_line(by=cast.guide, concern=concern, words="I am here.", form_key="b")
    holding = next(h for h in registered() if "safety.LineMessage" in h.models)
    rows = list(holding.export(cast.member))
    assert [(row["from"], row["words"]) for row in rows] == [
        ("you", QUIET),
        ("a guide", "I am here."),
    ]
    assert list(holding.export(cast.guide)) == []


def test_it_is_let_go_half_a_year_after_the_last_word(cast, line, time_machine):
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    time_machine.move_to(now() + timedelta(days=179))
    assert forget_lines() == 0
    time_machine.move_to(now() + timedelta(days=2))
    assert forget_lines() == 1
    assert not LineMessage.objects.exists()


# ── What an open page hears ────────────────────────────────────────────────────────────────────


def test_author_and_guides_hear_how_much_was_said_and_nobody_else(
    cast, concern, line, django_assert_num_queries
):
    say_on_line(by=cast.member, line=line, words=QUIET, form_key="a")
    everybody = [person.pk for person in cast.people.values()]
    with django_assert_num_queries(4):
        states = live.PrivateLine().states(line.key, everybody)
    heard = (cast.member, cast.guide, cast.coordinator)
    assert states == {one.pk: {"said": 1, "open": True} for one in heard}
    assert live.PrivateLine().topics(cast.author.pk, line.key) is None
    assert live.PrivateLine().topics(cast.member.pk, line.key) == {f"line:{line.key}"}


def test_pages_ask_a_fixed_number_of_queries(cast, concern, line, django_assert_num_queries):
    for n in range(30):
        say_on_line(by=cast.member, line=line, words=f"Hello {n}", form_key=f"a{n}")
    with django_assert_num_queries(3):
        assert len(line_of(concern).messages) == 30
    with django_assert_num_queries(3):
        assert len(line_page(cast.member, line.key).messages) == 30

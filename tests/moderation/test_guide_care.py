"""What guides meet is counted, breaks come in time, and what they write stays theirs."""

from datetime import timedelta

import pytest

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.moderation import queries, tasks
from damayan.moderation.actions import expose
from damayan.moderation.actions import resting as actions
from damayan.moderation.models import Debrief, Exposure, LogEntry, Rest, Shift
from damayan.moderation.queries.resting import care_of, load_of, shared_with
from damayan.notices.models import Notice
from damayan.people.actions.erasing import carry_out_erasures, request_erasure
from damayan.people.holdings import registered
from damayan.people.keys import destroy_key
from damayan.people.models import Erasure, Person, Role, RoleGrant
from damayan.safety.models import Concern
from tests.cast import make_person

MINUTE = timedelta(minutes=1)
URGENT, LOW = Concern.Level.URGENT, Concern.Level.CONCERN
NOT_GUIDES = ("author", "member", "outsider", "blocked", "supporter", "professional")
HEAVY = "I could not stop thinking of her two cups."


def case(level=LOW, n=[0]) -> Concern:  # noqa: B006 - counts through the module
    n[0] += 1
    return Concern.objects.create(
        subject_kind="story", subject_key=f"k{n[0]}", group_slug="losing-someone", level=level
    )


def met(guide, count, level=LOW) -> list[Concern]:
    made = [case(level) for _n in range(count)]
    for one in made:
        expose(guide=guide, concern=one)
    return made


def here(guide, since=timedelta(0)) -> Shift:
    start = now() - since
    return Shift.objects.create(
        guide=guide, starts_at=start, ends_at=start + timedelta(hours=9), begun_at=start
    )


def texts(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


# ── What was met ───────────────────────────────────────────────────────────────────────────────


def test_a_case_counts_once_for_a_guide_and_an_urgent_one_more(cast, settings):
    here(cast.guide)
    one, other = case(LOW), case(URGENT)
    for concern in (one, one, other, one):
        expose(guide=cast.guide, concern=concern)
    load = load_of(cast.guide)
    assert (load.shift, load.day, load.week) == (4, 4, 4)
    assert load.urgent_since == 1
    assert load_of(cast.coordinator).week == 0


def test_a_case_that_became_urgent_counts_as_urgent_from_then(cast):
    concern = case(LOW)
    expose(guide=cast.guide, concern=concern)
    concern.level = URGENT
    expose(guide=cast.guide, concern=concern)
    assert Exposure.objects.count() == 1
    assert load_of(cast.guide).week == 3


def test_counts_are_of_this_shift_this_day_and_seven_days(cast, time_machine):
    start = now().replace(hour=4)  # noon in Manila
    time_machine.move_to(start - timedelta(days=8), tick=False)
    met(cast.guide, 1)
    time_machine.move_to(start - timedelta(days=2), tick=False)
    met(cast.guide, 2)
    time_machine.move_to(start - timedelta(hours=2), tick=False)
    met(cast.guide, 4)
    time_machine.move_to(start, tick=False)
    here(cast.guide)
    met(cast.guide, 8)
    load = load_of(cast.guide)
    assert (load.shift, load.day, load.week) == (8, 12, 14)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"CAP_SHIFT": 3}, "much today"),
        ({"CAP_DAY": 3}, "much today"),
        ({"CAP_WEEK": 3}, "much this week"),
    ],
)
def test_who_has_met_much_is_offered_no_more_and_others_are(cast, settings, figures, words):
    settings.GUIDE_CARE = settings.GUIDE_CARE | figures
    here(cast.guide)
    met(cast.guide, 2)
    assert queries.may_be_offered(cast.guide)
    met(cast.guide, 1)
    refused = queries.may_be_offered(cast.guide)
    assert not refused
    assert words in refused.reason
    assert "somebody else" in refused.reason
    assert queries.may_be_offered(cast.coordinator)


def test_an_urgent_case_is_never_withheld_when_nobody_else_is_here_but_asked_about(cast, settings):
    settings.GUIDE_CARE = settings.GUIDE_CARE | {"CAP_SHIFT": 1}
    here(cast.guide)
    met(cast.guide, 1)
    urgent, low = case(URGENT), case(LOW)
    asked = queries.may_be_offered(cast.guide, urgent)
    assert asked
    assert "nobody else is here" in asked.reason
    assert not queries.may_be_offered(cast.guide, low)
    here(cast.coordinator)
    assert not queries.may_be_offered(cast.guide, urgent), "now somebody else is here"
    actions.take_rest(by=cast.coordinator, minutes=15)
    assert queries.may_be_offered(cast.guide, urgent), "who rests is nobody to hand it to"


def test_asking_whom_to_offer_costs_few_queries(cast, django_assert_num_queries):
    with django_assert_num_queries(3):
        queries.may_be_offered(cast.guide)


# ── Breaks ─────────────────────────────────────────────────────────────────────────────────────


def test_a_break_comes_by_itself_after_three_urgent_cases(cast):
    here(cast.guide)
    met(cast.guide, 2, URGENT)
    assert Rest.objects.count() == 0
    met(cast.guide, 1, URGENT)
    rest = Rest.objects.get()
    assert (rest.guide, rest.cause) == (cast.guide, "due")
    assert rest.until - rest.starts_at == 15 * MINUTE
    assert texts(cast.guide) == ["Time for a break: you met much. Cases go to others meanwhile."]
    assert "on a break until" in queries.may_be_offered(cast.guide).reason


def test_after_the_break_one_begins_anew(cast, time_machine):
    here(cast.guide)
    met(cast.guide, 3, URGENT)
    time_machine.move_to(now() + 16 * MINUTE)
    assert queries.may_be_offered(cast.guide)
    met(cast.guide, 2, URGENT)
    assert Rest.objects.count() == 1


def test_a_break_comes_after_two_hours_and_only_once(cast, time_machine):
    here(cast.guide, since=119 * MINUTE)
    assert actions.give_rests() == 0
    assert queries.may_be_offered(cast.guide)
    time_machine.move_to(now() + 2 * MINUTE)
    assert not queries.may_be_offered(cast.guide), "also before the job has run"
    assert actions.give_rests() == 1
    assert actions.give_rests() == 0
    time_machine.move_to(now() + 16 * MINUTE)
    assert actions.give_rests() == 0
    assert queries.may_be_offered(cast.guide)


def test_a_guide_takes_a_break_and_comes_back_when_they_like(cast, client_of):
    client = client_of(cast.guide)
    client.post("/guides/me/rest/", {"minutes": "30"})
    assert not queries.may_be_offered(cast.guide)
    with pytest.raises(Refused, match="on a break already"):
        actions.take_rest(by=cast.guide, minutes=10)
    client.post("/guides/me/back/", {"words": ""})
    assert queries.may_be_offered(cast.guide)
    with pytest.raises(Refused, match="not on a break"):
        actions.end_rest(by=cast.guide)


def test_a_break_that_was_due_ends_early_only_for_an_emergency_in_words(cast):
    met(cast.guide, 3, URGENT)
    with pytest.raises(Refused, match="which emergency"):
        actions.end_rest(by=cast.guide, words="")
    actions.end_rest(by=cast.guide, words="Somebody writes that they jump now.")
    rest = Rest.objects.get()
    assert rest.ended_at
    assert rest.words == "Somebody writes that they jump now."
    assert queries.may_be_offered(cast.guide)


# ── Putting it down ────────────────────────────────────────────────────────────────────────────


def test_a_note_is_read_by_its_writer_alone(cast, client_of):
    concern = met(cast.guide, 1, URGENT)[0]
    client = client_of(cast.guide)
    assert "You met an urgent case this week" in client.get("/guides/me/").content.decode()
    sent = {"case": concern.key, "words": HEAVY, "weight": "4", "lead": ""}
    client.post("/guides/me/notes/", sent)
    made = Debrief.objects.get()
    assert (made.concern, made.weight, made.shared_at) == (concern, 4, None)
    assert HEAVY.encode() not in bytes(made.words_sealed)
    page = client.get("/guides/me/").content.decode()
    assert HEAVY in page
    assert "You met an urgent case this week" not in page
    assert HEAVY not in client_of(cast.coordinator).get("/guides/care/").content.decode()
    assert HEAVY not in client_of(cast.coordinator).get("/guides/me/").content.decode()
    for deed in ("share", "take-back", "remove"):
        answer = client_of(cast.coordinator).post(f"/guides/me/notes/{made.key}/{deed}/")
        assert answer.status_code == 404
    assert HEAVY not in str(list(LogEntry.objects.values()))


def test_a_note_is_shared_with_one_coordinator_and_taken_back(cast, client_of):
    other = make_person("other-coordinator")
    RoleGrant.objects.create(person=other, role=Role.COORDINATOR)
    made = actions.debrief(by=cast.guide, words=HEAVY)
    address = f"/guides/me/notes/{made.key}/"
    client_of(cast.guide).post(f"{address}share/", {"lead": str(cast.coordinator.pk)})
    lead = client_of(cast.coordinator).get("/guides/care/").content.decode()
    assert HEAVY in lead
    assert "Gentle Guide" in lead
    assert texts(cast.coordinator) == ["A guide shared with you how a case was for them."]
    assert HEAVY not in client_of(other).get("/guides/care/").content.decode()
    made.refresh_from_db()
    assert HEAVY.encode() not in bytes(made.shared_sealed)
    client_of(cast.guide).post(f"{address}take-back/")
    made.refresh_from_db()
    assert (made.shared_with, made.shared_sealed) == (None, None)
    assert HEAVY not in client_of(cast.coordinator).get("/guides/care/").content.decode()


def test_a_note_goes_to_no_one_but_a_coordinator(cast, client_of):
    made = actions.debrief(by=cast.guide, words=HEAVY)
    second = make_person("second-guide")
    RoleGrant.objects.create(person=second, role=Role.GUIDE)
    with pytest.raises(Refused, match="Choose a coordinator"):
        actions.share_debrief(by=cast.guide, debrief=made, lead=second)
    with pytest.raises(Refused, match="not yours"):
        actions.share_debrief(by=cast.coordinator, debrief=made, lead=cast.coordinator)
    answer = client_of(cast.guide).post(
        "/guides/me/notes/", {"words": HEAVY, "lead": str(second.pk)}
    )
    assert answer.status_code == 422
    assert HEAVY in answer.content.decode(), "what was written is not lost"


def test_a_case_that_one_never_met_is_not_named_in_ones_note(cast):
    made = actions.debrief(by=cast.guide, words=HEAVY, case=case(URGENT).key)
    assert made.concern is None


def test_a_lost_key_leaves_the_page_readable(cast, client_of):
    actions.debrief(by=cast.guide, words=HEAVY, lead=cast.coordinator)
    destroy_key(cast.guide)
    assert care_of(cast.guide).notes[0].words is None
    assert "key to these words is gone" in client_of(cast.guide).get("/guides/me/").content.decode()
    assert shared_with(cast.coordinator)[0].words == HEAVY, "the copy has a key of its own"


def test_a_lead_sees_counts_and_breaks_but_no_case(cast, client_of):
    here(cast.guide)
    made = met(cast.guide, 3, URGENT)
    page = client_of(cast.coordinator).get("/guides/care/").content.decode()
    assert "Gentle Guide" in page
    assert ">9<" in page
    assert "on a break" in page
    assert not any(one.key in page for one in made)


@pytest.mark.parametrize("part", [*NOT_GUIDES, "guide"])
def test_only_coordinators_see_how_guides_are(cast, client_of, part):
    assert client_of(getattr(cast, part)).get("/guides/care/").status_code == 404


@pytest.mark.parametrize("part", NOT_GUIDES)
def test_who_is_no_guide_has_no_such_page(cast, client_of, part):
    client = client_of(getattr(cast, part))
    assert client.get("/guides/me/").status_code == 404
    for address in ("rest/", "back/", "notes/"):
        sent = {"minutes": "15", "words": HEAVY}
        assert client.post(f"/guides/me/{address}", sent).status_code == 404
    with pytest.raises(Refused):
        actions.take_rest(by=getattr(cast, part), minutes=15)
    with pytest.raises(Refused):
        actions.debrief(by=getattr(cast, part), words=HEAVY)


def test_the_pages_of_care_keep_their_queries(cast, client_of, django_assert_max_num_queries):
    met(cast.guide, 5)
    for n in range(15):
        guide = make_person(f"guide-{n}")
        RoleGrant.objects.create(person=guide, role=Role.GUIDE)
        met(guide, 2)
    guide, coordinator = client_of(cast.guide), client_of(cast.coordinator)
    with django_assert_max_num_queries(16):
        guide.get("/guides/me/")
    with django_assert_max_num_queries(14):
        coordinator.get("/guides/care/")


def test_a_guide_who_goes_takes_notes_shifts_and_counts_with_them(cast):
    here(cast.guide)
    met(cast.guide, 3, URGENT)
    actions.debrief(by=cast.guide, words=HEAVY, lead=cast.coordinator)
    request_erasure(by=cast.guide, words="keep")
    Erasure.objects.update(due_at=now() - MINUTE)
    assert carry_out_erasures() == 1
    assert not Person.objects.filter(pk=cast.guide.pk).exists()
    for model in (Debrief, Exposure, Rest, Shift):
        assert model.objects.count() == 0


def test_a_guide_takes_home_what_they_wrote_and_when_they_rested(cast):
    here(cast.guide)
    met(cast.guide, 3, URGENT)
    actions.debrief(by=cast.guide, words=HEAVY)
    held = [one for one in registered() if "moderation.Debrief" in one.models]
    rows = list(held[0].export(cast.guide))
    assert any(HEAVY in row.values() for row in rows)
    assert sum("break" in row for row in rows) == 1
    assert sum("met a case" in row for row in rows) == 3
    assert list(held[0].export(cast.coordinator)) == []


def test_the_job_of_every_five_minutes_gives_breaks_and_minds_shifts(cast):
    here(cast.guide, since=121 * MINUTE)
    late = Shift.objects.create(
        guide=cast.coordinator, starts_at=now() - 20 * MINUTE, ends_at=now() + 60 * MINUTE
    )
    tasks.mind_guides(0)
    assert Rest.objects.get().guide == cast.guide
    assert "Your shift has begun" in texts(late.guide)[-1]

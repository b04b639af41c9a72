"""Office hours: offered, booked once, in the reader's own time zone, remembered, cancelled."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.people.holdings import registered
from damayan.people.models import Block
from damayan.safety.subjects import subject_of
from damayan.support.questions import actions, queries
from damayan.support.questions.models import Practice, Question, Slot
from tests.cast import make_person
from tests.support.questions.conftest import asked, make_coordinator, make_professional


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def offered(by, after, minutes=45):
    starts = now() + after
    return actions.offer_slot(
        by=by, starts_at=starts, ends_at=starts + timedelta(minutes=minutes), where="Room 3"
    )


def test_only_checked_professionals_offer_times(cast, client_of):
    for part in ("member", "professional", "coordinator"):
        assert client_of(cast.people[part]).get("/practice/hours/").status_code == 404
        with pytest.raises(Refused):
            offered(cast.people[part], timedelta(days=1))


def test_times_are_to_come_reasonable_and_do_not_overlap(professional):
    with pytest.raises(Refused, match="still to come"):
        offered(professional, timedelta(hours=-1))
    with pytest.raises(Refused, match="three hours"):
        offered(professional, timedelta(days=1), minutes=300)
    offered(professional, timedelta(days=1))
    with pytest.raises(Refused, match="overlaps"):
        offered(professional, timedelta(days=1, minutes=20))


def test_she_books_reads_where_and_keeps_it_in_her_calendar(cast, slot, professional, client_of):
    client = client_of(cast.author)
    assert "Room 3" not in client.get(f"/hours/{slot.key}/").content.decode()
    client.post(f"/hours/{slot.key}/book/", {"words": "About my sleep."})
    assert "Room 3" in client.get(f"/hours/{slot.key}/").content.decode()
    assert b"sleep" not in bytes(Slot.objects.get().words_sealed)
    assert "About my sleep." in client_of(professional).get(f"/hours/{slot.key}/").content.decode()
    assert client_of(cast.member).get(f"/hours/{slot.key}/").status_code == 404
    event = Calendar.from_ical(client.get(f"/hours/{slot.key}/calendar.ics").content).walk("VEVENT")
    assert str(event[0]["summary"]) == "Appointment"
    assert event[0]["dtstart"].dt == slot.starts_at.replace(microsecond=0)


def test_hours_are_shown_where_she_is(cast, slot, client_of):
    client = client_of(cast.author)
    here = client.get("/hours/").content.decode()
    assert "(Asia/Manila)" in here
    client.post("/hours/zone/", {"zone": "Asia/Dubai"})
    assert "(Asia/Dubai)" in client.get("/hours/").content.decode()
    client.post("/hours/zone/", {"zone": "Nowhere/Else"})
    assert "(Asia/Dubai)" in client.get("/hours/").content.decode()


def test_both_are_reminded_a_day_and_an_hour_before_once(cast, slot, professional):
    actions.book(by=cast.author, slot=slot)
    counts = []
    for before in (30, 23, 22, 0.9, 0.5):
        with time_machine.travel(slot.starts_at - timedelta(hours=before), tick=False):
            counts.append(actions.remind())
    assert counts == [0, 1, 0, 1, 0]
    assert told(cast.author) == [
        "Your appointment is within a day.",
        "Your appointment is within the hour.",
    ]
    assert told(professional)[-2:] == told(cast.author)


def test_her_cancelling_frees_the_time_and_theirs_does_not(cast, slot, professional):
    actions.book(by=cast.author, slot=slot)
    actions.cancel(by=cast.author, slot=slot)
    assert told(professional)[-1] == "An appointment was cancelled."
    free = queries.free_slots(cast.member).rows[0]
    assert (free.starts_at, free.where) == (slot.starts_at, slot.where)
    actions.book(by=cast.member, slot=free)
    actions.cancel(by=professional, slot=free)
    assert told(cast.member) == ["An appointment was cancelled."]
    with pytest.raises(Refused):
        actions.book(by=cast.outsider, slot=free)
    with time_machine.travel(slot.starts_at - timedelta(hours=1), tick=False):
        assert actions.remind() == 0


def test_a_case_about_one_booking_never_shows_the_next_ones_words(cast, slot):
    actions.book(by=cast.author, slot=slot, words="About my sleep.")
    actions.cancel(by=cast.author, slot=slot)
    free = queries.free_slots(cast.member).rows[0]
    actions.book(by=cast.member, slot=free, words="About my knee.")
    about = subject_of("slot")
    assert "knee" not in about.show(slot.key).html
    assert about.author_id(slot.key) == cast.author.pk
    assert "knee" in about.show(free.key).html


def test_who_booked_hears_that_a_licence_ended_and_nobody_books_it(
    cast, slot, professional, client_of
):
    actions.book(by=cast.author, slot=slot)
    free = offered(professional, timedelta(days=5))
    practice = slot.practice
    actions.end_practice(by=cast.coordinator, practice=practice, words="Not found there.")
    assert told(cast.author) == ["An appointment was cancelled."]
    assert client_of(cast.member).get(f"/hours/{free.key}/").status_code == 404
    with pytest.raises(Refused):
        actions.book(by=cast.member, slot=free)
    page = client_of(cast.author).get(f"/hours/{slot.key}/").content.decode()
    assert "This time was cancelled." in page
    assert "licence checked" not in page


def test_a_time_past_the_licences_renewal_day_cannot_be_booked(cast, slot, client_of):
    Practice.objects.update(renews_on=timezone.localdate() - timedelta(days=1))
    assert client_of(cast.member).get(f"/hours/{slot.key}/").status_code == 404
    with pytest.raises(Refused):
        actions.book(by=cast.member, slot=slot)


def test_who_goes_leaves_nobody_waiting_for_an_appointment(cast, slot, professional):
    booker = make_person("books-and-goes")
    actions.book(by=booker, slot=slot, words="About my sleep.")
    held = [one for one in registered() if "questions.Question" in one.models]
    held[0].erase(booker, "keep")
    booker.delete()
    assert told(professional)[-1] == "An appointment was cancelled."
    free = queries.free_slots(cast.author).rows[0]
    actions.book(by=cast.author, slot=free)
    with time_machine.travel(free.starts_at - timedelta(hours=20), tick=False):
        assert actions.remind() == 1
    held = [one for one in registered() if "questions.Practice" in one.models]
    held[0].erase(professional, "keep")
    professional.delete()
    assert told(cast.author)[-1] == "An appointment was cancelled."


def test_a_reminder_within_the_hour_is_the_only_one(cast, slot):
    with time_machine.travel(slot.starts_at - timedelta(minutes=50), tick=False):
        actions.book(by=cast.author, slot=slot)
        assert actions.remind() == 1
    assert told(cast.author) == ["Your appointment is within the hour."]


def test_who_was_slower_keeps_what_they_typed(cast, slot, professional, client_of):
    client = client_of(cast.member)
    for n in (3, 4):
        actions.book(by=cast.author, slot=offered(professional, timedelta(days=n)))
    page = client_of(cast.author).post(f"/hours/{slot.key}/book/", {"words": "About my sleep."})
    assert "several times already" in page.content.decode()
    assert "About my sleep.</textarea>" in page.content.decode()
    actions.book(by=cast.outsider, slot=slot)
    page = client.post(f"/hours/{slot.key}/book/", {"words": "About my sleep."})
    assert page.status_code == 404
    assert "just taken this time" in page.content.decode()
    assert "About my sleep." in page.content.decode()
    assert client.post(f"/hours/{slot.key}/book/").status_code == 404


def test_who_is_paused_books_without_words(cast, slot):
    cast.author.paused_until = now() + timedelta(days=3)
    with pytest.raises(Refused, match="everywhere"):
        actions.book(by=cast.author, slot=slot, words="You again.")
    assert actions.book(by=cast.author, slot=slot)


@pytest.mark.parametrize("gone", ["member", "professional"])
def test_nobody_is_sent_to_meet_a_closed_account(cast, slot, professional, gone):
    actions.book(by=cast.author, slot=slot)
    closed, other = cast.author, professional
    if gone == "professional":
        closed, other = professional, cast.author
    closed.is_active = False
    closed.save()
    with time_machine.travel(slot.starts_at - timedelta(hours=20), tick=False):
        assert actions.remind() == 0
        assert actions.remind() == 0
        assert told(other)[-1] == "An appointment was cancelled."
        assert "within a day" not in str(told(closed) + told(other))
        free = queries.free_slots(cast.member).rows
    assert len(free) == (1 if gone == "member" else 0)


def test_nobody_hoards_times_or_meets_whom_they_blocked(cast, professional):
    slots = [offered(professional, timedelta(days=n)) for n in range(1, 5)]
    for slot in slots[:2]:
        actions.book(by=cast.author, slot=slot)
    with pytest.raises(Refused, match="several times"):
        actions.book(by=cast.author, slot=slots[2])
    Block.objects.create(blocker=professional, blocked=cast.member)
    assert list(queries.free_slots(cast.member).rows) == []
    with pytest.raises(Refused):
        actions.book(by=cast.member, slot=slots[3])


def test_a_professional_sees_bad_times_beside_the_field(professional, client_of):
    client = client_of(professional)
    form = {"day": "9999-12-31", "hour": "23:59", "length": "90", "where": "Room 3"}
    assert "within the coming year" in client.post("/practice/hours/", form).content.decode()


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_book_ten_times_and_take_ten_questions():
    coordinator = make_coordinator()
    professionals = [make_professional(f"dr-{n}", coordinator) for n in range(5)]
    slots = [offered(one, timedelta(days=n)) for one in professionals for n in (1, 2)]
    members = [make_person(f"member-{n}") for n in range(50)]
    questions = [asked(member) for member in members[:10]]

    def attempt(job):
        try:
            return job()
        except Refused:
            return None
        finally:
            connection.close()

    def books(member):
        def job():
            for slot in random.Random(member.pk).sample(slots, 10):
                try:
                    return actions.book(by=member, slot=slot)
                except Refused:
                    continue
            return None

        return job

    def answers(professional, question):
        def job():
            actions.take(by=professional, question=question)
            return actions.send(by=professional, question=question, words="Rest.")

        return job

    jobs = [books(member) for member in members]
    jobs += [answers(one, question) for one in professionals for question in questions]
    random.Random(2).shuffle(jobs)
    with ThreadPoolExecutor(25) as pool:
        list(pool.map(attempt, jobs))
    assert Slot.objects.exclude(booked_by=None).count() == 10
    assert Slot.objects.exclude(booked_by=None).values("booked_by").distinct().count() == 10
    done = Question.objects.exclude(answered_at=None)
    assert done.count() == 10
    assert all(one.advice.by_id == one.taken_by_id for one in done.select_related("advice"))

"""The guides' queue and case pages: clocks in words, filters, what stands around a case."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from damayan.foundation.clock import now
from damayan.groups.models import Group
from damayan.moderation import actions
from damayan.moderation.models import Appeal, Decision, Shift
from damayan.moderation.rules_clock import clock_of, spell
from damayan.moderation.views.page import page_of
from damayan.notices.models import Notice
from damayan.safety.models import Concern
from damayan.safety.staffing import Stretch
from damayan.stories.actions import publish
from damayan.stories.models import Story
from tests.cast import make_group, put_in
from tests.moderation.cases import WHY, make_scene

SIGNED_IN = 2
QUEUE = "/guides/reports/"


@pytest.fixture
def scene(cast):
    return make_scene(cast)


def page(client, address=QUEUE, **headers) -> str:
    return client.get(address, headers=headers).content.decode()


def raised(concern, *, ago, level=1, **columns) -> Concern:
    columns = {"raised_at": now() - ago, "created_at": now() - ago, "level": level, **columns}
    Concern.objects.filter(pk=concern.pk).update(**columns)
    concern.refresh_from_db()
    return concern


# ── Clocks ─────────────────────────────────────────────────────────────────────────────────────


def minutes(n) -> timedelta:
    return timedelta(minutes=n)


def test_the_clock_says_how_long_it_waits_and_how_long_it_should(scene):
    urgent = raised(scene.concern, ago=minutes(7), level=2)
    clock = clock_of(urgent, (), now())
    assert clock.words == "waits 7 minutes of 10 minutes"
    assert not clock.is_late
    clock = clock_of(raised(urgent, ago=timedelta(hours=5)), (), now())
    assert clock.words == "waits 5 hours of 12 hours"


def test_what_is_late_says_so_in_words(scene, cast, client_of):
    raised(scene.concern, ago=minutes(25), level=2)
    words = page(client_of(cast.guide))
    assert "Late: waits 25 minutes, should wait 10 minutes at most" in words


def test_outside_the_hours_of_shifts_it_counts_from_the_next_one(scene):
    urgent = raised(scene.concern, ago=minutes(30), level=2)
    before = Stretch(now() - minutes(300), now() - minutes(60))
    coming = Stretch(now() + minutes(60), now() + minutes(300))
    clock = clock_of(urgent, (before, coming), now())
    assert not clock.is_late
    assert clock.words == "waits 30 minutes of 100 minutes"
    began = Stretch(now() - minutes(12), now() + minutes(60))
    assert clock_of(urgent, (before, began), now()).is_late
    during = Stretch(now() - minutes(200), now() - minutes(10))
    assert clock_of(urgent, (during,), now()).is_late, "guides were here when it was raised"


def test_the_queue_asks_the_real_plan(scene, cast, client_of):
    raised(scene.concern, ago=minutes(30), level=2)
    Shift.objects.create(
        guide=scene.other, starts_at=now() + minutes(30), ends_at=now() + minutes(90)
    )
    assert "waits 30 minutes of 70 minutes" in page(client_of(cast.guide))


def test_who_is_looked_after_has_no_clock_and_what_comes_back_begins_anew(scene, cast):
    concern = raised(scene.concern, ago=minutes(60), level=2)
    actions.take_up(by=cast.guide, concern=concern)
    concern.refresh_from_db()
    assert clock_of(concern, (), now()) is None
    ran_out = now() - minutes(3)
    Concern.objects.filter(pk=concern.pk).update(held_until=ran_out)
    concern.refresh_from_db()
    assert clock_of(concern, (), now()).words == "waits 3 minutes of 10 minutes"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (minutes(-3), "0 minutes"),
        (minutes(1), "1 minute"),
        (minutes(119), "119 minutes"),
        (minutes(120), "2 hours"),
        (timedelta(hours=49), "2 days"),
    ],
)
def test_time_is_said_coarsely(length, words):
    assert spell(length) == words


# ── The queue ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def five(cast, scene):
    """One case free, one mine, one of another guide, one handed up, one whose words wait."""

    def told(name) -> Concern:
        story = publish(
            by=cast.member, group=cast.group, form_key=name, happened="We cooked rice for lunch."
        )
        return Concern.objects.create(
            subject_kind="story", subject_key=story.key, group_slug=cast.group.slug
        )

    found = {"free": scene.concern}
    found |= {name: told(name) for name in ("mine", "theirs", "escalated", "waiting")}
    actions.take_up(by=cast.guide, concern=found["mine"])
    actions.take_up(by=scene.other, concern=found["theirs"])
    Concern.objects.filter(pk=found["escalated"].pk).update(escalated_at=now())
    Story.objects.filter(key=found["waiting"].subject_key).update(waiting_at=now())
    return found


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("", {"free", "mine", "theirs", "escalated", "waiting"}),
        ("made-up", {"free", "mine", "theirs", "escalated", "waiting"}),
        ("mine", {"mine"}),
        ("free", {"free", "escalated", "waiting"}),
        ("escalated", {"escalated"}),
        ("waiting", {"waiting"}),
    ],
)
def test_a_guide_sees_a_part_of_the_queue(cast, five, client_of, show, names):
    words = page(client_of(cast.guide), f"{QUEUE}?show={show}")
    assert {name for name, concern in five.items() if concern.key in words} == names


def test_a_guide_of_several_groups_chooses_one(cast, five, client_of):
    other = make_group("long-illness")
    there = Concern.objects.create(subject_kind="story", subject_key="x", group_slug=other.slug)
    coordinator = client_of(cast.coordinator)
    both = page(coordinator)
    assert there.key in both
    assert five["free"].key in both
    one = page(coordinator, f"{QUEUE}?group=long-illness")
    assert there.key in one
    assert five["free"].key not in one
    assert 'name="group"' not in page(client_of(cast.guide)), "there is nothing to choose"


def test_the_row_says_who_looks_after_it(cast, five, client_of):
    words = page(client_of(cast.guide))
    assert "Bright Reef looks after it" in words
    assert "you look after it" in words
    assert "handed up to coordinators" in words


def test_the_script_fetches_the_list_alone(cast, five, client_of):
    piece = page(client_of(cast.guide), **{"X-Fragment": "queue"})
    assert piece.lstrip().startswith('<div id="queue">')
    assert five["free"].key in piece
    assert "<html" not in piece


def test_with_held_cases_the_queue_asks_one_query_more(
    cast, five, client_of, django_assert_num_queries
):
    guide = client_of(cast.guide)
    with django_assert_num_queries(SIGNED_IN + 7):
        page(guide)
    with django_assert_num_queries(SIGNED_IN + 7):
        page(guide, **{"X-Fragment": "queue"})


def test_taking_the_next_case_leads_to_it(cast, five, client_of):
    guide = client_of(cast.guide)
    answer = guide.post(f"{QUEUE}next/", {"lively": "1"})
    assert answer["Location"] == f"{QUEUE}{five['free'].key}/"
    for _time in range(2):
        guide.post(f"{QUEUE}next/")
    assert guide.post(f"{QUEUE}next/", follow=True).redirect_chain[-1][0] == QUEUE


# ── How the page behaves on this device ────────────────────────────────────────────────────────


def test_words_are_covered_until_asked_for_or_the_guide_chose_otherwise(cast, scene, client_of):
    guide, address = client_of(cast.guide), f"{QUEUE}{scene.concern.key}/"
    assert '<details class="cover" data-cover><summary>' in page(guide, address)
    guide.post(f"{QUEUE}page/", {"shown": "on", "keys": "on"})
    assert '<details class="cover" data-cover open><summary>' in page(guide, address)
    guide.post(f"{QUEUE}page/", {"keys": "on"})
    assert "data-cover open" not in page(guide, address)


def test_single_keys_can_be_switched_off(cast, scene, client_of):
    guide = client_of(cast.guide)
    assert "data-keys" in page(guide)
    guide.post(f"{QUEUE}page/", {"sound": "on"})
    assert "data-keys" not in page(guide)
    assert 'data-sound="1"' in page(guide)
    guide.post(f"{QUEUE}page/", {})
    assert "data-keys" not in page(guide)


@pytest.mark.parametrize("kept", ["", "x", "shown", "....", "é"])
def test_a_cookie_that_somebody_wrote_does_no_harm(kept):
    request = RequestFactory().get("/")
    request.COOKIES["guide_page"] = kept
    assert page_of(request).shown is (kept == "shown")


# ── A case ─────────────────────────────────────────────────────────────────────────────────────


def test_a_case_shows_what_is_known_under_this_name_and_nothing_from_elsewhere(
    cast, scene, client_of
):
    elsewhere: Group = make_group("long-illness")
    put_in(elsewhere, cast.author, "Warm Fern")
    publish(by=cast.author, group=elsewhere, form_key="e", title="Elsewhere", happened="I rest.")
    publish(by=cast.author, group=cast.group, form_key="h", title="Here too", happened="I rest.")
    Decision.objects.create(
        person=cast.author, deed="hide", group_slug=elsewhere.slug, reason="There", entry_hash="x"
    )
    actions.hide(by=scene.other, concern=scene.concern, reason="Because of the name in it.")
    Appeal.objects.create(decision=Decision.objects.latest("pk"), words="Please look again.")
    before = Concern.objects.create(
        subject_kind="persona",
        subject_key=cast.personas["author"].key,
        group_slug=cast.group.slug,
        closed_at=now(),
    )
    words = page(client_of(cast.coordinator), f"{QUEUE}{scene.concern.key}/")
    for there in ("Here too", before.key, "Because of the name in it.", "appealed"):
        assert there in words
    for hidden in ("Elsewhere", "Warm Fern", "There<", cast.author.username):
        assert hidden not in words


def test_a_case_costs_the_same_however_much_was_said(
    cast, scene, client_of, django_assert_num_queries
):
    guide, address = client_of(scene.other), f"{QUEUE}{scene.concern.key}/"
    page(guide, address)
    for n in range(6):
        actions.note(by=scene.other, concern=scene.concern, words=f"Note {n}")
        actions.write(by=scene.other, concern=scene.concern, words=f"Letter {n}")
    with django_assert_num_queries(SIGNED_IN + 18):
        page(guide, address)


def test_a_letter_is_read_where_decisions_are_and_the_next_guide_sees_it(cast, scene, client_of):
    actions.write(by=cast.guide, concern=scene.concern, words="How was the night?")
    notice = Notice.objects.get(person=cast.author)
    assert "How was" not in notice.text
    assert "How was the night?" in page(client_of(cast.author), notice.url)
    assert "How was the night?" in page(client_of(cast.coordinator), f"{QUEUE}{scene.concern.key}/")


@pytest.mark.parametrize(
    ("spoken", "begins"),
    [("en", "I read your words"), ("fil", "Nabasa ko"), ("ceb", "Nabasa nako")],
)
def test_choosing_a_ready_answer_fills_the_letter_without_a_script(
    cast, scene, client_of, spoken, begins
):
    address = f"{QUEUE}{scene.concern.key}/write/"
    words = page(client_of(cast.guide), f"{address}?in={spoken}&ready=heard")
    assert begins in words.split("<textarea")[1].split("</textarea>")[0]


def test_ready_answers_come_in_the_language_of_whom_they_are_for(cast, scene, client_of):
    type(cast.author).objects.filter(pk=cast.author.pk).update(language="fil")
    type(cast.member).objects.filter(pk=cast.member.pk).update(language="en")
    address = f"{QUEUE}{scene.concern.key}/"
    guide = client_of(cast.guide)
    assert "Baka nasa panganib sila ngayon" in page(guide, f"{address}write/")
    assert "Thank you, we do something" in page(guide, f"{address}answer/{scene.report.key}/")
    Story.objects.update(language="ceb")
    assert "Basin naa sila sa peligro karon" in page(guide, f"{address}write/")
    assert "not yet reviewed" in page(guide, f"{address}write/")


def test_a_deed_that_may_not_be_done_says_why_and_offers_no_form(cast, scene, client_of):
    actions.take_up(by=scene.other, concern=scene.concern)
    words = page(client_of(cast.guide), f"{QUEUE}{scene.concern.key}/hide/")
    assert "Another guide is looking after this now." in words
    assert "<textarea" not in words


def test_a_form_that_lacks_something_comes_back_with_what_was_typed(cast, scene, client_of):
    answer = client_of(cast.guide).post(
        f"{QUEUE}{scene.concern.key}/content-note/", {"reason": "It is about a death."}
    )
    words = answer.content.decode()
    assert "It is about a death." in words
    assert 'role="alert"' in words


def test_words_that_changed_meanwhile_are_not_let_out(cast, scene, client_of):
    Story.objects.filter(key=scene.concern.subject_key).update(waiting_at=now())
    guide, address = client_of(cast.guide), f"{QUEUE}{scene.concern.key}/release/"
    seen = page(guide, address).split('name="seen" value="')[1].split('"')[0]
    Story.objects.update(edited_at=now() + minutes(1))
    answer = guide.post(address, {"seen": seen}, follow=True)
    assert "changed meanwhile" in answer.content.decode()
    assert Story.objects.get(key=scene.concern.subject_key).waiting_at is not None
    guide.post(address, {"seen": (now() + minutes(2)).isoformat()})
    assert Story.objects.get(key=scene.concern.subject_key).waiting_at is None


def test_a_note_is_for_guides_alone(cast, scene, client_of):
    actions.note(by=cast.guide, concern=scene.concern, words="She has been here before.")
    assert "She has been here before." in page(
        client_of(scene.other), f"{QUEUE}{scene.concern.key}/"
    )
    assert Notice.objects.filter(person=cast.author).count() == 0


def test_referring_closes_the_case_and_the_author_reads_to_whom(cast, scene, client_of):
    actions.refer(by=cast.guide, concern=scene.concern, words=WHY)
    scene.concern.refresh_from_db()
    assert scene.concern.outcome == "handed_on"
    assert WHY in page(client_of(cast.author), Notice.objects.get(person=cast.author).url)
    assert Notice.objects.filter(person=cast.member).exists(), "who reported hears the outcome"


def test_who_is_asked_to_change_something_comes_to_their_words_with_one_link(
    cast, scene, client_of
):
    actions.ask_edit(by=cast.guide, concern=scene.concern, words="Please leave out the name.")
    author = client_of(cast.author)
    words = page(author, Notice.objects.get(person=cast.author).url)
    assert "Please leave out the name." in words
    way = f"/stories/{scene.concern.subject_key}/edit/"
    assert f'href="{way}"' in words
    assert author.get(way).status_code == 200


def test_who_is_sent_the_card_is_led_straight_to_who_they_can_call(cast, scene, client_of):
    actions.send_card(by=cast.guide, concern=scene.concern, words="I thought of you.")
    notice = Notice.objects.get(person=cast.author)
    assert notice.url == "/help/"
    author = client_of(cast.author)
    assert "I thought of you." in page(author, f"/decisions/{Decision.objects.get().key}/")

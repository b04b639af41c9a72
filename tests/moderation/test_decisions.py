"""What a member reads about decisions: only theirs, only their own words, and read once opened."""

import re
from datetime import timedelta

import pytest

from damayan.foundation.clock import now
from damayan.moderation import actions
from damayan.moderation.actions import sanctions
from damayan.moderation.meaning import meaning_of
from damayan.moderation.models import Decision, Sanction
from damayan.moderation.vocabulary import Deed
from damayan.notices.models import Notice
from damayan.people.models import Person
from damayan.safety.actions import report
from tests.cast import ROLES

SIGNED_IN = 2


@pytest.fixture
def concern(cast, story):
    made = report(
        by=cast.member, subject_kind="story", subject_key=story.key, kind="abuse", words=""
    )
    return made.concern


@pytest.fixture
def decision(cast, concern) -> Decision:
    actions.hide(by=cast.guide, concern=concern, reason="It names somebody.")
    return Decision.objects.get()


def text(answer) -> str:
    return answer.content.decode()


def test_a_member_finds_it_from_their_room(cast, decision, client_of):
    client = client_of(cast.author)
    assert 'href="/decisions/"' in text(client.get("/me/"))
    address = f"/decisions/{decision.key}/"
    assert address in text(client.get("/decisions/"))
    page = text(client.get(address))
    for words in ("Your story was hidden", "It names somebody.", "two cups", "Gentle Author"):
        assert words in page
    assert cast.personas["guide"].name not in page, "a guide is a guide"


@pytest.mark.parametrize("part", [one for one in ROLES if one != "author"])
def test_nobody_else_reads_it(cast, decision, client_of, part):
    client = client_of(getattr(cast, part))
    assert client.get(f"/decisions/{decision.key}/").status_code == 404
    assert decision.key not in text(client.get("/decisions/"))


def test_a_visitor_is_led_to_signing_in(decision, visitor):
    for address in ("/decisions/", f"/decisions/{decision.key}/"):
        assert "/account/login/" in visitor.get(address)["Location"]


def test_opening_it_marks_its_notice_as_read_and_nothing_else(cast, decision, client_of):
    client = client_of(cast.author)
    client.get("/decisions/")
    assert Notice.objects.get(person=cast.author).read_at is None
    client.get(f"/decisions/{decision.key}/")
    assert Notice.objects.get(person=cast.author).read_at
    assert Person.objects.get(pk=cast.author.pk).unread_notices == 0


def test_the_title_of_somebody_elses_story_is_not_quoted(cast, story, reply, client_of):
    about = report(
        by=cast.author, subject_kind="reply", subject_key=reply.key, kind="abuse", words=""
    ).concern
    actions.hide(by=cast.guide, concern=about, reason="Not kind.")
    page = text(client_of(cast.member).get(Notice.objects.get(person=cast.member).url))
    assert "her slippers" in page
    assert story.title not in page
    assert "two cups" not in page


def test_words_that_are_gone_are_not_quoted(cast, decision, story, client_of):
    from damayan.stories.actions import remove_story

    remove_story(by=cast.author, story=story)
    page = text(client_of(cast.author).get(f"/decisions/{decision.key}/"))
    assert "two cups" not in page
    assert "no longer here" in page


def test_what_was_taken_back_says_so_and_offers_no_appeal(cast, concern, decision, client_of):
    actions.restore(by=cast.guide, concern=concern, reason="I was wrong.")
    client = client_of(cast.author)
    page = text(client.get(f"/decisions/{decision.key}/"))
    assert "This was taken back" in page
    assert 'name="words"' not in page
    assert "taken back" in text(client.get("/decisions/"))


def test_what_ended_by_itself_says_so(cast, concern, client_of):
    sanctions.pause_everywhere(
        by=cast.guide, concern=concern, reason="Rest.", until=now() + timedelta(days=2)
    )
    Decision.objects.update(until=now() - timedelta(seconds=1))
    page = text(client_of(cast.author).get(f"/decisions/{Decision.objects.get().key}/"))
    assert "This is over" in page
    assert 'name="words"' not in page


def test_every_deed_that_is_told_has_words_of_its_own():
    told = {
        Deed.HIDE,
        Deed.RESTORE,
        Deed.PAUSE,
        Deed.RESUME,
        Deed.NUDGE,
        Deed.ASK_EDIT,
        Deed.ADD_TOPICS,
        Deed.CLOSE_ANSWERS,
        Deed.OPEN_ANSWERS,
        Deed.DECLINE,
        Deed.PAUSE_EVERYWHERE,
        Deed.REMOVE,
        Deed.LIFT,
    }
    general = meaning_of(Decision(deed="something new"))
    for deed in told:
        assert meaning_of(Decision(deed=deed)) != general, deed
    assert general.may_appeal


def test_a_deed_of_another_room_can_still_be_read(cast, client_of):
    made = Decision.objects.create(
        person=cast.member, deed="something_new", reason="So it is.", entry_hash="0" * 64
    )
    page = text(client_of(cast.member).get(f"/decisions/{made.key}/"))
    assert "So it is." in page


def test_pages_go_both_ways(cast, client_of, django_assert_num_queries):
    made = [
        Decision.objects.create(
            person=cast.member,
            deed="nudge",
            reason=f"No. {n}",
            entry_hash="0" * 64,
            at=now() - timedelta(minutes=n),
            group_slug="losing-someone",
        )
        for n in range(70)
    ]
    client, seen, here = client_of(cast.member), [], "?"
    while here:
        page = text(client.get(f"/decisions/{here}"))
        seen += re.findall(r'href="/decisions/(\w{12})/"', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        last, here = here, found[1] if found else ""
    assert seen == [one.key for one in made]
    back = re.search(r'rel="prev" href="([^"]+)"', text(client.get(f"/decisions/{last}")))[1]
    assert made[30].key in text(client.get(f"/decisions/{back}"))
    with django_assert_num_queries(SIGNED_IN + 2):
        client.get("/decisions/")
    with django_assert_num_queries(SIGNED_IN + 3):
        client.get(f"/decisions/?after={made[40].key}")


@pytest.mark.parametrize("cursor", ["%00", "nobody", "x" * 5000])
def test_a_broken_cursor_gives_the_first_page(cast, decision, client_of, cursor):
    assert decision.key in text(client_of(cast.author).get(f"/decisions/?after={cursor}"))


def test_a_cursor_of_somebody_else_tells_nothing(cast, decision, client_of):
    made = Decision.objects.create(
        person=cast.member, deed="nudge", reason="x", entry_hash="0" * 64
    )
    client = client_of(cast.member)
    assert made.key in text(client.get(f"/decisions/?after={decision.key}"))


# ── Guides take back what holds somebody back ──────────────────────────────────────────────────


def test_a_guide_lifts_a_pause_from_the_list_of_who_is_held_back(cast, concern, client_of):
    sanction = sanctions.pause_everywhere(
        by=cast.guide, concern=concern, reason="Rest.", until=now() + timedelta(days=2)
    )
    client = client_of(cast.guide)
    address = f"/guides/held/{sanction.key}/"
    page = text(client.get("/guides/held/"))
    assert address in page
    assert cast.author.username not in page
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "You spoke with them."})
    assert Sanction.objects.get().lifted_at
    assert not Person.objects.get(pk=cast.author.pk).is_paused
    assert address not in text(client.get("/guides/held/"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "part", ["author", "member", "outsider", "blocked", "supporter", "professional"]
)
def test_nobody_else_sees_who_is_held_back(cast, concern, client_of, part):
    sanction = sanctions.pause_everywhere(
        by=cast.guide, concern=concern, reason="Rest.", until=now() + timedelta(days=2)
    )
    client = client_of(getattr(cast, part))
    assert client.get("/guides/held/").status_code == 404
    assert client.post(f"/guides/held/{sanction.key}/", {"reason": "x"}).status_code == 404
    assert Sanction.objects.get().lifted_at is None


def test_the_second_person_agrees_on_a_page_of_its_own(cast, concern, client_of):
    asked = sanctions.ask_removal(by=cast.guide, concern=concern, reason="Threats.")
    address = f"/guides/removals/{asked.key}/"
    assert "second person must agree" in text(client_of(cast.guide).get(address))
    client = client_of(cast.coordinator)
    assert address in text(client.get("/guides/appeals/"))
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"approve": "no"}).status_code == 422, "write down why not"
    client.post(address, {"approve": "yes"})
    assert not Person.objects.get(pk=cast.author.pk).is_active
    assert "The account is closed" in text(client.get(address))

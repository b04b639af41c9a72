"""Two people find each other, and nothing begins unless the one who asked says yes."""

from datetime import timedelta

import pytest
import time_machine

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.notices.models import Notice
from damayan.people.models import Block, Person, RoleGrant
from damayan.safety.models import Concern
from damayan.support.listening import actions, queries
from damayan.support.listening.models import Offer, Talk, Wish
from tests.support.listening.conftest import asked, make_listener

DAY = timedelta(days=1)
URGENT = "I want to kill myself tonight, I have the pills here."
HERS = "I cannot sleep since Papa died."


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def waiting(person):
    return [one.wish for one in queries.listening(person).waiting]


def test_what_she_wrote_is_sealed_and_read_by_listeners_only(wish, listener, client_of, cast):
    assert b"sleep" not in bytes(Wish.objects.get().words_sealed)
    assert HERS in client_of(listener).get("/listen/").content.decode()
    assert client_of(cast.member).get("/listen/").status_code == 404
    assert client_of(cast.guide).get("/listen/").status_code == 404


def test_she_wears_a_name_that_she_wears_nowhere_else(cast, wish, offer):
    worn = {persona.name for persona in cast.personas.values()}
    assert {wish.name, offer.name}.isdisjoint(worn)
    assert wish.name != offer.name or wish.seed != offer.seed


def test_nothing_begins_unless_she_says_yes(cast, offer, listener, client_of):
    assert not Talk.objects.exists()
    assert told(cast.author) == ["Somebody is there to listen to you."]
    for who in (listener, cast.member):
        assert client_of(who).post(f"/talk/offers/{offer.key}/accept/").status_code == 404
        with pytest.raises(Refused):
            actions.accept(by=who, offer=offer)
    assert not Talk.objects.exists()
    client_of(cast.author).post(f"/talk/offers/{offer.key}/accept/")
    assert Talk.objects.get().listener == listener
    assert told(listener) == ["They said yes. Your talk can begin."]


def test_saying_yes_twice_is_one_talk(cast, offer):
    assert actions.accept(by=cast.author, offer=offer) == actions.accept(
        by=cast.author, offer=offer
    )
    assert Talk.objects.count() == 1


def test_whom_she_declined_does_not_come_again(cast, wish, offer, listener):
    actions.decline(by=cast.author, offer=offer)
    assert waiting(listener) == []
    other = make_listener("other-ear")
    assert waiting(other) == [wish]
    with pytest.raises(Refused):
        actions.offer(by=listener, wish=wish)
    assert actions.offer(by=other, wish=wish)


@pytest.mark.parametrize("what", ["role", "account", "pause", "block"])
def test_who_may_no_longer_listen_is_not_accepted_and_she_waits_on(cast, wish, what):
    ear = make_listener("an-ear")
    offer = actions.offer(by=ear, wish=wish)
    if what == "role":
        RoleGrant.objects.filter(person=ear).update(ended_at=now())
    elif what == "block":
        Block.objects.create(blocker=ear, blocked=cast.author)
    else:
        changed = {"is_active": False} if what == "account" else {"paused_until": now() + DAY}
        Person.objects.filter(pk=ear.pk).update(**changed)
    with pytest.raises(Refused, match="Somebody else may come"):
        actions.accept(by=cast.author, offer=offer)
    here = queries.asking(cast.author)
    assert (here.wish, here.offer) == (wish, None)
    assert waiting(make_listener("other-ear")) == [wish]


def test_a_closed_account_waits_for_nobody(cast, wish, listener):
    Person.objects.filter(pk=cast.author.pk).update(is_active=False)
    assert waiting(listener) == []


def test_who_waited_for_nothing_hears_it_once(cast, wish):
    with time_machine.travel(now() + timedelta(hours=3), tick=False):
        actions.end_late()
        actions.end_late()
    words = "Nobody was free for a talk this time. It is fine to ask again."
    assert told(cast.author) == [words]


def test_one_offer_at_a_time(wish, offer):
    other = make_listener("other-ear")
    assert waiting(other) == []
    with pytest.raises(Refused, match="just offered"):
        actions.offer(by=other, wish=wish)


def test_an_offer_that_waits_too_long_makes_room(wish, offer):
    other = make_listener("other-ear")
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        assert waiting(other) == [wish]
        assert actions.offer(by=other, wish=wish)
        with pytest.raises(Refused):
            actions.accept(by=wish.person, offer=offer)


def test_who_is_blocked_never_meets(cast, wish, listener):
    for pair in ((cast.author, listener), (listener, cast.author)):
        Block.objects.all().delete()
        Block.objects.create(blocker=pair[0], blocked=pair[1])
        assert waiting(listener) == []
        with pytest.raises(Refused):
            actions.offer(by=listener, wish=wish)


def test_who_was_slower_is_told_kindly(wish, offer, client_of):
    client = client_of(make_listener("other-ear"))
    for key in (wish.key, "nothing"):
        page = client.post(f"/listen/{key}/offer/", follow=True).content.decode()
        assert "This is no longer waiting." in page
        assert client.post(f"/listen/{key}/pass/").status_code == 302


def test_odd_addresses_and_form_keys_break_nothing(client_of, listener):
    client = client_of(listener)
    assert client.get("/listen/", {"language": "a\x00"}).status_code == 200
    form = {"soon": "now", "language": "en", "form_key": "a\x00b"}
    assert client.post("/talk/", form).status_code == 302
    assert Wish.objects.count() == 1


def test_passing_is_silent(wish, listener, cast):
    actions.pass_on(by=listener, wish=wish)
    assert waiting(listener) == []
    assert told(cast.author) == []
    assert waiting(make_listener("other-ear")) == [wish]


def test_nobody_hears_themselves(listener):
    wish = asked(listener)
    assert waiting(listener) == []
    with pytest.raises(Refused):
        actions.offer(by=listener, wish=wish)


def test_one_wish_and_one_talk_at_a_time(cast, wish, client_of):
    with pytest.raises(Refused, match="asked already"):
        asked(cast.author, "w2")
    assert asked(cast.author, "w1") == wish, "the same form twice is one wish"
    client = client_of(cast.author)
    client.post("/talk/", {"soon": "now", "language": "en", "form_key": "w3"})
    assert Wish.objects.count() == 1


def test_a_wish_ends_when_its_time_has_passed_and_she_may_ask_again(cast, wish, offer):
    with time_machine.travel(now() + timedelta(hours=3), tick=False):
        assert actions.end_late() == 2
        assert asked(cast.author, "w2").pk != wish.pk
    assert Offer.objects.get().answer == "late"


def test_taking_a_wish_back_ends_the_offer(cast, wish, offer, listener):
    actions.cancel(by=cast.author, wish=wish)
    assert Offer.objects.get().answered_at
    with pytest.raises(Refused):
        actions.accept(by=cast.author, offer=offer)


def test_urgent_words_in_a_wish_alert_the_guides(cast):
    wish = asked(cast.author, words="I want to kill myself tonight, I have the pills here.")
    concern = Concern.objects.get(subject_kind="wish", subject_key=wish.key)
    assert concern.level == Concern.Level.URGENT
    assert "pills" not in str(concern.explanation), "the words stay sealed"


def test_who_writes_urgent_words_in_a_wish_meets_the_card(cast, client_of):
    form = {"soon": "now", "language": "en", "form_key": "w9", "words": URGENT}
    page = client_of(cast.author).post("/talk/", form, follow=True).content.decode()
    assert 'id="care"' in page


def test_words_that_were_refused_stay_with_the_reason_beside(cast, client_of):
    Person.objects.filter(pk=cast.author.pk).update(paused_until=now() + DAY)
    form = {"soon": "now", "language": "en", "form_key": "w9", "words": HERS}
    page = client_of(cast.author).post("/talk/", form).content.decode()
    assert "paused your writing everywhere" in page
    assert HERS in page


def test_how_long_it_takes_is_said_only_from_real_talks(cast, visitor, client_of):
    client = client_of(cast.author)
    assert "100 who asked" not in client.get("/talk/").content.decode()
    for n in range(12):
        person = make_listener(f"somebody-{n}")
        begun = Wish.objects.create(
            person=person, form_key="f", name="x", language="en", soon="now",
            expires_at=now(), asked_at=now() - timedelta(minutes=40),
            begun_at=now() if n < 9 else None, ended_at=None if n < 9 else now(),
        )  # fmt: skip
        assert begun.pk
    page = client.get("/talk/").content.decode()
    assert "75 of 100 who asked, usually after about 40 minutes" in page


def test_the_listeners_page_costs_the_same_however_many_wait(
    client_of, listener, django_assert_max_num_queries
):
    client = client_of(listener)
    for n in range(30):
        asked(make_listener(f"somebody-{n}"), "k")
    client.get("/listen/")
    with django_assert_max_num_queries(8):
        page = client.get("/listen/").content.decode()
    assert page.count('class="card"') == 20

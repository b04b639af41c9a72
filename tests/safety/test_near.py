"""Numbers that fit come first, for who likes to say where they are and what they call with."""

import pytest
from django.contrib.sessions.models import Session

from damayan.safety.models import Helpline
from damayan.safety.near import NOWHERE, Near
from damayan.safety.queries import lines_for_card, lines_now

URGENT = "I want to end my life tonight. I have the pills in my hand."


@pytest.fixture
def lines(db):
    Helpline.objects.all().delete()
    make = Helpline.objects.create
    make(name={"en": "Landline only"}, number="1", networks=["landline"], order=1)
    make(name={"en": "Globe free"}, number="2", networks=["globe"], free_from=["globe"], order=2)
    make(name={"en": "Iloilo"}, number="3", place="Iloilo City", order=3)
    make(name={"en": "Everybody"}, number="4", order=4, texts_to="+63 900 111 2222")


def order(near=NOWHERE) -> list[str]:
    return [name for kind in lines_now(near) for name, _lines in kind.places]


def facts(near=NOWHERE) -> dict[str, str]:
    found = [line for kind in lines_now(near) for _name, some in kind.places for line in some]
    return {line.number: " · ".join(line.facts) for line in found}


def test_without_a_word_what_is_for_one_place_alone_comes_last(lines):
    assert order() == ["Landline only", "Globe free", "Everybody", "Iloilo"]


def test_what_the_network_cannot_call_comes_last_and_what_is_free_first(lines):
    assert order(Near(network="globe")) == ["Globe free", "Everybody", "Iloilo", "Landline only"]
    assert order(Near(network="smart"))[-2:] == ["Landline only", "Globe free"]
    said = facts(Near(network="globe"))
    assert "not from what you call with" in said["1"]
    assert "free from Globe or TM" in said["2"]
    assert "not from" not in said["2"]


def test_the_place_comes_first(lines):
    assert order(Near(place="Iloilo City"))[0] == "Iloilo"
    both = Near(place="Iloilo City", network="globe")
    assert order(both) == ["Iloilo", "Globe free", "Everybody", "Landline only"]


def test_everything_stays_on_the_page_whatever_was_said(lines):
    for near in (NOWHERE, Near("Nowhere", "nonsense"), Near("Iloilo City", "dito")):
        assert len(order(near)) == 4


def test_several_numbers_of_one_place_stay_together(lines):
    Helpline.objects.create(name={"en": "Everybody"}, number="5", networks=["landline"], order=5)
    assert order(Near(network="globe")).count("Everybody") == 1


def test_a_visitor_says_it_once_and_the_page_remembers_it_sealed(lines, visitor):
    page = visitor.get("/help/").content.decode()
    assert "Iloilo City" in page.split('id="near"')[1]
    answer = visitor.post("/help/near/", {"place": "Iloilo City", "network": "globe"})
    assert answer["Location"] == "/help/"
    page = visitor.get("/help/").content.decode()
    assert page.index("tel:3") < page.index("tel:2") < page.index("tel:4") < page.index("tel:1")
    for session in Session.objects.all():
        assert "Iloilo" not in str(session.get_decoded())
    visitor.post("/help/near/", {"place": "", "network": ""})
    page = visitor.get("/help/").content.decode()
    assert page.index("tel:1") < page.index("tel:2")


@pytest.mark.parametrize("sent", [{"place": "Elsewhere"}, {"network": "nonsense"}])
def test_what_was_never_offered_is_not_kept(lines, visitor, sent):
    visitor.post("/help/near/", sent)
    assert "near" not in visitor.session


def test_where_no_number_is_for_one_place_nobody_is_asked_for_theirs(visitor, db):
    page = visitor.get("/help/").content.decode()
    assert 'name="place"' not in page
    assert 'name="network"' in page


def test_a_member_needs_a_token_and_a_visitors_page_sets_none(lines, cast, client_of):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.member)
    assert strict.post("/help/near/", {"network": "globe"}).status_code == 403
    visitor = Client(enforce_csrf_checks=True)
    assert visitor.post("/help/near/", {"network": "globe"}).status_code == 302


def test_the_card_puts_them_first_too(lines, cast, client_of):
    client = client_of(cast.member)
    client.post("/help/near/", {"network": "globe", "place": "Iloilo City"})
    sent = {"kind": "story", "language": "en", "happened": URGENT, "form_key": "f1"}
    page = client.post(f"/groups/{cast.group.slug}/write/", sent, follow=True).content.decode()
    card = page.split('<div id="care">')[1].split("<article>")[0]
    assert card.index("tel:3") < card.index("tel:2")


def test_when_no_guide_is_here_the_card_shows_more(lines):
    def shown(wide):
        return sum(len(kind.places) for kind in lines_for_card(wide=wide))

    assert (shown(False), shown(True)) == (2, 3)


def test_who_reads_messages_can_be_written_to(lines, visitor):
    assert 'href="sms:+639001112222"' in visitor.get("/help/").content.decode()


def test_a_coordinator_keeps_networks_and_costs(cast, client_of, lines):
    client, line = client_of(cast.coordinator), Helpline.objects.get(number="4")
    sent = {
        "number": "4",
        "name_en": "Everybody",
        "kind": "crisis",
        "place": "Philippines",
        "order": "4",
        "networks": ["globe", "smart"],
        "free_from": ["smart"],
        "texts_to": "0900 111 3333",
    }
    assert client.post(f"/desk/helplines/{line.key}/", sent).status_code == 302
    line.refresh_from_db()
    assert (line.networks, line.free_from) == (["globe", "smart"], ["smart"])
    assert line.text_dial == "09001113333"
    assert client.post(f"/desk/helplines/{line.key}/", {**sent, "texts_to": "none"}).status_code
    line.refresh_from_db()
    assert line.text_dial == "09001113333"
    page = client.get(f"/desk/helplines/{line.key}/").content.decode()
    assert page.count("checked") >= 3

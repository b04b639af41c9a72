"""The directory: who sees and keeps it, how true it is, how it comes in and goes out."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from damayan.foundation.clock import now
from damayan.foundation.verdict import Refused
from damayan.support.referral import actions
from damayan.support.referral.exchange import hsds, incoming, table
from damayan.support.referral.models import Service, ServiceChange

ROWS = 25


def upload(client, text, name="services.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post("/desk/services/bring-in/", {"file": SimpleUploadedFile(name, content)})


def test_a_visitor_finds_what_fits(service, visitor):
    Service.objects.create(name={"en": "Far away"}, province="Abra", kinds=["legal"])
    page = visitor.get("/services/", {"place": "Iloilo City", "language": "hil"}).content.decode()
    assert "City health centre" in page
    assert "Far away" not in page
    assert "We have not asked there ourselves yet." in page
    for asked in ({"kind": "legal"}, {"place": "Abra"}):
        assert "City health centre" not in visitor.get("/services/", asked).content.decode()


def test_nonsense_in_the_search_shows_everything(service, visitor):
    page = visitor.get("/services/", {"place": "\x00", "kind": "x", "after": "nobody"})
    assert "City health centre" in page.content.decode()


def test_what_was_taken_off_is_gone_but_for_coordinators(cast, service, visitor, client_of):
    actions.retire_service(by=cast.coordinator, service=service)
    assert visitor.get(f"/services/{service.key}/").status_code == 404
    assert "City health centre" not in visitor.get("/services/").content.decode()
    assert client_of(cast.coordinator).get(f"/services/{service.key}/").status_code == 200


@pytest.mark.parametrize("part", ["member", "supporter", "guide", "professional"])
def test_only_coordinators_keep_it(cast, service, part, client_of):
    person = cast.people[part]
    assert client_of(person).get("/desk/services/").status_code == 404
    for verb in (actions.verify_service, actions.retire_service, actions.return_service):
        with pytest.raises(Refused):
            verb(by=person, service=service)
    with pytest.raises(Refused):
        actions.bring_in(by=person, rows=[])


def test_another_number_has_to_be_asked_again(cast, service, client_of):
    actions.verify_service(by=cast.coordinator, service=service)
    client = client_of(cast.coordinator)
    form = {"name_en": "Renamed", "kinds": ["hospital"], "province": "Iloilo"}
    client.post(f"/desk/services/{service.key}/", {**form, "phone": "+63 33 123 4567"})
    service.refresh_from_db()
    assert service.verified_at, "a new name needs no new call"
    client.post(f"/desk/services/{service.key}/", {**form, "phone": "1553"})
    service.refresh_from_db()
    assert service.verified_at is None
    assert [c.deed for c in ServiceChange.objects.all()] == ["changed", "changed", "verified"]


def test_what_was_checked_long_ago_says_so(service, visitor):
    Service.objects.update(verified_at=now() - timedelta(days=4000))
    assert "Call before you go." in visitor.get(f"/services/{service.key}/").content.decode()


def test_a_list_that_goes_out_comes_in_the_same(cast, service, client_of):
    client = client_of(cast.coordinator)
    for name in ("services.csv", "services.hsds.json"):
        out = client.get(f"/desk/services/{name}").content
        rows, problems = incoming.read(out)
        assert not problems
        assert rows[0]["name"]["en"] == "City health centre"
        assert rows[0]["kinds"] == service.kinds
        assert rows[0]["languages"] == service.languages
        assert rows[0]["is_free"] is True
        assert rows[0]["phone"] == service.phone


def test_bringing_in_twice_makes_one(cast, service, client_of):
    client = client_of(cast.coordinator)
    out = client.get("/desk/services/services.csv").content
    assert upload(client, out).status_code == 302
    assert upload(client, out).status_code == 302
    assert Service.objects.get() == service, "what went out from here is known when it comes back"
    book = client.get("/desk/services/services.hsds.json").content
    assert upload(client, book).status_code == 302
    assert Service.objects.get() == service
    other = out.replace(service.key.encode(), b"from-another-directory")
    for _time in range(2):
        assert upload(client, other).status_code == 302
    assert Service.objects.count() == 2
    assert Service.objects.exclude(source_id=None).get().verified_at is None


def test_bad_rows_are_named_and_good_ones_come_in(cast, client_of, db):
    text = (
        "id,name_en,province,email\n"
        "1,Good place,Iloilo,\n"
        "2,,Iloilo,\n"
        "3,No province,,\n"
        "1,Again,Iloilo,\n"
        "5,Bad mail,Iloilo,nobody\n"
    )
    page = upload(client_of(cast.coordinator), text).content.decode()
    for words in ("No. 2:", "No. 3:", "No. 4:", "No. 5:", "1 service added"):
        assert words in page
    assert Service.objects.get().title == "Good place"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"{", b"[1, 2]", b"[" * 100_000, b'{"contents": 5}', b"x"]
)
def test_a_file_of_another_kind_is_refused_in_words(content):
    rows, problems = incoming.read(content)
    assert not rows
    assert problems


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text):
    rows, problems = incoming.read(text.encode("utf-8", "surrogatepass"))
    assert rows or problems


@given(
    st.recursive(
        st.none() | st.text(max_size=9) | st.integers(),
        lambda s: (
            st.lists(s)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "name",
                        "contents",
                        "phones",
                        "addresses",
                        "service_at_locations",
                        "location",
                    ]
                ),
                s,
            )
        ),
        max_leaves=12,
    )
)
def test_no_json_breaks_the_reading(book):
    rows, problems = incoming.read(json.dumps(book).encode())
    assert rows or problems


def test_a_cell_that_a_spreadsheet_would_run_is_made_plain(service):
    service.organisation = "=cmd()"
    text = table.write([service])
    cell = next(csv.DictReader(io.StringIO(text)))["organisation"]
    assert cell == "'=cmd()"
    assert table.read(text)[0]["organisation"] == "=cmd()"


def test_hsds_holds_what_the_specification_asks_for(service):
    one = json.loads(hsds.write([service]))["contents"][0]
    assert {"id", "name", "status", "organization"} <= set(one)
    assert {"id", "name", "description"} <= set(one["organization"])
    location = one["service_at_locations"][0]["location"]
    assert {"id", "location_type"} <= set(location)
    needed = {"id", "address_1", "city", "state_province", "postal_code", "country", "address_type"}
    assert needed <= set(location["addresses"][0])
    assert one == json.loads(hsds.write([service]))["contents"][0], "the same ids every time"


def test_the_list_costs_the_same_however_long(visitor, service, django_assert_num_queries):
    for n in range(ROWS):
        Service.objects.create(name={"en": f"Place {n}"}, province="Iloilo")
    with django_assert_num_queries(2):
        page = visitor.get("/services/").content.decode()
    assert page.count('class="card"') == 20

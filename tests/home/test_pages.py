import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults

from damayan.people.models import Person, Role
from tests.cast import Cast, make_group

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]


def test_my_room_leads_everywhere_that_is_mine(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.author)
    page = client.get("/me/").content.decode()
    for address in ("/mine/", "/drafts/", "/bookmarks/", "/me/groups/", "/me/groups/set-aside/"):
        assert f'href="{address}"' in page
    for address in ("/answers/choices/", "/me/security/", "/me/privacy/", "/me/contact/"):
        assert f'href="{address}"' in page
    assert 'action="/account/logout/"' in page
    assert cast.author.username not in page


def test_a_visitor_has_no_room(visitor: Client) -> None:
    assert visitor.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("part", "reports", "desk"),
    [
        ("member", False, False),
        ("supporter", False, False),
        ("professional", False, False),
        ("guide", True, False),
        ("coordinator", True, True),
    ],
)
def test_duties_are_shown_to_those_who_have_them(
    cast: Cast, client_of: SignIn, part: str, reports: bool, desk: bool
) -> None:
    page = client_of(getattr(cast, part)).get("/me/").content.decode()
    assert ('href="/guides/reports/"' in page) is reports
    assert ('href="/desk/roles/"' in page) is desk


def test_a_duty_that_ended_is_gone_from_my_room(cast: Cast, client_of: SignIn) -> None:
    cast.coordinator.grants.filter(role=Role.COORDINATOR).delete()
    assert "/desk/" not in client_of(cast.coordinator).get("/me/").content.decode()


def test_my_room_costs_four_queries(
    cast: Cast, client_of: SignIn, django_assert_num_queries: Any
) -> None:
    client = client_of(cast.author)
    with django_assert_num_queries(4):  # session, person, roles here and everywhere
        client.get("/me/")


@pytest.mark.parametrize("address", ["/about/", "/privacy/", "/house-rules/"])
def test_anybody_reads_the_words_of_the_house_without_a_query(
    db: None, visitor: Client, address: str, django_assert_num_queries: Any
) -> None:
    visitor.get("/about/")  # who is here is remembered for some seconds
    with django_assert_num_queries(0):
        assert visitor.get(address).status_code == 200


def test_the_house_says_who_runs_it(visitor: Client, settings: Any) -> None:
    settings.OPERATOR, settings.OPERATOR_CONTACT = "", ""
    assert "has not yet said how to reach them" in visitor.get("/privacy/").content.decode()
    settings.OPERATOR, settings.OPERATOR_CONTACT = "Lungsod ng Sinag", "dpo@sinag.example"
    for address in ("/privacy/", "/about/"):
        page = visitor.get(address).content.decode()
        assert "Lungsod ng Sinag" in page
        assert "dpo@sinag.example" in page


def test_the_privacy_page_says_what_the_settings_do(visitor: Client, settings: Any) -> None:
    settings.ERASE_GRACE_DAYS = 21
    page = visitor.get("/privacy/").content.decode()
    assert "After 21 days" in page
    assert "at most 60 days" in page


def bare(answer: Any, address: str) -> str:
    """The page without its own address and the form's ever-changing token."""
    page = answer.content.decode().replace(address, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_what_is_missing_and_what_is_not_mine_look_alike(
    cast: Cast, client_of: SignIn, visitor: Client
) -> None:
    closed = make_group("by-invitation", access="invitation")
    missing = "/groups/no-such-group/"
    for client in (visitor, client_of(cast.outsider)):
        not_mine, nowhere = client.get(f"/groups/{closed.slug}/"), client.get(missing)
        assert not_mine.status_code == nowhere.status_code == 404
        assert bare(not_mine, f"/groups/{closed.slug}/") == bare(nowhere, missing)


def test_every_broken_page_leads_to_help(rf: RequestFactory) -> None:
    request = rf.get("/x/")
    pages = [
        (404, defaults.page_not_found(request, Http404("secret words"))),
        (403, defaults.permission_denied(request, PermissionDenied("secret words"))),
        (400, defaults.bad_request(request, SuspiciousOperation("secret words"))),
        (500, defaults.server_error(request)),
    ]
    for status, answer in pages:
        page = answer.content.decode()
        assert answer.status_code == status
        assert 'href="/help/"' in page
        assert "secret words" not in page


def test_the_page_for_the_worst_asks_nothing_of_anything(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("django.contrib.staticfiles.storage.StaticFilesStorage.url", broken)
    monkeypatch.setattr("django.urls.base.get_resolver", broken)
    for name in ("500.html", "400.html"):
        with django_assert_num_queries(0):
            assert "/static/home/damayan.css" in render_to_string(name)

"""What a phone keeps for the hour without a connection."""

import pytest

from damayan.home import worker_views


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "These people can be called without one"), ("fil", "")],
)
def test_it_is_there_in_every_language_of_the_interface(visitor, db, language, words):
    answer = visitor.get(f"/help/kept/{language}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert words in page
    for number in ("tel:1553", "tel:911"):
        assert number in page


def test_it_is_the_same_for_everybody_and_sets_nothing(cast, visitor, client_of):
    theirs = client_of(cast.member).get("/help/kept/en/")
    anybodys = visitor.get("/help/kept/en/")
    assert theirs.content == anybodys.content
    assert not anybodys.cookies
    assert not theirs.cookies
    assert "Cookie" not in anybodys.get("Vary", "")


def test_it_needs_no_script_and_no_form(visitor, db):
    page = visitor.get("/help/kept/en/").content.decode()
    for needless in ("<script", "<form", "<button", "csrf"):
        assert needless not in page


@pytest.mark.parametrize("language", ["xx", "en-us", "ceb"])
def test_there_is_no_other_language(visitor, db, language):
    assert visitor.get(f"/help/kept/{language}/").status_code == 404


def test_the_worker_stands_at_the_root_and_is_always_asked_for_anew(visitor, db):
    answer = visitor.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert answer.content.startswith(b'const VERSION = "')


def test_another_look_makes_another_version(visitor, db, monkeypatch):
    first = visitor.get("/sw.js").content
    worker_views._script.cache_clear()
    monkeypatch.setattr(worker_views, "static", lambda name: f"/static/new/{name}")
    second = visitor.get("/sw.js").content
    worker_views._script.cache_clear()
    assert first.split(b"\n", 1)[0] != second.split(b"\n", 1)[0]
    assert first.split(b"\n", 1)[1] == second.split(b"\n", 1)[1]


def test_only_where_the_way_to_help_was_shown_is_anything_kept(visitor, cast, client_of):
    assert "home/keep" in visitor.get("/help/").content.decode()
    for address in ("/", "/groups/", "/about/"):
        assert "home/keep" not in visitor.get(address).content.decode()
    assert "home/keep" not in client_of(cast.member).get("/me/").content.decode()

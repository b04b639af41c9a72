import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from damayan.foundation.words import cook, excerpt, tidy
from damayan.stories.compose import Told, clean_form_key, clean_text, story_fields
from damayan.stories.models import Reply

PIECES = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    "<a href='http://x'>y</a>",
    "http://evil.example",
    "&lt;b&gt;",
    "&#x3C;script&#x3E;",
    "```html\n<b>\n```",
    "    <b>indented</b>",
    "# heading",
    "***",
    "> quote",
    "- item",
    "1. one",
    "*a*",
    "**b**",
    "_c_",
    "<!-- -->",
    "<![CDATA[x]]>",
    "\x00",
    "\u202e",
    "\ud800",
    "\n\n",
    "\t",
    " ",
    "<p class=x onclick=y style='color:red'>",
    "\\<",
    "]]>",
    "<hr>",
]
hostile = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=12)
_TAG = re.compile(r"<(/?)([a-zA-Z!?][^>\s/]*)([^>]*)>")
ALLOWED = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote"}


@settings(max_examples=300, deadline=None)
@given(hostile)
def test_cooked_words_hold_nothing_but_the_small_subset(pieces):
    html = cook(clean_text("".join(pieces)))
    for _close, name, rest in _TAG.findall(html):
        assert name.lower() in ALLOWED, html
        assert rest.strip(" /") == "", html
    assert not re.search(r"<(?!/?(?:p|br|em|strong|ul|ol|li|blockquote)>)", html), html


@settings(max_examples=100, deadline=None)
@given(hostile, hostile)
def test_any_words_make_a_row_that_can_be_stored(first, second):
    columns = story_fields(Told(happened="".join(first), felt="".join(second), title="x\ny"))
    assert columns["html"].count("<hr>") in {0, 2}
    assert len(columns["title"]) <= 120
    assert len(columns["excerpt"]) <= 240
    for value in columns.values():
        if isinstance(value, str):
            value.encode()
            assert "\x00" not in value


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_form_key_becomes_one_that_fits(key):
    kept = clean_form_key(key)
    assert 0 < len(kept) <= 24
    kept.encode("ascii")


def test_a_long_single_word_is_cut_for_lists():
    assert len(excerpt("a" * 5_000, 200)) <= 240
    assert tidy("a\r\nb") == "a\nb"


NASTY = [
    "\x00",
    "%00",
    "é" * 300,
    "a" * 3000,
    "' OR 1=1 --",
    "<script>",
    "\u202e",
    "-1",
    "\\",
    "🙂",
]
ADDRESSES = [
    "/groups/{slug}/?after={x}",
    "/groups/{slug}/?before={x}&kind={x}&helped={x}&language={x}",
    "/stories/{key}/?after={x}&before={x}&to={x}&last={x}",
    "/stories/{x}/",
    "/replies/{x}/",
    "/groups/{x}/",
    "/groups/{x}/write/",
    "/unanswered/?after={x}",
    "/mine/?before={x}",
    "/bookmarks/?after={x}",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_no_address_breaks(cast, story, client_of, visitor, nasty):
    from urllib.parse import quote

    for client in (client_of(cast.member), visitor):
        for address in ADDRESSES:
            asked = address.format(slug=cast.group.slug, key=story.key, x=quote(nasty, safe=""))
            assert client.get(asked).status_code < 500, asked


@pytest.mark.parametrize("nasty", [*NASTY, "\ud800", "x" * 100_000])
def test_no_form_breaks_and_no_markup_runs(cast, story, reply, client_of, nasty):
    client = client_of(cast.member)
    text = nasty.encode("utf-8", "surrogatepass").decode("latin-1")
    everything = dict.fromkeys(
        "kind happened felt need title language topics feelings helped words word to place "
        "form_key back".split(),
        text,
    )
    paths = [f"/groups/{cast.group.slug}/write/", f"/groups/{cast.group.slug}/write/preview/"]
    paths += [f"/stories/{story.key}/{deed}/" for deed in ("reply", "say", "unsay", "keep")]
    paths += [f"/replies/{reply.key}/{deed}/" for deed in ("say", "edit", "remove")]
    paths += ["/drafts/save/", "/drafts/drop/", "/me/topics/"]
    for path in paths:
        answer = client.post(path, everything)
        assert answer.status_code < 500, path
        assert b"<script>alert" not in answer.content


def test_a_reply_sent_raw_with_broken_bytes_is_kept_as_text(cast, story, client_of):
    body = b"form_key=raw&words=ok%ED%A0%80%00%FF+still+here"
    client_of(cast.member).post(
        f"/stories/{story.key}/reply/", body, content_type="application/x-www-form-urlencoded"
    )
    assert "still here" in Reply.objects.get().words

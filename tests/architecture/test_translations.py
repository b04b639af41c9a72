"""Every string is there in Filipino, and keeps its placeholders."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.ROOT)
METHODS = [("**/jinja2/**.html", "jinja2"), ("**/jinja2/**.txt", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/jinja2/**.html": {"trimmed": "true", "silent": "false"},
    "**/jinja2/**.txt": {"silent": "false"},
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HOLE = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def _extracted() -> set[tuple[str | None, str]]:
    found = extract_from_dir(
        ROOT / "damayan", method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    )
    return {
        (context, message[0] if isinstance(message, tuple) else message)
        for _file, _line, message, _comments, context in found
        if message
    }


@pytest.fixture(scope="module")
def filipino():
    path = ROOT / "locale/fil/LC_MESSAGES/django.po"
    return read_po(BytesIO(path.read_bytes()), locale="fil")


def test_every_string_is_translated(filipino):
    have = {
        (m.context, m.id[0] if isinstance(m.id, tuple) else m.id)
        for m in filipino
        if m.id
        and m.string
        and all(m.string if isinstance(m.string, tuple) else (m.string,))
        and not m.fuzzy
    }
    missing = sorted(f"{text!r}" for text in _extracted() - have)
    assert not missing, f"{len(missing)} strings lack Filipino:\n" + "\n".join(missing[:40])


def test_translations_keep_their_placeholders(filipino):
    for message in filipino:
        if not message.id:
            continue
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        for words in message.string if isinstance(message.string, tuple) else (message.string,):
            extra = set(HOLE.findall(words)) - set(HOLE.findall(source))
            assert not extra, f"{words!r} names holes that {source!r} does not have"

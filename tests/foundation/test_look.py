"""The stylesheet keeps its promises: contrast in both themes, weight, and a strict policy."""

import gzip
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2] / "damayan" / "home"
STATIC = HOME / "static" / "home"
CSS = (STATIC / "damayan.css").read_text()

NIGHT, DAY = ":root", ":root[data-theme=araw]"
DAY_BY_PHONE = ":root:not([data-theme=gabi])"
GROUNDS = ("out", "paper", "sheet")
# (words, grounds they stand on, least contrast); WCAG 2.2: 1.4.6 for what is read, 1.4.3, 1.4.11
PAIRS = [
    *[("ink", ground, 7) for ground in (*GROUNDS, "wash", "clay-wash", "danger-wash", "line")],
    *[("soft", ground, 7) for ground in ("paper", "sheet")],
    *[("soft", ground, 4.5) for ground in ("out", "wash", "clay-wash")],
    *[("do", ground, 4.5) for ground in (*GROUNDS, "wash", "clay-wash", "danger-wash")],
    ("on-do", "do", 7),
    ("on-do", "do-hot", 7),
    *[("clay", ground, 4.5) for ground in (*GROUNDS, "wash", "clay-wash", "danger-wash")],
    *[("danger", ground, 4.5) for ground in (*GROUNDS, "danger-wash")],
    *[("edge", ground, 3) for ground in GROUNDS],
]


def tokens(selector: str) -> dict[str, str]:
    """Colours that the first rule with exactly this selector sets."""
    body = re.search(rf"^\s*{re.escape(selector)} \{{(.*?)\}}", CSS, re.S | re.M)
    assert body, selector
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body[1]))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, by the formula of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21, by WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [NIGHT, DAY], ids=["gabi", "araw"])
@pytest.mark.parametrize(("words", "ground", "least"), PAIRS)
def test_tired_eyes_can_read_words_by_night_and_by_day(
    theme: str, words: str, ground: str, least: float
) -> None:
    colours = tokens(theme)
    assert contrast(colours[words], colours[ground]) >= least


@pytest.mark.parametrize("theme", [NIGHT, DAY], ids=["gabi", "araw"])
def test_the_focus_ring_is_seen_on_every_ground(theme: str) -> None:
    colours = tokens(theme)
    for ground in GROUNDS:
        assert contrast(colours["ink"], colours[ground]) >= 3
    assert contrast(colours["paper"], colours["do"]) >= 3


def test_day_by_choice_and_day_by_the_phone_are_one_day() -> None:
    assert tokens(DAY) == tokens(DAY_BY_PHONE)
    assert tokens(DAY).keys() == tokens(NIGHT).keys()


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("damayan.css", 8_000),
        ("damayan.js", 4_000),
        ("challenge.js", 2_000),
        ("live.js", 1_500),
        ("icon.svg", 600),
    ],
)
def test_what_a_phone_fetches_once_stays_light(name: str, most: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= most


def test_night_has_no_gradient_no_web_font_and_no_foreign_address() -> None:
    for word in ("gradient(", "@font-face", "@import", "http://", "https://", "url("):
        assert word not in CSS


@pytest.mark.parametrize("page", sorted(HOME.glob("jinja2/**/*.html")), ids=lambda p: p.name)
def test_no_template_needs_an_exception_from_the_content_policy(page: Path) -> None:
    words = page.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", words)
    assert not re.search(r"<script(?![^>]*\ssrc=)", words)

"""Mats: the same seed the same picture, small enough for a phone, told apart without colour."""

import re
from itertools import product
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from damayan.foundation.weave import (
    DARK,
    LIGHT,
    MIDDLE,
    MOST_OF_A_QUARTER,
    SIDE,
    _Dice,
    _quarter,
    _unfold,
    corner,
    strip,
    weave,
)

seeds = st.integers(0, 2**63) | st.text(max_size=40)
MOST_BYTES = 450
STEP = re.compile(r"m(-?\d+) (-?\d+)h(\d+)")


def painted(svg: str) -> list[list[str]]:
    """What the paths paint, cell by cell, later paths over earlier ones."""
    root = ET.fromstring(svg)
    ground = root[0].attrib["fill"]
    cells = [[ground] * SIDE for _ in range(SIDE)]
    for path in root[1:]:
        x = y = 0
        for right, down, length in STEP.findall(path.attrib["d"]):
            x, y = x + int(right), y + int(down)
            for _ in range(int(length)):
                cells[y][x] = path.attrib["stroke"]
                x += 1
    return cells


@given(seeds)
def test_a_persona_keeps_her_picture_for_ever(seed: int | str) -> None:
    assert weave(seed) == weave.__wrapped__(seed)
    assert strip(seed) == strip.__wrapped__(seed)


def test_the_picture_of_a_known_seed_does_not_change_with_a_release() -> None:
    assert painted(weave(11))[3] == ["#ec8", "#ec8", "#524", "#524", "#524", "#ec8", "#ec8"]


@given(seeds)
def test_a_picture_costs_a_phone_at_most_450_bytes(seed: int | str) -> None:
    assert len(weave(seed).encode()) <= MOST_BYTES
    assert len(corner(seed).encode()) <= MOST_BYTES


@given(seeds)
def test_a_mat_is_mirrored_about_both_axes_as_drawn(seed: int | str) -> None:
    cells = painted(weave(seed))
    assert cells == cells[::-1]
    assert all(row == row[::-1] for row in cells)


@given(seeds)
def test_the_drawing_shows_exactly_the_woven_cells(seed: int | str) -> None:
    dice = _Dice(seed, "weave")
    hues = dice.hues()
    woven = _unfold(_quarter(dice))
    assert painted(weave(seed)) == [[hues[hue] for hue in row] for row in woven]


def test_nearly_every_mat_shows_three_hues_and_none_drowns_the_others() -> None:
    quarters = [sum(_quarter(_Dice(seed, "weave")), ()) for seed in range(2000)]
    good = [
        q for q in quarters if len(set(q)) == 3 and max(map(q.count, set(q))) <= MOST_OF_A_QUARTER
    ]
    assert len(good) >= 0.98 * len(quarters)


def test_two_hundred_personas_of_a_group_nearly_never_share_a_picture() -> None:
    assert len({weave(f"group-{n}") for n in range(200)}) >= 199


def luminance(hue: str) -> float:
    """Relative luminance of a three-digit hex colour (WCAG 2.2)."""
    parts = [int(digit * 2, 16) / 255 for digit in hue[1:]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("darker", "lighter"), [*product(DARK, MIDDLE), *product(MIDDLE, LIGHT)])
def test_hues_of_one_mat_differ_in_lightness_for_who_sees_no_colour(
    darker: str, lighter: str
) -> None:
    contrast = (luminance(lighter) + 0.05) / (luminance(darker) + 0.05)
    assert contrast >= 1.6


def test_twelve_hues_are_fixed() -> None:
    assert len({*DARK, *MIDDLE, *LIGHT}) == 12


@given(seeds)
def test_nothing_of_the_seed_reaches_the_page(seed: int | str) -> None:
    for svg in (weave(seed), strip(seed), corner(seed)):
        assert ET.fromstring(svg).attrib["aria-hidden"] == "true"
        assert "style=" not in svg
    hostile = '"><script>alert(1)</script>'
    assert "script" not in weave(hostile) + strip(hostile) + corner(hostile)


@given(seeds)
def test_a_group_strip_is_never_one_plain_colour(seed: int | str) -> None:
    assert len(ET.fromstring(strip(seed))) >= 2

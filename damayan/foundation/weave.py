"""The one ornament: small patterns in the manner of a banig, a woven sleeping mat.

A weave is grown from a random seed that belongs to one persona (or one group) and to nothing
else, so two personas of one person have nothing in common that could be seen. The drawing follows
the loom: warp strands run down, weft strands run across, and a structure says which one lies on
top at each crossing. Mirrored about both axes, as mats are.

Every weave takes one hue from each of three bands of lightness, so that it can be told apart in
grey and with any kind of colour blindness. The name always stands beside it, hence `aria-hidden`.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

DARK = ("#336", "#254", "#524", "#532")
MIDDLE = ("#489", "#c74", "#b58", "#794")
LIGHT = ("#ec8", "#acd", "#eba", "#bc9")

ARM = 4
SIDE = 2 * ARM - 1
ATTRIBUTES = 'aria-hidden="true" focusable="false"'
STRANDS = 'stroke-width=".9" stroke-dasharray=".9 .1"'

Cells = tuple[tuple[int, ...], ...]


class _Dice:
    """Small numbers drawn one after another from a hash of the seed."""

    def __init__(self, seed: int | str, purpose: str) -> None:
        digest = blake2b(str(seed).encode(), digest_size=32, person=purpose.encode())
        self.left = int.from_bytes(digest.digest(), "big")

    def draw(self, sides: int) -> int:
        self.left, drawn = divmod(self.left, sides)
        return drawn

    def hues(self) -> tuple[str, str, str]:
        """Dark ground, then the two hues that are woven over it."""
        return DARK[self.draw(4)], MIDDLE[self.draw(4)], LIGHT[self.draw(4)]


def _warp_on_top(structure: int, x: int, y: int) -> int:
    """1 where the warp covers the weft; x and y are distances from the middle of the mat."""
    return (x + y, (x + y) >> 1, (x >> 1) + (y >> 1), (x + 2 * y) >> 1, x + (y >> 1))[structure] & 1


def _quarter(dice: _Dice) -> Cells:
    """One quarter of the mat: hue 0 (ground), 1 or 2 for each crossing, the middle first."""
    structure = dice.draw(5)
    ground, first, second = ((0, 1, 2), (1, 2, 0), (2, 0, 1))[dice.draw(3)]
    warp = [(ground, first)[dice.draw(2)] for _ in range(ARM)]
    weft = [(ground, second)[dice.draw(2)] for _ in range(ARM)]
    if ground not in warp + weft:
        warp[dice.draw(ARM)] = ground
    if len(set(warp + weft)) < 3:
        warp[dice.draw(2)], weft[dice.draw(2)] = first, second
    return tuple(
        tuple(warp[x] if _warp_on_top(structure, x, y) else weft[y] for x in range(ARM))
        for y in range(ARM)
    )


def _unfold(quarter: Cells) -> Cells:
    """Mirror a quarter about both axes into the whole mat, SIDE cells a side."""
    rows = [tuple(reversed(row[1:])) + row for row in quarter]
    return tuple(reversed(rows[1:])) + tuple(rows)


def _runs(cells: Cells, hue: int) -> Iterator[tuple[int, int, int]]:
    """Horizontal runs of one hue as (column, row, length)."""
    for y, row in enumerate(cells):
        x = 0
        for value, same in groupby(row):
            length = sum(1 for _ in same)
            if value == hue:
                yield x, y, length
            x += length


def _strands(cells: Cells, hue: int, colour: str) -> str:
    """One path for all cells of a hue; each run is one stroke, dashed into its crossings."""
    parts, at_x, at_y = [], 0, 0
    for x, y, length in _runs(cells, hue):
        parts.append(f"m{x - at_x} {y - at_y}h{length}")
        at_x, at_y = x + length, y
    return f'<path stroke="{colour}" d="M.05.5{"".join(parts)}"/>' if parts else ""


@lru_cache(maxsize=4096)
def weave(seed: int | str, size: int = 36) -> SafeString:
    """Inline SVG of a persona's or group's mat, `size` pixels a side, at most 450 bytes.

    The same seed always answers the same picture; there are some three hundred thousand.
    """
    dice = _Dice(seed, "weave")
    ground, middle, light = dice.hues()
    cells = _unfold(_quarter(dice))
    return mark_safe(  # noqa: S308 - nothing of the seed's text reaches the markup
        f'<svg class="weave" viewBox="0 0 {SIDE} {SIDE}" width="{int(size)}" height="{int(size)}" '
        f'{ATTRIBUTES} {STRANDS}><path fill="{ground}" d="M0 0h{SIDE}v{SIDE}H0z"/>'
        f"{_strands(cells, 1, middle)}{_strands(cells, 2, light)}</svg>"
    )


def _line(y: int, row: tuple[int, ...], hue: int, colour: str, columns: int) -> str:
    """A weft as one dashed stroke: the hue's crossings in `row` are dashes, all others gaps."""
    dashes: list[int] = []
    for value, same in groupby(row):
        length = sum(1 for _ in same)
        if value == hue:
            dashes += [5, 1] * length
        elif dashes:
            dashes[-1] += 6 * length
        else:
            dashes = [0, 6 * length]
    if len(dashes) <= 2 and dashes[:1] == [0]:
        return ""
    array = " ".join(map(str, dashes))
    return f'<path stroke="{colour}" stroke-dasharray="{array}" d="M0 {y}h{6 * columns}"/>'


@lru_cache(maxsize=1024)
def strip(seed: int | str, columns: int = 700) -> SafeString:
    """The middle three wefts of a group's mat, repeated over at most `columns` strands of 6 pixels.

    It fills whatever width it is given by being cut, never by being stretched.
    """
    dice = _Dice(seed, "weave")
    ground, middle, light = dice.hues()
    cells = _unfold(_quarter(dice))[ARM - 2 : ARM + 1]
    lines = "".join(
        _line(3 + 6 * y, row[:-1], hue, colour, columns)
        for y, row in enumerate(cells)
        for hue, colour in ((1, middle), (2, light))
    )
    return mark_safe(  # noqa: S308 - nothing of the seed's text reaches the markup
        f'<svg class="strip" width="100%" height="18" {ATTRIBUTES} stroke-width="5">'
        f'<path stroke="{ground}" stroke-width="18" d="M0 9h{6 * columns}"/>{lines}</svg>'
    )


@lru_cache(maxsize=64)
def corner(seed: int | str = "damayan", size: int = 96) -> SafeString:
    """The corner of a mat that is still being woven, for places where nothing is yet."""
    dice = _Dice(seed, "weave")
    ground, middle, light = dice.hues()
    mat = _unfold(_quarter(dice))
    begun = tuple(row[: max(0, SIDE - y)] for y, row in enumerate(mat))
    return mark_safe(  # noqa: S308 - nothing of the seed's text reaches the markup
        f'<svg class="corner" viewBox="0 0 {SIDE} {SIDE}" width="{int(size)}" height="{int(size)}" '
        f'{ATTRIBUTES} {STRANDS}><path fill="{ground}" d="M0 0v{SIDE}h1{"v-1h1" * (SIDE - 1)}v-1z"/>'
        f"{_strands(begun, 1, middle)}{_strands(begun, 2, light)}</svg>"
    )

"""The one ornament: small patterns in the manner of a banig, a woven sleeping mat.

A weave is grown from a random seed that belongs to one persona (or one group) and to nothing
else, so two personas of one person have nothing in common that could be seen. The drawing follows
the loom: warp strands run down, weft strands run across, and a structure says which one lies on
top at each crossing. Mirrored about both axes, as mats are.

Every weave takes one hue from each of three bands of lightness, so that it can be told apart in
grey and with any kind of colour blindness. The name always stands beside it, hence `aria-hidden`.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby, pairwise

from django.utils.safestring import SafeString, mark_safe

DARK = ("#336", "#254", "#524", "#532")
MIDDLE = ("#489", "#c74", "#b58", "#794")
LIGHT = ("#ec8", "#acd", "#eba", "#bc9")

ARM = 4
SIDE = 2 * ARM - 1
# A quarter has sixteen crossings; above this share one hue would drown the others.
MOST_OF_A_QUARTER = 9
HUES = 3
ATTRIBUTES = 'aria-hidden="true"'

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


def _woven(dice: _Dice) -> Cells:
    """Draw a structure and the strands, and cross them."""
    structure = dice.draw(5)
    ground, first, second = ((0, 1, 2), (1, 2, 0), (2, 0, 1))[dice.draw(3)]
    warp = [(ground, first)[dice.draw(2)] for _ in range(ARM)]
    weft = [(ground, second)[dice.draw(2)] for _ in range(ARM)]
    return tuple(
        tuple(warp[x] if _warp_on_top(structure, x, y) else weft[y] for x in range(ARM))
        for y in range(ARM)
    )


def _quarter(dice: _Dice) -> Cells:
    """One quarter of the mat, middle first: hue 0 (ground), 1 or 2 for each crossing.

    Draws again while a hue is lost or one drowns the others; the last of eight draws stands.
    """
    for _ in range(8):
        quarter = _woven(dice)
        shares = Counter(hue for row in quarter for hue in row)
        if len(shares) == HUES and max(shares.values()) <= MOST_OF_A_QUARTER:
            break
    return quarter


def _unfold(quarter: Cells) -> Cells:
    """Mirror a quarter about both axes into the whole mat, SIDE cells a side."""
    rows = [tuple(reversed(row[1:])) + row for row in quarter]
    return tuple(reversed(rows[1:])) + tuple(rows)


def _runs(cells: Cells, hue: int) -> Iterator[tuple[int, int, int]]:
    """Horizontal runs of a hue as (column, row, length).

    Runs go on under hues that are laid over this one later: fewer and longer strokes.
    """
    for y, row in enumerate(cells):
        x = 0
        for covered, same in groupby(row, key=lambda value: value >= hue):
            run = tuple(same)
            if covered and hue in run:
                yield x, y, len(run)
            x += len(run)


def _strands(cells: Cells, hue: int, colour: str) -> str:
    """One path for all cells of a hue, a stroke a run; the stylesheet dashes it into cells."""
    parts, at_x, at_y = [], 0, 0
    for x, y, length in _runs(cells, hue):
        parts.append(f"m{x - at_x} {y - at_y}h{length}")
        at_x, at_y = x + length, y
    return f'<path stroke="{colour}" d="M.05.5{"".join(parts)}"/>' if parts else ""


@lru_cache(maxsize=4096)
def weave(seed: int | str, size: int = 36) -> SafeString:
    """Inline SVG of a persona's or group's mat, `size` pixels a side, at most 450 bytes.

    The same seed always answers the same picture; there are some hundred and fifty thousand.
    """
    dice = _Dice(seed, "weave")
    ground, middle, light = dice.hues()
    cells = _unfold(_quarter(dice))
    return mark_safe(  # noqa: S308 - nothing of the seed's text reaches the markup
        f'<svg class="weave" viewBox="0 0 {SIDE} {SIDE}" width="{int(size)}" height="{int(size)}" '
        f'{ATTRIBUTES}><path fill="{ground}" d="M0 0h{SIDE}v{SIDE}H0z"/>'
        f"{_strands(cells, 1, middle)}{_strands(cells, 2, light)}</svg>"
    )


def _line(y: int, row: tuple[int, ...], hue: int, colour: str, columns: int) -> str:
    """A weft as one dashed stroke: the hue's crossings in `row` are dashes, all others gaps."""
    if hue not in row:
        return ""
    dashes = [0, 0]
    for value, same in groupby(row):
        length = sum(1 for _ in same)
        if value == hue:
            dashes += [5, 1] * length
        else:
            dashes[-1] += 6 * length
    array = " ".join(map(str, dashes if dashes[1] else dashes[2:]))
    return f'<path stroke="{colour}" stroke-dasharray="{array}" d="M0 {y}h{6 * columns}"/>'


def _changes(wefts: tuple[tuple[int, ...], ...]) -> int:
    """How often the hue changes along these wefts: the lively ones make the better band."""
    return sum(a != b for weft in wefts for a, b in pairwise(weft)) + len(set(sum(wefts, ())))


@lru_cache(maxsize=1024)
def strip(seed: int | str, columns: int = 700) -> SafeString:
    """The middle three wefts of a group's mat, repeated over at most `columns` strands of 6 pixels.

    It fills whatever width it is given by being cut, never by being stretched.
    """
    dice = _Dice(seed, "weave")
    ground, middle, light = dice.hues()
    quarter = _quarter(dice)
    outer, inner = max(pairwise(quarter), key=_changes)
    lines = "".join(
        _line(3 + 6 * y, (*row[:0:-1], *row[:-1]), hue, colour, columns)
        for y, row in enumerate((outer, inner, outer))
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
    begun = tuple(row[: SIDE - y] for y, row in enumerate(mat))
    edge = f"M0 0v{SIDE}h1{'v-1h1' * (SIDE - 1)}v-1z"
    return mark_safe(  # noqa: S308 - nothing of the seed's text reaches the markup
        f'<svg class="weave corner" viewBox="0 0 {SIDE} {SIDE}" width="{int(size)}" '
        f'height="{int(size)}" {ATTRIBUTES}><path fill="{ground}" d="{edge}"/>'
        f"{_strands(begun, 1, middle)}{_strands(begun, 2, light)}</svg>"
    )

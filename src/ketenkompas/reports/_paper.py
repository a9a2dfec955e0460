"""Pages of paper as SVG: headings, paragraphs, lists and charts below each other, charts made to fit what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._theme import FONT

WIDTH, HEIGHT, MARGIN = 595, 842, 40
_ROOM = WIDTH - 2 * MARGIN
_SIZES = {"title": 22.0, "heading": 12.5, "lead": 11.5, "text": 9.0, "small": 7.5, "fine": 6.3}
_BOLD = ("title", "heading")
_SOFT = ("small", "fine")
_AFTER, _GUTTER, _SAID = 10.0, 22.0, 14.0
_OPENING = re.compile(r"<svg([^>]*)>", re.DOTALL)
_SIZE = re.compile(r'\b(width|height|viewBox)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: a text of a kind (``title``, ``heading``, ``lead``, ``text``, ``small``, ``fine``), or charts
    beside each other with what is said above each.
    """

    kind: str
    text: str = ""
    charts: tuple[tuple[str, Chart], ...] = ()
    bullet: bool = False


def page_svg(blocks: Sequence[Block], foot: str) -> str:
    """One page of A4 in points. Charts share the room that the text leaves, none wider than its column."""
    rows = [_Row.of(one) for one in blocks if one.charts]
    texts = sum(_height(one) for one in blocks if not one.charts)
    left = HEIGHT - 2 * MARGIN - 28 - texts - sum(_AFTER + row.above for row in rows)
    scale = min(1.0, left / sum(row.height for row in rows)) if rows else 1.0
    made, y, drawn = [], float(MARGIN), iter(rows)
    for one in blocks:
        if one.charts:
            row = next(drawn)
            made += row.placed(y, scale)
            y += row.above + row.height * scale + _AFTER
        else:
            made += _lines_of(one, y)
            y += _height(one)
    made += _lines_of(Block("small", foot), HEIGHT - MARGIN - 12)
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.PAPER}"/>'
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}{"".join(made)}</svg>'


@dataclass(frozen=True, slots=True)
class _Row:
    """Charts beside each other in equal columns: what is said above each, the inside of its picture, its size."""

    charts: tuple[tuple[str, str, float, float], ...]

    @classmethod
    def of(cls, block: Block) -> _Row:
        return cls(tuple((said, *_chart(chart)) for said, chart in block.charts))

    @property
    def column(self) -> float:
        return (_ROOM - _GUTTER * (len(self.charts) - 1)) / len(self.charts)

    @property
    def height(self) -> float:
        return max(self.column / wide * tall for _, _, wide, tall in self.charts)

    @property
    def above(self) -> float:
        return _SAID if any(said for said, *_ in self.charts) else 0.0

    def placed(self, y: float, scale: float) -> list[str]:
        """The pictures at their place, smaller where the page is full."""
        made = []
        look = f'font-family="{FONT}" font-size="9" font-weight="700" fill="{palette.INK}"'
        for at, (said, inside, wide, tall) in enumerate(self.charts):
            x, width = MARGIN + at * (self.column + _GUTTER), self.column * scale
            made += [f'<text x="{x:.1f}" y="{y + 9:.1f}" {look}>{escape(said)}</text>'] if said else []
            size = f'width="{width:.1f}" height="{width / wide * tall:.1f}" viewBox="0 0 {wide:g} {tall:g}"'
            made.append(f'<svg x="{x:.1f}" y="{y + self.above:.1f}" {size}>{inside}</svg>')
        return made


def _chart(chart: Chart) -> tuple[str, float, float]:
    """The inside of a chart's picture, and its size."""
    drawn = chart.svg(titled=False)
    opening = _OPENING.search(drawn)
    if opening is None:
        raise ValueError("a chart without a picture")
    told = dict(_SIZE.findall(opening[1]))
    inside = drawn[opening.end() : drawn.rindex("</svg>")]
    return inside, float(told["width"]), float(told["height"])


def _height(one: Block) -> float:
    size = _SIZES[one.kind]
    before = 8.0 if one.kind == "heading" else 0.0
    return before + len(_wrapped(one)) * size * 1.32 + (2.0 if one.bullet else 4.0)


def _lines_of(one: Block, y: float) -> list[str]:
    size = _SIZES[one.kind]
    top = y + (8.0 if one.kind == "heading" else 0.0) + size
    colour = palette.SOFT_INK if one.kind in _SOFT else palette.INK
    weight = ' font-weight="700"' if one.kind in _BOLD else ""
    look = f'font-family="{FONT}" font-size="{size:g}"{weight} fill="{colour}"'
    left = MARGIN + (10 if one.bullet else 0)
    made = [f'<text x="{MARGIN}" y="{top:.1f}" {look}>•</text>'] if one.bullet else []
    for at, line in enumerate(_wrapped(one)):
        made.append(f'<text x="{left}" y="{top + at * size * 1.32:.1f}" {look}>{_lowered(line, size)}</text>')
    return made


def _lowered(line: str, size: float) -> str:
    """A line with a small two below it for the subscript, which the face lacks."""
    low = f'<tspan dy="{0.2 * size:.1f}" font-size="{0.7 * size:.1f}">2</tspan><tspan dy="-{0.2 * size:.1f}">'
    first, *rest = escape(line).split("₂")
    return first + "".join(f"{low}{part}</tspan>" for part in rest)


def _wrapped(one: Block) -> list[str]:
    """Words in lines that fit the page, by the widths of the face."""
    size, room = _SIZES[one.kind], _ROOM - (10 if one.bullet else 0)
    more = 1.07 if one.kind in _BOLD else 1.0
    lines: list[str] = [""]
    for word in one.text.split(" "):
        tried = f"{lines[-1]} {word}".strip()
        if lines[-1] and more * size * sum(map(_wide, tried)) > room:
            lines.append(word)
        else:
            lines[-1] = tried
    return lines


def _wide(letter: str) -> float:
    """The width of a letter in its size: those of the face in five classes."""
    if letter in "iljtfrI.,:;'|!()[] /-":
        return 0.31
    if letter in "mwMW%@–—":
        return 0.89
    return 0.69 if letter.isupper() else 0.556

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
_SIZES = {"title": 22.0, "heading": 12.5, "lead": 11.5, "text": 9.0, "small": 7.5}
_BOLD = ("title", "heading")
_OPENING = re.compile(r"<svg([^>]*)>", re.DOTALL)
_SIZE = re.compile(r'\b(width|height|viewBox)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: a text of a kind (``title``, ``heading``, ``lead``, ``text``, ``small``), or a chart."""

    kind: str
    text: str = ""
    chart: Chart | None = None
    bullet: bool = False


def page_svg(blocks: Sequence[Block], foot: str) -> str:
    """One page of A4 in points. Charts share the room that the text leaves, none wider than the page."""
    texts = sum(_height(one) for one in blocks if one.chart is None)
    drawn = [_chart(one.chart) for one in blocks if one.chart is not None]
    left = HEIGHT - 2 * MARGIN - 28 - texts - 10 * len(drawn)
    scale = min(1.0, left / sum(_ROOM / wide * tall for _, wide, tall in drawn)) if drawn else 1.0
    made, y, charts = [], float(MARGIN), iter(drawn)
    for one in blocks:
        if one.chart is None:
            made += _lines_of(one, y)
            y += _height(one)
        else:
            inside, wide, tall = next(charts)
            width = _ROOM * scale
            height = width / wide * tall
            place = (
                f'x="{MARGIN}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" viewBox="0 0 {wide:g} {tall:g}"'
            )
            made.append(f"<svg {place}>{inside}</svg>")
            y += height + 10
    made += _lines_of(Block("small", foot), HEIGHT - MARGIN - 12)
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.PAPER}"/>'
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{ground}{"".join(made)}</svg>'


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
    colour = palette.SOFT_INK if one.kind == "small" else palette.INK
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

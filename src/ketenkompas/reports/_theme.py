"""How every chart looks: type, grid and measures; nothing here depends on data."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from ketenkompas.i18n import Language
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._words import number_locale

Layout = Literal["image", "page", "narrow"]
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Faces with the same widths on every system, so that a name measured on the server fits in every browser."""
SUBSCRIPT_FONT = "DejaVu Sans, Liberation Sans, Arial, Helvetica, sans-serif"
"""For lines with a subscript two, which the faces above lack where pictures are painted."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes in pixels of one layout: ``image`` for downloads, ``page`` inside a wide page, ``narrow`` on a phone."""

    width: int
    height: int
    beside: int
    text: int
    wrap: int
    dressed: bool
    names_beside: bool


MEASURES: Mapping[Layout, Measures] = {
    "image": Measures(width=620, height=360, beside=256, text=13, wrap=118, dressed=True, names_beside=True),
    "page": Measures(width=620, height=330, beside=256, text=13, wrap=118, dressed=False, names_beside=True),
    "narrow": Measures(width=296, height=260, beside=0, text=12, wrap=48, dressed=False, names_beside=False),
}


def finished(
    layers: Sequence[Any], measures: Measures, *, title: str, subtitle: str, alt_text: str, language: Language
) -> Any:
    """The layers as one chart with the house's theme, the language's numbers and, when dressed, its title."""
    chart = alt.layer(*layers).properties(width=measures.width, height=measures.height, description=alt_text)
    if measures.dressed:
        lines = textwrap.wrap(subtitle, measures.wrap)
        chart = chart.properties(title=alt.TitleParams(text=textwrap.wrap(title, 90), subtitle=lines))
    return chart.configure(**_config(measures, language))


def specification(chart: Any) -> dict[str, Any]:
    """The Vega-Lite specification of an Altair chart."""
    made: dict[str, Any] = chart.to_dict()
    return made


def _config(measures: Measures, language: Language) -> dict[str, Any]:
    size = measures.text
    return {
        "font": FONT,
        "background": palette.PAPER,
        "padding": {"left": 4, "right": 8, "top": 8, "bottom": 8} if measures.dressed else 2,
        "locale": {"number": number_locale(language)},
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": size,
            "labelColor": palette.SOFT_INK,
            "gridColor": palette.GRID,
            "tickColor": palette.GRID,
        },
        "axisX": {"domainColor": palette.SOFT_INK, "grid": False, "labelAngle": 0, "labelPadding": 6, "ticks": False},
        "axisY": {"domain": False, "ticks": False, "labelPadding": 6},
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": size + 6,
            "fontWeight": 700,
            "color": palette.INK,
            "subtitleFontSize": size,
            "subtitleColor": palette.SOFT_INK,
            "subtitlePadding": 6,
            "offset": 20,
            "subtitleFont": SUBSCRIPT_FONT,
        },
        "legend": {"labelFontSize": size, "labelColor": palette.INK, "symbolType": "square", "symbolSize": 120},
        "text": {"fontSize": size, "color": palette.INK},
    }


def fixed_text(text: str, x: float, y: float, **properties: Any) -> Any:
    """A text at a fixed place, in pixels from the plot's upper left corner; lines are parted by newlines."""
    options: dict[str, Any] = {"align": "left", "baseline": "top", "lineBreak": "\n", "aria": False} | properties
    if "₂" in text:
        options["font"] = SUBSCRIPT_FONT
    return alt.Chart(one_row(text=text)).mark_text(**options).encode(text="text:N", x=alt.value(x), y=alt.value(y))


def one_row(**values: Any) -> Any:
    """Data of a single row, for a mark that stands alone."""
    return records([values])


def records(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as a chart's own data, inside its specification."""
    return alt.InlineData(values=[dict(row) for row in rows])


def marked_as(label: str, measures: Measures) -> list[Any]:
    """The mark that says what kind of figures these are ("demonstration"), drawn inside the picture."""
    if not label:
        return []
    size = measures.text - 1
    wide = 0.6 * size * len(label) + 16
    box = alt.Chart(one_row(label=label)).mark_rect(
        color=palette.WARNING_PAPER, stroke=palette.WARNING_INK, strokeWidth=1, cornerRadius=3, aria=False
    )
    right = measures.width + (measures.beside if measures.names_beside else 0)
    top = -30 if measures.names_beside else -60
    placed = box.encode(x=alt.value(right - wide), x2=alt.value(right), y=alt.value(top), y2=alt.value(top + 20))
    style: dict[str, Any] = {"align": "center", "baseline": "middle", "fontWeight": 700, "color": palette.WARNING_INK}
    word = fixed_text(label, right - wide / 2, top + 10, fontSize=size, **style)
    return [placed, word]

"""How every chart looks: type, grid and measures; nothing here depends on data."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ketenkompas.i18n import Language
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._words import number_locale
from ketenkompas.themes import NEUTRAL, active_theme, theme

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
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
    layers: Sequence[Mapping[str, Any]],
    measures: Measures,
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    language: Language,
) -> dict[str, Any]:
    """The layers as one specification with the house's theme, the language's numbers and, when dressed, its title.

    Written as plain Vega-Lite and not with Altair's classes, which check every mark against the schema while a page
    waits (2.1 s a page against 0.2 s); the tests hold each kind of chart against that same schema.
    """
    return recoloured(_specification(layers, measures, title, subtitle, alt_text, language))


def recoloured(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification in the colours of the theme that is set: every neutral colour of a role becomes the theme's."""
    neutral, chosen = theme(NEUTRAL).chart, active_theme().chart
    changed = {neutral[role]: shade for role, shade in chosen.items() if shade != neutral[role]}

    def turned(part: Any) -> Any:
        if isinstance(part, str):
            return changed.get(part, part)
        if isinstance(part, dict):
            return {name: turned(value) for name, value in part.items()}
        return [turned(value) for value in part] if isinstance(part, list | tuple) else part

    found: dict[str, Any] = turned(spec) if changed else spec
    return found


def _specification(
    layers: Sequence[Mapping[str, Any]],
    measures: Measures,
    title: str,
    subtitle: str,
    alt_text: str,
    language: Language,
) -> dict[str, Any]:
    lines = {"text": textwrap.wrap(title, 90), "subtitle": textwrap.wrap(subtitle, measures.wrap)}
    return {
        "$schema": SCHEMA,
        "description": alt_text,
        "width": measures.width,
        "height": measures.height,
        **({"title": lines} if measures.dressed else {}),
        "layer": [dict(layer) for layer in layers],
        "config": _config(measures, language),
    }


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
            "labelLimit": 0,  # a label is never cut; to look whether it must be takes a third of the drawing
            "labelColor": palette.SOFT_INK,
            "gridColor": palette.GRID,
            "tickColor": palette.GRID,
        },
        "axisX": {
            "domainColor": palette.SOFT_INK,
            "grid": False,
            "labelAngle": 0,
            "labelFlush": False,  # the first and last year stand under their points, as the others
            "labelPadding": 6,
            "ticks": False,
        },
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


def layer(
    rows: Sequence[Mapping[str, Any]], kind: str, encoding: Mapping[str, Any], **properties: Any
) -> dict[str, Any]:
    """One layer of marks over its own rows. Marks are hidden from assistive technology: the table is their twin."""
    return {
        "data": {"values": [dict(row) for row in rows]},
        "mark": {"type": kind, "aria": False, **properties},
        "encoding": dict(encoding),
    }


def hovered(field: str) -> dict[str, Any]:
    """What is under the pointer keeps its colour and the rest fades; nothing is chosen in a picture at rest."""
    return {
        "name": "hovered",
        "select": {"type": "point", "fields": [field], "on": "pointerover", "clear": "pointerout"},
    }


def fixed(kind: str, place: Mapping[str, float], **properties: Any) -> dict[str, Any]:
    """One mark at a fixed place: ``x, y`` (and ``x2, y2``) in pixels from the plot's upper left corner."""
    return layer([{}], kind, {name: {"value": value} for name, value in place.items()}, **properties)


def fixed_text(text: str, x: float, y: float, **properties: Any) -> dict[str, Any]:
    """A text at a fixed place; lines are parted by newlines."""
    options: dict[str, Any] = {"align": "left", "baseline": "top", "lineBreak": "\n"} | properties
    if "₂" in text:
        options["font"] = SUBSCRIPT_FONT
    return fixed("text", {"x": x, "y": y}, text=text, **options)


def marked_as(label: str, measures: Measures) -> list[dict[str, Any]]:
    """The mark that says what kind of figures these are ("demonstration"), drawn inside the picture."""
    if not label:
        return []
    size = measures.text - 1
    wide = 0.6 * size * len(label) + 16
    right = measures.width + (measures.beside if measures.names_beside else 0)
    top = -30 if measures.names_beside else -64
    place = {"x": right - wide, "x2": right, "y": top, "y2": top + 20}
    look = {"color": palette.WARNING_PAPER, "stroke": palette.WARNING_INK, "strokeWidth": 1, "cornerRadius": 3}
    style = {"align": "center", "baseline": "middle", "fontWeight": 700, "color": palette.WARNING_INK}
    word = fixed_text(label, right - wide / 2, top + 10, fontSize=size, **style)
    return [fixed("rect", place, **look), word]

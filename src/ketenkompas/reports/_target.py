"""An observed series beside an indicative path: a band between its two sides, a line with points, an interval."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import MEASURES, Layout, Measures, finished, fixed, fixed_text, layer, marked_as
from ketenkompas.reports._words import amount, decimals_for

_PATH = "#8a5a00"
_BAND = "#f3d9a4"


def target_chart(
    rows: Sequence[Mapping[str, Any]],
    *,
    unit: str,
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
) -> Chart:
    """An observed series and an indicative path to its end year.

    Parameters
    ----------
    rows : sequence of mapping
        ``year, observed, path_low, path_high`` in ``unit``; None where there is none.
    unit : str
        For instance ``Mt CO2e_AR5``.

    Raises
    ------
    InputError
        ``reports.empty`` without an observation.
    """
    seen = [row for row in rows if row["observed"] is not None]
    way = [row for row in rows if row["path_low"] is not None]
    if not seen:
        raise InputError("reports.empty")
    measures, told = MEASURES[layout], unit_label(unit, language)
    values = [row[name] for row in rows for name in ("observed", "path_low", "path_high") if row[name] is not None]
    across = [min(row["year"] for row in rows), max(row["year"] for row in rows)]
    high = [0.0, max(values) * 1.08]
    alt_text = _alt(seen, way, told, title, language)
    layers = [
        fixed_text(told, -28, -22 if measures.names_beside else -14, baseline="middle", color=palette.SOFT_INK),
        *_band(way, across, high, told, language),
        *_line(seen, across, high, told, language),
        *_key(measures, bool(way), language),
        *marked_as(mark, measures),
        *_note(note, measures),
    ]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(rows, unit, title, language), language)


def _axes(across: list[int], high: list[float]) -> dict[str, Any]:
    years = {"domain": across, "nice": False}
    return {
        "x": {
            "field": "year",
            "type": "quantitative",
            "title": None,
            "scale": years,
            "axis": {"format": "d", "tickCount": 6},
        },
        "y": {
            "type": "quantitative",
            "title": None,
            "scale": {"domain": high, "nice": True},
            "axis": {"tickCount": 5, "format": ",.0f" if high[1] >= 10 else ",.1f"},
        },
    }


def _band(
    way: Sequence[Mapping[str, Any]], across: list[int], high: list[float], told: str, language: Language
) -> list[dict[str, Any]]:
    if not way:
        return []
    axes = _axes(across, high)
    tips = [
        {"field": "year", "type": "quantitative", "format": "d", "title": text("reports.year", language)},
        *(
            {
                "field": side,
                "type": "quantitative",
                "format": ",.1f",
                "title": f"{text(f'reports.{side}', language)} ({told})",
            }
            for side in ("path_low", "path_high")
        ),
    ]
    if len(way) == 1:
        ends = {"x": axes["x"], "y": {**axes["y"], "field": "path_low"}, "y2": {"field": "path_high"}, "tooltip": tips}
        return [layer(way, "rule", ends, color=_PATH, strokeWidth=4)]
    area = {"x": axes["x"], "y": {**axes["y"], "field": "path_low"}, "y2": {"field": "path_high"}, "tooltip": tips}
    sides = [
        layer(way, "line", {"x": axes["x"], "y": {**axes["y"], "field": side}}, color=_PATH, strokeDash=[5, 3])
        for side in ("path_low", "path_high")
    ]
    return [layer(way, "area", area, color=_BAND, opacity=0.75), *sides]


def _line(
    seen: Sequence[Mapping[str, Any]], across: list[int], high: list[float], told: str, language: Language
) -> list[dict[str, Any]]:
    axes = _axes(across, high)
    place = {"x": axes["x"], "y": {**axes["y"], "field": "observed"}}
    tips = [
        {"field": "year", "type": "quantitative", "format": "d", "title": text("reports.year", language)},
        {
            "field": "observed",
            "type": "quantitative",
            "format": ",.1f",
            "title": f"{text('reports.observed', language)} ({told})",
        },
    ]
    points = {**place, "tooltip": tips}
    return [
        layer(seen, "line", place, color=palette.HOME, strokeWidth=2.5),
        layer(seen, "point", points, color=palette.HOME, filled=True, size=55, opacity=1),
    ]


def _key(measures: Measures, has_path: bool, language: Language) -> list[dict[str, Any]]:
    """What the colours are: beside the picture, or above it on a phone."""
    named = [(palette.HOME, "circle", "reports.observed")]
    if has_path:
        named.append((_BAND, "square", "reports.path"))
    layers = []
    for place, (colour, shape, key) in enumerate(named):
        x, y = (measures.width + 12, 12 + 24 * place) if measures.names_beside else (112 + 96 * place, -14)
        border = {"stroke": _PATH, "strokeWidth": 1} if shape == "square" else {}
        layers.append(
            fixed("point", {"x": x, "y": y}, shape=shape, size=110, filled=True, color=colour, opacity=1, **border)
        )
        layers.append(fixed_text(text(key, language), x + 11, y, baseline="middle"))
    return layers


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), -28, measures.height + 40, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _alt(
    seen: Sequence[Mapping[str, Any]], way: Sequence[Mapping[str, Any]], told: str, title: str, language: Language
) -> str:
    places = decimals_for([row["observed"] for row in seen])
    said = text(
        "reports.alt.target",
        language,
        title=title,
        first=seen[0]["year"],
        last=seen[-1]["year"],
        start=amount(seen[0]["observed"], told, language, places),
        end=amount(seen[-1]["observed"], told, language, places),
    )
    if not way:
        return said
    end = way[-1]
    ends = text(
        "reports.alt.target_end",
        language,
        year=end["year"],
        low=amount(end["path_low"], told, language, places),
        high=amount(end["path_high"], told, language, places),
    )
    return f"{said} {ends}"


def _twin(rows: Sequence[Mapping[str, Any]], unit: str, title: str, language: Language) -> Table:
    names = ("observed", "path_low", "path_high")
    frame = pl.DataFrame(
        [{"year": row["year"], **{name: row[name] for name in names}} for row in rows],
        schema={"year": pl.Int64, **dict.fromkeys(names, pl.Float64)},
    )
    header = (text("reports.year", language), *(text(f"reports.{name}", language) for name in names))
    return Table(frame, header, title, unit, language)

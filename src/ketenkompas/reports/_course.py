"""The course of figures over the years: a line each, a band where an interval is known, names at the line ends."""

from __future__ import annotations

import textwrap
from typing import Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import MEASURES, Layout, Measures, finished, fixed, fixed_text, layer, marked_as
from ketenkompas.reports._words import amount, clipped, decimals_for, listed

_LOOKS = (
    (palette.HOME, [1, 0], "circle"),
    ("#a33f00", [6, 4], "square"),
    ("#006b4f", [2, 3], "triangle-up"),
    ("#5e3c99", [8, 3, 2, 3], "diamond"),
)
_FEW_YEARS = 8


def course_chart(
    frame: pl.DataFrame,
    *,
    language: Language,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
) -> Chart:
    """Up to four series of one unit over the same kind of years, told apart by colour, dash and point.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``year, code, label, value, low, high, unit``; ``low`` and ``high`` may be null. The y axis starts at
        zero; a missing year breaks nothing but has no point.

    Raises
    ------
    InputError
        ``reports.empty``; ``reports.units_mixed``.
    """
    units = frame["unit"].unique().to_list()
    codes = list(dict.fromkeys(frame["code"].to_list()))
    if not codes:
        raise InputError("reports.empty")
    if len(units) > 1:
        raise InputError("reports.units_mixed", units=", ".join(sorted(units)))
    measures, told = MEASURES[layout], unit_label(str(units[0]), language)
    series = {code: frame.filter(pl.col("code") == code).sort("year").to_dicts() for code in codes[: len(_LOOKS)]}
    top = max(value for rows in series.values() for row in rows for value in (row["value"], row["high"] or 0.0))
    years = [int(frame["year"].min()), int(frame["year"].max())]  # type: ignore[arg-type]
    layers: list[dict[str, Any]] = [
        fixed_text(told, -28, -22 if measures.names_beside else -14, baseline="middle", color=palette.SOFT_INK)
    ]
    for rows, look in zip(series.values(), _LOOKS, strict=False):
        layers += _drawn(rows, look, years, top, told, language)
    alt_text = _alt(series, told, title, language)
    layers += [*_key(series, measures), *marked_as(mark, measures), *_note(note, measures)]
    spec = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(spec, title, alt_text, _twin(series, str(units[0]), title, language), language)


def _drawn(
    rows: list[dict[str, Any]],
    look: tuple[str, list[int], str],
    years: list[int],
    top: float,
    told: str,
    language: Language,
) -> list[dict[str, Any]]:
    tint, dash, point = look
    span = {"domain": years, "nice": False}
    axis: dict[str, Any] = {"format": "d"}
    if years[1] - years[0] < _FEW_YEARS:
        axis["values"] = list(range(years[0], years[1] + 1))  # else a year stands twice, at its halves
    across = {"field": "year", "type": "quantitative", "title": None, "scale": span, "axis": axis}
    up = {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top * 1.05], "nice": True},
        "axis": {"tickCount": 5, "format": ",.0f" if top >= 10 else ",.1f"},
    }
    place = {"x": across, "y": {**up, "field": "value"}}
    tips = [
        {"field": "year", "type": "quantitative", "format": "d", "title": text("reports.year", language)},
        {"field": "label", "type": "nominal", "title": text("reports.part", language)},
        {"field": "value", "type": "quantitative", "format": ",.1f", "title": told},
    ]
    banded = [row for row in rows if row["low"] is not None]
    made = []
    if banded:
        sides = {"x": across, "y": {**up, "field": "low"}, "y2": {"field": "high"}}
        made.append(layer(banded, "area", sides, color=tint, opacity=0.16))
        tips += [
            {"field": name, "type": "quantitative", "format": ",.1f", "title": f"{text(key, language)} ({told})"}
            for name, key in (("low", "reports.interval_low"), ("high", "reports.interval_high"))
        ]
    made.append(layer(rows, "line", place, color=tint, strokeWidth=2.5, strokeDash=dash))
    made.append(
        layer(rows, "point", {**place, "tooltip": tips}, color=tint, shape=point, filled=True, size=60, opacity=1)
    )
    return made


def _key(series: dict[str, list[dict[str, Any]]], measures: Measures) -> list[dict[str, Any]]:
    """The names: beside the plot, or below it on a phone."""
    made: list[dict[str, Any]] = []
    for at, (rows, (tint, _, point)) in enumerate(zip(series.values(), _LOOKS, strict=False)):
        x, y = (measures.width + 12, 12 + 26 * at) if measures.names_beside else (6, measures.height + 36 + 20 * at)
        look: dict[str, Any] = {"shape": point, "filled": True, "size": 110, "color": tint, "opacity": 1}
        made.append(fixed("point", {"x": x, "y": y}, **look))
        made.append(fixed_text(clipped(str(rows[0]["label"]), 38), x + 12, y, baseline="middle"))
    return made


def _note(note: str, measures: Measures) -> list[dict[str, Any]]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), -28, measures.height + 40, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _alt(series: dict[str, list[dict[str, Any]]], told: str, title: str, language: Language) -> str:
    places = decimals_for([row["value"] for rows in series.values() for row in rows])
    said = [
        text(
            "reports.alt.course_of",
            language,
            label=rows[0]["label"],
            first=rows[0]["year"],
            start=amount(rows[0]["value"], told, language, places),
            last=rows[-1]["year"],
            end=amount(rows[-1]["value"], told, language, places),
        )
        for rows in series.values()
    ]
    return text("reports.alt.lines", language, title=title, series=listed(said, language))


def _twin(series: dict[str, list[dict[str, Any]]], unit: str, title: str, language: Language) -> Table:
    years = sorted({int(row["year"]) for rows in series.values() for row in rows})
    columns: dict[str, list[Any]] = {"year": list(years)}
    header = [text("reports.year", language)]
    for code, rows in series.items():
        known = {int(row["year"]): row for row in rows}
        columns[code] = [known[year]["value"] if year in known else None for year in years]
        header.append(str(rows[0]["label"]))
        if any(row["low"] is not None for row in rows):
            for name, key in (("low", "reports.interval_low"), ("high", "reports.interval_high")):
                columns[f"{code}_{name}"] = [known[year][name] if year in known else None for year in years]
                header.append(f"{rows[0]['label']}: {text(key, language).lower()}")
    kinds = {name: pl.Int64 if name == "year" else pl.Float64 for name in columns}
    return Table(pl.DataFrame(columns, schema=kinds), tuple(header), title, unit, language)

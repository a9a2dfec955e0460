"""Stacked bars of a footprint's parts over the years, with an optional series of markers for another total."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
import polars as pl

from ketenkompas.i18n import Language, text, unit_label
from ketenkompas.reports import _palette as palette
from ketenkompas.reports._chart import Chart
from ketenkompas.reports._parts import Scale, checked, codes_in_order, grouped, label_places, scale_for
from ketenkompas.reports._sentences import stack_alt
from ketenkompas.reports._table import Table
from ketenkompas.reports._theme import (
    MEASURES,
    Layout,
    Measures,
    finished,
    fixed_text,
    marked_as,
    one_row,
    records,
    specification,
)
from ketenkompas.reports._words import clipped

TOTAL = "total"


def origin_chart(
    frame: pl.DataFrame,
    *,
    language: Language,
    home: str,
    title: str,
    subtitle: str = "",
    note: str = "",
    mark: str = "",
    layout: Layout = "image",
    top: int = 7,
    marked: pl.DataFrame | None = None,
    marked_label: str = "",
    households_last: bool = False,
) -> Chart:
    """A footprint by origin over the years as stacked bars.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``year, code, label, value, kind, unit``; one row for each part of each year, one unit.
    language : Language
        Dutch or English: names, numbers and the text alternative.
    home : str
        Code of the area whose footprint it is; its own emissions stand at the foot.
    title, subtitle, note : str
        The note (source, licence) stands under the picture in the layout ``image``.
    mark : str
        What kind of figures these are ("Demonstration"), drawn inside the picture.
    layout : {"image", "page", "narrow"}
        ``image`` carries title and note; the other two leave them to the page.
    top : int
        How many origins keep a name of their own; the rest is put together.
    marked : pl.DataFrame, optional
        Another total per year (columns ``year, value``) of the same unit, drawn as diamonds: the official total.
    marked_label : str
        What the diamonds are.
    households_last : bool
        Draw the direct emissions of households on top, so that the diamonds meet the stack below them.

    Raises
    ------
    InputError
        ``reports.columns_missing``, ``reports.empty``, ``reports.units_mixed``.

    Notes
    -----
    Positive and negative parts are stacked apart. A year's stack is that year's sum of ``value``.
    """
    parts = grouped(
        checked(frame),
        home=home,
        top=top,
        other_label=text("reports.other_areas", language),
        households_last=households_last,
    )
    measures = MEASURES[layout]
    totals = pl.DataFrame({"year": [], "value": []}) if marked is None else marked.select("year", "value")
    scale = scale_for(parts, totals["value"].to_list())
    alt_text = stack_alt(parts, totals, marked_label, home=home, title=title, language=language)
    unit = str(parts["unit"][0])
    layers = [
        *_unit_line(parts, measures, language),
        _bars(parts, scale, measures, home, language),
        *_diamonds(totals, marked_label, scale, measures, unit=unit, language=language),
        *(_names(parts, scale, measures, home) if measures.names_beside else []),
        *marked_as(mark, measures),
        *_note(note, measures),
    ]
    chart = finished(layers, measures, title=title, subtitle=subtitle, alt_text=alt_text, language=language)
    return Chart(specification(chart), title, alt_text, _twin(parts, totals, marked_label, title, language), language)


def _bars(parts: pl.DataFrame, scale: Scale, measures: Measures, home: str, language: Language) -> Any:
    named = codes_in_order(parts)
    labels = [label for _, label in named]
    tints = palette.colours([code for code, _ in named], home)
    hover = alt.selection_point(name="hovered", fields=["label"], on="pointerover", clear="pointerout")
    columns = 1 if len(labels) < 6 and any(len(label) > 24 for label in labels) else 2
    legend = alt.Legend(
        title=None, orient="bottom", columns=columns, labelLimit=300 if columns == 1 else 172, values=labels[::-1]
    )
    drawn = alt.Chart(records(parts.select("year", "label", "value", "rank").to_dicts())).mark_bar(
        stroke=palette.PAPER, strokeWidth=0.8, aria=False
    )
    return drawn.encode(
        x=_year_axis(parts, measures),
        y=_value_axis(scale),
        color=alt.Color(
            "label:N",
            scale=alt.Scale(domain=labels, range=tints),
            legend=None if measures.names_beside else legend,
        ),
        order=alt.Order("rank:Q"),
        opacity=alt.condition(hover, alt.value(1), alt.value(0.35)),
        tooltip=_tips(str(parts["unit"][0]), scale, language),
    ).add_params(hover)


def _tips(unit: str, scale: Scale, language: Language) -> list[Any]:
    return [
        alt.Tooltip("year:O", title=text("reports.year", language)),
        alt.Tooltip("label:N", title=text("reports.part", language)),
        alt.Tooltip("value:Q", title=unit_label(unit, language), format=",.1f" if scale.top >= 20 else ",.2f"),
    ]


def _year_axis(parts: pl.DataFrame, measures: Measures) -> Any:
    years = sorted(set(parts["year"]))
    step = 1 if measures.names_beside or len(years) < 7 else 3
    padding = alt.Scale(paddingInner=0.22, paddingOuter=0.12)
    return alt.X("year:O", title=None, scale=padding, axis=alt.Axis(values=years[::step]))


def _value_axis(scale: Scale) -> Any:
    decimals = 0 if scale.top >= 5 else 1
    return alt.Y(
        "value:Q",
        title=None,
        stack="zero",
        scale=alt.Scale(domain=[scale.bottom, scale.top], nice=False),
        axis=alt.Axis(values=list(scale.ticks), format=f",.{decimals}f"),
    )


def _diamonds(
    totals: pl.DataFrame, label: str, scale: Scale, measures: Measures, *, unit: str, language: Language
) -> list[Any]:
    if totals.is_empty():
        return []
    look: dict[str, Any] = {
        "shape": "diamond",
        "filled": True,
        "size": 90,
        "color": palette.OFFICIAL,
        "opacity": 1,
        "aria": False,
    }
    points = alt.Chart(records(totals.with_columns(label=pl.lit(label)).to_dicts())).mark_point(
        stroke=palette.PAPER, strokeWidth=1.2, **look
    )
    drawn = points.encode(
        x=alt.X("year:O"),
        y=alt.Y("value:Q", scale=alt.Scale(domain=[scale.bottom, scale.top], nice=False)),
        tooltip=_tips(unit, scale, language),
    )
    x, y = _key_x(unit, measures), -22 if measures.names_beside else -28
    key = alt.Chart(one_row(label=label)).mark_point(**look).encode(x=alt.value(x), y=alt.value(y))
    return [drawn, key, fixed_text(label, x + 10, y, baseline="middle", fontSize=measures.text - 1)]


def _key_x(unit: str, measures: Measures) -> float:
    unit_width = 7.2 * len(unit) + 60
    return unit_width if measures.names_beside else 6


def _names(parts: pl.DataFrame, scale: Scale, measures: Measures, home: str) -> list[Any]:
    places = label_places(parts, scale, measures.height, gap=measures.text + 5)
    layers: list[Any] = []
    named = codes_in_order(parts)
    tints = dict(zip([code for code, _ in named], palette.colours([code for code, _ in named], home), strict=True))
    rows = [{"label": clipped(label, 40), "y": places[code], "code": code} for code, label in named if code in places]
    for row in rows:
        height, tint = float(str(row["y"])), tints[str(row["code"])]
        swatch = alt.Chart(one_row(label=row["label"])).mark_square(size=110, color=tint, opacity=1, aria=False)
        layers.append(swatch.encode(x=alt.value(measures.width + 10), y=alt.value(height)))
        layers.append(fixed_text(str(row["label"]), measures.width + 20, height, baseline="middle"))
    return layers


def _unit_line(parts: pl.DataFrame, measures: Measures, language: Language) -> list[Any]:
    label = unit_label(str(parts["unit"][0]), language)
    height = -22 if measures.names_beside else -10
    style: dict[str, Any] = {"baseline": "middle", "fontSize": measures.text, "color": palette.SOFT_INK}
    return [fixed_text(label, -28, height, **style)]


def _note(note: str, measures: Measures) -> list[Any]:
    if not (note and measures.dressed):
        return []
    lines = [line for paragraph in note.split("\n") for line in textwrap.wrap(paragraph, measures.wrap + 12)]
    return [fixed_text("\n".join(lines), -28, measures.height + 40, fontSize=measures.text - 2, color=palette.SOFT_INK)]


def _twin(parts: pl.DataFrame, totals: pl.DataFrame, marked_label: str, title: str, language: Language) -> Table:
    named = codes_in_order(parts)
    wide = parts.pivot(on="code", index="year", values="value").select("year", *[code for code, _ in named])
    header: list[str] = [text("reports.year", language), *[label for _, label in named]]
    if len(named) > 1:
        wide = wide.with_columns(pl.sum_horizontal(pl.exclude("year")).alias(TOTAL))
        header.append(text("reports.total", language))
    if not totals.is_empty():
        wide = wide.join(totals.rename({"value": "official_total"}), on="year", how="full", coalesce=True).sort("year")
        header.append(marked_label)
    return Table(wide, tuple(header), title, str(parts["unit"][0]), language)

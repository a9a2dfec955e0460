"""What the figures say, in sentences: the text alternative of a chart and the answer above it."""

from __future__ import annotations

from typing import Literal

import polars as pl

from ketenkompas.i18n import Language, number, text, unit_label
from ketenkompas.reports._parts import DOMESTIC, HOUSEHOLDS, OTHER
from ketenkompas.reports._words import amount, decimals_for, listed


def stack_alt(
    parts: pl.DataFrame, totals: pl.DataFrame, marked_label: str, *, home: str, title: str, language: Language
) -> str:
    """The text alternative of stacked bars: what, period, first and last value, extreme, largest origins."""
    sums = parts.group_by("year").agg(pl.sum("value")).sort("year")
    years, values = sums["year"].to_list(), sums["value"].to_list()
    unit = unit_label(str(parts["unit"][0]), language)
    places = decimals_for(values)
    highest = values.index(max(values))
    said = [
        text("reports.alt.stack", language, title=title, first=years[0], last=years[-1]),
        text(
            "reports.alt.course",
            language,
            first=years[0],
            last=years[-1],
            start=amount(values[0], unit, language, places),
            end=amount(values[-1], unit, language, places),
            peak=years[highest],
            top=amount(values[highest], unit, language, places),
        )
        if len(years) > 1
        else text("reports.alt.single", language, year=years[0], value=amount(values[0], unit, language, places)),
    ]
    foreign = largest_origins(parts, home)
    if len(foreign) > 1:
        said.append(text("reports.alt.largest", language, year=years[-1], names=listed(foreign, language)))
    if not totals.is_empty():
        said.append(text("reports.alt.marked", language, label=marked_label))
    return " ".join(said)


def largest_origins(parts: pl.DataFrame, home: str, count: int = 3) -> list[str]:
    """Names of the largest named origins outside the area in the newest year."""
    last = parts.filter(pl.col("year") == parts["year"].max())
    outside = last.filter(~pl.col("code").is_in([home, HOUSEHOLDS, OTHER, *DOMESTIC]))
    return [str(label) for label in outside.sort("value", descending=True)["label"].head(count)]


def change_sentence(frame: pl.DataFrame, *, language: Language, dated: bool = False) -> str:
    """How the newest total compares with the year before and with the first year.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``year, value``: one total per year, one unit.
    dated : bool
        Name the newest year, where no sentence before it does.

    Returns
    -------
    str
        Empty when there is one year only.

    Notes
    -----
    change in per cent = 100 (last - earlier) / earlier, rounded to whole per cents.
    """
    series = frame.group_by("year").agg(pl.sum("value")).sort("year")
    years, values = series["year"].to_list(), series["value"].to_list()
    if len(years) < 2 or not (values[-2] > 0 and values[0] > 0):
        return ""
    said = [_change(values[-1], values[-2], years[-2], language)]
    if len(years) > 2:
        said.append(_change(values[-1], values[0], years[0], language))
    if dated:
        return text("reports.change.dated", language, year=years[-1], changes=listed(said, language))
    return text("reports.change", language, changes=listed(said, language))


def share_outside(frame: pl.DataFrame, *, home: str, year: int) -> float | None:
    """The share of a year's footprint that was emitted outside the area, per cent; None where it is not known.

    Notes
    -----
    share = 100 (1 - (domestic industry + direct emissions of households) / total).
    """
    rows = frame.filter(pl.col("year") == year)
    total = float(rows["value"].sum())
    inside = float(rows.filter(pl.col("code").is_in([home, HOUSEHOLDS, *DOMESTIC]))["value"].sum())
    return None if total <= 0 or inside == 0 else 100 * (1 - inside / total)


def share_sentence(frame: pl.DataFrame, *, home: str, year: int, area_name: str, language: Language) -> str:
    """Which share of a year's footprint was emitted outside the area (:func:`share_outside`); empty if not known."""
    share = share_outside(frame, home=home, year=year)
    if share is None:
        return ""
    return text("reports.share_outside", language, percent=number(share, language, 0), area=area_name, year=year)


def percent(value: float, language: Language) -> str:
    """A whole percentage with its sign, as the language writes it."""
    return text("reports.percent", language, value=number(value, language, 0))


def course(frame: pl.DataFrame) -> Literal["down", "up", "same"]:
    """Whether the newest total is lower than, higher than or about the same as that of the first year.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``year, value``.

    Notes
    -----
    Within 2 per cent is "about the same": of an official series no interval is known.
    """
    series = frame.group_by("year").agg(pl.sum("value")).sort("year")["value"].to_list()
    change = 100 * (series[-1] - series[0]) / series[0] if series and series[0] > 0 else 0.0
    return "same" if abs(change) < 2 else "down" if change < 0 else "up"


def _change(now: float, before: float, year: int, language: Language) -> str:
    percent = 100 * (now - before) / before
    key = "reports.change.same" if abs(percent) < 0.5 else "reports.change.down" if percent < 0 else "reports.change.up"
    return text(key, language, percent=number(abs(percent), language, 0), year=year)

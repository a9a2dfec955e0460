"""What the figures say, in sentences: the text alternative of a chart and the answer above it."""

from __future__ import annotations

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


def change_sentence(frame: pl.DataFrame, *, language: Language) -> str:
    """How the newest total compares with the year before and with the first year.

    Parameters
    ----------
    frame : pl.DataFrame
        Columns ``year, value``: one total per year, one unit.

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
    return text("reports.change", language, changes=listed(said, language))


def share_sentence(frame: pl.DataFrame, *, home: str, year: int, area_name: str, language: Language) -> str:
    """Which share of a year's footprint was emitted outside the area.

    Notes
    -----
    share = 100 (1 - (domestic industry + direct emissions of households) / total).
    """
    rows = frame.filter(pl.col("year") == year)
    total = float(rows["value"].sum())
    inside = float(rows.filter(pl.col("code").is_in([home, HOUSEHOLDS, *DOMESTIC]))["value"].sum())
    if total <= 0 or inside == 0:
        return ""
    percent = number(100 * (1 - inside / total), language, 0)
    return text("reports.share_outside", language, percent=percent, area=area_name, year=year)


def _change(now: float, before: float, year: int, language: Language) -> str:
    percent = 100 * (now - before) / before
    key = "reports.change.same" if abs(percent) < 0.5 else "reports.change.down" if percent < 0 else "reports.change.up"
    return text(key, language, percent=number(abs(percent), language, 0), year=year)

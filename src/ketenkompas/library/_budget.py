"""The Global Carbon Budget beside our own figures: another way of counting, and how far it lies from ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas import sources
from ketenkompas.errors import MissingValueError, ProductError
from ketenkompas.i18n import Language, number, text
from ketenkompas.library._population import population_million
from ketenkompas.pipeline import BUDGET, Receipt, load

_UNIT, _UNIT_PER_HEAD = "Mt CO2", "t CO2/head"
SOURCE = "gcb-2020"


def budget_rows(
    area: str, years: Sequence[int], language: Language
) -> tuple[list[dict[str, Any]], tuple[Receipt, ...]]:
    """The newest figure of the Global Carbon Budget for an area, and those of the years named, in total and per head.

    Parameters
    ----------
    area : str
        A canonical code.
    years : sequence of int
        Years in which another source counts the same gas, so that the two can be held side by side.

    Returns
    -------
    rows, receipts
        The rows of :func:`ketenkompas.library.beside`, the newest first; empty where the extract has no figure (the
        record of ``gcb-2020`` says which rows of the source are unusable).
    """
    try:
        frame, receipt = load(BUDGET, None, "consumption")
    except ProductError:  # an edition that was kept before this source came
        return [], ()
    known = dict(frame.filter(pl.col("area") == area).select("year", "value").iter_rows())
    asked = sorted({max(known), *(year for year in years if year in known)}, reverse=True) if known else []
    rows, receipts = [], [receipt]
    for year in asked:
        rows.append(_row(year, known[year], _UNIT, receipt, language))
        try:
            million, people = population_million(area, year, ())
        except MissingValueError:
            continue
        rows.append(_row(year, known[year] / million, _UNIT_PER_HEAD, receipt, language))
        receipts.append(people)
    return rows, tuple({one.id: one for one in receipts}.values()) if rows else ()


def _row(year: int, value: float, unit: str, receipt: Receipt, language: Language) -> dict[str, Any]:
    return {
        "publisher": sources.record(SOURCE).publisher,
        "year": year,
        "value": value,
        "low": None,
        "high": None,
        "unit": unit,
        "gases": text("beside.gases.fossil", language),
        "households": text("beside.households.with", language),
        "method": text("beside.method.budget", language),
        "kind": "published",
        "source": receipt.id,
    }


def budget_notes(rows: Sequence[Mapping[str, Any]], area: str, language: Language) -> Iterator[str]:
    """Why the Global Carbon Budget differs, and by how much in a year in which one of our models counts CO2 alone."""
    theirs = {row["year"]: row["value"] for row in rows if row["kind"] == "published" and row["unit"] == _UNIT}
    if not theirs:
        return
    yield text("beside.budget", language)
    for row in rows:
        if row["kind"] in ("model", "demo") and row["unit"] == _UNIT and row["year"] in theirs:
            other = theirs[row["year"]]
            yield text(
                "beside.budget_differs",
                language,
                model=row["method"],
                year=row["year"],
                area=area,
                theirs=number(other, language, 1),
                ours=number(row["value"], language, 1),
                per_cent=number(abs(row["value"] / other - 1) * 100, language, 0),
                side=text("beside.higher" if row["value"] > other else "beside.lower", language),
            )

"""The interval of a modelled footprint, out of the product of draws."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ketenkompas.errors import ProductError
from ketenkompas.i18n import number, text
from ketenkompas.library._figure import Footprint
from ketenkompas.library._parts import Amounts, Question
from ketenkompas.mrio import HOUSEHOLDS
from ketenkompas.pipeline import Receipt, load

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Low and high, kt, the share of draws between them, what it means in words, and where it comes from."""

    low: float
    high: float
    level: float
    meaning: str
    receipt: Receipt


def interval_of(question: Question, amounts: Amounts) -> Interval | None:
    """The 95 % interval of a consumption footprint, kt; None where the model has no draws for it.

    Notes
    -----
    Quantiles .025 and .975 of the product ``draws`` (``docs/methods/uncertainty.md``), which is about the chains of
    industries. Direct emissions of households are added as they are: no error is stated for them, and ``meaning`` says
    so.
    """
    if question.view != "consumption":
        return None
    try:
        frame, receipt = load(question.model.id, None, "draws")
    except ProductError:
        return None
    year = question.year
    row = frame.filter(
        (pl.col("gas") == question.gas)
        & (pl.col("area") == question.area)
        & (pl.col("from_year") == year)
        & (pl.col("to_year") == year)
    )
    if row.height != 1:
        return None
    direct = amounts.get(HOUSEHOLDS, 0.0)
    scope = "with" if HOUSEHOLDS in amounts else "without"
    draws = number(float(receipt.identity["parameters"]["draws"]), question.language, 0)
    meaning = text(f"library.interval.{scope}", question.language, draws=draws)
    return Interval(float(row["low"][0]) + direct, float(row["high"][0]) + direct, LEVEL, meaning, receipt)


@dataclass(frozen=True, slots=True)
class Joint:
    """Standard deviations of two figures of one area and their covariance, in the units of the figures."""

    first: float
    last: float
    covariance: float


def joint_of(first: Footprint, last: Footprint) -> Joint | None:
    """How the errors of two figures hang together, from the draws that both years share; None without draws.

    Notes
    -----
    cov = (s1^2 + s2^2 - s^2) / 2 with s the deviation of the drawn change. The scale from kt to the unit of a figure
    (per head, for instance) is the width of its interval over that of the draws.
    """
    try:
        frame, _ = load(first.model, None, "draws")
    except ProductError:
        return None
    mine = frame.filter((pl.col("gas") == first.gases[0]) & (pl.col("area") == first.area))
    rows = {(row["from_year"], row["to_year"]): row for row in mine.iter_rows(named=True)}
    years = (first.year, last.year)
    if any((one, one) not in rows for one in years) or years not in rows:
        return None
    scales = []
    for figure in (first, last):
        row = rows[(figure.year, figure.year)]
        if figure.low is None or figure.high is None:
            return None
        scales.append((figure.high - figure.low) / (row["high"] - row["low"]))
    deviations = [float(rows[(year, year)]["deviation"]) for year in years]
    change = float(rows[years]["deviation"])
    covariance = (deviations[0] ** 2 + deviations[1] ** 2 - change**2) / 2
    return Joint(deviations[0] * scales[0], deviations[1] * scales[1], covariance * scales[0] * scales[1])

"""Consumption-based CO2 of the Global Carbon Budget, by area and year: an extract in our own layout."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from ketenkompas import ingest, sources
from ketenkompas.classifications import areas
from ketenkompas.mrio import Check
from ketenkompas.pipeline._plan import Made, Plan
from ketenkompas.pipeline._receipt import Identity, Input, Step

BUDGET = "global-carbon-budget"
_SOURCE = "gcb-2020"
_FIRST_YEAR = 2000  # the first year of our own models
_LARGEST_STEP = math.log(2)


def budget_plans() -> list[Plan]:
    """The plan of the extract: FIGARO's economies from 2000 on, without what the record calls unusable."""
    inputs = (Input(_SOURCE, sources.open_source(_SOURCE).sha256),)
    parameters = {"areas": "figaro", "first_year": _FIRST_YEAR}
    identity = Identity("consumption", BUDGET, None, (Step("ingest.gcb", 1),), inputs, parameters)
    return [Plan(identity, _consumption)]


def _consumption() -> Made:
    unusable = sources.record(_SOURCE).unusable
    read = ingest.read_gcb(sources.open_source(_SOURCE).path)
    economies = [code for code, area in areas().items() if area.in_figaro]
    wanted = read.filter(pl.col("area").is_in(economies) & (pl.col("year") >= _FIRST_YEAR))
    tidy = wanted.filter(~_marked(unusable)).select("area", pl.col("year").cast(pl.Int32), value="value_mt")
    notes = [
        f"left out: {', '.join(one.where.values())} {one.years[0]}-{one.years[1]}: {one.reason['en']}"
        for one in unusable
    ]
    ordered = tidy.sort("area", "year")
    return ordered, _checks(ordered), notes


def _marked(unusable: Sequence[sources.Unusable]) -> pl.Expr:
    """Rows of the source (columns as it names them) that its record calls unusable."""
    marked = pl.lit(value=False)
    for one in unusable:
        rows = pl.col("year").is_between(*one.years)
        for column, said in one.where.items():
            rows = rows & (pl.col(column) == said)
        marked = marked | rows
    return marked


def _checks(tidy: pl.DataFrame) -> list[Check]:
    """No economy doubles or halves in a year (natural logarithm): larger steps have to be judged and told."""
    steps = tidy.with_columns(
        step=(pl.col("value") / pl.col("value").shift(1).over("area")).log().abs(),
        years=pl.col("year").diff().over("area"),
    )
    area, year, worst = steps.filter(pl.col("years") == 1).sort("step").select("area", "year", "step").row(-1)
    return [Check("largest_step_in_a_year", worst, _LARGEST_STEP, worst < _LARGEST_STEP, (f"{area} {year}",))]

"""The effects behind a change of a footprint: from the product that has all pairs of years, or from raw tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
import xarray as xr

from ketenkompas import ingest
from ketenkompas.classifications import members
from ketenkompas.errors import InputError, MissingValueError, ProductError
from ketenkompas.library._analysis import Basis, computed, of_product
from ketenkompas.library._parts import Question
from ketenkompas.library._population import population_million
from ketenkompas.mrio import EFFECTS, Accounts, ChangeBy, chained_decomposition, decomposition, deflate
from ketenkompas.pipeline import (
    BASE_YEAR,
    CHANGE_STEPS,
    WIOD,
    Input,
    Step,
    Table,
    file_input,
    load,
    price_input,
    table,
    wiod_price_index,
)

Course = Literal["direct", "chained"]
Method = Literal["structural", "index"]
DEFLATION_STEPS = CHANGE_STEPS[:-1]
PRODUCT, BY_PRODUCT = "decomposition", "decomposition_products"
_FORMS = ("change", "first_form", "second_form")


@dataclass(frozen=True)
class Prices:
    """In what prices a change is told: a base year, a file with a user's own index, or knowingly current prices."""

    base: int | None = None
    index: Path | None = None
    current: bool = False


@dataclass(frozen=True)
class Effects:
    """The effects of an area and gas, kt: of all parts together by form (an index has one), and of each part.

    ``base`` is the price year, None for current prices; ``population`` tells whether it was told apart.
    """

    basis: Basis
    forms: Mapping[str, Mapping[str, float]]
    parts: Mapping[str, Mapping[str, float]]
    base: int | None
    own_prices: bool = False
    population: bool = True
    names: tuple[str, ...] = EFFECTS

    @property
    def shown(self) -> tuple[str, ...]:
        """The effects that were told apart: without population where it is not known."""
        return tuple(name for name in self.names if name != "population" or self.population)


def effects(asked: Question, years: Sequence[int], by: ChangeBy | None, course: Course, prices: Prices) -> Effects:
    """The effects between the first and the last of the years; the years between count only where they are chained."""
    spanned = list(years) if course == "chained" else [years[0], years[-1]]
    plain = not prices.current and prices.index is None and prices.base in (None, BASE_YEAR)
    if asked.model.id == WIOD and plain and by in (None, "product"):
        found = _of_product(asked, spanned, by)
        if found is not None:
            return found
    return _of_tables(asked, spanned, by, prices)


def _of_product(asked: Question, years: Sequence[int], by: ChangeBy | None) -> Effects | None:
    try:
        frame, receipt = load(asked.model.id, None, BY_PRODUCT if by else PRODUCT)
        whole, _ = load(asked.model.id, None, PRODUCT)
    except ProductError:
        return None
    mine = _rows(whole, asked, years)
    if mine.select("from_year", "to_year").n_unique() < len(years) - 1:
        return None
    totals = mine.group_by("effect", maintain_order=True).agg(pl.col(_FORMS).sum())
    forms = {form: dict(zip(totals["effect"].cast(pl.String), totals[form], strict=True)) for form in _FORMS}
    parts: dict[str, dict[str, float]] = {}
    if by:
        summed = _rows(frame, asked, years).group_by("product", maintain_order=True).agg(pl.col(EFFECTS).sum())
        parts = {str(row["product"]): {name: row[name] for name in EFFECTS} for row in summed.iter_rows(named=True)}
    return Effects(of_product(asked.model.info, receipt), forms, parts, BASE_YEAR)


def _rows(frame: pl.DataFrame, asked: Question, years: Sequence[int]) -> pl.DataFrame:
    inside = list(members(asked.area, asked.model.info.regions))
    steps = pl.DataFrame(list(pairwise(years)), schema={"from_year": pl.Int16, "to_year": pl.Int16}, orient="row")
    mine = frame.filter((pl.col("gas") == asked.gas) & pl.col("area").is_in(inside))
    return mine.join(steps, on=["from_year", "to_year"], how="semi").with_columns(pl.col(pl.Float32).cast(pl.Float64))


def _of_tables(asked: Question, years: Sequence[int], by: ChangeBy | None, prices: Prices) -> Effects:
    tables, accounts, base, priced = priced_tables(asked.model.id, years, prices)
    population, counted = heads(accounts)
    told: dict[str, Any] = {"by": by or "product", "population": population, "current_prices": prices.current}
    change = (
        decomposition(accounts[0], accounts[1], **told)
        if len(accounts) == 2
        else chained_decomposition(accounts, **told)
    )
    basis = computed(
        "explain",
        tables,
        CHANGE_STEPS if base is not None else (Step("mrio.decomposition", 1),),
        {"years": list(years), "base_year": base, "split": "mean", "by": by or "product"},
        inputs=[*priced, *counted],
    )
    inside = list(members(asked.area, accounts[0].regions))
    mine = change.sel(gas=asked.gas, area=inside).sum("area")
    part = by or "product"
    forms = {form: dict(zip(EFFECTS, mine[form].sum(part).values.tolist(), strict=True)) for form in _FORMS}
    by_part = mine["change"].transpose(part, "effect")
    parts = {
        str(code): dict(zip(EFFECTS, row, strict=True))
        for code, row in zip(by_part[part].values, by_part.values.tolist(), strict=True)
    }
    return Effects(basis, forms, parts if by else {}, base, prices.index is not None, population is not None)


def priced_tables(
    model: str, years: Sequence[int], prices: Prices
) -> tuple[list[Table], list[Accounts], int | None, list[Input]]:
    """The tables of the years, their accounts in the prices asked, the base year, and the files of the index."""
    tables = [table(model, year) for year in years]
    base = None if prices.current else prices.base or (BASE_YEAR if prices.index is None else years[-1])
    accounts, files = _priced(tables, prices, base)
    return tables, accounts, base, files


def _priced(tables: Sequence[Table], prices: Prices, base: int | None) -> tuple[list[Accounts], list[Input]]:
    """The accounts in the prices asked, and the files that the index came from."""
    read = [one.accounts for one in tables]
    if base is None:
        return read, []
    if prices.index is not None:
        known = ingest.read_price_index(prices.index)
        own = [deflate(one, _own_index(known, one.meta.year, base, prices.index), base=base) for one in read]
        return own, [file_input(prices.index)]
    if tables[0].info.id != WIOD:
        raise InputError("explain.prices_needed", model=tables[0].info.id)
    real = [deflate(one, wiod_price_index(one.regions, one.meta.year, base), base=base) for one in read]
    return real, [price_input()]


def _own_index(known: pl.DataFrame, year: int, base: int, path: Path) -> xr.DataArray:
    """The index of a year over that of the base year, of the labels that have both; the engine names what is absent."""
    at = [known.filter(pl.col("year") == one).select("label", "index") for one in (year, base)]
    lacking = [str(one) for one, rows in zip((year, base), at, strict=True) if rows.is_empty()]
    if lacking:
        raise InputError("explain.index_year", where=path.name, years=", ".join(lacking))
    ratio = at[0].join(at[1], on="label", suffix="_base").sort("label")
    values = (ratio["index"] / ratio["index_base"]).to_numpy()
    return xr.DataArray(values, coords={str(known["label_kind"][0]): ratio["label"].to_list()})


def heads(accounts: Sequence[Accounts]) -> tuple[list[xr.DataArray] | None, list[Input]]:
    """Population of every region and year, or None where one is not known; never a part of them."""
    regions = accounts[0].regions
    try:
        found = [[population_million(area, one.meta.year, regions) for area in regions] for one in accounts]
    except MissingValueError:
        return None, []
    receipt = found[0][0][1]
    counted = [xr.DataArray(np.array([head for head, _ in row]), coords={"area": list(regions)}) for row in found]
    return counted, [Input(item["source"], item["sha256"]) for item in receipt.identity["inputs"]]

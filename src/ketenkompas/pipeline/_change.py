"""The products on change over time: every pair of years of WIOD decomposed in constant prices, for every area."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import xarray as xr

from ketenkompas import ingest, sources
from ketenkompas.mrio import EFFECTS, Accounts, Check, LeontiefSystem, decomposition, deflate, footprint, leontief
from ketenkompas.pipeline._models import WIOD, WIOD_YEARS, read_wiod, source_input, wiod_inputs
from ketenkompas.pipeline._plan import Made, Plan
from ketenkompas.pipeline._receipt import Identity, Input, Step

PRICES = "pwt-10.01"
BASE_YEAR = 2008
"""The prices in which changes are told unless another year is asked: the last year before trade fell (2026-11)."""
CHANGE_STEPS = (Step("ingest.wiod_deflators", 1), Step("mrio.deflate", 1), Step("mrio.decomposition", 1))
_ADDS_UP = 1e-9
_FORMS = ("change", "first_form", "second_form")
_SYMBOLS = ("gas", "area", "product", "effect")


@dataclass(frozen=True)
class _Year:
    accounts: Accounts = field(repr=False)
    system: LeontiefSystem = field(repr=False)
    population: xr.DataArray = field(repr=False)
    total: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class _Pair:
    """Effects of two years, kt: all products together by form (form, effect, gas, area), and by product (effect, gas,
    product, area) in single precision; and how far they are from adding up, over the footprint.
    """

    years: tuple[int, int]
    totals: np.ndarray = field(repr=False)
    products: np.ndarray = field(repr=False)
    gap: float


@dataclass(frozen=True)
class _Changes:
    gases: tuple[str, ...]
    areas: tuple[str, ...]
    products: tuple[str, ...]
    pairs: tuple[_Pair, ...] = field(repr=False)


def wiod_price_index(regions: Sequence[str], year: int, base: int) -> xr.DataArray:
    """Price of a year over price of the base year, by region, for a table in current USD.

    Raises
    ------
    SourceError
        Where the file with prices is not at hand.
    InputError
        ``prices.base_absent``, ``prices.area_absent``.
    """
    rows = ingest.wiod_deflators(_prices(), regions, base).filter(pl.col("year") == year)
    return xr.DataArray(rows["deflator_1"].to_numpy(), coords={"region": rows["area"].to_list()})


def price_input() -> Input:
    """The file that :func:`wiod_price_index` reads."""
    return source_input(PRICES)


def _prices() -> pl.DataFrame:
    return _read_prices(sources.open_source(PRICES).path)


@functools.lru_cache(maxsize=2)
def _read_prices(path: Path) -> pl.DataFrame:
    return ingest.read_prices(path)


def change_plans(years: Sequence[int] = WIOD_YEARS, base: int = BASE_YEAR) -> list[Plan]:
    """The plans of ``decomposition`` and ``decomposition_products``; the tables are read once for both.

    ``decomposition`` has columns ``gas, area, from_year, to_year, effect, change, first_form, second_form`` (kt);
    ``decomposition_products`` has ``gas, area, from_year, to_year, product`` and a column for each effect (kt, in
    single precision: seven digits). Aggregates are sums of their members and need no rows.
    """
    inputs = dict.fromkeys([item for year in years for item in wiod_inputs(year)] + [price_input()])
    identities = {
        product: Identity(
            product=product,
            model=WIOD,
            year=None,
            steps=(Step("ingest.wiod2013", 1), *CHANGE_STEPS),
            inputs=tuple(inputs),
            parameters={"years": list(years), "base_year": base, "split": "mean", "population": PRICES},
        )
        for product in ("decomposition", "decomposition_products")
    }

    @functools.cache
    def changes() -> _Changes:
        return _all_pairs(years, base)

    def maker(frame: Callable[[_Changes], pl.DataFrame]) -> Callable[[], Made]:
        def make() -> Made:
            found = changes()
            worst = max(pair.gap for pair in found.pairs)
            return frame(found), (Check("effects_add_up", worst, _ADDS_UP, worst <= _ADDS_UP),), ()

        return make

    frames = {"decomposition": _totals_frame, "decomposition_products": _products_frame}
    return [Plan(identities[product], maker(frame)) for product, frame in frames.items()]


def _all_pairs(years: Sequence[int], base: int) -> _Changes:
    solved = {year: _year(year, base) for year in years}
    pairs = tuple(_pair(first, second, solved[first], solved[second]) for first, second in combinations(years, 2))
    accounts = solved[years[0]].accounts
    products = tuple(dict.fromkeys(accounts.sectors.products))
    return _Changes(accounts.gases, accounts.regions, products, pairs)


def _year(year: int, base: int) -> _Year:
    accounts, _ = read_wiod(year)
    regions = accounts.regions
    real = deflate(accounts, wiod_price_index(regions, year, base), base=base)
    heads = ingest.wiod_population(_prices(), regions).filter(pl.col("year") == year)
    population = xr.DataArray(heads["population_million"].to_numpy(), coords={"area": heads["area"].to_list()})
    system = leontief(real)
    return _Year(real, system, population, footprint(real, system=system).values)


def _pair(first: int, second: int, before: _Year, after: _Year) -> _Pair:
    found = decomposition(
        before.accounts,
        after.accounts,
        population=(before.population, after.population),
        systems=(before.system, after.system),
    )
    totals = np.stack([found[form].sum("product").values for form in _FORMS])
    gap = np.abs(totals.sum(axis=1) - (after.total - before.total)) / before.total
    return _Pair((first, second), totals, found["change"].values.astype(np.float32), float(gap.max()))


def _totals_frame(found: _Changes) -> pl.DataFrame:
    """Rows by years, effect, gas, area."""
    cells = [pair.totals.reshape(len(_FORMS), -1) for pair in found.pairs]
    labels = _labels(found, {"effect": EFFECTS, "gas": found.gases, "area": found.areas})
    values = dict(zip(_FORMS, np.concatenate(cells, axis=1), strict=True))
    return _tidy(labels | values, ["gas", "area", "from_year", "to_year", "effect", *_FORMS])


def _products_frame(found: _Changes) -> pl.DataFrame:
    """Rows by years, gas, product, area."""
    cells = [pair.products.reshape(len(EFFECTS), -1) for pair in found.pairs]
    labels = _labels(found, {"gas": found.gases, "product": found.products, "area": found.areas})
    values = dict(zip(EFFECTS, np.concatenate(cells, axis=1), strict=True))
    return _tidy(labels | values, ["gas", "area", "from_year", "to_year", "product", *EFFECTS])


def _labels(found: _Changes, axes: dict[str, Sequence[str]]) -> dict[str, np.ndarray]:
    """The labels of every cell, years slowest, the last axis fastest."""
    sizes = [len(found.pairs), *(len(labels) for labels in axes.values())]
    places = np.indices(sizes).reshape(len(sizes), -1)
    spans = np.array([pair.years for pair in found.pairs], dtype=np.int16)[places[0]]
    named = {name: np.array(labels)[at] for (name, labels), at in zip(axes.items(), places[1:], strict=True)}
    return {"from_year": spans[:, 0], "to_year": spans[:, 1], **named}


def _tidy(columns: dict[str, np.ndarray], order: Sequence[str]) -> pl.DataFrame:
    frame = pl.DataFrame(columns).select(order)
    return frame.with_columns(pl.col(name).cast(pl.Categorical) for name in order if name in _SYMBOLS)

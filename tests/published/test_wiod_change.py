"""Decompositions of the Dutch footprint on WIOD: every figure of section 10 of the fact sheet, Mt, within 0.01."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import xarray as xr

from ketenkompas import ingest
from ketenkompas.mrio import Accounts, decomposition, deflate, footprint

pytestmark = pytest.mark.mirror
CHAIN = ["technology", "trade_structure"]
DEMAND = ["demand_mix", "demand_volume", "population"]


@functools.cache
def current(folder: Path, year: int) -> Accounts:
    return ingest.read_wiod2013(
        folder / f"wiot_{year}.parquet",
        co2=folder / "co2_jrc_to_wiod2013.parquet",
        regions=folder / "regions.csv",
        industries=folder / "industries.csv",
        final_demand=folder / "final_demand.csv",
        year=year,
    )


@functools.cache
def real(mirror: Path, year: int) -> Accounts:
    accounts = current(mirror / "mrio" / "wiod2013", year)
    prices = ingest.read_prices(mirror / "mrio" / "prices" / "pwt_10_01_1995_2019.csv")
    rows = ingest.wiod_deflators(prices, accounts.regions, 2008).filter(pl.col("year") == year)
    index = xr.DataArray(rows["deflator_1"].to_numpy(), coords={"region": rows["area"].to_list()})
    return deflate(accounts, index, base=2008)


def dutch(found: xr.Dataset) -> xr.Dataset:
    return found.sel(area="NL", gas="CO2").sum("product") / 1e3


def parts(found: xr.DataArray) -> list[float]:
    return [
        found.sum("effect").item(),
        found.sel(effect="intensity").item(),
        found.sel(effect=CHAIN).sum("effect").item(),
        found.sel(effect=DEMAND).sum("effect").item(),
    ]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2000, 2008), [17.308, -209.771, 64.381, 162.698]),
        ((2005, 2008), [4.400, -87.731, 21.869, 70.262]),
        ((2008, 2010), [-15.412, 11.665, -2.771, -24.307]),
    ],
)
def test_in_current_prices(mirror: Path, years: tuple[int, int], expected: list[float]) -> None:
    tables = [current(mirror / "mrio" / "wiod2013", year) for year in years]
    found = dutch(decomposition(*tables, split="polar", current_prices=True))  # type: ignore[misc]
    assert parts(found["change"]) == pytest.approx(expected, abs=0.01)
    if years == (2000, 2008):
        assert found["change"].sel(effect=["demand_volume", "demand_mix"]).values == pytest.approx(
            [154.959, 7.739], abs=0.01
        )
        poles = [found[form].sel(effect="intensity").item() for form in ("first_form", "second_form")]
        assert poles == pytest.approx([-317.779, -101.763], abs=0.01)


@pytest.mark.parametrize(
    ("years", "expected"),
    [((2000, 2008), [17.308, -59.679, 41.580, 35.406]), ((2008, 2011), [-23.120, -1.363, -10.977, -10.780])],
)
def test_deflated(mirror: Path, years: tuple[int, int], expected: list[float]) -> None:
    before, after = (real(mirror, year) for year in years)
    found = dutch(decomposition(before, after))
    assert parts(found["change"]) == pytest.approx(expected, abs=0.01)
    if years == (2000, 2008):
        assert found["change"].sel(effect=["demand_volume", "demand_mix"]).values == pytest.approx(
            [27.742, 7.665], abs=0.01
        )
        poles = [found[form].sel(effect="intensity").item() for form in ("first_form", "second_form")]
        assert poles == pytest.approx([-74.837, -44.521], abs=0.01)


def test_every_area_exactly_and_prices_change_no_footprint(mirror: Path) -> None:
    before, after = real(mirror, 2000), real(mirror, 2008)
    nominal = current(mirror / "mrio" / "wiod2013", 2008)
    np.testing.assert_allclose(footprint(after).values, footprint(nominal).values, rtol=1e-9)
    found = decomposition(before, after)
    change = (footprint(after) - footprint(before)).values
    for name in ("change", "first_form", "second_form"):
        np.testing.assert_allclose(found[name].sum(["effect", "product"]).values, change, rtol=1e-9, atol=1e-6)
    by_origin = decomposition(before, after, by="origin")["change"].sum("origin")
    np.testing.assert_allclose(by_origin.values, found["change"].sum("product").values, rtol=1e-9, atol=1e-6)

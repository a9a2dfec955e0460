"""Change over time: exact, in agreement with inverses, blind to prices where it must be, and chained."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.mrio import (
    EFFECTS,
    Accounts,
    ChangeBy,
    chained_decomposition,
    coefficients,
    decomposition,
    deflate,
    demand_by_area,
    footprint,
    three_factors,
)
from tests.properties.systems import made

WAYS: tuple[ChangeBy, ...] = ("product", "origin", "industry")


def years(seed: int, regions: int, products: int, count: int = 2, *, idle: bool = False) -> list[Accounts]:
    """Accounts of consecutive years, in the same constant prices; products disappear and come."""
    listed = [made(seed + k, regions, products, idle=idle and k == 0) for k in range(count)]
    return [
        replace(one, meta=replace(one.meta, year=2020 + k, price_basis="constant prices of 2015"))
        for k, one in enumerate(listed)
    ]


def populations(accounts: Accounts, seed: int) -> xr.DataArray:
    random = np.random.default_rng(seed)
    return xr.DataArray(random.uniform(1, 50, len(accounts.regions)), coords={"area": list(accounts.regions)})


sizes = {"seed": st.integers(0, 2**31), "regions": st.integers(1, 3), "products": st.integers(2, 4)}


@settings(max_examples=25)
@given(**sizes, idle=st.booleans(), split=st.sampled_from(["mean", "polar"]), by=st.sampled_from(WAYS))
def test_effects_add_up_to_the_change_of_every_area(
    seed: int, regions: int, products: int, idle: bool, split: str, by: ChangeBy
) -> None:
    before, after = years(seed, regions, products, idle=idle)
    heads = (populations(before, seed), populations(after, seed + 1))
    found = decomposition(before, after, by=by, population=heads, split=split)  # type: ignore[arg-type]
    change = (footprint(after) - footprint(before)).values
    for name in ("change", "first_form", "second_form"):
        np.testing.assert_allclose(found[name].sum(["effect", by]).values, change, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found["change"].values, (found["first_form"] + found["second_form"]).values / 2)


def direct_recomputation(before: Accounts, after: Accounts) -> dict[str, np.ndarray]:
    """The first form of the effects (g, a) with inverses, split at the mean, term by term from its definition."""
    one, other = coefficients(before), coefficients(after)
    size = len(before.sectors)
    inverse = [np.linalg.inv(np.eye(size) - each["inputs"].values) for each in (one, other)]
    f = [one["intensity"].values, other["intensity"].values]
    y = [demand_by_area(each).values for each in (before, after)]
    same = np.array([[p == q for q in before.sectors.products] for p in before.sectors.products], dtype=float)
    h = [same @ each["inputs"].values for each in (one, other)]
    shares = [np.divide(each["inputs"].values, h[k], out=np.full((size, size), np.nan), where=h[k] > 0)
              for k, each in enumerate((one, other))]  # fmt: skip
    shares = [np.where(np.isnan(shares[0]), shares[1], shares[0]), np.where(np.isnan(shares[1]), shares[0], shares[1])]
    technology = np.where(h[1] == h[0], 0.0, np.nan_to_num((shares[0] + shares[1]) / 2) * (h[1] - h[0]))
    trade = np.nan_to_num(shares[1] - shares[0]) * (h[0] + h[1]) / 2
    chain = f[0] @ inverse[0]
    total = [each.sum(axis=0) for each in y]
    mix = [each / sums for each, sums in zip(y, total, strict=True)]
    return {
        "intensity": (f[1] - f[0]) @ inverse[1] @ y[1],
        "technology": chain @ technology @ inverse[1] @ y[1],
        "trade_structure": chain @ trade @ inverse[1] @ y[1],
        "demand_mix": chain @ ((mix[1] - mix[0]) * (total[0] + total[1]) / 2),
        "demand_volume": chain @ ((mix[0] + mix[1]) / 2 * (total[1] - total[0])),
    }


@settings(max_examples=25)
@given(**sizes, by=st.sampled_from(WAYS))
def test_it_agrees_with_inverses(seed: int, regions: int, products: int, by: ChangeBy) -> None:
    before, after = years(seed, regions, products)
    found = decomposition(before, after, by=by).sum(by)
    for effect, values in direct_recomputation(before, after).items():
        np.testing.assert_allclose(found["first_form"].sel(effect=effect).values, values, rtol=1e-8, atol=1e-8)
    for effect, values in direct_recomputation(after, before).items():
        np.testing.assert_allclose(found["second_form"].sel(effect=effect).values, -values, rtol=1e-8, atol=1e-8)


@settings(max_examples=12)
@given(**sizes)
def test_three_factors_are_the_sums_of_the_six(seed: int, regions: int, products: int) -> None:
    before, after = years(seed, regions, products)
    coarse, fine = three_factors(before, after), decomposition(before, after).sum("product")
    together = {"intensity": ["intensity"], "structure": ["technology", "trade_structure"]}
    together["demand"] = ["demand_mix", "demand_volume", "population"]
    for form in ("change", "first_form", "second_form"):
        for effect, parts in together.items():
            summed = fine[form].sel(effect=parts).sum("effect")
            np.testing.assert_allclose(coarse[form].sel(effect=effect).values, summed.values, rtol=1e-9, atol=1e-9)


@settings(max_examples=12)
@given(**sizes)
def test_the_years_exchanged_is_the_change_with_the_other_sign(seed: int, regions: int, products: int) -> None:
    before, after = years(seed, regions, products)
    there, back = decomposition(before, after), decomposition(after, before)
    np.testing.assert_allclose(there["change"].values, -back["change"].values, rtol=1e-9, atol=1e-9)


@settings(max_examples=25)
@given(**sizes, by_sector=st.booleans())
def test_prices_leave_every_footprint(seed: int, regions: int, products: int, by_sector: bool) -> None:
    accounts = made(seed, regions, products)
    labels = ("make", accounts.sectors.labels) if by_sector else ("region", accounts.regions)
    index = np.random.default_rng(seed).lognormal(0.0, 0.5, len(labels[1]))
    real = deflate(accounts, xr.DataArray(index, coords={labels[0]: list(labels[1])}), base=2015)
    for by in ("origin_industry", "product"):
        np.testing.assert_allclose(
            footprint(real, by=by).values, footprint(accounts, by=by).values, rtol=1e-9, atol=1e-9
        )
    assert (real.emissions.values == accounts.emissions.values).all()


@settings(max_examples=20)
@given(**sizes)
def test_inflation_alone_is_no_change(seed: int, regions: int, products: int) -> None:
    """The same economy at other prices: deflated nothing changed, in current prices large opposite effects."""
    (before,) = years(seed, regions, products, 1)
    before = replace(before, meta=replace(before.meta, price_basis="basic prices, current"))
    prices = np.random.default_rng(seed).uniform(1.5, 3.0, len(before.regions))
    index = xr.DataArray(prices, coords={"region": list(before.regions)})
    dear = deflate(before, 1 / index, base=2020)
    after = replace(dear, meta=replace(before.meta, year=2021))
    none = decomposition(deflate(before, index * 0 + 1, base=2020), deflate(after, index, base=2020), by="product")
    scale = float(np.abs(footprint(before)).max())
    assert float(np.abs(none["change"]).max()) <= 1e-9 * scale
    apparent = decomposition(before, after, current_prices=True)["change"].sum(["product"])
    assert (apparent.sel(effect="intensity").values <= -0.3 * footprint(before).values + 1e-9).all()


@settings(max_examples=10)
@given(**sizes, by=st.sampled_from(WAYS))
def test_a_chain_of_years_adds_up_to_the_same_change(seed: int, regions: int, products: int, by: ChangeBy) -> None:
    listed = years(seed, regions, products, 4)
    chained = chained_decomposition(listed, by=by, population=[populations(one, 7) for one in listed])
    change = (footprint(listed[-1]) - footprint(listed[0])).values
    np.testing.assert_allclose(chained["change"].sum(["effect", by]).values, change, rtol=1e-9, atol=1e-9)
    steps = sum(decomposition(a, b, by=by)["change"].values for a, b in pairwise(listed))
    np.testing.assert_allclose(chained["change"].values, steps, rtol=1e-9, atol=1e-9)
    assert chained.attrs["years"] == (2020, 2023)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**31), other=st.sampled_from(["demand", "emissions"]))
def test_what_did_not_change_has_no_effect(seed: int, other: str) -> None:
    before, after = years(seed, 2, 3)
    if other == "emissions":
        after = replace(before, _emissions=after.emissions.values)
        moved = {"intensity"}
    else:
        doubled = {"flows": before.flows.values, "demand": before.demand.values, "emissions": before.emissions.values}
        named = {name: 2 * values for name, values in doubled.items()}
        after = replace(
            before, **{f"_{name}": values for name, values in named.items()}, _output=2 * before.output.values
        )
        moved = {"demand_volume"}
    effects = decomposition(before, after)["change"]
    for effect in EFFECTS:
        size = float(np.abs(effects.sel(effect=effect)).max())
        assert (size > 1e-6) == (effect in moved), effect


def test_population_takes_its_part_of_the_volume() -> None:
    before, after = years(3, 3, 4)
    heads = (populations(before, 1), populations(after, 2))
    without, found = decomposition(before, after), decomposition(before, after, population=heads)
    parts = found["change"].sel(effect=["demand_volume", "population"]).sum("effect")
    np.testing.assert_allclose(parts.values, without["change"].sel(effect="demand_volume").values, rtol=1e-9, atol=1e-9)
    assert float(np.abs(found["change"].sel(effect="population")).max()) > 1


@pytest.mark.parametrize("chosen", ["first", "second"])
def test_all_areas_together_are_the_change_of_world_emissions(chosen: str) -> None:
    before, after = years(11, 3, 4)
    total = decomposition(before, after)[f"{chosen}_form"].sum(["effect", "product", "area"]).values
    np.testing.assert_allclose(total, (after.emissions - before.emissions).sum("make").values, rtol=1e-9)

"""The logarithmic mean index: exact, blind to the order of factors, and defined for zeros and changes of sign."""

from __future__ import annotations

import numpy as np
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.mrio import chain_factors, footprint, index_decomposition
from tests.properties.systems import made

values = st.one_of(st.just(0.0), st.floats(1e-3, 1e3), st.floats(-1e3, -1e-3))


def factors(cells: list[list[float]]) -> xr.DataArray:
    names = [f"x{k}" for k in range(len(cells))]
    return xr.DataArray(cells, dims=("factor", "cell"), coords={"factor": names, "cell": list(range(len(cells[0])))})


@settings(max_examples=50)
@given(st.lists(st.tuples(*[values] * 6), min_size=1, max_size=4))
def test_effects_add_up_whatever_the_signs_and_zeros(cells: list[tuple[float, ...]]) -> None:
    """Up to rounding in the largest product that the forms pass through."""
    table = np.array(cells).T
    before, after = factors(table[:3].tolist()), factors(table[3:].tolist())
    found = index_decomposition(before, after).sum("factor").values
    change = (after.prod("factor") - before.prod("factor")).values
    largest = np.maximum(np.maximum(np.abs(before), np.abs(after)).prod("factor").values, 1.0)
    assert (np.abs(found - change) <= 1e-9 * largest).all()


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.floats(1e-2, 1e2)] * 6), min_size=1, max_size=4))
def test_the_order_of_factors_has_no_meaning(cells: list[tuple[float, ...]]) -> None:
    table = np.array(cells).T
    before, after = factors(table[:3].tolist()), factors(table[3:].tolist())
    turned = [2, 0, 1]
    found = index_decomposition(before, after).isel(factor=turned)
    other = index_decomposition(before.isel(factor=turned), after.isel(factor=turned))
    np.testing.assert_allclose(found.values, other.values, rtol=1e-9, atol=1e-9)


@settings(max_examples=20)
@given(seed=st.integers(0, 2**31))
def test_the_chain_of_an_area_is_its_footprint(seed: int) -> None:
    one, other = made(seed, 3, 4), made(seed + 1, 3, 4)
    heads = xr.DataArray([10.0, 20.0, 30.0], coords={"area": list(one.regions)})
    before, after = chain_factors(one, heads), chain_factors(other, 1.1 * heads)
    np.testing.assert_allclose(before.prod("factor").values, footprint(one, by="product").values, rtol=1e-9)
    effects = index_decomposition(before, after)
    change = footprint(other, by="product") - footprint(one, by="product")
    np.testing.assert_allclose(effects.sum("factor").values, change.values, rtol=1e-7, atol=1e-9)

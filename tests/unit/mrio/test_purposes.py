"""From products to purposes: nothing is lost, a product is divided as its links say, what has no link stays apart."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import AlignmentError
from ketenkompas.mrio import NOT_LINKED, TRADE, PurposeKey, by_purpose, purpose_shares

PRODUCTS = ("A01", "C10T12", "C19", "D35", "G47", "M72")
KEY = PurposeKey(
    {"01": 100.0, "04.5": 50.0, "11.1": 25.0},
    {"01": {"A01": 0.2, "C10T12": 0.8}, "04.5": {"D35": 0.9, "C19": 0.1}, "11.1": {"C10T12": 0.4, "A01": 0.6}},
    ("G47",),
)
AMOUNTS = st.lists(st.floats(-1e3, 1e6), min_size=2 * len(PRODUCTS), max_size=2 * len(PRODUCTS))


def values(amounts: list[float]) -> xr.DataArray:
    """(gas, product), kt."""
    return xr.DataArray(
        np.reshape(amounts, (2, len(PRODUCTS))),
        dims=("gas", "product"),
        coords={"gas": ["CO2", "CH4"], "product": list(PRODUCTS)},
        attrs={"units": "kt"},
    )


@given(AMOUNTS)
def test_the_total_of_every_gas_is_kept(amounts: list[float]) -> None:
    bought = values(amounts)
    placed = by_purpose(bought, KEY)
    scale = np.abs(bought.values).sum(axis=1)
    assert np.all(np.abs(placed.sum("purpose").values - bought.sum("product").values) <= 1e-12 * scale + 1e-300)
    assert placed.attrs["units"] == "kt"


@given(AMOUNTS, st.floats(0.1, 10))
def test_it_is_linear_and_knows_no_level_of_spending(amounts: list[float], factor: float) -> None:
    once = by_purpose(values(amounts), KEY).values
    more = by_purpose(values(amounts) * factor, KEY).values
    np.testing.assert_allclose(more, factor * once, rtol=1e-9, atol=1e-6)
    richer = PurposeKey({code: spent * 7 for code, spent in KEY.spending.items()}, KEY.links, KEY.trade)
    np.testing.assert_allclose(by_purpose(values(amounts), richer).values, once, rtol=1e-9, atol=1e-6)


def test_a_product_is_divided_by_spending_times_link() -> None:
    """C10T12: 100 x 0.8 = 80 against 25 x 0.4 = 10; A01: 20 against 15; D35 and C19 whole to 04.5."""
    shares = purpose_shares(KEY, PRODUCTS)
    np.testing.assert_allclose(shares[:, 1], [80 / 90, 0, 10 / 90])
    np.testing.assert_allclose(shares[:, 0], [20 / 35, 0, 15 / 35])
    np.testing.assert_allclose(shares.sum(axis=0), [1, 1, 1, 1, 0, 0])
    placed = by_purpose(values([35, 90, 1, 2, 4, 8] + [0] * 6), KEY).sel(gas="CO2")
    assert dict(zip(placed["purpose"].values.tolist(), placed.values.round(12).tolist(), strict=True)) == {
        "01": 100.0,
        "04.5": 3.0,
        "11.1": 25.0,
        TRADE: 4.0,
        NOT_LINKED: 8.0,
    }


def test_values_of_another_shape_are_refused() -> None:
    with pytest.raises(AlignmentError) as refused:
        by_purpose(values([0.0] * 12).transpose("product", "gas"), KEY)
    assert refused.value.code == "purpose.dims"

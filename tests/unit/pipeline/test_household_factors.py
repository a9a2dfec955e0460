"""An emission factor that is not there stops the build of the household footprint; it is never taken for zero."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketenkompas.errors import MissingValueError
from ketenkompas.ingest import purchasers
from ketenkompas.pipeline._factor_store import read_some
from ketenkompas.pipeline._household_inputs import chain_of, purchaser_key, whole_of


def test_a_factor_without_a_value_or_chain_is_refused() -> None:
    gas = read_some("2026.1", ["fuel.natural-gas.g"])["fuel.natural-gas.g"]
    assert (whole_of(gas), chain_of(gas)) == (2.134, 0.355)
    with pytest.raises(MissingValueError, match=r"fuel\.natural-gas\.g has no value"):
        whole_of(replace(gas, value=None))
    with pytest.raises(MissingValueError, match=r"fuel\.natural-gas\.g has no WTT"):
        chain_of(replace(gas, components=()))


def test_every_product_but_energy_has_its_purchaser_prices() -> None:
    """61 of the 62 products of final demand; electricity and gas are known by quantity."""
    products = purchasers().prior
    found = read_some("2026.1", [purchaser_key(code) for code in products])
    assert {code for code in products if purchaser_key(code) not in found} == {"D35"}

"""Prices and decompositions by hand, and the reasons why some cannot be made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from ketenkompas.errors import AlignmentError, InputError, KetenkompasError, MissingValueError
from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    Meta,
    Sectors,
    chain_factors,
    chained_decomposition,
    decomposition,
    deflate,
    example_accounts,
    in_current_prices,
    index_decomposition,
)


def index(**values: float) -> xr.DataArray:
    return xr.DataArray(list(values.values()), coords={"region": list(values)})


def one_sector(
    flow: float, demand: float, emission: float, *, year: int, basis: str = "constant prices of 2010"
) -> Accounts:
    return Accounts.build(
        flows=np.array([[flow]]),
        demand=np.array([[demand]]),
        emissions=np.array([[emission]]),
        direct=np.zeros((1, 1)),
        sectors=Sectors(("NL",), ("A",)),
        final_uses=FinalUses(("NL",), ("c37",)),
        gases=("CO2",),
        meta=Meta(model="one", year=year, money_unit="MEUR_2010", emission_units=("kt CO2",), price_basis=basis),
    )


def codes(error: KetenkompasError) -> list[str]:
    return [problem.code for problem in error.problems]


def test_rows_are_divided_by_the_price_of_who_delivers() -> None:
    real = deflate(example_accounts(), index(NL=2.0, BE=4.0), base=2015)
    assert real.flows.values.tolist() == [[8.0, 4.0], [8.0, 4.0]]
    assert real.demand.values.tolist() == [[28.0, 0.0], [4.0, 4.0]]
    assert real.output.values.tolist() == [40.0, 20.0]
    assert real.emissions.values.tolist() == [[40.0, 0.0]]
    assert real.direct.values.tolist() == [[10.0, 5.0]]
    assert real.meta.price_basis == "constant prices of 2015 (basic prices)"
    assert real.meta.money_unit == "MEUR_2015"
    assert real.value_added is None
    assert in_current_prices(example_accounts())
    assert not in_current_prices(real)


def test_one_index_for_each_sector() -> None:
    by_sector = xr.DataArray([1.0, 2.0], coords={"make": ["BE_A", "NL_A"]})
    assert deflate(example_accounts(), by_sector, base=2015).output.values.tolist() == [40.0, 80.0]


def test_every_fault_of_an_index_is_named() -> None:
    with pytest.raises(InputError) as caught:
        deflate(example_accounts(), index(NL=0.0, XX=1.0), base=2015)
    assert caught.value.code == "prices.index_faults"
    assert codes(caught.value) == ["prices.index_missing", "prices.index_unknown", "prices.index_not_positive"]
    assert [problem.where.label for problem in caught.value.problems] == ["BE", "XX", "NL"]
    with pytest.raises(InputError) as absent:
        deflate(example_accounts(), index(NL=1.0, BE=float("nan")), base=2015)
    assert codes(absent.value) == ["prices.index_missing"]


def test_an_index_over_something_else_is_refused() -> None:
    with pytest.raises(AlignmentError) as caught:
        deflate(example_accounts(), xr.DataArray([1.0, 1.0], dims="region"), base=2015)
    assert caught.value.code == "prices.index_dims"
    real = deflate(example_accounts(), index(NL=1.0, BE=1.0), base=2015)
    with pytest.raises(InputError) as twice:
        deflate(real, index(NL=1.0, BE=1.0), base=2015)
    assert twice.value.code == "prices.already_constant"


def test_one_sector_by_hand() -> None:
    """f = 0.5 -> 0.2, A = 0.5 -> 0.6, y = 10 -> 20: F = 0.5*2*10 = 10 -> 0.2*2.5*20 = 10.

    First form: df u_1 = -0.3*50 = -15; m_0 dA u_1 = 1*0.1*50 = 5; m_0 dy = 10. Second: df u_0 = -0.3*20 = -6;
    m_1 dA u_0 = 0.5*0.1*20 = 1; m_1 dy = 5.
    """
    before, after = one_sector(10, 10, 10, year=2010), one_sector(30, 20, 10, year=2012)
    found = decomposition(before, after).sel(area="NL", gas="CO2", product="A")
    assert found["first_form"].values == pytest.approx([-15, 5, 0, 0, 10, 0], abs=1e-12)
    assert found["second_form"].values == pytest.approx([-6, 1, 0, 0, 5, 0], abs=1e-12)
    assert found["change"].values == pytest.approx([-10.5, 3, 0, 0, 7.5, 0], abs=1e-12)
    assert found.attrs["price_basis"] == "constant prices of 2010"
    assert found["change"].attrs["units"] == "kt CO2"


def test_current_prices_only_on_request_and_loudly() -> None:
    before, after = (one_sector(10, 10, 10, year=year, basis="basic prices, current") for year in (2010, 2011))
    with pytest.raises(InputError) as caught:
        decomposition(before, after)
    assert codes(caught.value) == ["decomposition.current_prices"]
    assert decomposition(before, after, current_prices=True).attrs["price_basis"].startswith("CURRENT PRICES")


def test_tables_that_cannot_be_compared_are_refused_with_every_reason() -> None:
    before, after = one_sector(10, 10, 10, year=2010), one_sector(10, -10, 10, year=2011)
    after = replace(after, gases=("CH4",), meta=replace(after.meta, price_basis="constant prices of 2008"))
    nobody = xr.DataArray([0.0], coords={"area": ["NL"]})
    with pytest.raises(InputError) as caught:
        decomposition(before, after, population=(nobody, nobody + 1))
    assert codes(caught.value) == [
        "decomposition.other_axis",
        "decomposition.other_prices",
        "decomposition.no_demand",
        "decomposition.population",
    ]


def test_a_chain_needs_two_years() -> None:
    with pytest.raises(InputError) as caught:
        chained_decomposition([one_sector(10, 10, 10, year=2010)])
    assert caught.value.code == "decomposition.too_few"


def test_a_change_of_sign_is_decomposed_by_the_polar_forms() -> None:
    """1 * 4 -> -1 * 2: dx*(4+2)/2 = -6 and (1 + -1)/2 * dy = 0; exact: -2 - 4 = -6."""
    names = {"factor": ["x", "y"]}
    found = index_decomposition(xr.DataArray([1.0, 4.0], coords=names), xr.DataArray([-1.0, 2.0], coords=names))
    assert found.values.tolist() == [-6.0, 0.0]


def test_factors_must_be_there_and_alike() -> None:
    whole = xr.DataArray([1.0, 4.0], coords={"factor": ["x", "y"]})
    with pytest.raises(MissingValueError) as missing:
        index_decomposition(whole, whole.copy(data=[1.0, np.nan]))
    assert missing.value.where.label == "y"
    with pytest.raises(AlignmentError) as other:
        index_decomposition(whole, whole.assign_coords(factor=["y", "x"]))
    assert other.value.code == "index_decomposition.labels"


def test_the_chain_needs_people_and_spending() -> None:
    with pytest.raises(MissingValueError) as people:
        chain_factors(example_accounts(), xr.DataArray([1.0], coords={"area": ["NL"]}))
    assert people.value.params["areas"] == "BE"
    accounts = example_accounts()
    cancelling = replace(accounts, _demand=np.array([[56.0, 8.0], [-56.0, 8.0]]))
    with pytest.raises(MissingValueError) as unpaid:
        chain_factors(cancelling, xr.DataArray([1.0, 1.0], coords={"area": ["NL", "BE"]}))
    assert unpaid.value.params["cells"] == "NL A"

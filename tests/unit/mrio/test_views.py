"""Territorial view, denominators, gases and refusals, on a table small enough to follow by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from ketenkompas.errors import AlignmentError, BalanceError, InputError, MissingValueError, UnitError
from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    Meta,
    Sectors,
    balance,
    combine_gases,
    example_accounts,
    footprint,
    leontief,
    multipliers,
    per_head,
    per_money,
    production,
    territorial,
    with_households,
)
from ketenkompas.units import gwp_set

EXAMPLE = example_accounts()


def bridge(regions: list[str]) -> xr.DataArray:
    """Residents abroad 4 and 1 kt, non-residents at home 2 and 3 kt."""
    values = np.array([[[4.0, 2.0], [1.0, 3.0]]])[:, : len(regions)]
    return xr.DataArray(
        values,
        dims=("gas", "region", "item"),
        coords={"gas": ["CO2"], "region": regions, "item": ["residents_abroad", "non_residents"]},
    )


def test_territorial_is_production_with_the_bridge() -> None:
    resident = with_households(production(EXAMPLE), EXAMPLE)
    assert resident.values.tolist() == [[50.0, 5.0]]
    assert territorial(resident, bridge(["NL", "BE"])).values.tolist() == [[48.0, 7.0]]
    turned = bridge(["NL", "BE"]).sel(region=["BE", "NL"])
    assert territorial(resident, turned).values.tolist() == [[48.0, 7.0]]


def test_territorial_without_its_bridge_says_what_is_missing() -> None:
    with pytest.raises(MissingValueError, match="env_ac_aibrid_r2") as refused:
        territorial(production(EXAMPLE), bridge(["NL"]))
    assert "BE" in str(refused.value)
    other = bridge(["NL", "BE"]).assign_coords(gas=["CH4"])
    with pytest.raises(AlignmentError):
        territorial(production(EXAMPLE), other)


def test_per_head_and_per_money() -> None:
    heads = xr.DataArray([17.0, 11.0], dims="area", coords={"area": ["NL", "BE"]})
    shared = per_head(footprint(EXAMPLE), heads)
    assert shared.attrs["units"] == "t CO2/head"
    np.testing.assert_allclose(shared.values, [[116 / 3 / 1000 / 17, 4 / 3 / 1000 / 11]])
    money = per_money(footprint(EXAMPLE), EXAMPLE)
    assert money.attrs["units"] == "kg CO2/EUR_2020"
    np.testing.assert_allclose(money.values, [[116 / 3 / 72, 4 / 3 / 16]])
    with pytest.raises(MissingValueError, match="BE"):
        per_head(footprint(EXAMPLE), heads.sel(area=["NL"]))


def test_multipliers_of_the_algebra_fixture() -> None:
    # L = [[4/3, 1/6], [2/3, 4/3]], f = [1/2, 0]
    np.testing.assert_allclose(multipliers(EXAMPLE).values, [[2 / 3, 1 / 12]])
    np.testing.assert_allclose(leontief(EXAMPLE).outputs(np.eye(2)), [[4 / 3, 1 / 6], [2 / 3, 4 / 3]])


def two_gases(units: tuple[str, str] = ("kt CO2", "kt CH4")) -> Accounts:
    return Accounts.build(
        flows=EXAMPLE.flows.values,
        demand=EXAMPLE.demand.values,
        emissions=np.array([[40.0, 0.0], [1.0, 2.0]]),
        direct=np.array([[10.0, 5.0], [0.0, 1.0]]),
        sectors=EXAMPLE.sectors,
        final_uses=EXAMPLE.final_uses,
        gases=("CO2", "CH4"),
        meta=Meta(model="two", year=2020, money_unit="MEUR", emission_units=units),
    )


def test_gases_are_combined_by_a_named_set_only() -> None:
    chosen = gwp_set("GWP_AR5")
    together = combine_gases(two_gases(), chosen.potentials, unit=chosen.unit)
    assert together.gases == ("GHG",)
    assert together.emissions.values.tolist() == [[68.0, 56.0]]
    assert together.direct.values.tolist() == [[10.0, 33.0]]
    assert together.emission_unit == "kt CO2e_AR5"
    with pytest.raises(UnitError) as other:
        combine_gases(two_gases(("kt CO2", "kt CO2e_AR6")), chosen.potentials, unit=chosen.unit)
    assert other.value.code == "gases.other_set"
    with pytest.raises(UnitError) as unknown:
        combine_gases(two_gases(), {"CO2": 1.0}, unit=chosen.unit)
    assert unknown.value.code == "gases.no_potential"


def test_a_table_without_emissions_is_a_table() -> None:
    bare = Accounts.build(
        flows=EXAMPLE.flows.values,
        demand=EXAMPLE.demand.values,
        emissions=np.zeros((0, 2)),
        direct=np.zeros((0, 2)),
        sectors=EXAMPLE.sectors,
        final_uses=EXAMPLE.final_uses,
        gases=(),
        meta=Meta(model="bare", year=2020, money_unit="MEUR", emission_units=()),
    )
    assert footprint(bare).shape == (0, 2)
    assert footprint(bare, by="origin_product").shape == (0, 2, 1, 2)


def test_an_industry_that_only_feeds_itself_is_named() -> None:
    closed = Accounts.build(
        flows=np.array([[10.0, 0.0], [0.0, 1.0]]),
        demand=np.array([[0.0, 0.0], [1.0, 1.0]]),
        emissions=np.array([[1.0, 1.0]]),
        direct=np.zeros((1, 2)),
        sectors=EXAMPLE.sectors,
        final_uses=EXAMPLE.final_uses,
        gases=("CO2",),
        meta=EXAMPLE.meta,
    )
    with pytest.raises(BalanceError) as refused:
        leontief(closed)
    assert refused.value.where.label == "NL_A"


def test_every_fault_of_accounts_is_told_together() -> None:
    with pytest.raises(InputError) as refused:
        Accounts.build(
            flows=np.array([[np.nan, 1.0], [-1.0, 2.0]]),
            demand=np.array([[1.0, np.inf], [1.0, 1.0]]),
            emissions=np.array([[1.0, 1.0]]),
            direct=np.zeros((1, 2)),
            sectors=EXAMPLE.sectors,
            final_uses=EXAMPLE.final_uses,
            gases=("CO2",),
            meta=EXAMPLE.meta,
        )
    assert sorted({problem.code for problem in refused.value.problems}) == [
        "accounts.negative_flow",
        "accounts.not_finite",
    ]
    assert "NL_A / NL_A" in str(refused.value)
    with pytest.raises(InputError) as labels:
        Accounts.build(
            flows=np.zeros((2, 3)),
            demand=EXAMPLE.demand.values,
            emissions=EXAMPLE.emissions.values,
            direct=np.zeros((1, 1)),
            sectors=Sectors(("NL", "NL"), ("A", "A")),
            final_uses=FinalUses(("NL", "XX"), ("c", "c")),
            gases=("CO2",),
            meta=EXAMPLE.meta,
        )
    assert {problem.code for problem in labels.value.problems} == {
        "accounts.duplicate_label",
        "accounts.unknown_consumer",
        "accounts.shape",
    }


def test_households_are_refused_on_another_shape() -> None:
    with pytest.raises(AlignmentError):
        with_households(multipliers(EXAMPLE), EXAMPLE)


def test_rounding_allows_what_printed_decimals_explain() -> None:
    rounded = Accounts.build(
        flows=EXAMPLE.flows.values,
        demand=EXAMPLE.demand.values,
        emissions=EXAMPLE.emissions.values,
        direct=EXAMPLE.direct.values,
        sectors=EXAMPLE.sectors,
        final_uses=EXAMPLE.final_uses,
        gases=("CO2",),
        meta=EXAMPLE.meta,
        value_added=np.array([[32.0, 57.0]]),
        value_added_rows=("GVA",),
    )
    # whole numbers: 0.5 for each of 2 + 1 inputs and the sum; output 80 = 48 + 32, and 80 against 24 + 57
    checks = {check.name: check for check in balance(rounded, stated_output=np.array([80.0, 81.0]))}
    assert (checks["column_balance"].value, checks["column_balance"].tolerance) == (1.0, 2.0)
    assert (checks["stated_output"].value, checks["stated_output"].tolerance) == (1.0, 2.5)
    assert checks["stated_output"].cells == ("BE_A: 1",)

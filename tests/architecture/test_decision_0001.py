"""Decision 0001 (docs/decisions/0001-alignment-absence-units.md), rule by rule."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from ketenkompas.classifications import areas, available_areas, canonical_area, members
from ketenkompas.errors import InputError, KetenkompasError, MissingValueError, UnitError, UnknownCodeError
from ketenkompas.mrio import (
    Accounts,
    FinalUses,
    Meta,
    Sectors,
    balance,
    coefficients,
    combine_gases,
    embodied_trade,
    example_accounts,
    footprint,
    intensities,
    multipliers,
    origin_cube,
    per_head,
    per_money,
    production,
    with_households,
)
from ketenkompas.units import convert, gwp_set, registry, require_unit, unit

ROOT = Path(__file__).resolve().parents[2]
DECISION = ROOT / "docs/decisions/0001-alignment-absence-units.md"


def parts() -> dict[str, Any]:
    """The ingredients of the example, to be spoiled one at a time."""
    whole = example_accounts()
    return {
        "flows": whole.flows.values.copy(),
        "demand": whole.demand.values.copy(),
        "emissions": whole.emissions.values.copy(),
        "direct": whole.direct.values.copy(),
        "sectors": whole.sectors,
        "final_uses": whole.final_uses,
        "gases": whole.gases,
        "meta": whole.meta,
    }


def faults_of(**changed: Any) -> list[str]:
    """The codes of all faults of a spoiled example."""
    with pytest.raises(InputError) as caught:
        Accounts.build(**{**parts(), **changed})
    return [problem.code for problem in caught.value.problems]


def test_every_rule_has_a_test_and_every_test_a_rule() -> None:
    told = DECISION.read_text("utf-8")
    rules = re.findall(r"^(\d+)\. \*\*", told, flags=re.MULTILINE)
    named = re.findall(r"`(test_rule_(\d\d)_\w+)`", told)
    written = {name for name in globals() if name.startswith("test_rule_")}
    assert rules == [str(number) for number in range(1, len(rules) + 1)]
    assert len(rules) <= 15
    assert [int(number) for _, number in named] == [int(rule) for rule in rules]
    assert {name for name, _ in named} == written


def test_rule_01_exact_alignment_or_error() -> None:
    assert faults_of(demand=np.ones((3, 2))) == ["accounts.shape"]
    assert "accounts.duplicate_label" in faults_of(sectors=Sectors(("NL", "NL"), ("A", "A")), direct=np.ones((1, 1)))
    assert faults_of(final_uses=FinalUses(("NL", "DE"), ("c37", "c37"))) == ["accounts.unknown_consumer"]
    together = faults_of(final_uses=FinalUses(("NL", "DE"), ("c37", "c37")), emissions=np.ones((2, 2)))
    assert together == ["accounts.unknown_consumer", "accounts.shape"]


def test_rule_02_order_is_part_of_the_value() -> None:
    given = parts()
    turned = Accounts.build(
        **{
            **given,
            "flows": given["flows"][::-1, ::-1].copy(),
            "demand": given["demand"][::-1].copy(),
            "emissions": given["emissions"][:, ::-1].copy(),
            "direct": given["direct"][:, ::-1].copy(),
            "sectors": Sectors(("BE", "NL"), ("A", "A")),
        }
    )
    assert turned.regions == ("BE", "NL")
    before, after = footprint(example_accounts()), footprint(turned)
    assert list(after["area"].values) == ["BE", "NL"]
    np.testing.assert_allclose(after.sel(area=["NL", "BE"]).values, before.values, rtol=1e-14)
    with pytest.raises(KetenkompasError) as caught:
        with_households(after.sel(area=["NL", "BE"]), turned)
    assert caught.value.code == "households.dims"


def test_rule_03_rows_sell_columns_buy() -> None:
    accounts = example_accounts()
    assert accounts.flows.sel(make="NL_A", use="BE_A").item() == 8.0
    assert coefficients(accounts)["inputs"].sel(make="BE_A", use="NL_A").item() == pytest.approx(32.0 / 80.0)
    uneven = Accounts.build(**{**parts(), "demand": np.array([[56.0, 0.0], [16.0, 96.0]])})
    assert uneven.output.values.tolist() == [80.0, 160.0]
    assert coefficients(uneven)["inputs"].sel(make="NL_A", use="BE_A").item() == pytest.approx(8.0 / 160.0)


def test_rule_04_accounts_cannot_be_changed() -> None:
    accounts = example_accounts()
    for name in ("flows", "demand", "output", "emissions", "direct"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(accounts, name).values[...] = 0.0
    with pytest.raises(AttributeError):
        accounts.meta = replace(accounts.meta, year=1900)  # type: ignore[misc]


@pytest.mark.parametrize("name", ["flows", "demand", "emissions", "direct"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_rule_05_missing_values_are_refused(name: str, value: float) -> None:
    spoiled = parts()[name]
    spoiled[0, 1] = value
    with pytest.raises(InputError) as caught:
        Accounts.build(**{**parts(), name: spoiled})
    (problem,) = caught.value.problems
    assert isinstance(problem, MissingValueError)
    assert name in problem.text("en")
    assert "BE" in problem.text("en")


def test_rule_06_absence_is_never_zero() -> None:
    total = footprint(example_accounts())
    people = xr.DataArray([17.0], dims="area", coords={"area": ["NL"]})
    with pytest.raises(MissingValueError, match="BE"):
        per_head(total, people)
    with pytest.raises(MissingValueError):
        per_head(total, xr.DataArray([17.0, 0.0], dims="area", coords={"area": ["NL", "BE"]}))
    told = replace(example_accounts().meta, households_unknown=("BE",))
    with pytest.raises(MissingValueError, match="BE"):
        with_households(total, Accounts.build(**{**parts(), "meta": told}))


def test_rule_07_no_fill_in_passing() -> None:
    silent = re.compile(
        r"\.fillna\(|nan_to_num|\bnansum\(|fill_nan\(\s*[0-9]|fill_null\(\s*(?:value=)?[0-9]|skipna=True"
    )
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if silent.search(line)
    ]
    assert found == []


def test_rule_08_no_division_without_output() -> None:
    idle = Accounts.build(
        flows=np.array([[16.0, 0.0], [0.0, 0.0]]),
        demand=np.array([[64.0, 0.0], [0.0, 0.0]]),
        emissions=np.array([[40.0, 0.0]]),
        direct=np.array([[0.0, 0.0]]),
        sectors=Sectors(("NL", "BE"), ("A", "A")),
        final_uses=FinalUses(("NL", "BE"), ("c37", "c37")),
        gases=("CO2",),
        meta=Meta(model="idle", year=2020, money_unit="MEUR", emission_units=("kt CO2",)),
    )
    assert coefficients(idle)["inputs"].values[:, 1].tolist() == [0.0, 0.0]
    assert intensities(idle).values.tolist() == [[0.5, 0.0]]
    assert footprint(idle).values.tolist() == [[pytest.approx(40.0), 0.0]]
    emitting = Accounts.build(
        **{
            **parts(),
            "flows": idle.flows.values.copy(),
            "demand": idle.demand.values.copy(),
            "emissions": np.array([[40.0, 3.0]]),
        }
    )
    failed = {check.name: check.cells for check in balance(emitting) if not check.passed}
    assert any("BE_A" in cell for cell in failed["emissions_without_output"])


def test_rule_09_unknown_codes_are_errors() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        canonical_area("Nederlnd")
    assert caught.value.params["found"] == "Nederlnd"
    assert "NL" in caught.value.params["nearest"]
    with pytest.raises(UnknownCodeError, match="GWP_AR9"):
        gwp_set("GWP_AR9")


def test_rule_10_units_at_every_door() -> None:
    accounts = example_accounts()
    results = {
        "MEUR": [accounts.flows, accounts.demand, accounts.output],
        "kt CO2": [
            accounts.emissions,
            accounts.direct,
            footprint(accounts),
            production(accounts),
            origin_cube(accounts),
            embodied_trade(accounts)["bilateral"],
            with_households(footprint(accounts), accounts),
        ],
        "kt CO2/MEUR": [intensities(accounts), multipliers(accounts)],
        "kg CO2/EUR_2020": [per_money(footprint(accounts), accounts)],
    }
    for expected, arrays in results.items():
        for array in arrays:
            require_unit(array.attrs.get("units"), expected)
    assert registry().Quantity(1.0, unit("kt")).to("kg").magnitude == pytest.approx(1e6)
    assert "knot" not in registry()
    with pytest.raises(UnitError):
        unit("knots CO2")
    with pytest.raises(UnitError):
        require_unit(None, "kt CO2")


def test_rule_11_equivalents_name_their_set() -> None:
    with pytest.raises(UnitError):
        convert(1.0, "kt CO2e_AR5", "kt CO2e_AR6")
    with pytest.raises(UnitError):
        convert(1.0, "kt CO2", "kt CO2e_AR5")
    with pytest.raises(UnitError):
        unit("Mt CO2e")
    methane = Accounts.build(
        **{**parts(), "gases": ("CH4",), "meta": replace(example_accounts().meta, emission_units=("kt CH4",))}
    )
    combined = combine_gases(methane, gwp_set("GWP_AR5").potentials, unit="kt CO2e_AR5")
    assert combined.emissions.values.tolist() == [[40.0 * 28.0, 0.0]]
    with pytest.raises(UnitError):
        combine_gases(combined, gwp_set("GWP_AR6").potentials, unit="kt CO2e_AR6")


def test_rule_12_money_carries_its_year() -> None:
    assert convert(2.0, "MEUR_2019", "EUR_2019") == pytest.approx(2e6)
    for other in ("EUR_2023", "USD_2019", "EUR"):
        with pytest.raises(UnitError):
            convert(1.0, "EUR_2019", other)


def test_rule_13_one_canonical_code() -> None:
    asked = ["NLD", "Nederland", "Netherlands", "UK", "EL", "ROM", "ROU", "EU", "EU27"]
    assert [canonical_area(name) for name in asked] == [
        "NL",
        "NL",
        "NL",
        "GB",
        "GR",
        "RO",
        "RO",
        "EU27_2020",
        "EU27_2020",
    ]
    without_croatia = [code for code, area in areas().items() if area.in_eu27 and code != "HR"]
    with pytest.raises(UnknownCodeError) as caught:
        members("EU27_2020", without_croatia)
    assert caught.value.params["nearest"] == "EU26"


def test_rule_14_aggregates_apart_from_members() -> None:
    regions = [code for code, area in areas().items() if area.in_eu27] + ["GB", "FIGW1"]
    aggregates = [code for code in available_areas(regions) if code not in regions]
    assert {"EU27_2020", "WORLD"} <= set(aggregates)
    for aggregate in aggregates:
        held = members(aggregate, regions)
        assert len(set(held)) == len(held)
        assert set(held) <= set(regions)
    assert len(members("EU27_2020", regions)) == 27


def test_rule_15_households_once() -> None:
    accounts = example_accounts()
    warmer = Accounts.build(**{**parts(), "direct": np.array([[110.0, 5.0]])})
    for function in (footprint, production, multipliers, origin_cube):
        np.testing.assert_array_equal(function(warmer).values, function(accounts).values)
    for values in (footprint(accounts), production(accounts)):
        np.testing.assert_allclose(with_households(values, accounts).values - values.values, [[10.0, 5.0]])
    split = with_households(footprint(accounts, by="origin"), accounts)
    whole = with_households(footprint(accounts), accounts)
    np.testing.assert_allclose(split.sum(dim="origin").values, whole.values, rtol=1e-14)
    assert float(whole.sum()) == pytest.approx(40.0 + 15.0)

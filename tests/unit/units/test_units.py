"""Units: what may be converted, what may not, and that nothing is guessed."""

from __future__ import annotations

import pytest

from ketenkompas.errors import UnitError, UnknownCodeError
from ketenkompas.units import convert, gwp_set, require_unit, unit


def test_kt_is_a_kilotonne() -> None:
    assert convert(1.0, "kt CO2", "t CO2") == pytest.approx(1000.0)
    assert convert(225769.0, "kt CO2", "Mt CO2") == pytest.approx(225.769)
    assert convert(2.0, "MEUR", "kEUR") == pytest.approx(2000.0)
    assert convert(1.0, "kt CO2/MUSD_2008", "kg CO2/USD_2008") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("kt CO2e_AR5", "kt CO2e_AR6"),
        ("kt CO2", "kt CO2e_AR5"),
        ("kt CH4", "kt CO2e_AR5"),
        ("EUR_2019", "EUR_2023"),
        ("EUR_2019", "USD_2019"),
        ("t CO2/head", "t CO2"),
    ],
)
def test_only_a_named_function_crosses_these(found: str, wanted: str) -> None:
    with pytest.raises(UnitError) as refused:
        convert(1.0, found, wanted)
    assert refused.value.code == "unit.incompatible"


@pytest.mark.parametrize("text", ["kt CO2e", "knot", "kton CO2", "kt", "euro"])
def test_a_unit_that_does_not_say_enough_is_refused(text: str) -> None:
    if text == "kt":
        assert unit(text)
        return
    with pytest.raises(UnitError) as refused:
        unit(text)
    assert refused.value.code == "unit.unknown"


def test_a_missing_or_other_unit_is_told() -> None:
    require_unit("kt CO2", "kt CO2")
    with pytest.raises(UnitError, match="no unit"):
        require_unit(None, "kt CO2")
    with pytest.raises(UnitError, match="Mt CO2"):
        require_unit("Mt CO2", "kt CO2")


def test_warming_potentials_of_the_european_accounts() -> None:
    # Eurostat's air emissions accounts: CH4 28, N2O 265, SF6 23,500 (AR5)
    potentials = gwp_set("GWP_AR5").potentials
    assert (potentials["CH4"], potentials["N2O"], potentials["SF6"]) == (28.0, 265.0, 23500.0)
    assert gwp_set("GWP_AR6").unit == "kt CO2e_AR6"
    with pytest.raises(UnknownCodeError, match="GWP_AR5"):
        gwp_set("GWP_AR3")

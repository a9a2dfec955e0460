"""Sets of warming potentials equal their package, and say which methane they mean."""

from __future__ import annotations

import re

import globalwarmingpotentials
import pytest

from ketenkompas.errors import UnknownCodeError
from ketenkompas.factors import gwp_sets, gwp_values

CH4 = {"SAR": 21, "TAR": 23, "AR4": 25, "AR5": 28, "AR5CCF": 34, "AR6": 27.9}
N2O = {"SAR": 310, "TAR": 296, "AR4": 298, "AR5": 265, "AR5CCF": 298, "AR6": 273}


def test_every_value_equals_the_package() -> None:
    for one in gwp_sets().values():
        if one.column:
            told = globalwarmingpotentials.data[one.column]
            found = {re.sub("[^a-z0-9]", "", species.lower()): value for species, value in told.items()}
            assert {gas: one.values[gas] for gas in found} == found
            assert set(one.values) - set(found) == {"co2", "co2_fossil", "co2_luluc", "ch4_fossil", "ch4_biogenic"}
    columns = {one.column for one in gwp_sets().values() if one.column}
    assert columns == set(globalwarmingpotentials.data) - {"AR6GTP100"}


@pytest.mark.parametrize("report", CH4)
def test_methane_and_nitrous_oxide_over_a_hundred_years(report: str) -> None:
    values = gwp_values(f"{report}-100@gwp-0.13.2")
    assert (values["ch4"], values["n2o"], values["co2_fossil"]) == (CH4[report], N2O[report], 1)
    assert "co2_biogenic" not in values


def test_a_set_says_which_methane_it_means() -> None:
    package, dutch = gwp_sets()["AR6-100@gwp-0.13.2"], gwp_sets()["AR6-100@NL-2026"]
    assert (package.methane, dutch.methane) == ("one_value", "biogenic_only")
    assert package.values["ch4_fossil"] == package.values["ch4_biogenic"] == 27.9
    assert package.methane_split == {"ch4_fossil": 29.8, "ch4_biogenic": 27.0}
    assert "7.15" in package.methane_split_source
    assert dutch.values["ch4_biogenic"] == 27
    assert not {"ch4", "ch4_fossil"} & set(dutch.values)


def test_ar6_is_not_one_list() -> None:
    package, dutch = gwp_values("AR6-100@gwp-0.13.2"), gwp_values("AR6-100@NL-2026")
    assert (package["sf6"], dutch["sf6"]) == (25200, 24300)
    assert package["hfc134a"] == dutch["hfc134a"] == 1530
    other = {gas for gas in dutch if gas not in {"ch4_biogenic"} and dutch[gas] != package[gas]}
    assert other == {"sf6"}


@pytest.mark.parametrize("name", ["AR6", "AR6-100", "source-native", ""])
def test_a_set_without_edition_is_refused(name: str) -> None:
    with pytest.raises(UnknownCodeError) as told:
        gwp_values(name)
    assert told.value.code == "factor.gwp_set_unknown"
    assert "AR6-100@gwp-0.13.2" in told.value.params["known"]

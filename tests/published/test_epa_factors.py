"""The supply-chain factors of the US EPA as published (v1.3.0, dollars of 2022)."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from ketenkompas.ingest import FactorImport, read_epa


@pytest.fixture(scope="module")
def epa(mirror: Path) -> FactorImport:
    path = mirror / "factors/epa/supply-chain-ghg-factors-v1.3.0-naics-co2e-usd2022.csv"
    return read_epa(path, on=datetime.date(2026, 11, 28))


def test_every_code_is_read(epa: FactorImport) -> None:
    assert (len(epa.records), epa.skipped, epa.anomalies) == (1016, (), ())
    assert epa.edition.licence_verdict == "green"


def test_soybean_farming(epa: FactorImport) -> None:
    found = {one.native_id: one for one in epa.records}
    soy = found["111110"]
    assert [part.value for part in soy.components] == [0.488, 0.044]
    assert (soy.value, soy.unit, soy.cell[:6]) == (0.532, "{USD2022}", "line 2")
    assert found["111120"].value == soy.value
    assert "homogeneous" in soy.flags  # the same sector of the model: equal values are no evidence


def test_the_printed_total_is_kept_where_rounding_differs(epa: FactorImport) -> None:
    peas = next(one for one in epa.records if one.native_id == "111130")
    assert (peas.value, sum(part.value for part in peas.components)) == (0.848, pytest.approx(0.849))
    assert peas.component_sum_checked == "yes"

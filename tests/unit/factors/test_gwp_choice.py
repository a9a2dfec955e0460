"""Another set of warming potentials, only where the gases are known and make up the total."""

from __future__ import annotations

import pytest

from ketenkompas.errors import UnknownCodeError
from ketenkompas.factors import NotRestated, Restated, restate
from tests.unit.factors.choices import DESNZ, petrol
from tests.unit.factors.made import made_factor

AR4, AR5, AR6 = (f"{report}-100@gwp-0.13.2" for report in ("AR4", "AR5", "AR6"))
GASES = {"co2_fossil": 2.0, "ch4_fossil": 0.01, "n2o": 0.001}


def with_gases(**given: object):
    told = {"source": DESNZ, "gases": GASES, "value": 2.0 + 0.28 + 0.265}
    return made_factor(**{**told, **given})


def test_gases_times_potentials() -> None:
    found = restate(with_gases(), AR6)
    assert isinstance(found, Restated)
    assert found.by_gas == pytest.approx({"co2_fossil": 2.0, "ch4_fossil": 0.279, "n2o": 0.273})
    assert found.value == pytest.approx(2.552)
    older = restate(with_gases(), AR4)
    assert isinstance(older, Restated)
    assert older.value == pytest.approx(2.0 + 0.25 + 0.298)


def test_biogenic_carbon_dioxide_stays_out() -> None:
    found = restate(with_gases(gases={**GASES, "co2_biogenic": 9.0}), AR6)
    assert isinstance(found, Restated)
    assert found.value == pytest.approx(2.552)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"gases": {}}, "no_gases"),
        ({"gwp_set": "source-native"}, "own_set_unknown"),
        ({"value": 2.7}, "gases_incomplete"),
        ({"gases": {**GASES, "unobtainium": 1.0}}, "gas_not_in_set"),
    ],
)
def test_what_cannot_be_told_in_another_set(given: dict[str, object], why: str) -> None:
    found = restate(with_gases(**given), AR6)
    assert isinstance(found, NotRestated)
    assert found.reason == why


def test_fossil_methane_has_no_value_in_the_set_of_the_dutch_list() -> None:
    found = restate(with_gases(), "AR6-100@NL-2026")
    assert found == NotRestated("gas_not_in_set", "ch4_fossil")


def test_a_set_needs_its_edition() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        restate(petrol(), "AR6")
    assert caught.value.code == "factor.gwp_set_unknown"

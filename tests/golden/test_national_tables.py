"""Germany 1995, the Netherlands 2000 and Belgium 2015: figures worked by hand or printed by their authors.

The working stands in ``docs/methods/golden-tables.md``; printed figures are rounded there as their authors did.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from ketenkompas.ingest import read_siot_be2015, read_siot_de1995, read_siot_nl2000
from ketenkompas.mrio import Accounts, coefficients, downstream, multipliers, spectral_radius

pytestmark = pytest.mark.mirror
Array = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def germany(mirror: Path) -> Accounts:
    return read_siot_de1995(
        mirror / "mrio/national/de_1995_siot.csv", mirror / "mrio/national/de_1995_air_emissions.csv"
    )


@pytest.fixture(scope="module")
def netherlands(mirror: Path) -> Accounts:
    return read_siot_nl2000(mirror / "mrio/national/nl_2000_siot.csv")


def _inputs(accounts: Accounts) -> Array:
    found: Array = coefficients(accounts)["inputs"].values
    return found


def _inverse(accounts: Accounts) -> Array:
    """The Leontief inverse: in the engine never formed, here the oracle."""
    inputs = _inputs(accounts)
    return np.linalg.inv(np.eye(len(inputs)) - inputs)


def _row(accounts: Accounts, name: str) -> Array:
    assert accounts.value_added is not None
    found: Array = accounts.value_added.sel(component=name).values / accounts.output.values
    return found


def test_germany_input_coefficients(germany: Accounts) -> None:
    inputs = _inputs(germany)
    assert inputs[0, 0] == pytest.approx(0.0258, abs=1e-4)
    assert inputs[4, 0] == pytest.approx(0.0828, abs=1e-4)
    assert inputs[4, 4] == pytest.approx(0.2790, abs=1e-4)
    assert 1 - np.diag(inputs)[[0, 1, 2]] == pytest.approx([0.9742, 0.7178, 0.9842], abs=1e-4)
    assert -inputs[1, 2] == pytest.approx(-0.2613, abs=1e-4)
    assert germany.output.values[1] == 1_079_446  # the printed total 1,079,400 has a digit error


def test_germany_printed_multipliers(germany: Accounts) -> None:
    inverse = _inverse(germany)
    assert inverse.sum(axis=0) == pytest.approx([1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782], abs=1e-4)
    value_added = [0.8450, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199]
    employment = [0.0326, 0.0162, 0.0207, 0.0237, 0.0112, 0.0242]
    assert _row(germany, "gva") @ inverse == pytest.approx(value_added, abs=1e-4)
    assert _row(germany, "employment_domestic_total") @ inverse == pytest.approx(employment, abs=1e-4)


def test_germany_downstream(germany: Accounts) -> None:
    allocation = germany.flows.values / germany.output.values[:, None]
    ghosh = np.linalg.inv(np.eye(6) - allocation)
    assert ghosh[:, 0] == pytest.approx([1.0339, 0.0118, 0.0037, 0.0103, 0.0117, 0.0043], abs=1e-4)
    forward = [2.1126, 1.6910, 1.3558, 1.5848, 2.1037, 1.2106]
    assert ghosh.sum(axis=1) == pytest.approx(forward, abs=1e-4)
    intensity = germany.emissions.values[0] / germany.output.values
    assert downstream(germany).values[0] == pytest.approx(ghosh @ intensity, rel=1e-12)


def test_germany_carbon_dioxide(germany: Accounts) -> None:
    intensity = germany.emissions.values[0] / germany.output.values
    assert intensity == pytest.approx([0.2379, 0.5172, 0.0456, 0.1320, 0.0127, 0.0530], abs=1e-4)
    found = multipliers(germany).values[0]
    assert found == pytest.approx([0.41847, 0.76863, 0.27255, 0.23571, 0.05829, 0.12342], abs=1e-5)
    by_use = dict(zip(germany.final_uses.categories, found @ germany.demand.values, strict=True))
    expected = {
        "households": 247_356,
        "government": 49_731,
        "investment": 129_496,
        "inventories": 5_808,
        "exports": 254_629,
    }
    assert by_use == pytest.approx(expected, abs=1)
    assert sum(by_use.values()) == pytest.approx(687_020, rel=1e-12)
    assert germany.emissions.values.sum() == 687_020
    assert germany.direct.values.item() == 217_137


def test_netherlands_printed_multipliers(netherlands: Accounts) -> None:
    inverse, income = _inverse(netherlands), _row(netherlands, "compensation_employees")
    diagonal = [0.8751, 0.9771, 0.8093, 0.7592, 0.7659, 0.7546]
    effects, types = [0.263, 0.099, 0.306, 0.212, 0.465, 0.493], [2.466, 2.333, 1.840, 2.372, 1.953, 1.417]
    assert 1 - np.diag(_inputs(netherlands)) == pytest.approx(diagonal, abs=5e-4)
    assert income @ inverse == pytest.approx(effects, abs=5e-4)
    assert (income @ inverse) / income == pytest.approx(types, abs=6e-4)
    assert inverse.sum(axis=0) == pytest.approx([1.7571, 1.2160, 1.6154, 1.8962, 1.8975, 1.4870], abs=1e-4)
    assert netherlands.output.values[5] == 435_952  # the table's stated output is one more


def test_private_consumption_is_not_counted_twice(netherlands: Accounts) -> None:
    assert netherlands.final_uses.categories == ("private_consumption", "government", "investment", "exports")


def test_belgium_as_published(mirror: Path) -> None:
    folder = mirror / "mrio/national"
    belgium = read_siot_be2015(
        folder / "be_2015_siot_cp1700.csv", folder / "be_2020_air_emissions_by_cpa.csv", real_estate="as_published"
    )
    assert len(belgium.sectors) == 65
    assert spectral_radius(belgium) == pytest.approx(0.6139, abs=1e-4)
    columns = _inputs(belgium).sum(axis=0)
    assert belgium.sectors.products[int(columns.argmax())] == "CPA_C19"
    assert columns.max() == pytest.approx(0.9545, abs=1e-4)
    place = [belgium.sectors.products.index(f"CPA_{code}") for code in ("A03", "A01", "H51", "C23", "D")]
    direct = coefficients(belgium)["intensity"].values[2][place]
    assert direct == pytest.approx([1.536, 1.297, 1.153, 1.146, 1.135], abs=1e-3)
    found = multipliers(belgium).values[2]
    assert found[place] == pytest.approx([1.816, 1.849, 1.636, 1.645, 1.476], abs=1e-3)
    by_use = dict(zip(belgium.final_uses.categories, found @ belgium.demand.values, strict=True))
    assert by_use == pytest.approx(
        {
            "households": 57_502,
            "npish": 562,
            "government": 11_130,
            "investment": 23_207,
            "inventories": 1_730,
            "exports": 167_568,
            "imports": -174_051,
        },
        abs=1,
    )
    assert sum(by_use.values()) == pytest.approx(belgium.emissions.values[2].sum(), rel=1e-12)
    assert belgium.emissions.values[2].sum() == pytest.approx(87_649, abs=1)


def test_belgium_folded_loses_nothing(mirror: Path) -> None:
    folder = mirror / "mrio/national"
    belgium = read_siot_be2015(folder / "be_2015_siot_cp1700.csv", folder / "be_2020_air_emissions_by_cpa.csv")
    assert len(belgium.sectors) == 64
    assert belgium.emissions.values[2].sum() == pytest.approx(87_812.346, abs=0.001)
    real_estate = belgium.sectors.products.index("CPA_L")
    assert belgium.emissions.values[2, real_estate] == pytest.approx(163.4, abs=0.1)
    assert (multipliers(belgium).values[2] @ belgium.demand.values).sum() == pytest.approx(87_812.346, abs=0.001)

"""Purchaser prices and the bridge: the worked examples of the fact sheet (3.5, 3.6) and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import AlignmentError, BalanceError, InputError, MissingValueError
from ketenkompas.households import balance_bridge, bridge_footprint, bridge_remainder, to_purchaser_prices

FOOTPRINT, DEMAND = np.array([50.0, 20, 12]), np.array([100.0, 50, 60])
MARGINS, TAXES = np.array([0.3, 0.2, -2 / 3]), np.array([0.1, 0.2, 0])
START = np.array([[80.0, 20, 0], [0, 10, 40]])


def test_purchaser_prices_of_the_fact_sheet() -> None:
    found = to_purchaser_prices(FOOTPRINT, DEMAND, MARGINS, TAXES)
    np.testing.assert_allclose(found.footprint, [56, 22, 4], atol=1e-12)
    np.testing.assert_allclose(found.spending, [140, 70, 20], atol=1e-12)
    np.testing.assert_allclose(found.intensity, [0.4, 0.314286, 0.2], atol=5e-7)
    assert found.factor == pytest.approx(1.0, abs=1e-12)


def test_margins_that_do_not_add_up_are_scaled_and_the_factor_is_told() -> None:
    """Rates 0.6 and 0.4 give 80, the trade product has 40: factor 0.5, and the answer of the worked example."""
    found = to_purchaser_prices(FOOTPRINT, DEMAND, np.array([0.6, 0.4, -2 / 3]), TAXES)
    assert found.factor == pytest.approx(0.5)
    np.testing.assert_allclose(found.footprint, [56, 22, 4])
    np.testing.assert_allclose(found.spending, [140, 70, 20])


def test_origins_are_moved_alike() -> None:
    found = to_purchaser_prices(np.stack([FOOTPRINT, 2 * FOOTPRINT]), DEMAND, MARGINS, TAXES)
    np.testing.assert_allclose(found.footprint, [[56, 22, 4], [112, 44, 8]])
    np.testing.assert_allclose(found.intensity[1], 2 * found.intensity[0])


def test_without_margins_only_taxes_are_added() -> None:
    found = to_purchaser_prices(FOOTPRINT, DEMAND, np.zeros(3), TAXES)
    assert found.factor == 1.0
    assert found.footprint.tolist() == FOOTPRINT.tolist()
    np.testing.assert_allclose(found.spending, [110, 60, 60])


def test_a_product_that_nobody_buys_has_intensity_zero_when_it_causes_nothing() -> None:
    found = to_purchaser_prices(np.array([1.0, 0]), np.array([2.0, 0]), np.zeros(2), np.zeros(2))
    assert found.intensity.tolist() == [0.5, 0.0]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"margins": np.array([0.3, 0.2, 0.1])}, "households.margin_one_sided"),
        ({"margins": np.array([0.3, 0.2, -1.1])}, "households.margin_too_large"),
        ({"demand": np.array([100.0, -50, 60])}, "households.demand_negative"),
        ({"demand": np.array([100.0, 0, 60])}, "households.caused_without_spending"),
    ],
)
def test_what_cannot_be_moved_is_refused(changed: dict[str, np.ndarray], code: str) -> None:
    given = {"footprint": FOOTPRINT, "demand": DEMAND, "margins": MARGINS, "taxes": TAXES} | changed
    with pytest.raises(InputError) as raised:
        to_purchaser_prices(**given)
    assert raised.value.code == code


def test_absent_rates_and_other_lengths_are_refused() -> None:
    with pytest.raises(MissingValueError) as absent:
        to_purchaser_prices(FOOTPRINT, DEMAND, np.array([0.3, np.nan, -2 / 3]), TAXES)
    assert absent.value.text("nl").startswith("1 waarden van margins ontbreken of zijn niet eindig.")
    with pytest.raises(AlignmentError) as shape:
        to_purchaser_prices(FOOTPRINT, DEMAND, MARGINS, TAXES[:2])
    assert shape.value.params["wanted"] == "(3,)"


def test_bridge_of_the_fact_sheet() -> None:
    bridge = balance_bridge(START, np.array([110.0, 50]), np.array([85.0, 35, 40]))
    np.testing.assert_allclose(bridge.table, [[85, 25, 0], [0, 10, 40]], atol=1e-8)
    assert bridge.scaled == 1.0
    assert bridge.rounds >= 1
    np.testing.assert_allclose(bridge.moved, [[0.0625, 0.25, 0.0], [0.0, 0.0, 0.0]], atol=1e-9)
    caused = bridge_footprint(bridge.table, np.array([0.5, 0.2, 1.0]) * np.array([85.0, 35, 40]))
    np.testing.assert_allclose(caused / np.array([110, 50]), [0.431818, 0.84], atol=5e-7)
    assert caused.sum() == pytest.approx(89.5, abs=1e-9)


def test_groups_are_scaled_to_the_products_by_one_factor() -> None:
    bridge = balance_bridge(START, np.array([220.0, 100]), np.array([85.0, 35, 40]))
    assert bridge.scaled == pytest.approx(0.5)
    np.testing.assert_allclose(bridge.table.sum(axis=1), [110, 50], atol=1e-7)


def test_negative_cells_keep_their_sign() -> None:
    start = np.array([[7.0, 3, 5, -3], [2, 9, 8, 1], [-2, 0, 2, 1]])
    bridge = balance_bridge(start, np.array([15.0, 26, -1]), np.array([9.0, 16, 17, -2]))
    np.testing.assert_allclose(bridge.table[0], [8.976440, 3.743160, 5.721728, -3.441329], atol=1e-6)


def test_a_product_that_no_group_buys_is_named() -> None:
    with pytest.raises(BalanceError) as raised:
        balance_bridge(
            np.array([[80.0, 20, 0]]), np.array([110.0]), np.array([70.0, 30, 10]), (["01"], ["A01", "C24", "L68"])
        )
    assert [problem.where.label for problem in raised.value.problems] == ["L68"]


def test_totals_of_nothing_are_refused() -> None:
    with pytest.raises(InputError, match=r"EUR 0 and demand by product to EUR 160"):
        balance_bridge(START, np.zeros(2), np.array([85.0, 35, 40]))


def test_a_large_footprint_without_a_group_stops_and_a_small_one_is_the_remainder() -> None:
    table = np.array([[85.0, 25, 0, 0], [0, 10, 0, 0]])
    with pytest.raises(InputError) as raised:
        bridge_footprint(table, np.array([60.0, 39, 1.0, 0]), names=["A01", "C10", "M72", "U99"])
    assert raised.value.code == "households.unlinked"
    assert raised.value.params["products"] == "M72"
    assert "1.00 %" in raised.value.text("nl")
    footprint = np.array([60.0, 39.6, 0.4, 0])
    caused, left = bridge_footprint(table, footprint), bridge_remainder(table, footprint)
    assert float(left) == pytest.approx(0.4)
    assert caused.sum() + left == pytest.approx(100.0)


def test_the_share_without_a_group_is_that_of_all_origins_together() -> None:
    table = np.array([[85.0, 0]])
    footprint = np.array([[1000.0, 0.0], [1.0, 3.0]])
    np.testing.assert_allclose(bridge_footprint(table, footprint), [[1000.0], [1.0]])
    np.testing.assert_allclose(bridge_remainder(table, footprint), [0.0, 3.0])

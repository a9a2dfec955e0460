"""Every interval names its origin, and a figure without ground for one has none."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkompas.errors import InputError
from ketenkompas.factors import Line, interval_of, inventory_total, uncertainty_classes
from tests.unit.factors.choices import grey_power, spend
from tests.unit.factors.made import made_factor


def test_a_reported_range_is_scaled_and_turned_for_a_credit() -> None:
    factor = made_factor(low=3.0, high=4.0, uncertainty_source="reported", confidence=0.95)
    found = interval_of(factor, 32.51, amount=10.0)
    assert (found.low, found.high, found.origin, found.base) == (30.0, 40.0, "reported", "0.95")
    credit = interval_of(factor, -32.51, amount=-10.0)
    assert (credit.low, credit.high) == (-40.0, -30.0)


def test_a_reported_range_is_of_the_whole_in_its_own_set_only() -> None:
    factor = made_factor(low=3.0, high=4.0, uncertainty_source="reported")
    assert interval_of(factor, 24.62, amount=10.0, boundary="TTW").origin == "class_default"
    assert interval_of(factor, 32.0, amount=10.0, restated=True).origin == "class_default"


def test_a_reported_gsd2_is_taken_as_it_is() -> None:
    found = interval_of(made_factor(gsd2=1.25, uncertainty_source="reported"), 100.0)
    assert (found.low, found.high, found.origin) == (80.0, 125.0, "reported")


@pytest.mark.parametrize(("table", "gsd2"), [("v1", 1.32322), ("v2", 2.04619)])
def test_pedigree_scores_by_table(table: str, gsd2: float) -> None:
    factor = made_factor(
        category="materials", uncertainty_source="pedigree", pedigree=(3, 2, 4, 2, 3), pedigree_table=table
    )
    found = interval_of(factor, 10.0)
    assert found.gsd2 == pytest.approx(gsd2, abs=5e-6)
    assert found.origin == "pedigree"
    assert found.base == f"{table} (3; 2; 4; 2; 3)"


def test_transport_services_start_wider() -> None:
    perfect = {"uncertainty_source": "pedigree", "pedigree": (1, 1, 1, 1, 1), "pedigree_table": "v1"}
    assert interval_of(made_factor(category="freight_transport", **perfect), 1.0).gsd2 == pytest.approx(2.0)
    assert interval_of(made_factor(category="waste", **perfect), 1.0).gsd2 == pytest.approx(1.05)


def test_a_class_default_is_wider_for_another_year_or_region() -> None:
    power = grey_power()
    widths = [
        interval_of(power, 1.0, same_year=year, same_region=region).gsd2
        for year, region in ((True, True), (False, True), (True, False))
    ]
    assert widths == [1.1, 1.3, 3.0]
    assert interval_of(power, 1.0).base.startswith("power_and_heat: ")


def test_a_width_that_the_record_states_leads_but_never_narrows_another_year() -> None:
    stated = spend("C17", 0.36, gsd2=1.8)
    assert interval_of(stated, 1.0).gsd2 == 1.8
    assert interval_of(stated, 1.0, same_region=False).gsd2 == 2.5


def test_combustion_alone_is_known_best() -> None:
    assert interval_of(made_factor(), 1.0).gsd2 == 1.1
    assert interval_of(made_factor(), 1.0, boundary="TTW").gsd2 == 1.05


def test_zero_has_no_interval() -> None:
    found = interval_of(made_factor(), 0.0)
    assert (found.low, found.high, found.origin) == (None, None, "none_for_zero")


def test_every_class_has_an_argument_and_a_width_that_does_not_narrow() -> None:
    for one in uncertainty_classes():
        assert one.base
        assert 1 < one.gsd2 <= min(one.other_region, one.other_year)


def test_one_line_keeps_its_own_width() -> None:
    found = inventory_total([Line(50.0, 2.0, "a")])
    assert (found.value, found.low, found.high, found.method) == pytest.approx((50.0, 25.0, 100.0, "formula"))


def test_one_factor_at_two_widths_moves_as_one() -> None:
    found = inventory_total([Line(50.0, 2.0, "a"), Line(50.0, 4.0, "a")])
    assert found.gsd2 == pytest.approx(np.sqrt(8.0))


def test_credits_are_drawn_and_the_seed_gives_the_same_interval() -> None:
    lines = [Line(100.0, 1.5, "a"), Line(-20.0, 1.5, "b")]
    first, again = (inventory_total(lines, generator=np.random.default_rng(7)) for _ in range(2))
    assert first == again
    assert (first.value, first.gsd2, first.method) == (80.0, None, "draws")
    assert first.low < 80.0 < first.high


def test_a_credit_on_the_same_factor_cancels_exactly() -> None:
    lines = [Line(100.0, 2.0, "a"), Line(-100.0, 2.0, "a")]
    found = inventory_total(lines, generator=np.random.default_rng(7))
    assert (found.value, found.low, found.high) == pytest.approx((0.0, 0.0, 0.0))


def test_draws_agree_with_the_formula_for_one_line() -> None:
    rng = np.random.default_rng(1)
    found = inventory_total([Line(-50.0, 2.0, "a")], generator=rng, draws=200_000)
    # 1.96 standard deviations against the factor two of ln(GSD2)/2: 2**0.98.
    assert (found.low, found.high) == pytest.approx((-50 * 2**0.98, -50 / 2**0.98), rel=0.01)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "factor.no_lines"), ([Line(1.0, 0.5, "a")], "factor.line_wrong"),
        ([Line(float("nan"), 2.0, "a")], "factor.line_wrong"), ([Line(-1.0, 2.0, "a")], "factor.needs_generator"),
    ],
)  # fmt: skip
def test_lines_that_cannot_be_added(lines: list[Line], code: str) -> None:
    with pytest.raises(InputError) as caught:
        inventory_total(lines)
    assert caught.value.code == code
    assert caught.value.text("nl")

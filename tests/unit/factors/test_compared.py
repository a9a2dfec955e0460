"""Two factors side by side: a ratio only where it means something, and always of the same amount of activity."""

from __future__ import annotations

from typing import Any

import pytest

from ketenkompas.factors import compared
from tests.unit.factors.made import made_factor


def test_the_ratio_is_per_the_same_amount() -> None:
    per_kg = made_factor("1", value=2.0, unit="kg", quantity_kind="mass")
    per_tonne = made_factor("2", value=3000.0, unit="t", quantity_kind="mass")
    assert compared(per_kg, per_tonne).ratio == pytest.approx(1.5)
    assert compared(per_tonne, per_kg).ratio == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"value": None}, "no_value"),
        ({"unit": "kg", "quantity_kind": "mass"}, "quantity_kind"),
        ({"boundary": "TTW"}, "boundary"),
        ({"price_basis": "basic"}, "price_basis"),
        ({"currency": "USD"}, "currency"),
    ],
)
def test_there_is_no_ratio_of_unlike_things(given: dict[str, Any], reason: str) -> None:
    made = compared(made_factor("1"), made_factor("2", **given))
    assert (made.ratio, made.no_ratio) == (None, reason)


def test_nothing_is_divided_by_zero() -> None:
    assert compared(made_factor("1", value=0.0), made_factor("2")).no_ratio == "zero"
    assert compared(made_factor("2"), made_factor("1", value=0.0)).ratio == 0.0


def test_another_set_of_potentials_is_a_caution_and_no_refusal() -> None:
    made = compared(made_factor("1"), made_factor("2", gwp_set="AR5-100@gwp-0.13.2"))
    assert made.ratio == 1.0
    assert made.cautions == ("gwp_set",)


def test_what_differs_is_marked_and_what_neither_has_is_left_out() -> None:
    made = compared(made_factor("1", low=1.0), made_factor("2", region="DE"))
    same = {one.name: one.same for one in made.fields}
    assert same["value"] is True
    assert same["region"] is False
    assert same["low"] is False
    assert "high" not in same
    assert "price_year" not in same

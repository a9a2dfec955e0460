"""The ledger of vintages: exact by hand, and it never guesses a vintage."""

from __future__ import annotations

import pytest

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.mrio import Vintage, vintage_ledger

OLD, NEW = Vintage(2020, "25ed", "v1"), Vintage(2022, "26ed", "v2")
FIGURES = {OLD: 160.0, Vintage(2020, "26ed", "v1"): 156.0, Vintage(2020, "26ed", "v2"): 158.5, NEW: 150.25}


def test_three_parts_that_add_up() -> None:
    found = vintage_ledger(FIGURES, OLD, NEW)
    assert (found.data_revision, found.method_revision, found.true_change) == (-4.0, 2.5, -8.25)
    assert found.difference == FIGURES[NEW] - FIGURES[OLD]
    assert not found.order_known


def test_with_both_orders_the_order_has_no_meaning() -> None:
    found = vintage_ledger({**FIGURES, Vintage(2020, "25ed", "v2"): 161.0}, OLD, NEW)
    assert (found.data_revision, found.method_revision, found.true_change) == (-3.25, 1.75, -8.25)
    assert found.order_known


def test_only_the_data_were_revised() -> None:
    later = Vintage(2020, "26ed", "v1")
    found = vintage_ledger(FIGURES, OLD, later)
    assert (found.data_revision, found.method_revision, found.true_change) == (-4.0, 0.0, 0.0)
    assert found.order_known


def test_what_is_absent_is_named_and_never_guessed() -> None:
    with pytest.raises(MissingValueError) as caught:
        vintage_ledger({OLD: 160.0, NEW: 150.25, Vintage(2020, "26ed", "v2"): float("nan")}, OLD, NEW)
    assert caught.value.code == "vintages.absent"
    assert caught.value.params["found"] == "2020 (26ed, v1); 2020 (26ed, v2)"


def test_the_earlier_year_comes_first() -> None:
    with pytest.raises(InputError) as caught:
        vintage_ledger(FIGURES, NEW, OLD)
    assert caught.value.code == "vintages.order"

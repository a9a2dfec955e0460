"""One pass through a large table finds what two passes find."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.mrio import sum_and_least

BIG = np.random.default_rng(7).random((1100, 1000))


@given(st.integers(0, 1099), st.integers(0, 999), st.floats(-5, 5))
def test_large_tables_are_summed_and_their_least_cell_is_found(row: int, column: int, value: float) -> None:
    table = BIG.copy()
    table[row, column] = value
    total, least = sum_and_least(table)
    assert total == pytest.approx(table.sum())
    assert least == min(0.0, table.min())


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("at", [(0, 0), (549, 3), (550, 3), (1099, 999)])
def test_what_is_no_number_is_never_overlooked(wrong: float, at: tuple[int, int]) -> None:
    table = BIG.copy()
    table[at] = wrong
    assert not np.isfinite(sum_and_least(table)[0])
    assert not np.isfinite(sum_and_least(table[at[0] : at[0] + 1])[0])


def test_nothing_is_zero() -> None:
    assert sum_and_least(np.zeros((0, 5))) == (0.0, 0.0)
    assert sum_and_least(np.zeros(0)) == (0.0, 0.0)

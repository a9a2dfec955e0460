"""Cells of households: means and margins are met; names, order and splits of cells change nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.households import CellFrame, common_shift, project, size_shares

PRIOR = np.array([32.6, 11.7, 12.0, 5.0])
PERSONS = np.array([1, 2, 3, 4, 5.35])
SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS)
def test_shares_add_up_and_have_the_mean(seed: int) -> None:
    generator = np.random.default_rng(seed)
    single = generator.uniform(0, 0.95, (3, 6))
    mean = single + (1 - single) * generator.uniform(2.05, 5.3, (3, 6))
    found = size_shares(single, mean, PRIOR, PERSONS, list("abcdef"))
    np.testing.assert_allclose(found.shares.sum(axis=-1), 1, rtol=1e-12)
    np.testing.assert_allclose(found.shares @ PERSONS, mean, rtol=1e-9)
    np.testing.assert_allclose(found.shares[..., 0], single, rtol=0)


@given(SEEDS, st.floats(-0.3, 1.5))
def test_the_shift_that_made_the_households_is_found(seed: int, shift: float) -> None:
    generator = np.random.default_rng(seed)
    mean, inhabitants = generator.uniform(1.5, 3.5, 8), generator.uniform(900, 9e5, 8)
    found = common_shift(mean, inhabitants, float((inhabitants / (mean + shift)).sum()))
    assert abs(found - shift) < 1e-9


def made(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """A start, rows and feasible totals: those of cells near the start."""
    generator, frame = np.random.default_rng(seed), CellFrame(tuple(PERSONS))
    start = generator.uniform(1, 20, (4, frame.count))
    columns = [frame.member("size", name) for name in frame.size]
    columns += [frame.member("tenure", "own"), frame.heads() * frame.member("income", "1", "2")]
    rows = np.stack(columns, axis=1)
    totals = (start * np.exp(generator.normal(0, 0.4, start.shape))) @ rows
    return start, rows, totals, [f"size {name}" for name in frame.size] + ["tenure own", "low income"]


@given(SEEDS)
def test_margins_are_met_and_interactions_kept(seed: int) -> None:
    start, rows, totals, margins = made(seed)
    found = project(start, rows, totals, margins, names=list("abcd"))
    np.testing.assert_allclose(found.cells @ rows, totals, rtol=1e-8)
    np.testing.assert_allclose(np.log(found.cells / start), found.multipliers @ rows.T, atol=1e-9)


@given(SEEDS)
def test_order_of_municipalities_and_cells_changes_nothing(seed: int) -> None:
    start, rows, totals, margins = made(seed)
    found = project(start, rows, totals, margins, names=list("abcd")).cells
    places, cells = np.random.default_rng(seed).permutation(4), np.random.default_rng(seed).permutation(50)
    other = project(start[places][:, cells], rows[cells], totals[places], margins, names=list("abcd")).cells
    np.testing.assert_allclose(other, found[places][:, cells], rtol=1e-9)


@given(SEEDS)
def test_an_identical_split_of_a_cell_changes_nothing(seed: int) -> None:
    start, rows, totals, margins = made(seed)
    found = project(start, rows, totals, margins, names=list("abcd")).cells
    halves = np.concatenate([start[:, :1] / 2, start[:, :1] / 2, start[:, 1:]], axis=1)
    other = project(halves, np.concatenate([rows[:1], rows]), totals, margins, names=list("abcd")).cells
    np.testing.assert_allclose(other[:, 0] + other[:, 1], found[:, 0], rtol=1e-9)
    np.testing.assert_allclose(other[:, 2:], found[:, 1:], rtol=1e-9)

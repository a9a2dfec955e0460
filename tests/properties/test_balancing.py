"""RAS and GRAS: sums are met, signs and zeros kept, fixtures of the fact sheet, infeasibility by name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import BalanceError
from ketenkompas.mrio import gras, ras


def test_the_fixtures_of_the_fact_sheet() -> None:
    """Section 8, to 1e-6."""
    found = ras(np.array([[5.0, 2, 1], [2, 6, 3], [1, 2, 4]]), np.array([9.0, 12, 8]), np.array([10.0, 10, 9]))
    expected = [[6.069642, 1.884183, 1.046175], [2.596886, 6.046084, 3.357030], [1.333472, 2.069732, 4.596795]]
    np.testing.assert_allclose(found, expected, atol=1e-6)
    prior = np.array([[7.0, 3, 5, -3], [2, 9, 8, 1], [-2, 0, 2, 1]])
    found = gras(prior, np.array([15.0, 26, -1]), np.array([9.0, 16, 17, -2]))
    expected = [
        [8.976440, 3.743160, 5.721728, -3.441329],
        [2.799335, 12.256840, 9.992314, 0.951511],
        [-2.775776, 0.0, 1.285958, 0.489818],
    ]
    np.testing.assert_allclose(found, expected, atol=1e-6)


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1), st.integers(1, 8), st.integers(1, 8))
def test_sums_are_met_and_signs_kept(seed: int, rows: int, columns: int) -> None:
    random = np.random.default_rng(seed)
    target = random.uniform(0.5, 5.0, (rows, columns)) * np.where(random.random((rows, columns)) < 0.2, -1.0, 1.0)
    prior = target * random.uniform(0.5, 2.0, (rows, columns))
    found = gras(prior, target.sum(axis=1), target.sum(axis=0))
    np.testing.assert_allclose(found.sum(axis=1), target.sum(axis=1), atol=1e-9)
    np.testing.assert_allclose(found.sum(axis=0), target.sum(axis=0), atol=1e-9)
    assert (np.sign(found) == np.sign(prior)).all()


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_a_balanced_matrix_stays(seed: int) -> None:
    prior = np.random.default_rng(seed).uniform(0.0, 5.0, (4, 3))
    np.testing.assert_allclose(ras(prior, prior.sum(axis=1), prior.sum(axis=0)), prior, rtol=1e-12)


@pytest.mark.parametrize(
    ("prior", "rows", "columns", "expected", "name"),
    [
        ([[1.0, 1], [1, 1]], [1.0, 2], [2.0, 2], "balancing.totals", ""),
        ([[1.0, 1], [0, 0]], [1.0, 2], [1.5, 1.5], "balancing.no_cell", "row b"),
        ([[1.0, 1], [1, 1]], [4.0, -1], [1.5, 1.5], "balancing.no_cell", "row b"),
        ([[1.0, 0], [1, 1]], [3.0, 1], [2.0, 2], "balancing.gap", "row a"),
    ],
)
def test_what_cannot_be_met_is_named(
    prior: list[list[float]], rows: list[float], columns: list[float], expected: str, name: str
) -> None:
    with pytest.raises(BalanceError) as caught:
        gras(
            np.array(prior),
            np.array(rows),
            np.array(columns),
            row_names=["row a", "row b"],
            column_names=["column a", "column b"],
            iterations=200,
        )
    assert caught.value.code == "balancing.infeasible"
    assert expected in {problem.code for problem in caught.value.problems}
    assert any(problem.where.label == name for problem in caught.value.problems if problem.code == expected)


def test_ras_refuses_negative_cells() -> None:
    with pytest.raises(BalanceError) as caught:
        ras(np.array([[1.0, -1]]), np.array([0.0]), np.array([1.0, -1]))
    assert caught.value.code == "balancing.negative_prior"

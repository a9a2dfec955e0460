"""Geometric standard deviations from pedigree scores, against vectors worked out apart from this code."""

from __future__ import annotations

import pytest

from ketenkompas.errors import InputError
from ketenkompas.factors import pedigree_gsd2


@pytest.mark.parametrize(
    ("scores", "basic", "v1", "v2"),
    [
        ((1, 1, 1, 1, 1), 1.05, 1.05000, 1.05000),
        ((2, 2, 2, 3, 2), 1.05, 1.08342, 1.60506),
        ((3, 2, 4, 2, 3), 1.05, 1.32322, 2.04619),
        ((4, 3, 3, 3, 4), 1.5, 1.84315, 2.70829),
        ((5, 5, 5, 5, 5), 1.05, 2.51960, 3.29177),
    ],
)
def test_vectors_of_both_tables(scores: tuple[int, int, int, int, int], basic: float, v1: float, v2: float) -> None:
    assert pedigree_gsd2(scores, basic=basic, table="v1") == pytest.approx(v1, abs=5e-6)
    assert pedigree_gsd2(scores, basic=basic, table="v2") == pytest.approx(v2, abs=5e-6)


@pytest.mark.parametrize(
    ("scores", "basic"), [((0, 1, 1, 1, 1), 1.05), ((1, 1, 1, 1, 6), 1.05), ((1, 1, 1, 1), 1.05), ((1,) * 5, 0.9)]
)
def test_what_are_no_scores_is_refused(scores: tuple[int, ...], basic: float) -> None:
    with pytest.raises(InputError) as caught:
        pedigree_gsd2(scores, basic=basic, table="v1")  # type: ignore[arg-type]
    assert caught.value.code == "factor.pedigree_wrong"

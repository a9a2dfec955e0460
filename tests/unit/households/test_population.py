"""Small numbers and whole households."""

from __future__ import annotations

import time

import numpy as np
import pytest

from ketenkompas.errors import InputError
from ketenkompas.households import integer_cells, merge_small, population_rows

SIZES = ("1", "2", "3", "4", "5+")


def test_large_classes_stay_apart() -> None:
    assert merge_small(np.array([1000.0, 2000]), ["own", "rent"]) == [(("own",), 1000.0), (("rent",), 2000.0)]


def test_small_neighbours_are_merged() -> None:
    found = merge_small(np.array([500.0, 3000, 1500, 700, 400]), SIZES)
    assert found == [(("1", "2"), 3500.0), (("3",), 1500.0), (("4", "5+"), 1100.0)]


def test_the_smaller_neighbour_takes_a_small_class() -> None:
    assert merge_small(np.array([4000.0, 10, 2000]), ["a", "b", "c"]) == [(("a",), 4000.0), (("b", "c"), 2010.0)]
    assert merge_small(np.array([2000.0, 10, 2000]), ["a", "b", "c"]) == [(("a", "b"), 2010.0), (("c",), 2000.0)]


def test_too_few_in_all_are_withheld() -> None:
    assert merge_small(np.array([300.0, 200]), ["own", "rent"]) == [(("own", "rent"), None)]
    assert merge_small(np.array([0.0]), ["all"]) == [(("all",), None)]
    assert merge_small(np.array([30.0, 20]), ["own", "rent"], least=20) == [(("own",), 30.0), (("rent",), 20.0)]


def test_suppression_codes_are_no_households() -> None:
    with pytest.raises(InputError) as raised:
        merge_small(np.array([300.0, -99997]), ["own", "rent"])
    assert raised.value.params["found"] == -99997
    with pytest.raises(InputError) as empty:
        merge_small(np.array([]), [])
    assert empty.value.code == "households.no_classes"


def test_the_largest_remainders_of_areas_go_up() -> None:
    """Areas 10.4, 10.35 and 10.25 make 31: the first area goes up, all kinds stay within one."""
    cells = np.array([[5.2, 5.2], [5.1, 5.25], [5.05, 5.2]])
    found = integer_cells(cells)
    assert found.sum(axis=1).tolist() == [11, 10, 10]
    assert found.sum(axis=0).tolist() in ([15, 16], [16, 15])


def test_kinds_hold_where_areas_alone_would_break_them() -> None:
    """The remainders of the first two areas are larger, and they hold one kind: one of each pair goes up."""
    found = integer_cells(np.array([[0.55, 0], [0.55, 0], [0, 0.45], [0, 0.45]]))
    assert found.sum(axis=0).tolist() in ([1, 1], [2, 0])
    assert found.sum() == 2
    wide = np.zeros((20, 2))
    wide[:10, 0], wide[10:, 1] = 0.55, 0.45
    assert np.abs(integer_cells(wide).sum(axis=0) - [5.5, 4.5]).max() < 1


def test_whole_cells_stay_and_a_total_on_either_side_is_met() -> None:
    whole = np.array([[3.0, 4], [0, 5]])
    assert integer_cells(whole).tolist() == whole.tolist()
    half = np.array([[1.3, 1.3], [1.4, 1.5]])
    assert integer_cells(half, 5).sum() == 5
    assert integer_cells(half, 6).sum() == 6


def test_a_total_of_another_level_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        integer_cells(np.array([[1.5, 2.5]]), 6)
    assert raised.value.code == "households.cells_total"
    with pytest.raises(InputError) as nearly:
        integer_cells(np.array([[1.0, 2.0 + 1e-9]]), 4)
    assert nearly.value.code == "households.cells_total"
    with pytest.raises(InputError):
        integer_cells(np.array([[1.5, -2.5]]))
    with pytest.raises(InputError):
        population_rows(np.array([[-1]]))


def test_all_households_of_the_country_in_three_seconds() -> None:
    cells = np.random.default_rng(3).gamma(0.5, 1.0, (12, 200))
    counts = integer_cells(cells * 8_200_000 / cells.sum())
    begun = time.perf_counter()
    areas, kinds = population_rows(counts)
    assert time.perf_counter() - begun < 3
    assert len(areas) == len(kinds) == 8_200_000
    again = np.bincount(areas.astype(np.int64) * 200 + kinds, minlength=2400).reshape(12, 200)
    assert (again == counts).all()


def test_the_cells_of_all_municipalities_are_rounded_in_seconds() -> None:
    cells = np.random.default_rng(4).gamma(0.5, 1.0, (342, 200))
    cells *= 8_040_000 / cells.sum()
    begun = time.perf_counter()
    found = integer_cells(cells)
    assert time.perf_counter() - begun < 10
    assert found.sum() == 8_040_000
    assert np.abs(found.sum(axis=0) - cells.sum(axis=0)).max() < 1

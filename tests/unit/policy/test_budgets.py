"""Budget periods and revisions: budgets add up, a revision of zero changes nothing; what cannot be is named."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.policy import (
    REACHES,
    REBASE_RULES,
    Budget,
    Observation,
    PathPoint,
    Reach,
    RebaseRule,
    Target,
    budget_progress,
    checked_periods,
    corridor_budget,
    path,
    read_periods,
    rebased,
    usual_periods,
)

targets = st.builds(
    lambda start, low, wide, kind: Target(2010, start, 2050, start * low, start * min(low + wide, 1.5), kind),
    st.floats(1.0, 1000.0),
    st.floats(0.05, 1.0),
    st.floats(0.0, 0.5),
    st.sampled_from(["linear", "geometric"]),
)
cuts = st.lists(st.integers(2011, 2050), min_size=1, max_size=5, unique=True).map(sorted)


@given(targets, cuts)
def test_budgets_of_neighbouring_periods_add_up(target: Target, inner: list[int]) -> None:
    points = path(target)
    edges = [2010, *inner, 2051]
    parts = [corridor_budget(points, (first, end - 1)) for first, end in pairwise(edges)]
    whole = corridor_budget(points, (2010, 2050))
    for side in (0, 1):
        assert sum(part[side].total or 0 for part in parts) == pytest.approx(whole[side].total)
    assert all((low.total or 0) <= (high.total or 0) + 1e-9 for low, high in parts)


@given(targets, st.integers(2011, 2040), st.floats(0.1, 500.0))
def test_used_and_left_are_the_budget_of_the_path(target: Target, first: int, level: float) -> None:
    _, high = corridor_budget(path(target), (first, first + 4))
    found = budget_progress(high, {first: level, first + 1: level})
    assert found.used + found.left == pytest.approx(high.total)


@given(
    targets, st.integers(2011, 2049), st.floats(0.1, 1000.0), st.sampled_from(REBASE_RULES), st.sampled_from(REACHES)
)
def test_a_revision_of_zero_changes_nothing(
    target: Target, year: int, value: float, rule: RebaseRule, reach: Reach
) -> None:
    found = rebased(target, Observation(year, value, ""), 0.0, rule, reach)
    level = path(target, [year])[0].high
    assert found.observed == value
    assert found.end_low == pytest.approx(target.low, rel=1e-12)
    assert found.end_high == pytest.approx(target.high, rel=1e-12)
    assert found.level == pytest.approx(level)
    assert found.distance == pytest.approx(value / level - 1)


@given(targets, st.integers(2011, 2049), st.floats(0.1, 1000.0), st.floats(-0.5, 1.0), st.sampled_from(REBASE_RULES))
def test_a_revision_of_all_years_leaves_the_distance_where_the_percentage_stays(
    target: Target, year: int, value: float, revision: float, rule: RebaseRule
) -> None:
    newest = Observation(year, value, "")
    before = rebased(target, newest, 0.0, rule, "series")
    after = rebased(target, newest, revision, rule, "series")
    assert before.distance is not None
    assert after.distance is not None
    kept = rule in ("relative", "chained") or (rule == "threshold_relative" and abs(revision) > 0.01)
    if kept:
        assert after.distance == pytest.approx(before.distance, abs=1e-9)
    else:
        assert after.distance + 1 == pytest.approx((before.distance + 1) * (1 + revision))
        assert after.end_high == target.high


def test_the_threshold_is_one_per_cent() -> None:
    target, newest = Target(2010, 100.0, 2050, 20.0, 30.0, "linear"), Observation(2020, 90.0, "")
    below = rebased(target, newest, 0.009, "threshold_relative", "reference")
    above = rebased(target, newest, 0.011, "threshold_relative", "reference")
    assert below.end_high == 30.0
    assert above.end_high == pytest.approx(30.33)


def test_a_point_has_a_rate_but_no_distance() -> None:
    found = rebased(
        Target(2010, 100.0, 2050, 20.0, 30.0, "point"), Observation(2020, 90.0, ""), 0.1, "relative", "series"
    )
    assert (found.level, found.distance) == (None, None)
    assert found.required == pytest.approx((33.0 / 99.0) ** (1 / 30) - 1)


@given(st.integers(1995, 2040), st.integers(0, 6))
def test_the_usual_periods_follow_each_other_as_in_france(newest: int, count: int) -> None:
    found = usual_periods(newest, 1990, 2100, count=count)
    assert len(found) == count
    assert all((first - 2024) % 5 == 0 and last == first + 4 for first, last in found)
    assert all(one[1] + 1 == other[0] for one, other in pairwise(found))
    assert not found or found[0][0] <= newest <= found[0][1]


def test_periods_stay_on_the_path() -> None:
    assert usual_periods(2011, 2010, 2021) == ((2010, 2014), (2015, 2019))


@given(st.lists(st.integers(1, 8), min_size=1, max_size=8), st.integers(1990, 2050))
def test_periods_are_read_as_they_are_written(lengths: list[int], first: int) -> None:
    periods = []
    for length in lengths:
        periods.append((first, first + length - 1))
        first += length
    written = ", ".join(f"{one}-{other}" for one, other in periods)
    assert read_periods(written) == tuple(periods) == checked_periods(periods[::-1])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2024", "target.budget_form"),
        ("24-28", "target.budget_form"),
        ("2028-2024", "target.budget_years"),
        ("2024-2100", "target.budget_years"),
        ("2024-2028,2028-2032", "target.budget_overlap"),
        (",".join(f"{year}-{year}" for year in range(2000, 2013)), "target.budget_many"),
    ],
)
def test_what_is_no_period_is_refused_by_name(written: str, code: str) -> None:
    with pytest.raises(InputError) as raised:
        read_periods(written)
    assert raised.value.code == code


def test_a_period_beside_the_path_and_a_reference_year_that_is_the_newest_are_refused() -> None:
    with pytest.raises(InputError, match="2019-2023"):
        corridor_budget([PathPoint(2020, 1.0, 2.0)], (2019, 2023))
    with pytest.raises(InputError) as raised:
        rebased(Target(2020, 1.0, 2050, 0.1, 0.2, "linear"), Observation(2020, 1.0, ""), 0.1, "frozen", "series")
    assert raised.value.code == "target.newest_is_reference"
    assert corridor_budget([PathPoint(2020, 1.0, 2.0)], (2020, 2020))[1] == Budget(2020, 2020, 2.0)

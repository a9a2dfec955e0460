"""Indicative targets: the figures of the fact sheet (policy, section 1), and what must always hold."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ketenkompas.errors import AlignmentError, InputError, MissingValueError
from ketenkompas.policy import (
    Budget,
    Observation,
    PathPoint,
    Target,
    budget_progress,
    change,
    corridor_state,
    distance,
    path,
    probability_above,
    probability_fell,
    rebased_level,
    required_rate,
    revision,
    trend_rate,
)

levels = st.floats(1, 1e4)


@pytest.mark.parametrize(("kind", "level"), [("linear", 160.0), ("geometric", 147.36)])
def test_paths_of_the_fact_sheet(kind: str, level: float) -> None:
    target = Target(2020, 200.0, 2050, 80.0, 80.0, kind)  # type: ignore[arg-type]
    assert path(target, [2030])[0].low == pytest.approx(level, abs=0.005)


@given(levels, levels, levels, st.sampled_from(["linear", "geometric"]))
def test_a_path_starts_and_ends_where_it_says(start: float, one: float, two: float, kind: str) -> None:
    low, high = sorted((one, two))
    points = path(Target(2010, start, 2050, low, high, kind))  # type: ignore[arg-type]
    assert points[0].low == pytest.approx(start)
    assert points[0].high == pytest.approx(start)
    assert points[-1].low == pytest.approx(low)
    assert points[-1].high == pytest.approx(high)
    assert all(point.low <= point.high * (1 + 1e-12) for point in points)


def test_a_point_draws_no_path_in_between() -> None:
    assert path(Target(2010, 762.0, 2050, 160.0, 215.0, "point")) == (PathPoint(2050, 160.0, 215.0),)


def test_the_ends_of_the_french_range_imply_two_reference_levels() -> None:
    assert pytest.approx(762, abs=0.5) == 160 / (1 - 0.79)
    assert pytest.approx(741, abs=0.5) == 215 / (1 - 0.71)
    assert pytest.approx(69.6, abs=0.05) == 160 / 2.3
    assert pytest.approx(69.4, abs=0.05) == 215 / 3.1


@pytest.mark.parametrize(("level", "rate"), [(160.0, -5.03), (215.0, -3.98)])
def test_the_rate_that_france_needs(level: float, rate: float) -> None:
    assert 100 * required_rate(644.0, 2023, level, 2050) == pytest.approx(rate, abs=0.005)


@given(levels, st.floats(-0.2, 0.2))
def test_a_trend_of_one_rate_is_that_rate_and_reaches_its_target(level: float, rate: float) -> None:
    values = {2010 + year: level * (1 + rate) ** year for year in range(8)}
    assert trend_rate(values) == pytest.approx(rate, abs=1e-9)
    assert required_rate(values[2010], 2010, values[2017], 2017) == pytest.approx(rate, abs=1e-9)


def test_the_budget_of_the_fact_sheet() -> None:
    found = budget_progress(Budget(2024, 2028, 900.0), {2023: 190.0, 2024: 188.0, 2025: 184.0})
    assert (found.left, found.mean_left, found.mean) == (528.0, 176.0, 180.0)
    assert found.share_used == pytest.approx(41.333, abs=0.001)
    assert found.share_of_time == 40.0
    assert found.exhausted == 2028


@given(st.lists(levels, max_size=5), levels)
def test_used_and_left_are_the_budget(values: list[float], total: float) -> None:
    found = budget_progress(Budget(2024, 2028, total), {2024 + at: value for at, value in enumerate(values)})
    assert found.used + found.left == pytest.approx(total)


def test_a_budget_that_is_not_known_is_not_zero() -> None:
    with pytest.raises(MissingValueError) as raised:
        budget_progress(Budget(2024, 2028, None), {2024: 180.0})
    assert raised.value.code == "target.budget_unknown"


def test_a_gap_in_a_budget_period_is_not_zero_either() -> None:
    with pytest.raises(MissingValueError) as raised:
        budget_progress(Budget(2024, 2028, 900.0), {2024: 180.0, 2026: 170.0})
    assert raised.value.code == "target.budget_gap"


def test_chances_of_the_fact_sheet() -> None:
    assert probability_above(160.0, 155.0, 6.0) == pytest.approx(0.798, abs=0.0005)
    assert probability_fell(-4.0, (6.0, 6.0), 0.9) == pytest.approx(0.932, abs=0.0005)
    assert probability_fell(-4.0, (6.0, 6.0), 0.0) == pytest.approx(0.681, abs=0.0005)
    assert probability_above(0.0, 155.0, draws=[150.0, 156.0, 160.0, 170.0]) == 0.75


@given(st.floats(0.1, 50), st.floats(0.1, 50), st.floats(0, 0.98), st.floats(0.001, 0.01))
def test_a_higher_correlation_never_makes_a_fall_less_sure(a: float, b: float, low: float, more: float) -> None:
    assume(abs(a - b) / max(a, b) < 0.5)
    assert probability_fell(-4.0, (a, b), low + more) >= probability_fell(-4.0, (a, b), low) - 1e-12


@pytest.mark.parametrize(
    ("rule", "threshold", "level"),
    [("frozen", 1, 80.0), ("relative", 1, 84.8), ("threshold_relative", 1, 84.8), ("threshold_relative", 7, 80.0),
     ("chained", 1, 80.0)],
)  # fmt: skip
def test_what_a_revision_does_to_a_target(rule: str, threshold: float, level: float) -> None:
    found = rebased_level(80.0, 200.0, 212.0, rule, threshold_per_cent=threshold)  # type: ignore[arg-type]
    assert found == pytest.approx(level)


@given(levels, levels, st.sampled_from(["frozen", "relative", "threshold_relative", "chained"]))
def test_without_a_revision_all_rules_agree(level: float, reference: float, rule: str) -> None:
    assert rebased_level(level, reference, reference, rule) == pytest.approx(level)  # type: ignore[arg-type]


@given(levels, levels, levels)
def test_the_parts_of_a_revision_add_up(old: float, same: float, later: float) -> None:
    found = revision(Observation(2020, old, "a"), Observation(2020, same, "b"), Observation(2021, later, "b"))
    assert found.revised + found.changed == found.total
    assert found.total == pytest.approx(later - old, abs=1e-9 * max(later, old, same))


def test_the_french_and_the_swedish_revision() -> None:
    french = revision(
        Observation(2022, 623.0, "SDES 2023"),
        Observation(2022, 671.5, "Nov 2024"),
        Observation(2023, 644.0, "Nov 2024"),
    )
    assert french.revised / 623.0 == pytest.approx(0.078, abs=0.0005)
    assert french.changed < 0 < french.total
    swedish = change(Observation(2008, 110.0, "2023"), Observation(2021, 88.0, "2023"))
    assert swedish == -22.0


def test_figures_of_two_editions_are_never_subtracted() -> None:
    with pytest.raises(AlignmentError) as raised:
        change(Observation(2018, 82.0, "SCB Nov 2020"), Observation(2019, 93.0, "SCB May 2022"))
    assert raised.value.code == "target.editions"


@pytest.mark.parametrize(
    ("years", "start", "sides", "code"),
    [
        ((2050, 2020), 200.0, (80.0, 80.0), "target.years"),
        ((2020, 2050), 200.0, (90.0, 80.0), "target.sides"),
        ((2020, 2050), 0.0, (80.0, 80.0), "target.level"),
        ((2020, 2050), float("nan"), (80.0, 80.0), "target.level"),
        ((2020, 2050), 200.0, (-5.0, 80.0), "target.level"),
    ],
)
def test_what_draws_no_path_is_refused(
    years: tuple[int, int], start: float, sides: tuple[float, float], code: str
) -> None:
    with pytest.raises(InputError) as raised:
        Target(years[0], start, years[1], *sides, "geometric")
    assert raised.value.code == code


@pytest.mark.parametrize(("value", "state"), [(79.0, "below"), (80.0, "inside"), (95.0, "inside"), (95.1, "above")])
def test_a_corridor_has_three_states(value: float, state: str) -> None:
    assert corridor_state(value, PathPoint(2030, 80.0, 95.0)) == state


def test_distance_is_a_share() -> None:
    assert distance(160.0, 155.0) == pytest.approx(0.03226, abs=1e-5)

"""Bringing municipalities to other boundaries loses nobody, and a mean stays between its parts."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.households import harmonise, harmonise_means

OLD = [f"GM{number:04d}" for number in range(1, 9)]
NEW = [f"GM{number:04d}" for number in range(101, 104)]
SHARES = st.floats(0.05, 0.95)
COUNTS = st.lists(st.floats(0, 1e7), min_size=len(OLD), max_size=len(OLD))


@st.composite
def changes(draw: st.DrawFn) -> pl.DataFrame:
    """On two days some municipalities go, whole or split in two."""
    rows: list[tuple[str, str, date, float]] = []
    for at, old in enumerate(OLD):
        kind = draw(st.sampled_from(["stays", "whole", "split"]))
        share, day = draw(SHARES), date(2019 if at < 4 else 2021, 1, 1)
        first, second = draw(st.permutations(NEW))[:2]
        if kind == "whole":
            rows.append((old, first, day, 1.0))
        elif kind == "split":
            rows += [(old, first, day, share), (old, second, day, 1 - share)]
    schema = {"old_code": pl.String, "new_code": pl.String, "effective": pl.Date, "share": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


@given(changes(), COUNTS)
def test_nobody_is_lost_or_counted_twice(crosswalk: pl.DataFrame, counts: list[float]) -> None:
    found = harmonise(OLD, {"persons": counts}, crosswalk)
    assert found.values["persons"].sum() == pytest.approx(sum(counts), rel=1e-12, abs=1e-6)
    assert not set(crosswalk["old_code"]) & set(found.codes)


@given(changes(), COUNTS, st.integers(0, len(OLD) - 1))
def test_absence_goes_to_every_whole_that_it_is_in(crosswalk: pl.DataFrame, counts: list[float], at: int) -> None:
    given_counts = [None if place == at else count for place, count in enumerate(counts)]
    found = harmonise(OLD, {"persons": given_counts}, crosswalk)
    wholes = set(crosswalk.filter(old_code=OLD[at])["new_code"]) or {OLD[at]}
    lacking = {code for code, value in zip(found.codes, found.values["persons"], strict=True) if value is None}
    assert lacking == wholes == {absence.area for absence in found.absent}
    assert all(absence.parts == (OLD[at],) for absence in found.absent)


@given(
    changes(), st.lists(st.floats(1, 100), min_size=8, max_size=8), st.lists(st.floats(1, 1e6), min_size=8, max_size=8)
)
def test_a_mean_lies_between_its_parts_and_keeps_its_total(
    crosswalk: pl.DataFrame, means: list[float], bases: list[float]
) -> None:
    found = harmonise_means(OLD, {"mean": means}, {"mean": bases}, crosswalk)
    base = harmonise(OLD, {"mean": bases}, crosswalk)
    total = (found.values["mean"] * base.values["mean"]).sum()
    assert total == pytest.approx(sum(mean * of for mean, of in zip(means, bases, strict=True)), rel=1e-9)
    assert min(means) - 1e-9 <= found.values["mean"].min() <= found.values["mean"].max() <= max(means) + 1e-9  # type: ignore[operator]


@given(changes(), COUNTS, st.permutations(range(len(OLD))))
def test_the_order_of_the_municipalities_changes_nothing(
    crosswalk: pl.DataFrame, counts: list[float], order: list[int]
) -> None:
    straight = harmonise(OLD, {"persons": counts}, crosswalk)
    mixed = harmonise([OLD[at] for at in order], {"persons": [counts[at] for at in order]}, crosswalk)
    assert straight.codes == mixed.codes
    assert mixed.values["persons"].to_list() == pytest.approx(straight.values["persons"].to_list(), rel=1e-12)

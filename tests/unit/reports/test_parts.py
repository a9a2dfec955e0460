"""Grouping loses nothing, the order is fixed, axes hold what they must, names do not overlap."""

import itertools

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.reports._parts import checked, codes_in_order, grouped, label_places, scale_for
from tests.unit.reports.made import parts


def _grouped(top: int, *, households_last: bool = False) -> pl.DataFrame:
    return grouped(parts(), home="NL", top=top, other_label="Overige landen", households_last=households_last)


@pytest.mark.parametrize("top", [0, 1, 2, 3, 9])
def test_grouping_keeps_the_total(top: int) -> None:
    before = parts().group_by("year").agg(pl.sum("value")).sort("year")["value"]
    after = _grouped(top).group_by("year").agg(pl.sum("value")).sort("year")["value"]
    assert after.to_list() == pytest.approx(before.to_list(), rel=1e-12)


def test_order_is_home_households_origins_by_size_and_the_rest() -> None:
    assert [code for code, _ in codes_in_order(_grouped(2))] == ["NL", "households_direct", "CN", "DE", "other"]
    last = [code for code, _ in codes_in_order(_grouped(2, households_last=True))]
    assert last == ["NL", "CN", "DE", "other", "households_direct"]


def test_a_single_small_origin_keeps_its_name() -> None:
    assert "other" not in _grouped(4)["code"].to_list()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_the_axis_holds_both_stacks_and_begins_at_a_round_number(values: list[float]) -> None:
    scale = scale_for(pl.DataFrame({"year": [1] * len(values), "value": values}))
    assert scale.top >= sum(value for value in values if value > 0) * (1 - 1e-9)
    assert scale.bottom <= sum(value for value in values if value < 0) * (1 - 1e-9)
    assert 0.0 in scale.ticks
    assert 2 <= len(scale.ticks) <= 9


@pytest.mark.parametrize("top", [1, 3, 9])
def test_names_beside_the_bars_never_overlap(top: int) -> None:
    frame = _grouped(top)
    places = sorted(label_places(frame, scale_for(frame), 300, 18).values())
    assert len(places) == frame["code"].n_unique()
    assert all(below - above >= 18 - 1e-9 for above, below in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (parts().drop("unit"), "reports.columns_missing"),
        (parts().clear(), "reports.empty"),
        (pl.concat([parts(), parts().with_columns(unit=pl.lit("kt CO2"))]), "reports.units_mixed"),
    ],
)
def test_what_cannot_be_drawn_is_refused(frame: pl.DataFrame, code: str) -> None:
    with pytest.raises(InputError) as caught:
        checked(frame)
    assert caught.value.code == code
    assert caught.value.text("nl")

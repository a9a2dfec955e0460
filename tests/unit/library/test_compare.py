"""Areas side by side and who emits for whom: equal to the figures one by one, and to each other."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import KetenkompasError

years = st.sampled_from([2000, 2005, 2008, 2011])
economies = st.sampled_from(["NL", "DE", "CN", "US", "GB"])


@given(years)
def test_every_row_is_the_footprint_of_its_area(year: int) -> None:
    found = kk.compare(year)
    assert [row["value"] for row in found.rows] == sorted((row["value"] for row in found.rows), reverse=True)
    for row in (found.rows[0], found.rows[-1]):
        alone = kk.footprint(row["code"], year, per="head")
        assert (row["value"], row["low"], row["high"]) == (alone.value, alone.low, alone.high)


def test_the_order_asked_for_does_not_matter_and_doubles_count_once() -> None:
    one, other = kk.compare(2008, ["NL", "DE", "NL"]), kk.compare(2008, ["DE", "Nederland"])
    assert one.rows == other.rows


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(KetenkompasError):
        kk.compare(2008, ["NL", "Atlantis"])


@given(economies, years)
def test_columns_are_footprints_and_rows_are_emissions(area: str, year: int) -> None:
    found = kk.exchange(area, year)
    rows = {row["code"]: row for row in found.rows}
    footprint = kk.footprint(area, year, scope="with_households")
    assert sum(row["area"] for row in found.rows) == pytest.approx(footprint.value, rel=1e-9)
    produced = kk.footprint(area, year, view="production", scope="industry_only")
    assert rows["area"]["sum"] == pytest.approx(produced.value, rel=1e-9)
    world = kk.footprint("WORLD", year, scope="with_households")
    assert sum(row["sum"] for row in found.rows) == pytest.approx(world.value, rel=1e-9)
    trade = {row["code"]: row["value"] for row in kk.trade(area, year).rows}
    assert found.item("abroad").value == pytest.approx(trade["imports"], rel=1e-9)
    assert found.item("exported").value == pytest.approx(trade["exports"], rel=1e-9)


def test_a_union_is_set_against_the_rest_of_the_world() -> None:
    found = kk.exchange("EU26", 2008)
    assert [row["code"] for row in found.rows] == ["area", "rest", "households_direct"]


def test_the_commands_say_the_same() -> None:
    told = CliRunner().invoke(app, ["compare", "2008", "NL", "DE", "--format", "json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["rows"] == [dict(row) for row in kk.compare(2008, ["NL", "DE"], lang="nl").rows]
    matrix = CliRunner().invoke(app, ["exchange", "NL", "2008", "--lang", "en"])
    assert "Rest of the world" in matrix.stdout

"""Sources side by side: every kind says what it counts, and nothing is joined."""

import json

import pytest
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import MissingValueError
from ketenkompas.library import beside


def test_the_two_dutch_figures_stand_side_by_side_with_what_they_count() -> None:
    rows = beside("NL").rows
    official = next(row for row in rows if row["kind"] == "official" and row["unit"].startswith("Mt"))
    assert official["value"] == kk.published("NL", 2023).value
    assert official["households"] == "without"
    cbs = next(row for row in rows if row["publisher"] == "CBS" and row["year"] == 2021)
    assert (cbs["value"], cbs["unit"], cbs["households"]) == (15.4, "t CO2e_unstated/head", "with")
    assert cbs["gases"] != official["gases"]


def test_a_model_has_its_interval_and_others_have_none() -> None:
    rows = beside("NL").rows
    own = next(row for row in rows if row["kind"] == "demo" and row["unit"] == "Mt CO2")
    assert own["low"] < own["value"] < own["high"]
    assert all(row["low"] is None for row in rows if row["kind"] != "demo")


def test_every_row_has_a_unit_a_scope_and_a_source() -> None:
    for area in ("NL", "SE", "EU27_2020", "CN"):
        for row in beside(area, lang="nl").rows:
            assert all(row[name] for name in ("publisher", "unit", "gases", "households", "method", "source"))


def test_an_area_without_any_figure_is_told() -> None:
    with pytest.raises(MissingValueError):
        beside("AQ")


def test_the_global_carbon_budget_stands_beside_the_model_in_a_year_of_both() -> None:
    """Its newest year, and the one in which our model counts CO2 too; it is another count, so the notes say why."""
    found = beside("NL", lang="en")
    theirs = [row for row in found.rows if row["kind"] == "published"]
    assert [(row["year"], row["unit"], row["value"]) for row in theirs if row["unit"] == "Mt CO2"] == [
        (2018, "Mt CO2", 152.759),
        (2011, "Mt CO2", 168.059),
    ]
    assert "territory" in theirs[0]["method"]
    ours = next(row["value"] for row in found.rows if row["kind"] == "demo" and row["unit"] == "Mt CO2")
    assert f"{ours / 168.059 - 1:.0%} higher than the 168.1 Mt" in " ".join(found.notes)
    assert "Peters" in " ".join(source.attribution for source in found.sources)
    receipt = kk.receipt(theirs[0]["source"])
    assert any("Netherlands 1990-2002" in note for note in receipt.notes)


@pytest.mark.parametrize("area", ["LU", "EU27_2020", "CZ", "WORLD"])
def test_unusable_rows_of_the_global_carbon_budget_are_nowhere(area: str) -> None:
    """Luxembourg jumps, Czechia is absent and with it the union; absence is said by leaving it out, not by a number."""
    assert not [row for row in beside(area).rows if row["kind"] == "published"]
    assert not [note for note in beside(area).notes if "Budget" in note]


def test_the_command_says_the_same() -> None:
    told = CliRunner().invoke(app, ["beside", "NL", "--format", "json", "--lang", "en"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["rows"] == [dict(row) for row in beside("NL").rows]

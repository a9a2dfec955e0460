"""A footprint beside an indicative path: through library, command line and API."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import KetenkompasError, MissingValueError

VERDICT = re.compile(r"\b(voldoet|gehaald|geslaagd|pass|fail|on target|on track|op koers|schema)\b", re.IGNORECASE)


def test_the_official_series_has_no_chance_and_says_why() -> None:
    found = kk.progress("NL", base_year=2014, end_year=2050, low=-79, high=-71)
    listed = {item.code: item.value for item in found.items}
    assert listed["observed"] == pytest.approx(141.675, abs=5e-4)
    start = kk.published("NL", 2014).value
    assert listed["path_high"] == pytest.approx(start * 0.29 ** (9 / 36))
    assert listed["required_high"] == pytest.approx(100 * ((start * 0.29 / listed["observed"]) ** (1 / 27) - 1))
    assert "chance_above" not in listed
    assert any("no margin of error" in note for note in found.notes)


def test_a_model_with_draws_has_a_chance_that_shares_errors_of_both_years() -> None:
    found = kk.progress("NL", model="wiod2013-co2", target="fr-snbc3")
    assert found.item("chance_above").value == pytest.approx(4.93, abs=0.05)
    alone = kk.footprint("NL", 2011)
    assert alone.low is not None
    assert alone.low < found.item("path_high").value, "one year's interval alone could not tell"
    assert any("France" in note and "indicative" in note for note in found.notes)


@given(st.floats(-99, -1), st.floats(-99, -1), st.sampled_from(["linear", "geometric"]))
def test_rows_run_from_the_reference_year_to_the_end_between_both_sides(one: float, two: float, shape: str) -> None:
    low, high = sorted((one, two))
    found = kk.progress("DE", base_year=2014, end_year=2040, low=low, high=high, shape=shape)  # type: ignore[arg-type]
    rows = {row["year"]: row for row in found.rows}
    assert rows[2014]["observed"] == rows[2014]["path_low"] == rows[2014]["path_high"]
    assert rows[2040]["path_low"] == pytest.approx(rows[2014]["observed"] * (1 + low / 100))
    assert all(row["path_low"] <= row["path_high"] + 1e-9 for row in rows.values() if row["path_low"] is not None)


def test_per_head_uses_one_population_for_path_and_series() -> None:
    found = kk.progress("NL", model="wiod2013-co2", base_year=2000, end_year=2030, low=-40, per="head")
    assert found.item("observed").unit == "t CO2/head"
    assert found.rows[0]["observed"] == found.rows[0]["path_low"]


def test_a_reference_year_that_the_series_lacks_is_told_with_the_nearest() -> None:
    with pytest.raises(MissingValueError) as raised:
        kk.progress("NL", base_year=2010)
    assert "2014" in raised.value.text("nl")


def test_a_target_whose_percentages_are_not_known_is_not_filled_in() -> None:
    with pytest.raises(MissingValueError) as raised:
        kk.progress("NL", target="se-sou-2022-15")
    assert raised.value.code == "target.per_cent_unknown"


@pytest.mark.parametrize(
    "asked", [{"shape": "curve"}, {"target": "nl-law"}, {"end_year": 2010}, {"low": -10, "high": -120}]
)
def test_what_makes_no_path_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(KetenkompasError):
        kk.progress("NL", **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_sounds_like_a_verdict(language: str) -> None:
    from ketenkompas.library import state_sentence

    for target in (None, "fr-snbc3"):
        found = kk.progress("NL", model="wiod2013-co2", target=target, lang=language)
        said = " ".join([found.title, *found.notes, *(item.label for item in found.items), state_sentence(found)])
        assert not VERDICT.search(said)
        assert "indicati" in said


def test_every_target_has_sources_with_status_and_unknown_budgets_stay_unknown() -> None:
    for target in kk.targets("nl"):
        assert all(source["status"] in ("verified", "secondary", "unverified") for source in target["sources"])
        assert target["note"]
    french = next(target for target in kk.targets() if target["id"] == "fr-snbc3")
    assert [budget["total_mt"] for budget in french["budgets"]] == [None, None, None]


def test_the_commands_give_the_same_figures() -> None:
    told = CliRunner().invoke(app, ["progress", "NL", "--base-year", "2014", "--low", "-50", "--format", "json"])
    assert told.exit_code == 0
    items = {item["code"]: item["value"] for item in json.loads(told.stdout)["items"]}
    assert items == {item.code: item.value for item in kk.progress("NL", base_year=2014, low=-50).items}
    listed = CliRunner().invoke(app, ["targets", "--lang", "nl"])
    assert "Frankrijk" in listed.stdout
    assert json.loads(CliRunner().invoke(app, ["targets", "--json"]).stdout)[0]["id"] == "dk-benchmark"

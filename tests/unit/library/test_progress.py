"""A footprint beside an indicative path: through library, command line and API."""

import json
import re
from typing import Any

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


def test_budgets_are_sums_of_the_path_and_of_the_observed_years() -> None:
    path_ = {row["year"]: row for row in kk.progress("NL", base_year=2014).rows}
    found = kk.budgets("NL", base_year=2014, periods=[(2014, 2018), (2019, 2023), (2024, 2028)])
    for row in found.rows:
        first, last = (int(year) for year in row["period"].split("-"))
        years = range(first, last + 1)
        assert row["budget_high"] == pytest.approx(sum(path_[year]["path_high"] for year in years))
        seen = [path_[year]["observed"] for year in years if path_[year]["observed"] is not None]
        assert (row["emitted"] or 0) == pytest.approx(sum(seen))
        assert row["left"] == pytest.approx(row["budget_high"] - sum(seen))
        assert row["chance_above"] is None
    assert found.rows[2]["emitted"] is None
    usual = kk.budgets("NL", base_year=2014)
    assert [row["period"] for row in usual.rows] == ["2019-2023", "2024-2028", "2029-2033", "2034-2038"]


def test_the_chance_of_one_observed_year_is_that_of_the_path() -> None:
    asked: dict[str, Any] = {"model": "wiod2013-co2", "target": "fr-snbc3"}
    found = kk.budgets("NL", periods=[(2011, 2015)], **asked)
    assert found.rows[0]["chance_above"] == pytest.approx(kk.progress("NL", **asked).item("chance_above").value)
    longer = kk.budgets("NL", model="wiod2013-co2", base_year=2000, low=-30, periods=[(2009, 2013)])
    assert 0 <= longer.rows[0]["chance_above"] <= 100


def test_the_periods_of_france_are_named_with_what_is_not_known() -> None:
    found = kk.budgets("NL", model="wiod2013-co2", target="fr-snbc3")
    assert any("2024-2028, 2029-2033, 2034-2038" in note and "not known" in note for note in found.notes)
    assert found.rows[0]["period"] == "2010-2014"
    with pytest.raises(KetenkompasError):
        kk.budgets("NL", shape="point")


def test_without_a_revision_every_rule_says_the_same() -> None:
    found = kk.rebase("NL", base_year=2014, revision=0)
    for name in ("end_low", "end_high", "level_high", "observed", "distance", "required"):
        assert [row[name] for row in found.rows] == pytest.approx([found.rows[0][name]] * 9)
    assert found.item("distance").value == pytest.approx(kk.progress("NL", base_year=2014).item("distance").value)
    assert kk.rebase("NL", base_year=2014).rows == found.rows


def test_a_cited_revision_moves_the_end_by_its_percentage() -> None:
    found = kk.rebase("NL", base_year=2014, cited="se-2008")
    rows = {(row["rule"], row["reach"]): row for row in found.rows}
    before = found.rows[0]
    assert rows[("relative", "all years alike")]["end_high"] == pytest.approx(1.09 * before["end_high"])
    assert rows[("frozen", "all years alike")]["distance"] > before["distance"] > 0
    assert any("Sweden" in note and "109" in note for note in found.notes)
    with pytest.raises(KetenkompasError):
        kk.rebase("NL", cited="se-2008", revision=2)
    with pytest.raises(KetenkompasError):
        kk.rebase("NL", revision=-80)


def test_published_revisions_carry_source_and_status() -> None:
    for one in kk.revisions("nl"):
        assert all(one[side]["source"] and one[side]["status"] in ("verified", "secondary") for side in ("old", "new"))
        assert one["per_cent"] == pytest.approx(100 * (one["new"]["value"] / one["old"]["value"] - 1))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_sounds_like_a_verdict(language: str) -> None:
    from ketenkompas.library import budget_sentence, rebase_sentence, state_sentence

    for target in (None, "fr-snbc3"):
        found = kk.progress("NL", model="wiod2013-co2", target=target, lang=language)
        said = " ".join([found.title, *found.notes, *(item.label for item in found.items), state_sentence(found)])
        assert not VERDICT.search(said)
        assert "indicati" in said
        in_periods = kk.budgets("NL", model="wiod2013-co2", target=target, lang=language)
        revised = kk.rebase("NL", model="wiod2013-co2", target=target, cited="fr-2022", lang=language)
        told = [*in_periods.notes, budget_sentence(in_periods), *(row["state"] for row in in_periods.rows)]
        told += [*revised.notes, rebase_sentence(revised), *(row["said"] for row in revised.rows)]
        assert not VERDICT.search(" ".join(told))


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
    told = CliRunner().invoke(app, ["budgets", "NL", "--periods", "2019-2023", "--lang", "en", "--format", "json"])
    assert json.loads(told.stdout)["rows"] == list(kk.budgets("NL", periods=[(2019, 2023)]).rows)
    told = CliRunner().invoke(app, ["rebase", "NL", "--cited", "se-2008", "--lang", "en", "--format", "json"])
    assert json.loads(told.stdout)["rows"] == list(kk.rebase("NL", cited="se-2008").rows)
    assert CliRunner().invoke(app, ["budgets", "NL", "--periods", "2028"]).exit_code == 2
    assert "Zweden" in CliRunner().invoke(app, ["revisions", "--lang", "nl"]).stdout
    listed = CliRunner().invoke(app, ["targets", "--lang", "nl"])
    assert "Frankrijk" in listed.stdout
    assert json.loads(CliRunner().invoke(app, ["targets", "--json"]).stdout)[0]["id"] == "dk-benchmark"

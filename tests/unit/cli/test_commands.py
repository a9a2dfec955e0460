"""The commands as a person types them: answers, formats, exit codes, errors in words and as JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app

runner = CliRunner()


def run(*arguments: str) -> tuple[int, str, str]:
    result = runner.invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_a_footprint_in_two_languages() -> None:
    code, dutch, _ = run("footprint", "NL", "--year", "2008")
    assert code == 0
    assert "225,769 Mt CO₂" in dutch
    assert "Demonstratie" in dutch
    _, english, _ = run("footprint", "Nederland", "--year", "2008", "--by", "origin", "--lang", "en")
    assert "225.769 Mt CO₂" in english
    assert "China" in english
    assert "ketenkompas receipt" in english


@pytest.mark.parametrize("by", ["origin", "industry", "product"])
def test_json_is_the_library_s(by: str) -> None:
    code, out, _ = run("footprint", "NL", "--year", "2008", "--by", by, "--format", "json", "--lang", "en")
    assert code == 0
    assert json.loads(out) == kk.footprint("NL", 2008, by=by).to_dict()  # type: ignore[arg-type]


def test_other_formats(tmp_path: Path) -> None:
    _, csv, _ = run("footprint", "NL", "--format", "csv")
    assert pl.read_csv(io.StringIO(csv)).filter(pl.col("year") == 2008)["value"].sum() == pytest.approx(
        225.769, abs=0.001
    )
    for form, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("parquet", b"PAR1")):
        target = tmp_path / f"figure.{form}"
        code, _, err = run("footprint", "NL", "--year", "2008", "--format", form, "--out", str(target))
        assert code == 0
        assert str(target) in err
        assert target.read_bytes().startswith(start)


def test_the_official_footprint() -> None:
    code, out, _ = run("published", "NL", "--year", "2022", "--format", "json", "--lang", "en")
    figure = json.loads(out)
    assert code == 0
    assert figure["value"] == pytest.approx(159.669, abs=0.0005)
    assert (figure["unit"], figure["scope"], figure["kind"], figure["low"]) == (
        "Mt CO2e_AR5",
        "industry_only",
        "official",
        None,
    )
    assert figure["interval_reason"] == "The publisher states no margin of error."


def test_errors_in_words_and_as_json() -> None:
    code, out, err = run("footprint", "Nederlnd", "--year", "2008")
    assert (code, out) == (2, "")
    assert "het dichtst in de buurt: NL" in err
    code, _, err = run("footprint", "NL", "--year", "1990", "--format", "json", "--lang", "en")
    assert code == 2
    assert json.loads(err)["error"]["code"] == "year.unknown"
    code, _, err = run("footprint", "NL", "--year", "2008", "--view", "territorial", "--lang", "en")
    assert code == 4
    assert "env_ac_aibrid_r2" in err
    code, _, err = run("receipt", "000000")
    assert code == 4
    assert "herkomstbewijs" in err


def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    code, _, err = run("footprint", "NL", "--year", "2008", "--format", "csv", "--out", str(tmp_path / "no" / "x.csv"))
    assert code == 2
    assert "--out" in err


def test_models_areas_receipts_version() -> None:
    assert "wiod2013-co2" in run("models")[1]
    assert "Nederland" in run("areas")[1]
    assert json.loads(run("models", "--format", "json")[1])[0]["id"] == "eurostat-ghgfp"
    receipt = kk.footprint("NL", 2008).receipt
    assert json.loads(run("receipt", receipt)[1])["id"] == receipt
    assert receipt in run("receipt")[1]
    assert run("--version")[1].startswith("ketenkompas ")


def test_multipliers_and_trade() -> None:
    code, out, _ = run("multipliers", "NL", "--year", "2008", "--format", "json", "--lang", "en")
    assert code == 0
    assert json.loads(out) == kk.multipliers("NL", 2008).to_dict()
    assert "Stroomopwaarts" in run("multipliers", "NL", "--year", "2008")[1]
    assert "125,205" in run("trade", "NL", "--year", "2008")[1]
    assert run("trade", "NL", "--year", "2008", "--format", "csv")[1].startswith("code,label,value")


@pytest.mark.mirror
def test_replay_a_receipt(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    code, out, _ = run("receipt", kk.footprint("NL", 2008).receipt, "--replay", "--format", "json")
    assert code == 0
    assert json.loads(out)["verdict"] in ("identical_bytes", "identical_rows", "equal_within_tolerance")


def test_a_replay_without_sources_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", "")
    code, _, err = run("receipt", kk.footprint("NL", 2008).receipt, "--replay", "--lang", "en")
    assert code == 4
    assert "KETENKOMPAS_MIRROR" in err
    assert "jrc-co2-wiod2013" in err


def test_doctor_tells_what_is_here() -> None:
    code, out, _ = run("doctor", "--lang", "en")
    assert "wiod2013-co2" in out
    assert code in (0, 1)
    assert {"what", "found", "ok"} == set(json.loads(run("doctor", "--json")[1])[0])


def test_build_of_an_unknown_model_and_an_incomplete_own_table(tmp_path: Path) -> None:
    code, _, err = run("build", "exiobase", "--lang", "en")
    assert code == 2
    assert "wiod2013-co2" in err
    code, _, err = run("build", "--from", str(tmp_path), "--lang", "en")
    assert code == 2
    assert "--like, --model" in err


@pytest.mark.parametrize(
    "command", [[], ["footprint"], ["published"], ["build"], ["receipt"], ["data"], ["serve"], ["doctor"]]
)
def test_help_reads(command: list[str]) -> None:
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert len(out) > 200


def test_editions_are_kept_listed_read_and_dropped() -> None:
    assert "nog geen editie" in run("editions", "list")[1]
    _, said, _ = run("editions", "keep", "--lang", "en")
    name = said.split()[-1].rstrip(".")
    assert f"{name} (getoond)" in run("editions", "list")[1]
    listed = json.loads(run("editions", "list", "--json")[1])
    assert [(one["id"], one["current"]) for one in listed] == [(name, True)]
    known = run("footprint", "NL", "--year", "2008")[1]
    assert run("--edition", name, "footprint", "NL", "--year", "2008")[1] == known
    code, _, said = run("--edition", "2020-01-x", "footprint", "NL", "--year", "2008")
    assert code == 2
    assert name in said
    code, _, said = run("editions", "drop", name)
    assert code == 4
    assert "welke de site toont" in said


def test_a_series_per_money_says_whose_prices_each_year_has() -> None:
    _, said, _ = run("footprint", "NL", "--per", "money")
    assert "prijzen van 2000" in said
    assert "prijzen van 2011" in said

"""The command classify, and making the packaged tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenkompas import library
from ketenkompas.cli import app

runner = CliRunner()


def run(*arguments: str) -> tuple[int, str, str]:
    result = runner.invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_words_in_two_languages() -> None:
    code, dutch, _ = run("classify", "kantoormeubelen")
    assert code == 0
    assert "C31_32" in dutch
    assert "alledaags woord" in dutch
    _, english, _ = run("classify", "office furniture", "--language", "en")
    assert "39130000" in english
    assert "the label itself" in english


def test_a_code_that_lost_its_zero_and_one_that_may_be_two() -> None:
    _, out, _ = run("classify", "1012100", "--scheme", "CN2023")
    assert "01012100" in out
    assert "er ontbrak een voorloopnul" in out
    _, out, _ = run("classify", "14311", "--scheme", "CPA2.1")
    assert "kan ook 01.43.11 zijn" in out


def test_what_a_code_corresponds_to() -> None:
    _, out, _ = run("classify", "72071114", "--scheme", "CN2023", "--to", "A64")
    assert "C24" in out
    assert "Afgeleid: geen uitgever noemt dit paar." in out
    _, out, _ = run("classify", "76011000", "--scheme", "CN2022", "--to", "CN2023")
    assert out.count("niet bekend") == 2


def test_json_is_the_library_s() -> None:
    _, out, _ = run("classify", "laptop", "--format", "json")
    assert json.loads(out) == library.classify("laptop", lang="nl").to_dict()
    _, out, _ = run("classify", "WBedHuiElk", "--to", "SPEND", "--format", "json", "--language", "en")
    assert json.loads(out) == library.corresponding("RGS3.7", "SPEND", "WBedHuiElk", lang="en")


def test_what_is_wrong_is_told_with_exit_code_2() -> None:
    code, _, told = run("classify", "08III000", "--scheme", "CN2023")
    assert code == 2
    assert "een code waaronder de handelsstatistiek een product verbergt" in told
    code, _, told = run("classify", "x", "--scheme", "CN1988", "--format", "json")
    assert code == 2
    assert json.loads(told)["error"]["code"] == "classification.no_scheme"


@pytest.mark.mirror
def test_the_tables_are_made_where_one_says(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    code, out, _ = run("data", "build-classifications", "--to", str(tmp_path))
    assert code == 0
    assert "schemes/cpa21: 5522 rijen" in out
    assert (tmp_path / "keys/cn2022-to-cpa21.parquet").is_file()

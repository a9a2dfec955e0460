"""Uncertainty through library and command line: intervals, chances, sentences, stated assumptions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.library import require_few

pytestmark = pytest.mark.mirror


@pytest.fixture(autouse=True)
def _tables(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))


def test_two_years_on_correlated_draws() -> None:
    found = kk.uncertainty("NL", 2008, 2000, draws=100, seed=1)
    assert found.years == (2000, 2008)
    change, lower = found.item("change"), found.item("lower")
    assert change.value == pytest.approx(17.308, abs=1e-3)
    assert change.low is not None
    assert change.high is not None
    assert change.low < change.value < change.high
    assert 0 <= lower.value <= 5
    assert "has almost certainly risen (chance more than 99%)" in found.notes[1]
    early = found.item("footprint_2000")
    assert early.low is not None
    assert early.low < early.value < (early.high or 0)
    assert abs(found.item("difference_2008").value) < 25
    for year in (2000, 2008):
        assert sum(row["share"] for row in found.rows if row["year"] == year) == pytest.approx(100)
    assert any(note.startswith("inputs_trade = 0.25. Own assumption") for note in found.notes)
    assert found.identity["seed"] == 1


def test_an_aggregate_says_why_it_has_no_shares() -> None:
    found = kk.uncertainty("EU26", 2008, draws=25, seed=1, lang="nl")
    assert found.rows == ()
    assert any("losse regio's" in note for note in found.notes)
    assert found.item("footprint_2008").value == pytest.approx(3925.3, abs=0.1)


def test_the_command_repeats_itself() -> None:
    asked = ["uncertainty", "NL", "2008", "--draws", "30", "--seed", "4", "--format", "json"]
    first, second = (CliRunner().invoke(app, [*asked, "--workers", count]) for count in ("1", "2"))
    assert first.exit_code == 0, first.stderr
    assert json.loads(first.stdout) == json.loads(second.stdout)


def test_faults_are_named(tmp_path: Path) -> None:
    file = tmp_path / "errors.yml"
    file.write_text("id: x\n", "utf-8")
    for asked, code in (
        ({"errors": "nothing"}, "definition.unknown"),
        ({"errors": file}, "definition.faults"),
        ({"draws": 1}, "uncertainty.draws"),
    ):
        with pytest.raises(KetenkompasError) as caught:
            kk.uncertainty("NL", 2008, **asked)  # type: ignore[arg-type]
        assert caught.value.code == code
    with pytest.raises(InputError) as refused:
        require_few(1000, 200)
    assert "200" in refused.value.text("nl")

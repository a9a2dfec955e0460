"""``ketenkompas explain``: a table to read, data to process, a waterfall."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenkompas.cli import app

RUN = CliRunner()


@pytest.fixture(autouse=True)
def _tables(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))


@pytest.mark.mirror
def test_a_table_and_its_data(tmp_path: Path) -> None:
    shown = RUN.invoke(app, ["explain", "NL", "2000", "2008", "--scope", "industry_only"])
    assert shown.exit_code == 0
    assert "Waardoor de voetafdruk veranderde" in shown.stdout
    assert "−59,6" in shown.stdout
    told = json.loads(RUN.invoke(app, ["explain", "NL", "2000", "2008", "--format", "json"]).stdout)
    assert told["analysis"] == "explain"
    picture = tmp_path / "why.svg"
    RUN.invoke(app, ["explain", "NL", "2000", "2008", "--format", "svg", "--out", str(picture)])
    assert picture.read_text("utf-8").startswith("<svg")


@pytest.mark.mirror
def test_a_question_that_is_wrong_ends_with_2() -> None:
    refused = RUN.invoke(app, ["explain", "NL", "2008", "2000", "--lang", "en", "--format", "json"])
    assert refused.exit_code == 2
    assert json.loads(refused.stderr)["error"]["code"] == "explain.order"

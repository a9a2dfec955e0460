"""The ledger of vintages from a file: three parts that add up, and every fault by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import InputError, KetenkompasError, MissingValueError

ROWS = ("2022,25ed,v1,160,Mt CO2", "2022,26ed,v1,156,Mt CO2", "2022,26ed,v2,158.5,Mt CO2", "2023,26ed,v2,150.25,Mt CO2")


def file(folder: Path, *rows: str) -> Path:
    path = folder / "figures.csv"
    path.write_text("\n".join(["year,data,method,value,unit", *rows]) + "\n", "utf-8")
    return path


def test_three_parts_add_up(tmp_path: Path) -> None:
    found = kk.ledger(file(tmp_path, *ROWS), "2022,25ed,v1", "2023, 26ed, v2")
    parts = {row["code"]: row["value"] for row in found.rows}
    assert parts == {"data_revision": -4.0, "method_revision": 2.5, "true_change": -8.25}
    assert found.item("difference").value == sum(parts.values()) == -9.75
    assert found.columns["value"] == "Mt CO2"
    assert found.identity["inputs"][0]["source"] == "user:figures.csv"
    assert found.chart().table().frame["value"].to_list() == [160.0, -4.0, 2.5, -8.25, 150.25]
    assert "first" in found.notes[0]


def test_the_command_tells_it_in_dutch(tmp_path: Path) -> None:
    path = file(tmp_path, *ROWS, "2022,25ed,v2,161,Mt CO2")
    shown = CliRunner().invoke(app, ["ledger", str(path), "--earlier", "2022,25ed,v1", "--later", "2023,26ed,v2"])
    assert shown.exit_code == 0, shown.stderr
    assert "Herziene methode" in shown.stdout
    assert "1,750" in shown.stdout
    assert "hangen niet af van hun volgorde" in shown.stdout


def test_what_is_absent_or_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingValueError) as absent:
        kk.ledger(file(tmp_path, *ROWS[:2], ROWS[3]), "2022,25ed,v1", "2023,26ed,v2")
    assert absent.value.params["found"] == "2022 (26ed, v2)"
    with pytest.raises(InputError) as name:
        kk.ledger(file(tmp_path, *ROWS), "2022", "2023,26ed,v2")
    assert name.value.code == "vintages.name"
    with pytest.raises(KetenkompasError) as faults:
        kk.ledger(file(tmp_path, *ROWS, ROWS[0], "2023,26ed,v3,1,kt CO2"), "2022,25ed,v1", "2023,26ed,v2")
    assert [problem.code for problem in faults.value.problems] == ["table.row_twice", "vintages.unit"]

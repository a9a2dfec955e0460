"""Figures of the official lists by cell: read off by hand, then compared with the shipped records and the raw files."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path

import openpyxl
import pytest

from ketenkompas.factors import Factor
from ketenkompas.ingest import read_edition
from ketenkompas.pipeline import packaged_factors
from ketenkompas.sources import record

CELLS = list(csv.DictReader((Path(__file__).parent / "factor_cells.csv").read_text("utf-8").splitlines()))
EDITIONS = {
    "co2emissiefactoren-nl": ("2026", "co2emissiefactoren-nl-2026"),
    "rivm-food": ("2024", "rivm-food-2024-09-23"),
    "desnz": ("2025", "desnz-2025-scope3"),
}


@functools.cache
def shipped(source_id: str) -> dict[str, Factor]:
    folder = packaged_factors() / "editions" / source_id / EDITIONS[source_id][0]
    return {one.native_id: one for one in read_edition(folder)}


def figure(factor: Factor, field: str) -> object:
    """The field of a record, or its component, alternative or gas of that name."""
    parts = {one.stage: one.value for one in (*factor.components, *factor.alternatives)} | dict(factor.gases)
    return parts[field] if field in parts else getattr(factor, field)


def test_enough_cells_were_read_by_hand() -> None:
    assert len(CELLS) >= 110
    assert len({(row["source_id"], row["cell"]) for row in CELLS}) == len(CELLS)


@pytest.mark.parametrize("row", CELLS, ids=lambda row: f"{row['source_id']}-{row['cell']}")
def test_record_holds_the_cell(row: dict[str, str]) -> None:
    factor = shipped(row["source_id"])[row["native_id"]]
    found = figure(factor, row["field"])
    if row["field"] == "value_text":
        assert found == row["text"]
        assert factor.value is None
    else:
        assert found == float(row["text"].replace(",", "."))
    if row["field"] == "value":
        assert factor.cell == row["cell"]


@pytest.mark.mirror
def test_raw_files_hold_the_cells(mirror: Path) -> None:
    grids = {source_id: grid(mirror / record(edition[1]).path) for source_id, edition in EDITIONS.items()}
    wrong = [row for row in CELLS if grids[row["source_id"]][row["cell"]] != row["text"]]
    assert wrong == []


def grid(path: Path) -> dict[str, str]:
    """Every cell of a file by its address, without the importers."""
    if path.suffix == ".xlsx":
        cells = (cell for line in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in line)
        return {cell.coordinate: re.sub(r"\.0$", "", str(cell.value)) for cell in cells}
    delimiter = ";" if path.name.startswith("milieu") else ","
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            f"{chr(65 + at)}{number}": cell
            for number, line in enumerate(csv.reader(file, delimiter=delimiter), start=1)
            for at, cell in enumerate(line)
        }

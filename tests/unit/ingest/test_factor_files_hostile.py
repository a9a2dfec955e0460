"""Files that nobody should import: bombs, edited copies, other lists, huge tables. A named error, soon."""

from __future__ import annotations

import errno
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.unit.ingest._factor_forms import nl_workbook

from ketenkompas.errors import InputError
from ketenkompas.ingest import FACTOR_SOURCES, OWN_FACTOR_SOURCES, read_nl_list
from ketenkompas.ingest import _rows as rows

SOURCES = {**FACTOR_SOURCES, **OWN_FACTOR_SOURCES}
ONE_FILE = [name for name, one in SOURCES.items() if one.file_kind and one.file_kind != "folder"]


def codes(fault: InputError) -> set[str]:
    return {fault.code, *(one.code for one in fault.problems)}


def edited(folder: Path, change: Callable[[Worksheet], object]) -> Path:
    """The made workbook after somebody worked in it."""
    path = nl_workbook(folder)
    book = openpyxl.load_workbook(path)
    change(book.worksheets[0])
    book.save(path)
    return path


def first_factor(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows(min_row=3) if isinstance(row[1].value, float))


@pytest.mark.parametrize("columns", ["B{}:C{}", "G{}:H{}"])
def test_merged_figures_are_refused_not_read_as_absent(columns: str, tmp_path: Path) -> None:
    def merge(sheet: Worksheet) -> None:
        row = first_factor(sheet)
        sheet.merge_cells(columns.format(row, row))

    with pytest.raises(InputError) as caught:
        read_nl_list(edited(tmp_path, merge))
    assert "factor.list_joined" in codes(caught.value)
    assert "samengevoegd" in caught.value.text("nl")


@pytest.mark.parametrize("formula", ["=1+2", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "+1", "@SUM(1)"])
def test_a_formula_is_no_figure(formula: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_nl_list(edited(tmp_path, lambda sheet: sheet.__setitem__(f"B{first_factor(sheet)}", formula)))
    assert "factor.list_no_number" in codes(caught.value)


@pytest.mark.parametrize("cell", ["A300000", "XFD500", "XFD1048576"])
def test_a_cell_far_outside_the_list_costs_nothing(cell: str, tmp_path: Path) -> None:
    path = edited(tmp_path, lambda sheet: sheet.__setitem__(cell, "x"))
    begun = time.monotonic()
    with pytest.raises(InputError) as caught:
        read_nl_list(path)
    assert caught.value.code == "factor.workbook_size"
    assert time.monotonic() - begun < 5


def repacked(folder: Path, sheet: Callable[[bytes], bytes], **more: bytes) -> Path:
    """The made workbook with other bytes in its sheet, and further members."""
    path, whole = folder / "repacked.xlsx", nl_workbook(folder)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            data = old.read(one.filename)
            new.writestr(one.filename, sheet(data) if one.filename.endswith("sheet1.xml") else data)
        for name, data in more.items():
            new.writestr(f"xl/{name}.bin", data)
    return path


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = repacked(tmp_path, lambda data: data.replace(b"<sheetData>", b"<sheetData>" + b" " * (50 << 20)))
    assert path.stat().st_size < 200_000
    with pytest.raises(InputError) as caught:
        read_nl_list(path)
    assert caught.value.code == "factor.workbook_unreadable"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
    path = repacked(tmp_path, lambda data: data.replace(b"<worksheet", doctype, 1).replace(b"<v>", b"<v>&b;", 1))
    with pytest.raises(InputError):
        read_nl_list(path)


def test_macros_in_a_workbook_are_left_alone(tmp_path: Path) -> None:
    whole = read_nl_list(nl_workbook(tmp_path))
    read = read_nl_list(repacked(tmp_path, lambda data: data, vbaProject=b"\xd0\xcf\x11\xe0" * 100))
    assert [one.value for one in read.records] == [one.value for one in whole.records]


@pytest.mark.parametrize("source", ONE_FILE)
@pytest.mark.parametrize("kind", ["empty", "one field", "zeros", "html", "too large", "a workbook"])
def test_another_file_is_a_named_error_in_both_languages(source: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"list-2026-01-01.{SOURCES[source].file_kind}"
    if kind == "too large":
        with path.open("wb") as file:
            file.truncate((64 << 20) + 1)
    elif kind == "a workbook":
        book = openpyxl.Workbook()
        book.save(path)
    else:
        path.write_bytes(
            {"empty": b"", "one field": b"a" * 300_000, "zeros": b"\x00" * 4096, "html": b"<html><p>404</p></html>"}[
                kind
            ]
        )
    begun = time.monotonic()
    with pytest.raises(InputError) as caught:
        SOURCES[source].read(path)
    assert all(caught.value.text(language) for language in ("nl", "en"))
    assert time.monotonic() - begun < 5


def test_the_header_is_looked_at_before_the_rows() -> None:
    with pytest.raises(InputError) as caught:
        rows.sheet_of("a,b\n" + "1,2,3\n" * 50_000, "other.csv", ["code"])
    assert caught.value.code == "table.columns_absent"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a\n1\n", encoding="utf-8")

    def locked(self: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(InputError) as caught:
        rows.bytes_of(path)
    assert caught.value.code == "table.not_readable"

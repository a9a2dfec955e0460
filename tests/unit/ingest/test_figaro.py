"""FIGARO's forms (matrix, flat, SDMX-CSV; plain, zipped, gzipped) give one and the same table."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.unit.ingest._figaro_forms import (
    ADDED,
    COLUMNS,
    FLAT,
    MATRIX,
    SDMX,
    SECTORS,
    columns_shuffled,
    flat,
    matrix,
    sdmx,
    shuffled,
    text,
    two_years,
    values,
    written,
    zipped,
)

from ketenkompas.errors import InputError
from ketenkompas.ingest import FigaroTable, read_figaro


def same(one: FigaroTable, other: FigaroTable) -> bool:
    arrays = ("flows", "demand", "value_added", "value_added_demand")
    labels = ("sectors", "final_uses", "year")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays) and all(
        getattr(one, name) == getattr(other, name) for name in labels
    )


# --- good files -------------------------------------------------------------------------------------------------------


def test_matrix(tmp_path: Path) -> None:
    table = read_figaro(written(tmp_path, MATRIX, text(matrix())))
    cells = values()
    assert table.form == "matrix"
    assert (table.year, table.edition, table.products) == (2022, "26ed", False)
    assert table.sectors.labels == tuple(SECTORS)
    assert table.final_uses.labels == tuple(COLUMNS[12:])
    assert np.array_equal(table.flows, cells[:12, :12])
    assert np.array_equal(table.demand, cells[:12, 12:])
    assert np.array_equal(table.value_added, cells[12:, :12])
    assert np.array_equal(table.value_added_demand, cells[12:, 12:])
    assert table.value_added_rows == ADDED
    assert table.notes == ()
    assert np.allclose(table.output, table.flows.sum(axis=0) + table.value_added.sum(axis=0), atol=0.02)


def with_totals(rows: list[list[str]]) -> list[list[str]]:
    """Eurostat's data sets hold totals beside their members; they must change nothing."""
    head = rows[1][:3]
    extra = [
        [*head, "WORLD", "NL", "A01", "A01", "MIO_EUR", "2022", "9999", "", ""],
        [*head, "EU27_2020", "NL", "A01", "A01", "MIO_EUR", "2022", "9999", "", ""],
        [*head, "NL", "NL", "TOTAL", "A01", "MIO_EUR", "2022", "9999", "", ""],
        [*head, "NL", "NL", "A01", "C", "MIO_EUR", "2022", "9999", "", ""],
        [*head, "DOM", "NL", "B1G", "A01", "MIO_EUR", "2022", "9999", "", ""],
    ]
    return [*rows, *extra]


GOOD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "byte-order mark": (MATRIX, lambda: b"\xef\xbb\xbf" + text(matrix())),
    "CRLF": (MATRIX, lambda: text(matrix(), "\r\n")),
    "no last line end": (MATRIX, lambda: text(matrix()).rstrip()),
    "matrix zipped": ("m_26ed_2022.zip", lambda: zipped(text(matrix()), MATRIX)),
    "matrix shuffled": (MATRIX, lambda: text(columns_shuffled(shuffled(matrix())))),
    "quoted labels": (MATRIX, lambda: text([[f'"{row[0]}"', *row[1:]] for row in matrix()])),
    "flat": (FLAT, lambda: text(flat())),
    "flat CRLF and mark": (FLAT, lambda: b"\xef\xbb\xbf" + text(flat(), "\r\n")),
    "flat zipped": ("flat_26ed_2022.zip", lambda: zipped(text(flat()))),
    "flat gzipped": ("flat_26ed_2022.csv.gz", lambda: gzip.compress(text(flat()))),
    "flat shuffled": (FLAT, lambda: text(shuffled(flat()))),
    "flat with columns in another order": (FLAT, lambda: text(columns_shuffled(flat()))),
    "other spellings": (MATRIX, lambda: text(matrix()).replace(b"C10T12", b"C10-C12")),
    "sdmx": ("naio_10_fcp_ii4_2022.csv", lambda: text(sdmx())),
    "sdmx gzipped": ("naio.csv.gz", lambda: gzip.compress(text(sdmx()))),
    "sdmx shuffled": (SDMX, lambda: text(shuffled(sdmx()))),
    "sdmx with totals": (SDMX, lambda: text(with_totals(sdmx()))),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_form_gives_the_same_table(name: str, tmp_path: Path) -> None:
    file, make = GOOD[name]
    expected = read_figaro(written(tmp_path, MATRIX, text(matrix())))
    assert same(read_figaro(written(tmp_path, file, make())), expected)


def test_a_year_of_several(tmp_path: Path) -> None:
    path = written(tmp_path, SDMX, text(two_years(sdmx())))
    assert same(read_figaro(path, year=2022), read_figaro(written(tmp_path, MATRIX, text(matrix()))))


def test_a_file_of_products(tmp_path: Path) -> None:
    cpa = text([[cell.replace("_", "_CPA_", 1) if cell in SECTORS else cell for cell in row] for row in matrix()])
    table = read_figaro(written(tmp_path, MATRIX.replace("ind-by-ind", "prod-by-prod"), cpa))
    assert table.products
    assert table.sectors.labels == tuple(SECTORS)
    header = ["iciopRow", "iciopCol", "refArea", "rowPp", "counterpartArea", "colPp", "obsValue"]
    lines = [
        [cell.replace("_", "_CPA_", 1) if cell in SECTORS else cell for cell in row[:2]] + row[2:] for row in flat()[1:]
    ]
    again = read_figaro(written(tmp_path, FLAT, text([header, *lines])))
    assert again.products
    assert same(again, table)


def test_a_file_that_lists_only_what_is_not_zero(tmp_path: Path) -> None:
    """Without a single zero in the file and with complete labels, an absent cell is zero, and the notes say so."""
    lines = [row for row in flat() if row[-1] != "0.000"]
    absent = len(flat()) - len(lines)
    table = read_figaro(written(tmp_path, FLAT, text(lines)))
    assert same(table, read_figaro(written(tmp_path, MATRIX, text(matrix()))))
    assert table.notes == (f"{absent} absent cells taken as zero: the file lists no zeros and its labels are complete",)


def test_absent_cells_as_the_caller_says(tmp_path: Path) -> None:
    """A file that lists zeros must list every cell, unless the caller states what an absent one means."""
    lines = [row for row in flat() if not (row[-1] == "0.000" and row[0] == "W2_D1")]
    path = written(tmp_path, FLAT, text(lines))
    with pytest.raises(InputError) as raised:
        read_figaro(path)
    assert {problem.code for problem in raised.value.problems} == {"figaro.cell_absent"}
    assert raised.value.params["count"] == len(flat()) - len(lines)
    assert "stated by the caller" in read_figaro(path, absent="zero").notes[0]


def test_rounding_is_repaired_and_recorded(tmp_path: Path) -> None:
    cells = values()
    cells[0, 1], cells[2, 3] = -0.001, -0.001
    cells[0, 12] += 10
    cells[:12, :] = np.round(cells[:12], 3)
    cells[17, :12] = np.round(cells[:12].sum(axis=1) - cells[:17, :12].sum(axis=0), 3)
    table = read_figaro(written(tmp_path, MATRIX, text(matrix(cells))))
    assert table.flows[0, 1] == 0.0
    assert table.flows[2, 3] == 0.0
    assert table.notes == ("2 flows between -0.001 and 0 MEUR set to zero (rounding)",)


def test_year_and_edition_are_given_where_the_name_has_none(tmp_path: Path) -> None:
    path = written(tmp_path, "table.csv", text(matrix()))
    with pytest.raises(InputError) as raised:
        read_figaro(path)
    assert raised.value.code == "figaro.year_unknown"
    table = read_figaro(path, year=2021, edition="25")
    assert (table.year, table.edition) == (2021, "25ed")


def test_a_line_break_inside_the_last_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compressed file is read in pieces of whole lines, whatever their size."""
    monkeypatch.setattr("ketenkompas.ingest._bytes._CHUNK_BYTES", 1000)
    expected = read_figaro(written(tmp_path, MATRIX, text(matrix())))
    assert same(read_figaro(written(tmp_path, "f_26ed_2022.csv.gz", gzip.compress(text(flat())))), expected)
    assert same(read_figaro(written(tmp_path, "s_2022.csv.gz", gzip.compress(text(shuffled(sdmx()))))), expected)

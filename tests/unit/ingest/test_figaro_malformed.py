"""Every malformed FIGARO file is answered with what is wrong, where, what was expected and what to do."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.unit.ingest._figaro_forms import (
    COLUMNS,
    FLAT,
    MATRIX,
    ROWS,
    SDMX,
    SECTORS,
    cell_is,
    changed,
    corrupted_zip,
    edited,
    flat,
    flat_is,
    matrix,
    prefix_renamed,
    renamed,
    sdmx,
    shuffled,
    swapped_contents,
    text,
    truncated_zip,
    two_years,
    utf16,
    without_columns,
    without_rows,
    written,
    zipped,
)

from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.ingest import read_figaro

# --- malformed files --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bad:
    """A malformed file and what must be said of it."""

    name: str
    file: str
    make: Callable[[], bytes]
    code: str
    row: int | None = None
    column: str = ""
    label: str = ""
    count: int | None = None
    options: dict[str, object] = field(default_factory=dict)


R4C3 = {"row": 4, "column": "DE_C10T12", "label": "DE_D35"}
F30 = {"row": 30, "column": "obsValue", "label": "DE_C10T12 -> DE_C10T12"}

BAD = [
    # numbers
    Bad("text in a number", MATRIX, cell_is("abc"), "ingest.text_in_number", **R4C3, count=1),
    Bad("hexadecimal", MATRIX, cell_is("0x1F"), "ingest.text_in_number", **R4C3),
    Bad("underscore in a number", MATRIX, cell_is("1_000"), "ingest.text_in_number", **R4C3),
    Bad("NaN", MATRIX, cell_is("NaN"), "ingest.no_value", **R4C3),
    Bad("colon", MATRIX, cell_is(":"), "ingest.no_value", **R4C3),
    Bad("spreadsheet error", MATRIX, cell_is("#DIV/0!"), "ingest.no_value", **R4C3),
    Bad("empty cell", MATRIX, cell_is(""), "ingest.empty_cell", **R4C3),
    Bad("infinity", MATRIX, cell_is("inf"), "ingest.infinite", **R4C3),
    Bad("1e400", MATRIX, cell_is("1e400"), "ingest.number_too_large", **R4C3),
    Bad("quoted number", MATRIX, cell_is('"12.5"'), "ingest.quoted_number", **R4C3),
    Bad("decimal comma", MATRIX, cell_is("12,5"), "ingest.row_width", row=4, label="DE_D35", count=1),
    Bad("quoted decimal comma", MATRIX, cell_is('"12,5"'), "ingest.row_width", row=4, label="DE_D35"),
    Bad("thousands separated by spaces", MATRIX, cell_is("1 234.5"), "ingest.thousands_separator", **R4C3),
    Bad("thousands separated by dots", MATRIX, cell_is("1.234.567"), "ingest.thousands_separator", **R4C3),
    Bad("flat: text in a number", FLAT, flat_is("abc"), "ingest.text_in_number", **F30, count=1),
    Bad("flat: NaN", FLAT, flat_is("nan"), "ingest.no_value", **F30),
    Bad("flat: empty cell", FLAT, flat_is(""), "ingest.empty_cell", **F30),
    Bad("flat: infinity", FLAT, flat_is("-inf"), "ingest.infinite", **F30),
    Bad("flat: 1e400", FLAT, flat_is("-1e400"), "ingest.number_too_large", **F30),
    Bad("flat: decimal comma", FLAT, flat_is("12,5"), "ingest.row_width", row=30, count=1),
    Bad("flat: quoted number", FLAT, flat_is('"12.5"'), "ingest.quoted_number", **F30),
    Bad(
        "flat: all numbers quoted",
        FLAT,
        lambda: text([flat()[0], *([*row[:6], f'"{row[6]}"'] for row in flat()[1:])]),
        "ingest.quoted_number",
        row=2,
        count=len(ROWS) * len(COLUMNS),
    ),
    Bad("NUL byte in a number", MATRIX, cell_is("1\x002"), "ingest.nul_bytes", row=4),
    Bad(
        "sdmx: no value",
        SDMX,
        lambda: text(edited(sdmx(), {(5, 10): ":"})),
        "ingest.no_value",
        row=5,
        column="OBS_VALUE",
    ),
    Bad(
        "sdmx: confidential",
        SDMX,
        lambda: text(edited(sdmx(), {(5, 10): "", (5, 12): "C"})),
        "eurostat.confidential",
        row=5,
        column="OBS_VALUE",
    ),
    # shape
    Bad("row cut off", MATRIX, lambda: text(matrix())[:-150], "ingest.row_width", row=19),
    Bad("flat: cut off in a row", FLAT, lambda: text(flat())[:-20], "ingest.row_width", row=487),
    Bad(
        "flat: last row lost",
        FLAT,
        lambda: text(flat()[:-1]),
        "figaro.cell_absent",
        label="W2_B2A3G -> NL_P5M",
        count=1,
    ),
    Bad(
        "cell too many",
        MATRIX,
        lambda: text([[*row, "1.0"] if at == 6 else row for at, row in enumerate(matrix())]),
        "ingest.row_width",
        row=7,
    ),
    Bad("blank row", MATRIX, lambda: text(matrix()).replace(b"\nNL_A01", b"\n\nNL_A01"), "ingest.blank_row", row=10),
    Bad("empty file", MATRIX, lambda: b"", "ingest.empty_file"),
    Bad("only blanks", MATRIX, lambda: b"\n \n", "ingest.empty_file"),
    Bad("header only", MATRIX, lambda: text(matrix()[:1]), "ingest.no_rows", row=1),
    Bad("web page", MATRIX, lambda: b"<!DOCTYPE html>\n<html><body>503</body></html>", "ingest.web_page", row=1),
    Bad("JSON answer", MATRIX, lambda: b'{"error": [{"status": 413}]}', "ingest.other_format", row=1),
    Bad("Parquet", MATRIX, lambda: b"PAR1\x15\x04\x15", "ingest.other_format", row=1),
    Bad("UTF-16", MATRIX, utf16, "ingest.utf16", row=1),
    Bad("accent in a label", MATRIX, renamed("NL_A01", "NL_\u00e9"), "figaro.unknown_item", label="NL_\u00e9"),
    Bad(
        "Windows-1252 bytes",
        MATRIX,
        lambda: text(matrix()).replace(b"\nNL_A01", b"\nNL_\xe901"),
        "ingest.not_utf8",
        row=10,
    ),
    Bad(
        "Windows-1252 in the header",
        MATRIX,
        lambda: text(matrix()).replace(b",NL_A01", b",NL_\xe9", 1),
        "ingest.not_utf8",
        row=1,
    ),
    Bad(
        "flat: Windows-1252",
        FLAT,
        lambda: text(flat()).replace(b"NL_A01,NL_A01,", b"NL_\xe9,NL_A01,", 1),
        "ingest.not_utf8",
    ),
    Bad("semicolons", MATRIX, lambda: text(matrix(), separator=";"), "ingest.separator", row=1),
    Bad("zip cut off", "flat_26ed_2022.zip", truncated_zip, "ingest.damaged_archive"),
    Bad("zip damaged", "flat_26ed_2022.zip", corrupted_zip, "ingest.damaged_archive"),
    Bad("gzip cut off", "flat_26ed_2022.csv.gz", lambda: gzip.compress(text(flat()))[:-200], "ingest.damaged_archive"),
    Bad("zip without a table", "flat_26ed_2022.zip", lambda: zipped(b"x", "readme.md"), "ingest.archive_members"),
    # labels
    Bad(
        "area without rows",
        MATRIX,
        lambda: text(without_rows(matrix(), *SECTORS[:4])),
        "figaro.area_without_rows",
        label="DE",
        count=4,
    ),
    Bad(
        "row missing",
        MATRIX,
        lambda: text(without_rows(matrix(), "NL_D35")),
        "figaro.row_absent",
        label="NL_D35",
        count=1,
    ),
    Bad(
        "column missing",
        MATRIX,
        lambda: text(without_columns(matrix(), "NL_D35")),
        "figaro.column_absent",
        label="NL_D35",
    ),
    Bad(
        "final use missing",
        MATRIX,
        lambda: text(without_columns(matrix(), "DE_P5M")),
        "figaro.final_use_absent",
        label="DE_P5M",
    ),
    Bad(
        "industry missing on both sides",
        MATRIX,
        lambda: text(without_columns(without_rows(matrix(), "NL_A01"), "NL_A01")),
        "figaro.row_absent",
        label="NL_A01",
        count=2,
    ),
    Bad(
        "value-added row missing",
        MATRIX,
        lambda: text(without_rows(matrix(), "W2_D29X39")),
        "figaro.value_added_absent",
        label="W2_D29X39",
        count=1,
    ),
    Bad("value-added row unknown", MATRIX, renamed("W2_D1", "W2_D11"), "figaro.unknown_value_added", row=17),
    Bad(
        "row twice", MATRIX, lambda: text([*matrix(), matrix()[3]]), "figaro.row_twice", row=20, label="DE_D35", count=1
    ),
    Bad(
        "column twice",
        MATRIX,
        lambda: text([[*row, row[3]] for row in matrix()]),
        "figaro.column_twice",
        row=1,
        label="DE_D35",
    ),
    Bad("row twice in two spellings", MATRIX, renamed("NL_A01", "NL_D"), "figaro.row_twice", row=12, label="NL_D35"),
    Bad(
        "column without a name",
        MATRIX,
        lambda: text([[*row, "1.0" if at else ""] for at, row in enumerate(matrix())]),
        "figaro.unknown_area",
        row=1,
    ),
    Bad(
        "extra column",
        MATRIX,
        lambda: text([[*row, "1.0" if at else "output"] for at, row in enumerate(matrix())]),
        "figaro.unknown_item",
        row=1,
        label="output",
    ),
    Bad("unknown area", MATRIX, prefix_renamed("NL_", "QQ_"), "figaro.unknown_area", row=10, label="QQ_A01"),
    Bad("unknown industry", MATRIX, renamed("NL_J62_63", "NL_J64_X"), "figaro.unknown_item", row=13, label="NL_J64_X"),
    Bad("codes of NACE 2.1", MATRIX, renamed("NL_J62_63", "NL_K62"), "figaro.unknown_item", row=13, label="NL_K62"),
    Bad("detail of an item", MATRIX, renamed("NL_D35", "NL_L68A"), "figaro.unknown_item", row=12, label="NL_L68A"),
    Bad("total among its parts", MATRIX, renamed("NL_D35", "NL_TOTAL"), "figaro.aggregate_label", row=12),
    Bad("union among its members", MATRIX, prefix_renamed("NL_", "EU27_2020_"), "figaro.unknown_item", row=10),
    Bad(
        "area of a later edition",
        MATRIX.replace("26ed", "24ed"),
        prefix_renamed("NL_", "AL_"),
        "figaro.edition_areas",
        options={},
    ),
    Bad(
        "products against industries",
        MATRIX,
        lambda: text(
            [[row[0].replace("_", "_CPA_", 1) if row[0] in SECTORS else row[0], *row[1:]] for row in matrix()]
        ),
        "figaro.products_and_industries",
    ),
    Bad("flat: sides swapped", FLAT, swapped_contents, "figaro.value_added_as_column"),
    Bad("flat: unknown area", FLAT, renamed("NL_A01", "QQ_A01", flat), "figaro.unknown_area", row=10, label="QQ_A01"),
    Bad(
        "flat: cell twice",
        FLAT,
        lambda: text([*flat(), flat()[29]]),
        "figaro.cell_twice",
        row=488,
        label="DE_C10T12 -> DE_C10T12",
        count=1,
    ),
    Bad(
        "flat: cell lost",
        FLAT,
        lambda: text([row for at, row in enumerate(flat()) if at != 29]),
        "figaro.cell_absent",
        label="DE_C10T12 -> DE_C10T12",
        count=1,
    ),
    Bad(
        "flat: every row twice",
        FLAT,
        lambda: text([*flat(), *flat()[1:]]),
        "figaro.cell_twice",
        count=len(ROWS) * len(COLUMNS),
    ),
    # what the file says it is
    Bad(
        "supply table",
        FLAT,
        lambda: text(
            [
                ["icsupRow", "icsupCol", "refArea", "rowPi", "counterpartArea", "colPi", "obsValue"],
                ["NL_CPA_A01", "NL_A01", "NL", "CPA_A01", "NL", "A01", "1.0"],
            ]
        ),
        "figaro.supply_or_use",
        row=1,
    ),
    Bad("another table", MATRIX, lambda: b"row,col,value\n1,2,3\n", "figaro.form_unknown", row=1),
    Bad("another year", MATRIX, lambda: text(matrix()), "figaro.year_of_file", options={"year": 2019}),
    Bad("another edition", MATRIX, lambda: text(matrix()), "figaro.edition_of_file", options={"edition": "24ed"}),
    Bad(
        "edition that is none", MATRIX, lambda: text(matrix()), "figaro.edition_unreadable", options={"edition": "June"}
    ),
    Bad(
        "sdmx: year not there",
        SDMX,
        lambda: text(sdmx()),
        "figaro.year_absent",
        column="TIME_PERIOD",
        options={"year": 2019},
    ),
    Bad("sdmx: several years", SDMX, lambda: text(two_years(sdmx())), "figaro.several_years", column="TIME_PERIOD"),
    Bad(
        "sdmx: another unit",
        SDMX,
        lambda: text(sdmx()).replace(b"MIO_EUR", b"MIO_NAC"),
        "figaro.wrong_unit",
        column="unit",
    ),
    Bad(
        "sdmx: mixed units", SDMX, lambda: text(edited(sdmx(), {(5, 8): "THS_T"})), "figaro.mixed_units", column="unit"
    ),
    # figures
    Bad("negative flow", MATRIX, changed(2, 1, -3.0), "figaro.negative_flow", label="DE_D35 -> DE_C10T12"),
    Bad("negative beyond rounding", MATRIX, changed(2, 1, -0.002), "figaro.negative_flow", label="DE_D35 -> DE_C10T12"),
    Bad("negative output", MATRIX, changed(2, 16, -90000.0), "figaro.negative_output", label="DE_D35"),
    Bad("unbalanced", MATRIX, changed(2, 13, 5000.0), "figaro.unbalanced", label="DE_D35", count=1),
    Bad("unbalanced value added", MATRIX, changed(15, 5, 900.0), "figaro.unbalanced", label="FIGW1_C10T12", count=1),
]


def found(error: KetenkompasError, code: str) -> list[KetenkompasError]:
    """The error itself or its problems of a code."""
    return [one for one in (error, *error.problems) if one.code == code]


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_malformed(bad: Bad, tmp_path: Path) -> None:
    path = written(tmp_path, bad.file, bad.make())
    with pytest.raises(InputError) as raised:
        read_figaro(path, **bad.options)  # type: ignore[arg-type]
    error = raised.value
    told = found(error, bad.code)
    assert told, f"{bad.code} not in {[problem.code for problem in error.problems] or error.code}"
    assert any(
        (bad.row is None or one.where.row == bad.row)
        and (not bad.column or one.where.column == bad.column)
        and (not bad.label or bad.label in one.where.label)
        for one in told
    ), [one.where for one in told]
    if bad.count is not None:
        assert error.params["count"] == bad.count
    assert_readable(error, path.name)
    assert list(tmp_path.iterdir()) == [path], "nothing is written"


def assert_readable(error: KetenkompasError, file: str) -> None:
    """Every part of the error has all its sentences in both languages and names the file."""
    for one in (error, *error.problems):
        assert file in one.where.file
        dutch, english = one.sentences("nl"), one.sentences("en")
        assert dutch["what"] != english["what"]
        for told in (dutch, english):
            assert all(told[part] for part in ("what", "expected", "todo"))
    assert "Wat te doen" in error.text("nl")


def test_all_problems_together(tmp_path: Path) -> None:
    """Forty bad cells never hide a missing row, a doubled row and an unknown area; the count is exact."""
    rows = edited(matrix(), {(row, column): "abc" for row in range(2, 12) for column in range(2, 6)})
    rows = [*without_rows(rows, "W2_D1"), rows[11]]
    with pytest.raises(InputError) as raised:
        read_figaro(written(tmp_path, MATRIX, text(rows).replace(b"FIGW1_A01", b"QQ_A01")))
    error = raised.value
    codes = {problem.code for problem in error.problems}
    assert {
        "ingest.text_in_number",
        "figaro.value_added_absent",
        "figaro.row_twice",
        "figaro.unknown_area",
    } <= codes
    assert len(found(error, "ingest.text_in_number")) == 5
    assert error.params["count"] >= 40 + 4


def test_a_table_too_large_to_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketenkompas.ingest._figaro_flat._LARGEST_CELLS", 100)
    with pytest.raises(InputError) as raised:
        read_figaro(written(tmp_path, FLAT, text(shuffled(flat()))))
    assert [problem.code for problem in raised.value.problems] == ["figaro.too_large"]


def test_the_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        read_figaro(tmp_path / "no.csv")
    assert raised.value.code == "ingest.file_absent"

"""The workbook of CO2emissiefactoren.nl as checked rows: blocks by their texts, never by row numbers."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from ketenkompas.errors import InputError, UnitError, Where
from ketenkompas.factors import ActivityUnit, activity_unit
from ketenkompas.ingest._factor_layout import layout, squeezed
from ketenkompas.ingest._faults import Faults, shown

LAPSED, VARIABLE = "vervallen", "variabel"
_TITLE = re.compile(r"Factoren (?P<year>\d{4}) dd (?P<date>\d{1,2}-\d{1,2}-\d{4})")
_LINK = re.compile(r"/factoren/(?P<year>\d{4})/\d+/(?P<id>\d+)/")
_PER_UNIT = squeezed("Kg CO₂-eq / eenheid")
_WIDTH = 8
_LARGEST = 8 << 20  # bytes of all parts unpacked; the list of 2026 has 0.2 million
_MOST_ROWS, _MOST_COLUMNS = 5_000, 64
# What reading a damaged package can end in: its zip, its XML, or parts that do not fit together.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, OSError, EOFError,
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the workbook: what stands above it, and what its columns B to E mean."""

    section: str
    part: str
    headers: tuple[str, ...]
    meanings: tuple[str, ...]
    kind: Mapping[str, Any]
    slug: str
    code: str
    allocation: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row with a factor; ``cells`` are columns B to E: a number, ``vervallen``, ``variabel`` or nothing."""

    number: int
    block: Block
    name: str
    cells: tuple[float | str | None, ...]
    unit: ActivityUnit
    energy_mj: float | None
    url: str
    native_id: str


@dataclass(frozen=True, slots=True)
class ListFile:
    """A whole workbook: the year of the edition, the date of the list, its rows, the blocks that it lacks."""

    year: int
    date: datetime.date
    rows: tuple[ListRow, ...]
    absent: tuple[Block, ...]


@dataclass
class _State:
    """Where the reader is: the section and block that stand above the row at hand."""

    faults: Faults
    year: int
    section: str = ""
    part: str = ""
    block: Block | None = None
    headed: bool = False
    rows: list[ListRow] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)


def blocks() -> dict[tuple[str, str], Block]:
    """The known blocks by section and part, as they are compared."""
    told = layout("co2emissiefactoren-nl")
    return {
        (squeezed(one["section"]), squeezed(one["part"])): Block(
            section=one["section"], part=one["part"],
            headers=tuple(map(squeezed, told["headers"][one["form"]])), meanings=tuple(told["meanings"][one["form"]]),
            kind=told["kinds"][one["kind"]], slug=one["slug"], code=one["code"],
            allocation=told["allocation"].get(one["form"], ""),
        )
        for one in told["blocks"]
    }  # fmt: skip


def read_list(data: bytes, file: str) -> ListFile:
    """The rows of a workbook.

    Raises
    ------
    InputError
        ``factor.workbook_unreadable``, ``factor.list_title``, or ``ingest.file_has_problems`` with every row that is
        not as the block above it says, unknown blocks, changed headers and doubled ids.
    """
    sheet = _sheet(data, file)
    year, date = _title(sheet, file)
    state, known = _State(Faults(file), year), blocks()
    for row in sheet.iter_rows(min_row=3):
        _take(list(row), state, known)
    if not state.rows and not state.faults:
        state.faults.add("factor.list_no_rows")
    state.faults.raise_if_any()
    read = {(squeezed(one.block.section), squeezed(one.block.part)) for one in state.rows}
    return ListFile(year, date, tuple(state.rows), tuple(block for key, block in known.items() if key not in read))


def _sheet(data: bytes, file: str) -> Worksheet:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) <= _LARGEST:
                sheet: Worksheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
                if sheet.max_row <= _MOST_ROWS and sheet.max_column <= _MOST_COLUMNS:
                    return sheet
                raise InputError(
                    "factor.workbook_size", where=Where(file=file), rows=sheet.max_row, columns=sheet.max_column,
                    most_rows=_MOST_ROWS, most_columns=_MOST_COLUMNS,
                )  # fmt: skip
        reason = f"> {_LARGEST} bytes"
    except _BROKEN as broken:
        reason = shown(str(broken), 120)
    raise InputError("factor.workbook_unreadable", where=Where(file=file), reason=reason)


def _title(sheet: Worksheet, file: str) -> tuple[int, datetime.date]:
    for row in sheet.iter_rows(max_row=5, max_col=1, values_only=True):
        found = _TITLE.search(str(row[0] or ""))
        if found:
            day, month, year = map(int, found["date"].split("-"))
            try:
                return int(found["year"]), datetime.date(year, month, day)
            except ValueError:
                break
    top = " ".join(str(row[0] or "") for row in sheet.iter_rows(max_row=3, max_col=1, values_only=True))
    raise InputError("factor.list_title", where=Where(file=file, row=2, column="A"), found=shown(top.strip()))


def _take(row: list[Any], state: _State, known: Mapping[tuple[str, str], Block]) -> None:
    """One row of the sheet: a section, a part, a header, or a factor."""
    number = row[0].row
    texts = [squeezed(str(cell.value)) if cell.value is not None else "" for cell in row] + [""] * _WIDTH
    if any(texts[_WIDTH:]):
        state.faults.add("factor.list_extra_column", row=number, label=texts[0], found=next(filter(None, texts[8:])))
    first, rest = texts[0], texts[1:_WIDTH]
    if rest[0] == _PER_UNIT and not any(rest[1:]):
        state.part, state.headed = first, False
        state.block = known.get((state.section, first))
        if state.block is None:
            state.faults.add("factor.list_block_unknown", row=number, found=f"{state.section} / {first or '-'}")
    elif rest[4] == "eenheid":
        _check_header(rest, number, state)
    elif first and any(rest):
        _take_factor(row, texts, state)
    elif first:
        state.section, state.part, state.block, state.headed = first, "", None, False
    elif any(rest):
        state.faults.add("factor.list_row_unknown", row=number, found=shown(next(filter(None, rest))))


def _check_header(found: list[str], number: int, state: _State) -> None:
    state.headed = True
    if state.block is None:
        return
    expected = [*state.block.headers, "eenheid", "conversie mj"]
    for letter, is_, must in zip("BCDEFG", found, expected, strict=False):
        if is_ != must:
            state.faults.add(
                "factor.list_header", row=number, column=letter, label=state.block.part, found=is_ or "-", must=must
            )


def _take_factor(row: list[Cell], texts: list[str], state: _State) -> None:
    number, name = row[0].row, " ".join(str(row[0].value).split())
    if state.block is None or not state.headed:
        state.faults.add("factor.list_row_outside", row=number, label=name)
        return
    joined = [cell.coordinate for cell in row[:_WIDTH] if isinstance(cell, MergedCell)]
    if joined:
        state.faults.add("factor.list_joined", row=number, label=name, found=", ".join(joined))
        return
    values = [_value(cell, text, name, state.faults) for cell, text in zip(row[1:5], texts[1:5], strict=True)]
    if LAPSED in values and any(isinstance(one, float) for one in values):
        state.faults.add("factor.list_half_lapsed", row=number, label=name)
    energy = _value(row[6], texts[6], name, state.faults) if len(row) > 6 else None
    unit = _unit(texts[5], number, name, state.faults)
    found = _identity(row, name, state)
    if unit is None or found is None:
        return
    url, native_id = found
    mj = energy if isinstance(energy, float) else None
    state.rows.append(ListRow(number, state.block, name, tuple(values), unit, mj, url, native_id))


def _value(cell: Cell, text: str, name: str, faults: Faults) -> float | str | None:
    if not text:
        return None
    if text in {LAPSED, VARIABLE}:
        return text
    if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
        return float(cell.value)
    found = shown(str(cell.value))
    faults.add("factor.list_no_number", row=cell.row, column=cell.column_letter, label=name, found=found)
    return None


def _unit(text: str, number: int, name: str, faults: Faults) -> ActivityUnit | None:
    try:
        return activity_unit(text)
    except UnitError as unknown:
        near = unknown.params["nearest"]
        faults.add("factor.list_unit", row=number, column="F", label=name, found=text or "-", nearest=near)
        return None


def _identity(row: list[Cell], name: str, state: _State) -> tuple[str, str] | None:
    """The page of the factor and its native id: the second number of the link."""
    number = row[0].row
    link = (row[7].hyperlink.target or "") if len(row) > 7 and row[7].hyperlink else ""
    found = _LINK.search(link)
    if found is None or int(found["year"]) != state.year:
        state.faults.add("factor.list_link", row=number, column="H", label=name, found=link or "-", year=state.year)
        return None
    if found["id"] in state.seen:
        first = state.seen[found["id"]]
        state.faults.add("factor.list_id_twice", row=number, column="H", label=name, found=found["id"], first=first)
        return None
    state.seen[found["id"]] = number
    return link, found["id"]

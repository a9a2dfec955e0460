"""Small source files as checked rows: text tables with their row numbers, and Parquet columns of a known kind."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

from ketenkompas.classifications import canonical_area
from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.ingest._faults import Faults

Kind = Literal["integer", "number", "text"]
_SHOWN_LABELS = 8
LARGEST_TABLE = 64 << 20  # bytes; a list is a few megabytes, and reading takes some twenty times its size


@dataclass(frozen=True)
class Sheet:
    """A text table: header, rows of text, and the row of the file at which each stands (the header is row 1)."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    numbers: tuple[int, ...] = field(repr=False)

    def place(self, column: str) -> int:
        """The position of a column."""
        return self.header.index(column)

    def column(self, name: str) -> list[str]:
        """One column as text."""
        at = self.place(name)
        return [row[at] for row in self.rows]

    def named(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row's number in the file with its cells by column."""
        for number, row in zip(self.numbers, self.rows, strict=True):
            yield number, dict(zip(self.header, row, strict=True))

    def floats(self, column: str, faults: Faults, *, label: str = "", empty: float | None = None) -> list[float]:
        """One column as numbers; what is no number is noted and stands as NaN.

        ``label`` names the column that tells what a row is; ``empty`` is what an empty cell means, where it may be one.
        """
        at, told = self.place(column), self.place(label) if label else None
        found: list[float] = []
        for number, row in zip(self.numbers, self.rows, strict=True):
            value = float_of(row[at])
            if value is None and empty is not None and not row[at].strip():
                value = empty
            if value is None:
                faults.add_number(row[at], row=number, column=column, label="" if told is None else row[told])
            found.append(math.nan if value is None else value)
        return found

    def years(self, column: str, faults: Faults) -> list[int]:
        """One column as years; what is no year is noted and stands as 0."""
        at, found = self.place(column), []
        for number, row in zip(self.numbers, self.rows, strict=True):
            text = row[at].strip()
            valid = text.isdigit() and 1900 <= int(text) <= 2100
            if not valid:
                faults.add("table.no_year", row=number, column=column, found=text)
            found.append(int(text) if valid else 0)
        return found

    def areas(self, column: str, faults: Faults) -> list[str]:
        """One column as canonical area codes; an unknown area is noted and stands as it came."""
        at, found = self.place(column), []
        for number, row in zip(self.numbers, self.rows, strict=True):
            area = area_of(row[at], faults, row=number, column=column)
            found.append(row[at] if area is None else area)
        return found


def read_sheet(path: Path, required: Sequence[str] = (), *, delimiter: str = ",") -> Sheet:
    """A small text table in UTF-8, every row as wide as its header.

    Raises
    ------
    InputError
        ``table.file_absent``, ``table.too_large``, ``table.not_utf8``, ``table.broken``, ``table.empty``,
        ``table.columns_absent``, or ``ingest.file_has_problems`` with rows of another width and doubled columns.
    """
    return sheet_of(text_of(path), path.name, required, delimiter=delimiter)


def sheet_of(text: str, file: str, required: Sequence[str] = (), *, delimiter: str = ",") -> Sheet:
    """A text table from text already read; see :func:`read_sheet`."""
    faults, lines = Faults(file), _lines(text, file, delimiter)
    header = [cell.strip() for cell in next(lines, (1, []))[1]]
    absent = [name for name in required if name not in header]
    if absent and header:  # before the rows are read: of the wrong file there may be many
        raise InputError(
            "table.columns_absent", where=Where(file=file, row=1), absent=", ".join(absent), found=few(header)
        )
    rows = list(lines)
    if not rows:
        raise InputError("table.empty", where=Where(file=file), rows=1 if header else 0)
    for name, count in Counter(header).items():
        if count > 1:
            faults.add("table.column_twice", row=1, column=name, found=name, count=count)
    for number, row in rows:
        if len(row) != len(header):
            faults.add("table.row_width", row=number, label=row[0], found=len(row), width=len(header))
    faults.raise_if_any()
    return Sheet(
        file=file,
        header=tuple(header),
        rows=tuple(tuple(row) for _, row in rows),
        numbers=tuple(number for number, _ in rows),
    )


def _lines(text: str, file: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold anything, with their row numbers."""
    try:
        for at, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            if row:
                yield at, row
    except csv.Error as broken:
        raise InputError("table.broken", where=Where(file=file), reason=str(broken)) from None


def text_of(path: Path) -> str:
    """A file's text, which must be UTF-8 (a byte-order mark is taken off)."""
    return decoded(bytes_of(path, largest=LARGEST_TABLE), path.name)


def bytes_of(path: Path, *, largest: int | None = None) -> bytes:
    """A file's bytes, or an error that names the file: it is absent, may not be read, or is larger than ``largest``."""
    if not path.is_file():
        raise InputError("table.file_absent", where=Where(file=path.name), folder=path.parent.name or ".")
    try:
        size = path.stat().st_size
        if largest is not None and size > largest:
            raise InputError("table.too_large", where=Where(file=path.name), size=size, largest=largest)
        return path.read_bytes()
    except OSError as fault:
        raise InputError("table.not_readable", where=Where(file=path.name), reason=fault.strerror) from fault


def decoded(raw: bytes, file: str) -> str:
    """Bytes as UTF-8 text; the place of the first byte that is not is named."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        row = raw.count(b"\n", 0, broken.start) + 1
        raise InputError("table.not_utf8", where=Where(file=file, row=row), byte=broken.start) from None


def float_of(cell: str) -> float | None:
    """A cell as a finite number with a decimal point, None when it is not one."""
    text = cell.strip()
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def area_of(spelling: str, faults: Faults, *, row: int | None = None, column: str = "") -> str | None:
    """The canonical code of an area, or None with the fault noted."""
    try:
        return canonical_area(spelling)
    except UnknownCodeError as unknown:
        near = unknown.params["nearest"]
        faults.add("table.area_unknown", row=row, column=column, found=spelling, nearest=near)
        return None


def read_columns(path: Path, columns: Mapping[str, Kind]) -> pl.DataFrame:
    """Named columns of a Parquet file, whole numbers as Int64, numbers as Float64, complete and finite.

    Raises
    ------
    InputError
        ``table.file_absent``, ``table.not_parquet``, ``table.columns_absent``, or ``ingest.file_has_problems`` with
        columns of another kind and missing or infinite values.
    """
    where = Where(file=path.name)
    if not path.is_file():
        raise InputError("table.file_absent", where=where, folder=path.parent.name or ".")
    try:
        read = pl.read_parquet(path, memory_map=False)
    except (pl.exceptions.PolarsError, OSError, ValueError) as broken:
        raise InputError("table.not_parquet", where=where, reason=str(broken).splitlines()[0][:120]) from None
    absent = [name for name in columns if name not in read.columns]
    if absent:
        raise InputError("table.columns_absent", where=where, absent=", ".join(absent), found=few(read.columns))
    if read.is_empty():
        raise InputError("table.empty", where=where, rows=0)
    faults = Faults(path.name)
    for name, kind in columns.items():
        _check_column(read[name], kind, faults)
    faults.raise_if_any()
    return read.select(pl.col(name).cast(_TYPES[kind]) for name, kind in columns.items())


_TYPES: Mapping[Kind, type[pl.DataType]] = {"integer": pl.Int64, "number": pl.Float64, "text": pl.String}


def _check_column(column: pl.Series, kind: Kind, faults: Faults) -> None:
    dtype = column.dtype
    fits = dtype.is_integer() if kind == "integer" else dtype.is_numeric() if kind == "number" else dtype == pl.String
    if not fits:
        faults.add("table.column_kind", column=column.name, found=str(dtype), kind=kind)
        return
    missing = column.is_null()
    if dtype.is_float():
        missing = missing | ~column.is_finite().fill_null(value=False)
    for at in missing.arg_true().head(5):
        faults.add("table.no_number", row=int(at) + 1, column=column.name, found=str(column[int(at)]))


def few(labels: Sequence[str]) -> str:
    """The first labels of a list, and how many there are."""
    listed = ", ".join(labels[:_SHOWN_LABELS])
    return listed if len(labels) <= _SHOWN_LABELS else f"{listed}, ... ({len(labels)})"

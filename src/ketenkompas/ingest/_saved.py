"""Tables saved the way pymrio and EXIOBASE save them: a folder or zip of labelled matrices with their list of files."""

from __future__ import annotations

import ast
import functools
import io
import json
import math
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.classifications import areas, canonical_area
from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import decoded, few, float_of
from ketenkompas.mrio import sum_and_least

Array = npt.NDArray[np.float64]
Label = tuple[str, ...]
PARAMETERS = "file_parameters.json"
_PLAIN_PAIR = re.compile(r"\('([^'\\]*)', '([^'\\]*)'\)")
_KT = {"kg": 1e-6, "t": 1e-3, "tonne": 1e-3, "kt": 1.0, "gg": 1.0, "mt": 1e3, "tg": 1e3}
_MONEY = {
    "musd": "MUSD",
    "mill usd": "MUSD",
    "m.usd": "MUSD",
    "million usd": "MUSD",
    "meur": "MEUR",
    "mill eur": "MEUR",
    "m.eur": "MEUR",
    "million eur": "MEUR",
    "mio_eur": "MEUR",
}


@dataclass(frozen=True)
class Matrix:
    """A labelled matrix of a file: row labels and column labels, each with one or more levels."""

    file: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    values: Array = field(repr=False)

    def like(self, rows: Sequence[Label] | None = None, columns: Sequence[Label] | None = None) -> Matrix:
        """The same matrix, after its labels were found identical and in identical order; otherwise an error.

        Raises
        ------
        InputError
            ``saved.labels_differ``.
        """
        for axis, found, wanted in (("rows", self.rows, rows), ("columns", self.columns, columns)):
            if wanted is not None and tuple(wanted) != found:
                at = next((i for i, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), None)
                place = "" if at is None else f"{' '.join(found[at])} <> {' '.join(wanted[at])}"
                where = Where(file=self.file, label=place)
                raise InputError("saved.labels_differ", where=where, axis=axis, found=len(found), wanted=len(wanted))
        return self


@dataclass(frozen=True)
class Saved:
    """A folder or zip with matrices; ``base`` is the folder inside it that holds the table."""

    path: Path
    names: frozenset[str]
    base: str

    def has(self, name: str) -> bool:
        """Whether the table holds a file."""
        return self.base + name in self.names

    def read(self, name: str) -> bytes:
        """A file's bytes.

        Raises
        ------
        InputError
            ``saved.file_absent``; ``saved.archive_damaged``.
        """
        where = Where(file=f"{self.path.name}/{name}")
        if not self.has(name):
            raise InputError("saved.file_absent", where=where, name=name, found=few(sorted(self.names)))
        if self.path.is_dir():
            return (self.path / self.base / name).read_bytes()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(self.base + name)
        except (zipfile.BadZipFile, OSError, EOFError) as broken:
            raise InputError("saved.archive_damaged", where=where, reason=str(broken)[:120]) from None

    def _in_place(self, name: str) -> Path | io.BytesIO:
        """The file itself where it stands in a folder, so that its bytes are not taken through memory twice."""
        return self.path / self.base / name if self.path.is_dir() and self.has(name) else io.BytesIO(self.read(name))

    def folders(self) -> list[str]:
        """The folders directly below the table that hold a matrix F: its extensions."""
        found = {name[len(self.base) :] for name in self.names if name.startswith(self.base)}
        return sorted({str(PurePosixPath(name).parent) for name in found if PurePosixPath(name).stem == "F"} - {"."})

    def matrix(
        self, stem: str, folder: str = "", *, row_levels: int | None = None, header_rows: int | None = None
    ) -> Matrix:
        """A matrix by its name without ending, ``Z`` or (in a folder) ``F``; text or Parquet.

        Raises
        ------
        InputError
            ``saved.file_absent``, or ``ingest.file_has_problems`` with every cell that is no number.
        """
        prefix = f"{folder}/" if folder else ""
        listed = self._parameters(prefix).get(stem, {})
        name = prefix + str(listed.get("name", self._found(prefix, stem)))
        levels = row_levels or int(listed.get("nr_index_col", 2))
        headers = header_rows or int(listed.get("nr_header", 2))
        file = f"{self.path.name}/{name}"
        if name.endswith(".parquet"):
            return _parquet(self._in_place(name), file)
        return read_matrix(self.read(name), file, row_levels=levels, header_rows=headers)

    def units(self, folder: str = "") -> dict[Label, str]:
        """The units of ``unit.txt`` by label."""
        prefix = f"{folder}/" if folder else ""
        name = prefix + self._found(prefix, "unit")
        if name.endswith(".parquet"):
            read = pl.read_parquet(io.BytesIO(self.read(name)))
            labels = [column for column in read.columns if column != "unit"]
            return {row[1:]: row[0] for row in read.select("unit", *labels).iter_rows()}
        lines = decoded(self.read(name), f"{self.path.name}/{name}").splitlines()
        cells = [line.split("\t") for line in lines if line.strip()]
        return {tuple(row[:-1]): row[-1] for row in cells[1:]}

    def _found(self, prefix: str, stem: str) -> str:
        return next((stem + end for end in (".txt", ".parquet") if self.has(prefix + stem + end)), f"{stem}.txt")

    def _parameters(self, prefix: str) -> Mapping[str, Mapping[str, str]]:
        if not self.has(prefix + PARAMETERS):
            return {}
        try:
            files: Mapping[str, Mapping[str, str]] = json.loads(self.read(prefix + PARAMETERS)).get("files", {})
        except (ValueError, AttributeError):
            where = Where(file=f"{self.path.name}/{prefix}{PARAMETERS}")
            raise InputError("saved.parameters_damaged", where=where) from None
        return files


def open_saved(path: Path, *, needs: Sequence[str] = ("Y",)) -> Saved:
    """A folder or zip in which the matrix ``needs[0]`` stands, at the top or one folder down.

    Raises
    ------
    InputError
        ``saved.absent``, ``saved.archive_damaged``, ``saved.no_table``.
    """
    where = Where(file=path.name)
    if path.is_dir():
        names = frozenset(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())
    elif path.is_file():
        try:
            with zipfile.ZipFile(path) as archive:
                names = frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError) as broken:
            raise InputError("saved.archive_damaged", where=where, reason=str(broken)[:120]) from None
    else:
        raise InputError("saved.absent", where=where, folder=path.parent.name or ".")
    bases = sorted((str(PurePosixPath(name).parent) for name in names if PurePosixPath(name).stem == needs[0]), key=len)
    if not bases:
        raise InputError("saved.no_table", where=where, name=f"{needs[0]}.txt", found=few(sorted(names)))
    return Saved(path=path, names=names, base="" if bases[0] == "." else f"{bases[0]}/")


def read_matrix(raw: bytes, file: str, *, row_levels: int, header_rows: int) -> Matrix:
    """A tab-separated matrix with header rows of labels and leading columns of labels.

    A line that names the index levels, as pandas writes below the headers, is passed over.

    Raises
    ------
    InputError
        ``table.empty``, ``table.not_utf8`` or ``ingest.file_has_problems``.
    """
    head = [line.split("\t") for line in decoded(raw[: _offset(raw, header_rows + 1)], file).splitlines()]
    if len(head) < header_rows + 1:
        raise InputError("table.empty", where=Where(file=file), rows=len(head))
    names_levels = not any(cell.strip() for cell in head[header_rows][row_levels:])
    start = _offset(raw, header_rows + names_levels)
    columns = tuple(zip(*(line[row_levels:] for line in head[:header_rows]), strict=False))
    width = row_levels + len(columns)
    body = raw[start:]
    if not body.strip():
        raise InputError("table.empty", where=Where(file=file), rows=len(head))
    kinds = [pl.String] * row_levels + [pl.Float64] * len(columns)
    schema = {f"column_{at + 1}": kind for at, kind in enumerate(kinds)}
    try:
        read = pl.read_csv(body, separator="\t", has_header=False, schema=schema)
    except (pl.exceptions.PolarsError, ValueError):
        read = None
    if read is None or read.width != width or _bad(read, row_levels):
        _tell_faults(raw, file, body_line=raw.count(b"\n", 0, start), levels=row_levels, width=width)
        raise InputError("table.not_utf8", where=Where(file=file), byte=start)
    rows = tuple(read.select(pl.col(read.columns[:row_levels]).fill_null("")).iter_rows())
    return _checked(Matrix(file, rows, columns, read.select(read.columns[row_levels:]).to_numpy()))


def _bad(read: pl.DataFrame, levels: int) -> bool:
    values = read.select(read.columns[levels:])
    if any(column.null_count() for column in values):
        return True
    return not math.isfinite(sum(float(column.sum()) for column in values))


def _offset(raw: bytes, lines: int) -> int:
    at = 0
    for _ in range(lines):
        following = raw.find(b"\n", at)
        if following < 0:
            return len(raw)
        at = following + 1
    return at


def _tell_faults(raw: bytes, file: str, *, body_line: int, levels: int, width: int) -> None:
    text, faults = decoded(raw, file), Faults(file)
    header = text.splitlines()[0].split("\t")
    for number, line in enumerate(text.splitlines()[body_line:], start=body_line + 1):
        cells = line.split("\t")
        label = " ".join(cells[:levels])
        if len(cells) != width:
            faults.add("table.row_width", row=number, label=label, found=len(cells), width=width)
            continue
        for at in range(levels, width):
            if float_of(cells[at]) is None:
                faults.add_number(cells[at], row=number, column=header[at] or str(at + 1), label=label)
    faults.raise_if_any()


def _parquet(source: Path | io.BytesIO, file: str) -> Matrix:
    """A matrix as pandas writes it to Parquet: tuple labels as column names, index levels as text columns."""
    try:
        read = pl.read_parquet(source)
    except (pl.exceptions.PolarsError, OSError, ValueError) as broken:
        reason = str(broken).splitlines()[0][:120]
        raise InputError("table.not_parquet", where=Where(file=file), reason=reason) from None
    kinds = dict(read.schema)  # asking the frame for it takes as long as there are columns
    levels = [read.drop_in_place(name) for name, kind in kinds.items() if isinstance(kind, pl.String)]
    numeric = read.columns
    plain = all(isinstance(kinds[name], pl.Float64) for name in numeric)
    values = (read if plain else read.select(pl.col(numeric).cast(pl.Float64))).to_numpy(order="c")
    if not np.isfinite(sum_and_least(values)[0]):
        _tell_no_numbers(read, numeric, file)
    rows = tuple(zip(*(level.to_list() for level in levels), strict=True))
    return _checked(Matrix(file, rows, tuple(map(_column_label, numeric)), values))


def _tell_no_numbers(read: pl.DataFrame, numeric: Sequence[str], file: str) -> None:
    faults = Faults(file)
    for name in numeric:
        column = read[name].cast(pl.Float64)
        for at in (column.is_null() | ~column.is_finite().fill_null(value=False)).arg_true().head(5):
            faults.add("table.no_number", row=int(at) + 1, column=name, found=str(column[int(at)]))
    faults.raise_if_any()


@functools.lru_cache(maxsize=1 << 15)  # the same labels come back in every matrix and every year
def _column_label(name: str) -> Label:
    plain = _PLAIN_PAIR.fullmatch(name)
    if plain:
        return (plain[1], plain[2])
    try:
        found = ast.literal_eval(name)
    except (ValueError, SyntaxError):
        return (name,)
    return tuple(str(part) for part in found) if isinstance(found, tuple) else (name,)


def _checked(matrix: Matrix) -> Matrix:
    faults = Faults(matrix.file)
    for labels in (matrix.rows, matrix.columns):
        for label, count in Counter(labels).items():
            if count > 1:
                faults.add("table.label_twice", label=" ".join(label), found=" ".join(label))
    faults.raise_if_any()
    return matrix


def region_codes(spellings: Sequence[str], file: str, own: Mapping[str, str] | None = None) -> dict[str, str]:
    """Canonical codes of a table's regions; a region that is no country here keeps its own label.

    ``own`` gives a source's names for its rests of the world. A rest of the world is never taken for another source's.

    Raises
    ------
    InputError
        ``saved.regions_merge`` when two regions would get one code.
    """
    codes: dict[str, str] = {}
    for spelling in dict.fromkeys(spellings):
        codes[spelling] = (own or {}).get(spelling) or _economy(spelling)
    for code, count in Counter(codes.values()).items():
        if count > 1:
            both = ", ".join(spelling for spelling, known in codes.items() if known == code)
            raise InputError("saved.regions_merge", where=Where(file=file, label=both), found=both, area=code)
    return codes


def _economy(spelling: str) -> str:
    try:
        code = canonical_area(spelling)
    except UnknownCodeError:
        return spelling
    return code if areas()[code].kind == "economy" or code == spelling else spelling


def money_unit(units: Mapping[Label, str], file: str) -> str:
    """``MUSD`` or ``MEUR`` from the units of a table.

    Raises
    ------
    InputError
        ``saved.money_unit`` when there is none, more than one, or another one.
    """
    found = sorted(set(units.values()))
    known = {_MONEY.get(unit.strip().casefold()) for unit in found}
    (money,) = known if len(known) == 1 else (None,)
    if money is None:
        raise InputError("saved.money_unit", where=Where(file=file), found=few(found) or "-")
    return money


def kilotonnes(unit: str) -> tuple[float, str] | None:
    """The factor from a mass unit to kt, and what stands after it (``kg CO2-eq`` is 1e-6 and ``CO2-eq``)."""
    mass, _, rest = unit.strip().partition(" ")
    factor = _KT.get(mass if mass == "Mt" else mass.casefold())
    return None if factor is None else (factor, rest.strip())

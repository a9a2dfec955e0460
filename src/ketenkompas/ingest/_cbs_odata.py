"""Tables of Statistics Netherlands as OData 3 and 4 give them, read into one tidy form.

A file is what ``ketenkompas data get`` puts together from the pages (:mod:`ketenkompas.sources`). OData 3 is wide: a
column per measure, its titles in ``DataProperties``. OData 4 is long: a row per cell, titles in ``MeasureCodes``.
Written from the documentation and public examples of the services; not yet run against the publisher.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._rows import bytes_of

State = Literal["ok", "suppressed", "absent"]
Rows = Sequence[Mapping[str, Any]]
_DIMENSIONS = ("Dimension", "TimeDimension", "GeoDimension", "GeoDetail")
_NO_FIGURE = ("", "None", "Impossible", "NotApplicable")
_TEXT = "String"  # the data type of a column with names, such as that of a municipality
_LARGEST = 2 << 30  # bytes; a table of all neighbourhoods is some hundred megabytes


@dataclass(frozen=True, slots=True)
class CbsMeasure:
    """A measure: its key (``k_2Personen_24``, ``M000200``), its title, its groups from outer to inner, its unit."""

    key: str
    title: str
    groups: tuple[str, ...]
    unit: str

    @property
    def stem(self) -> str:
        """The key without the number behind it, which shifts when a column is added before it."""
        head, mark, tail = self.key.rpartition("_")
        return head if mark and tail.isdigit() else self.key


@dataclass(frozen=True, slots=True)
class CbsCode:
    """A code of a dimension: without the blanks it is padded with, its title, and the status of a period."""

    code: str
    title: str
    status: str | None = None


@dataclass(frozen=True)
class CbsTable:
    """A table as its publisher made it, in one form for both versions of OData.

    Attributes
    ----------
    cells : DataFrame
        A column per dimension (codes, blanks taken off), ``measure`` (key), ``value`` (null unless the state is ok),
        ``state`` (ok, suppressed, absent), ``status`` (of the period: Definitief, Voorlopig ...; null when not told).
    dimensions : mapping
        Key of a dimension -> its title.
    codes : mapping
        Key of a dimension -> its codes in the publisher's order.
    modified : str
        When the publisher last changed it, as told.
    """

    id: str
    odata: str
    title: str
    modified: str
    file: str
    measures: tuple[CbsMeasure, ...]
    dimensions: Mapping[str, str]
    codes: Mapping[str, tuple[CbsCode, ...]]
    cells: pl.DataFrame = field(repr=False)


def read_cbs_table(path: Path, *, signed: Sequence[str] = ()) -> CbsTable:
    """A table of CBS, put together from the answers of OData 3 or 4.

    Parameters
    ----------
    signed : sequence of str
        Keys or stems of measures that may be negative (changes, balances). Of every other measure a negative number is
        a suppression code: it becomes null with the state ``suppressed``.

    Raises
    ------
    InputError
        ``cbs_odata.not_a_table`` when the file is not of this form; ``ingest.file_has_problems`` with parts that are
        not there, codes that are in no list, cells that stand twice, text in numbers.

    Examples
    --------
    Worked on made answers in the form of both services (``tests/unit/ingest/test_cbs_odata.py``).
    """
    return table_of(opened_table(path), path.name, signed)


def table_of(whole: Mapping[str, Any], file: str, signed: Sequence[str]) -> CbsTable:
    """A table from a file already opened; see :func:`read_cbs_table`."""
    parts: Mapping[str, Rows] = whole["parts"]
    faults = Faults(file)
    read = _read_v4 if whole.get("odata") == "4" else _read_v3
    table = read(str(whole["table"]), file, parts, frozenset(signed), faults)
    faults.raise_if_any()
    return table


def opened_table(path: Path) -> Mapping[str, Any]:
    """A file as plain data: the id of the table, the version of OData, the parts."""
    try:
        whole = json.loads(bytes_of(path, largest=_LARGEST))
        if isinstance(whole["parts"], dict) and isinstance(whole["table"], str):
            return whole  # type: ignore[no-any-return]
        reason = "parts, table"
    except (ValueError, KeyError, TypeError) as broken:
        reason = str(broken)
    raise InputError("cbs_odata.not_a_table", where=Where(file=path.name), reason=shown(reason, 120))


def _part(parts: Mapping[str, Rows], name: str, faults: Faults) -> Rows:
    if name not in parts:
        faults.add("cbs_odata.part_absent", label=name, found=name, known=", ".join(parts))
        faults.raise_if_any()
    return parts[name]


def _read_v3(table_id: str, file: str, parts: Mapping[str, Rows], signed: frozenset[str], faults: Faults) -> CbsTable:
    info, properties = next(iter(_part(parts, "TableInfos", faults)), {}), _part(parts, "DataProperties", faults)
    dimensions = {str(row["Key"]): _said(row, "Title") for row in properties if row.get("Type") in _DIMENSIONS}
    measures = tuple(_topics(properties))
    codes = {key: _codes(_part(parts, key, faults), "Key") for key in dimensions}
    cells = _Cells(tuple(dimensions), codes, faults)
    for number, row in enumerate(_part(parts, "TypedDataSet", faults), start=1):
        place = cells.place(row, number)
        for key in (measure.key for measure in measures):
            if key not in row:
                faults.add("cbs_odata.column_absent", row=number, column=key, found=key)
                continue
            cells.add(place, key, row[key], number)
    made = cells.frame(frozenset(m.key for m in measures if {m.key, m.stem} & signed))
    said = (_said(info, "Title"), _said(info, "Modified"))
    return CbsTable(table_id, "3", *said, file, measures, dimensions, codes, made)


def _read_v4(table_id: str, file: str, parts: Mapping[str, Rows], signed: frozenset[str], faults: Faults) -> CbsTable:
    info = next(iter(_part(parts, "Properties", faults)), {})
    dimensions = {str(row["Identifier"]): _said(row, "Title") for row in _part(parts, "Dimensions", faults)}
    groups = {str(row["Id"]): row for row in parts.get("MeasureGroups", ())}
    measures = tuple(
        CbsMeasure(
            str(row["Identifier"]),
            _said(row, "Title"),
            _chain(groups, row.get("MeasureGroupId"), "ParentId"),
            _said(row, "Unit"),
        )
        for row in _part(parts, "MeasureCodes", faults)
        if row.get("DataType") != _TEXT
    )
    names = {_said(row, "Identifier") for row in parts["MeasureCodes"] if row.get("DataType") == _TEXT}
    codes = {key: _codes(_part(parts, f"{key}Codes", faults), "Identifier") for key in dimensions}
    known = {measure.key for measure in measures}
    cells = _Cells(tuple(dimensions), codes, faults)
    for number, row in enumerate(_part(parts, "Observations", faults), start=1):
        key = _said(row, "Measure")
        if key in names:
            continue
        if key not in known:
            faults.add("cbs_odata.column_absent", row=number, column="Measure", found=shown(key))
        cells.add(cells.place(row, number), key, row.get("Value"), number, told=_said(row, "ValueAttribute"))
    made = cells.frame(frozenset(m.key for m in measures if {m.key, m.stem} & signed))
    said = (_said(info, "Title"), _said(info, "Modified"))
    return CbsTable(table_id, "4", *said, file, measures, dimensions, codes, made)


class _Cells:
    """The cells of a table while they are read, column by column."""

    def __init__(self, dimensions: tuple[str, ...], codes: Mapping[str, tuple[CbsCode, ...]], faults: Faults) -> None:
        self.dimensions, self.faults = dimensions, faults
        self.known = {key: {code.code: code for code in listed} for key, listed in codes.items()}
        self.rows: list[tuple[Any, ...]] = []
        self.seen: set[tuple[Any, ...]] = set()

    def place(self, row: Mapping[str, Any], number: int) -> tuple[str, ...]:
        """The codes of a row, blanks taken off; a code that is in no list is noted."""
        found = tuple(_said(row, key) for key in self.dimensions)
        for key, code in zip(self.dimensions, found, strict=True):
            if code not in self.known[key]:
                self.faults.add("cbs_odata.code_unknown", row=number, column=key, found=shown(code))
        return found

    def add(self, place: tuple[str, ...], measure: str, cell: object, number: int, *, told: str = "") -> None:
        """One cell; what is no number and no blank is noted, as is a cell that stands twice."""
        if (*place, measure) in self.seen:
            self.faults.add("table.row_twice", row=number, column=measure, found=" ".join(place))
        self.seen.add((*place, measure))
        value, state = None, "absent" if told in _NO_FIGURE else "suppressed"
        if isinstance(cell, str):
            value = _number(cell)
            if value is None and cell.strip() not in ("", ".", "-"):
                self.faults.add_number(cell, row=number, column=measure, label=" ".join(place))
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            value = float(cell)
        self.rows.append((*place, measure, value, "ok" if value is not None else state))

    def frame(self, signed: frozenset[str]) -> pl.DataFrame:
        """The tidy table, with suppression codes taken out and the status of each period beside its cells."""
        names = [*self.dimensions, "measure", "value", "state"]
        schema = dict.fromkeys(names, pl.String) | {"value": pl.Float64}
        table = pl.DataFrame(self.rows, schema=schema, orient="row")
        hidden = (pl.col("value") < 0) & ~pl.col("measure").is_in(list(signed))
        statuses = [
            pl.col(key).replace_strict({code: told.status for code, told in listed.items()}, default=None)
            for key, listed in self.known.items()
            if any(told.status for told in listed.values())
        ]
        return table.with_columns(
            pl.when(hidden).then(None).otherwise(pl.col("value")).alias("value"),
            pl.when(hidden).then(pl.lit("suppressed")).otherwise(pl.col("state")).alias("state"),
            (statuses[0] if statuses else pl.lit(None)).cast(pl.String).alias("status"),
        )


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if value - value == 0 else None


def _topics(properties: Rows) -> Iterator[CbsMeasure]:
    groups = {str(row.get("ID")): row for row in properties}
    for row in properties:
        if row.get("Type") == "Topic" and row.get("Datatype") != _TEXT:
            chain = _chain(groups, row.get("ParentID"), "ParentID")
            yield CbsMeasure(str(row["Key"]), _said(row, "Title"), chain, _said(row, "Unit"))


def _chain(groups: Mapping[str, Mapping[str, Any]], start: object, parent: str) -> tuple[str, ...]:
    """The titles of the groups that a measure is in, from outer to inner."""
    found: list[str] = []
    at = groups.get(str(start))
    while at is not None and len(found) < len(groups):
        found.insert(0, _said(at, "Title"))
        at = groups.get(str(at.get(parent)))
    return tuple(found)


def _codes(rows: Rows, key: str) -> tuple[CbsCode, ...]:
    return tuple(CbsCode(_said(row, key), _said(row, "Title"), _said(row, "Status") or None) for row in rows)


def _said(row: Mapping[str, Any], name: str) -> str:
    """A text of an answer without the blanks that CBS pads codes with; empty when nothing is said."""
    found = row.get(name)
    return "" if found is None else str(found).strip()

"""The slow way through a FIGARO file, taken only when the fast one fails: name every line and cell that is wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ketenkompas.ingest._bytes import Source
from ketenkompas.ingest._faults import Faults, number_fault, shown
from ketenkompas.ingest._figaro_labels import Spelled, split_label


@dataclass(frozen=True)
class FlatColumns:
    """Which columns of a flat file hold what; an axis is one column of labels, or two of area and item."""

    header: tuple[str, ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    value: str
    unit: str = ""
    time: str = ""
    confidential: str = ""
    totals: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Every column that is read as categories."""
        return tuple(name for name in (*self.rows, *self.columns, self.unit, self.time) if name)


def note_matrix_lines(source: Source, header: list[str], faults: Faults) -> list[Spelled]:
    """Note every bad row and number of a matrix file; returns the row labels for the check of the axes."""
    labels: list[Spelled] = []
    for row, line in _rows(source, faults):
        label, _, rest = line.partition(",")
        labels.append(split_label(label.strip('"'), row, header[0]))
        if _all_numbers(rest, len(header) - 1):
            continue
        cells = rest.split(",") if rest else []
        if len(cells) != len(header) - 1:
            faults.add("ingest.row_width", row=row, label=shown(label), found=len(cells) + 1, width=len(header))
            continue
        for cell, column in zip(cells, header[1:], strict=True):
            faults.add_number(cell, row=row, column=column, label=shown(label))
    return labels


def note_flat_lines(source: Source, columns: FlatColumns, faults: Faults) -> tuple[list[Spelled], list[Spelled]]:
    """Note every bad line and number of a flat file; returns the labels of both axes for their check."""
    width = len(columns.header)
    place = {name: at for at, name in enumerate(columns.header)}
    made: dict[tuple[str, ...], Spelled] = {}
    used: dict[tuple[str, ...], Spelled] = {}
    value = place[columns.value]
    for row, line in _rows(source, faults):
        cells = line.split(",")
        if len(cells) != width:
            faults.add("ingest.row_width", row=row, label=shown(line), found=len(cells), width=width)
            continue
        for found, names in ((made, columns.rows), (used, columns.columns)):
            key = tuple(cells[place[name]].strip('"') for name in names)
            if key not in found:
                column = " + ".join(names)
                found[key] = split_label(key[0], row, column) if len(key) == 1 else Spelled(key[0], key[1], row, column)
        if not _is_number(cells[value]):
            label = " -> ".join(
                "_".join(cells[place[name]] for name in names) for names in (columns.rows, columns.columns)
            )
            if columns.confidential and cells[place[columns.confidential]] == "C":
                faults.add("eurostat.confidential", row=row, column=columns.value, label=shown(label, 60))
            else:
                faults.add_number(cells[value], row=row, column=columns.value, label=shown(label, 60))
    return list(made.values()), list(used.values())


def _rows(source: Source, faults: Faults) -> Iterator[tuple[int, str]]:
    """Every row below the header as text; bytes that are no text are noted and left out."""
    for row, line in source.lines():
        if row == 1:
            continue
        if not line.strip():
            faults.add("ingest.blank_row", row=row)
            continue
        if b"\x00" in line:
            faults.add("ingest.nul_bytes", row=row)
            continue
        try:
            yield row, line.decode("utf-8")
        except UnicodeDecodeError as broken:
            faults.add("ingest.not_utf8", row=row, found=f"0x{line[broken.start]:02x}")


def _all_numbers(cells: str, width: int) -> bool:
    """Whether a row consists of plain numbers (the quick check of a good row)."""
    if "_" in cells or " " in cells:
        return False
    try:
        numbers = [float(cell) for cell in cells.split(",")]
    except ValueError:
        return False
    return len(numbers) == width and math.isfinite(math.fsum(numbers) if len(numbers) < 64 else sum(numbers))


def _is_number(cell: str) -> bool:
    return number_fault(cell) is None

"""The flat forms of FIGARO: one line a cell, as csv or as Eurostat's SDMX-CSV.

Three ways, each taken only when the one before it does not do: all cells row by row, as the publisher writes them
(:mod:`ketenkompas.ingest._figaro_ordered`); any order, here, where Polars reads labels as categories and labels (a few
thousand) are checked instead of lines (ten million); and line by line, to name every bad cell
(:mod:`ketenkompas.ingest._figaro_lines`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.ingest._bytes import Source
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._figaro_frames import UnevenLinesError, flat_frames
from ketenkompas.ingest._figaro_grid import Grid, grid_of, unreadable
from ketenkompas.ingest._figaro_labels import Layout, Spelled, layout_of, split_label
from ketenkompas.ingest._figaro_lines import FlatColumns, note_flat_lines
from ketenkompas.ingest._figaro_ordered import read_in_order

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.uint32]
Indices = npt.NDArray[np.int64]
Absent = Literal["by_layout", "zero"]
_LARGEST_CELLS = 40_000_000


@dataclass(frozen=True)
class _Coded:
    """One label per line: a code, and the number that each code stands for."""

    codes: Codes = field(repr=False)
    numbers: Indices = field(repr=False)

    def translated(self, places: Indices) -> Indices:
        """The place of each line's label."""
        translated: Indices = places[self.numbers][self.codes]
        return translated

    def kept(self, lines: npt.NDArray[np.bool_]) -> _Coded:
        """Only some of the lines."""
        return _Coded(self.codes[lines], self.numbers)


@dataclass(frozen=True)
class _Piece:
    """Some lines of a file; ``first`` is the number of lines before it, None when lines were left out."""

    made: _Coded
    used: _Coded
    value: Array = field(repr=False)
    first: int | None


def read_flat(
    source: Source, columns: FlatColumns, faults: Faults, edition: str, year: int | None, absent: Absent
) -> tuple[Grid, int | None]:
    """The grid of a flat file, and the year that its lines name, if they do."""
    ordered = None if columns.time else read_in_order(source, columns, edition)
    if ordered is not None:
        return ordered, None
    rows, uses = _Axis(columns.rows), _Axis(columns.columns)
    try:
        pieces, years = _pieces(source, columns, rows, uses, faults, year)
    except (pl.exceptions.PolarsError, UnevenLinesError):
        pieces, years = [], []
    found_year = _only_year(years, year, faults)
    if not pieces or not np.isfinite(sum(float(piece.value.sum()) for piece in pieces)):
        made, used = note_flat_lines(source, columns, faults)
        layout_of(made, used, faults, edition=edition, drop_totals=columns.totals)
        raise unreadable(source, faults)
    trial = Faults(source.name)
    layout = layout_of(rows.labels, uses.labels, trial, edition=edition, drop_totals=columns.totals)
    if layout is None:
        made, used = (
            rows.labels_with_rows([(p.made, p.first) for p in pieces]),
            uses.labels_with_rows([(p.used, p.first) for p in pieces]),
        )
        layout_of(made, used, faults, edition=edition, drop_totals=columns.totals)
    faults.raise_if_any()
    assert layout is not None  # noqa: S101 - no faults, so there is a layout
    return _placed(pieces, layout, faults, absent), found_year


def _pieces(
    source: Source, columns: FlatColumns, rows: _Axis, uses: _Axis, faults: Faults, year: int | None
) -> tuple[list[_Piece], list[str]]:
    pieces: list[_Piece] = []
    years: dict[str, None] = {}
    first = 0
    for frame in flat_frames(source, columns):
        if columns.unit:
            _note_units(_names(frame[columns.unit]), columns.unit, faults)
        piece = _Piece(rows.encode(frame), uses.encode(frame), frame[columns.value].to_numpy(), first)
        if columns.time:
            named = _names(frame[columns.time])
            years |= dict.fromkeys(named)
            if year is not None and named != [str(year)]:
                wanted = (frame[columns.time].cast(pl.String) == str(year)).fill_null(value=False).to_numpy()
                piece = _Piece(piece.made.kept(wanted), piece.used.kept(wanted), piece.value[wanted], None)
        pieces.append(piece)
        first += frame.height
    return pieces, list(years)


class _Axis:
    """Numbers the labels of one axis in the order in which they are met."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self._numbers: dict[tuple[str, ...], int] = {}

    @property
    def labels(self) -> list[Spelled]:
        """Every label once."""
        return [self._spelled(key) for key in self._numbers]

    def labels_with_rows(self, coded: Sequence[tuple[_Coded, int | None]]) -> list[Spelled]:
        """Every label with the row of the file at which it stands first (where known), and its column."""
        first: dict[int, int] = {}
        for piece, lines_before in coded:
            lines = np.full(len(self._numbers), -1, dtype=np.int64)
            numbers = piece.numbers[piece.codes]
            lines[numbers[::-1]] = np.arange(numbers.size - 1, -1, -1)
            if lines_before is not None:
                for number in np.flatnonzero(lines >= 0):
                    first.setdefault(int(number), int(lines[number]) + lines_before + 2)
        column = " + ".join(self.columns)
        return [
            self._spelled(key)._replace(row=first.get(number), column=column) for key, number in self._numbers.items()
        ]

    def _spelled(self, key: tuple[str, ...]) -> Spelled:
        bare = [part.strip('"') for part in key]
        return split_label(bare[0]) if len(bare) == 1 else Spelled(bare[0], bare[1])

    def encode(self, frame: pl.DataFrame) -> _Coded:
        """The label of each line as a code."""
        if len(self.columns) == 1:
            codes, used, names = _codes(frame[self.columns[0]])
            keys: list[tuple[str, ...]] = [(name,) for name in names]
        else:
            (area, areas, area_names), (item, items, item_names) = (_codes(frame[name]) for name in self.columns)
            width = np.uint32(items.max(initial=0) + 1)
            codes = area * width + item
            used = np.add.outer(areas * width, items).ravel()
            keys = list(itertools.product(area_names, item_names))
            present = np.bincount(codes, minlength=int(used.max(initial=0)) + 1)[used] > 0
            used, keys = used[present], list(itertools.compress(keys, present))
        numbers = np.zeros(int(used.max(initial=0)) + 1, dtype=np.int64)
        for code, key in zip(used, keys, strict=True):
            numbers[code] = self._numbers.setdefault(key, len(self._numbers))
        return _Coded(codes, numbers)


def _codes(column: pl.Series) -> tuple[Codes, Codes, list[str]]:
    """The codes of a column of categories, the codes that occur, and their names (a missing one is empty)."""
    if column.null_count():
        column = column.fill_null("")
    codes = column.to_physical().to_numpy()
    place = np.zeros(int(codes.max(initial=0)) + 1, dtype=np.int64)
    place[codes] = np.arange(1, codes.size + 1)
    used = np.flatnonzero(place)
    return codes, used.astype(np.uint32), column.gather(place[used] - 1).cast(pl.String).to_list()


def _names(column: pl.Series) -> list[str]:
    return _codes(column)[2]


def _note_units(units: Sequence[str], column: str, faults: Faults) -> None:
    strangers = [unit.strip('"') for unit in units if unit.strip('"') != "MIO_EUR"]
    if strangers and len(units) > 1:
        faults.add("figaro.mixed_units", column=column, found=", ".join(units))
    elif strangers:
        faults.add("figaro.wrong_unit", column=column, found=strangers[0])


def _only_year(years: list[str], year: int | None, faults: Faults) -> int | None:
    """The year of the lines; naming none of several, or one that is not there, is a fault."""
    if not years:
        return None
    if year is not None and str(year) in years:
        return year
    listed = ", ".join(sorted(years))
    if year is not None:
        faults.add("figaro.year_absent", column="TIME_PERIOD", found=listed, year=year)
    elif len(years) > 1 or not years[0].isdigit():
        faults.add("figaro.several_years", column="TIME_PERIOD", found=listed)
    return None if faults else int(years[0])


def _placed(pieces: Sequence[_Piece], layout: Layout, faults: Faults, absent: Absent) -> Grid:
    """The cells at their places: none twice, and none absent unless the file lists only cells that are not zero."""
    total = layout.rows * layout.columns
    if total > _LARGEST_CELLS:
        faults.add("figaro.too_large", found=total, largest=_LARGEST_CELLS)
        faults.raise_if_any()
    value = np.concatenate([piece.value for piece in pieces])
    place = np.concatenate([_places(piece, layout) for piece in pieces])
    lines_known = all(piece.first is not None for piece in pieces)
    line = np.arange(2, place.size + 2) if (place < 0).any() else None
    if line is not None:
        kept = place >= 0
        place, value, line = place[kept], value[kept], line[kept]
    seen = np.zeros(total, dtype=bool)
    seen[place] = True
    given = int(seen.sum())
    if given != place.size:
        _note_doubled(
            place,
            value,
            layout,
            faults,
            (line if line is not None else np.arange(2, place.size + 2)) if lines_known else None,
        )
    lists_zeros = bool((value == 0.0).any())
    if given < total and lists_zeros and absent == "by_layout":
        _note_absent(np.flatnonzero(~seen), layout, faults)
    faults.raise_if_any()
    values = np.zeros(total)
    values[place] = value
    rule = "stated by the caller" if lists_zeros else "the file lists no zeros and its labels are complete"
    notes = (f"{total - given} absent cells taken as zero: {rule}",) if given < total else ()
    return grid_of([values], layout, notes)


def _places(piece: _Piece, layout: Layout) -> Indices:
    """The place of each line in the grid; negative for an aggregate that is left aside."""
    outside = -layout.rows * layout.columns
    rows = np.array(layout.row_places, dtype=np.int64) * layout.columns
    rows[rows < 0] = outside
    columns = np.array(layout.column_places, dtype=np.int64)
    columns[columns < 0] = outside
    place = piece.made.translated(rows)
    place += piece.used.translated(columns)
    return place


def _cell_label(place: int, layout: Layout) -> str:
    return f"{layout.row_label(place // layout.columns)} -> {layout.column_label(place % layout.columns)}"


def _note_doubled(place: Indices, value: Array, layout: Layout, faults: Faults, lines: Indices | None) -> None:
    order = np.argsort(place, kind="stable")
    again = np.flatnonzero(place[order][1:] == place[order][:-1]) + 1
    for at in again[:5]:
        line, first = int(order[at]), int(order[at - 1])
        faults.add(
            "figaro.cell_twice",
            row=None if lines is None else int(lines[line]),
            label=_cell_label(int(place[line]), layout),
            found=f"{value[line]:g}",
            other=f"{value[first]:g}",
        )
    if again.size > 5:
        faults.add("figaro.cell_twice", times=int(again.size) - 5, found="", other="")


def _note_absent(places: Indices, layout: Layout, faults: Faults) -> None:
    for place in places[:5]:
        faults.add("figaro.cell_absent", label=_cell_label(int(place), layout))
    if places.size > 5:
        faults.add("figaro.cell_absent", times=int(places.size) - 5)

"""The quickest way through a flat FIGARO file: all cells, row by row, as the publisher writes them.

The labels of all rows and columns stand in the first block of lines, so it is known which labels every line must have;
they are compared piece by piece. Anything else gives None, and the file is read in a way that is slower and can tell
what is different.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.classifications import scheme
from ketenkompas.ingest._bytes import Source
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._figaro_frames import UnevenLinesError, flat_frames
from ketenkompas.ingest._figaro_grid import Grid, counts_up, grid_of
from ketenkompas.ingest._figaro_labels import ADDED, layout_of, split_label
from ketenkompas.ingest._figaro_lines import FlatColumns

Array = npt.NDArray[np.float64]
_LONGEST_PIECE = 1 << 18


def read_in_order(source: Source, columns: FlatColumns, edition: str) -> Grid | None:
    """The grid of a file that lists every cell of a sound table row by row, or None."""
    made, used = _expected(source.head(), columns)
    layout = layout_of([*map(split_label, made)], [*map(split_label, used)], Faults(source.name), edition=edition)
    if layout is None or not (counts_up(np.array(layout.row_places)) and counts_up(np.array(layout.column_places))):
        return None
    kinds = dict.fromkeys((*columns.rows, *columns.columns), pl.String())
    try:
        pieces = _in_turn(flat_frames(source, columns, kinds), columns, made, used)
    except (pl.exceptions.PolarsError, UnevenLinesError):
        return None
    if pieces is None or not np.isfinite(sum(float(piece.sum()) for piece in pieces)):
        return None
    return grid_of(pieces, layout)


def _expected(head: bytes, columns: FlatColumns) -> tuple[list[str], list[str]]:
    """The labels of rows and columns as the first block of lines gives them, without repetition."""
    row, column = columns.header.index(columns.rows[0]), columns.header.index(columns.columns[0])
    used: dict[str, None] = {}
    first = None
    for line in head.splitlines()[1:-1]:
        cells = line.decode("utf-8", "replace").split(",")
        if len(cells) != len(columns.header) or cells[row] != (first or cells[row]):
            break
        first = cells[row]
        used[cells[column]] = None
    uses = scheme("FINAL_USE").spellings
    made = [label for label in used if split_label(label).item not in uses]
    return [*made, *(f"W2_{item}" for item in ADDED)], [*used]


def _in_turn(
    frames: Iterable[pl.DataFrame], columns: FlatColumns, made: Sequence[str], used: Sequence[str]
) -> list[Array] | None:
    """The values, if the lines have the expected labels from the first cell to the last, and a value each."""
    width = len(used)
    rows, blocks = pl.Series(made), pl.Series(list(used) * (_LONGEST_PIECE // width + 2))
    values: list[Array] = []
    done = 0
    for frame in frames:
        for piece in _pieces(frame.select(columns.rows[0], columns.columns[0], columns.value)):
            row, column, value = piece
            block, offset = divmod(done, width)
            last = -(-(offset + row.len()) // width)
            if block + last > len(rows) or value.null_count():
                return None
            expected = rows.gather(np.repeat(np.arange(block, block + last), width)[offset : offset + row.len()])
            if not (row.equals(expected) and column.equals(blocks.slice(offset, row.len()))):
                return None
            done += row.len()
            values.append(value.to_numpy())
    return values if done == len(made) * width else None


def _pieces(frame: pl.DataFrame) -> Iterable[list[pl.Series]]:
    """The columns of a frame in the pieces in which they lie in memory, none longer than the blocks to compare with."""
    chunks = [column.get_chunks() for column in frame.get_columns()]
    if len({tuple(piece.len() for piece in pieces) for pieces in chunks}) > 1:
        chunks = [[column.rechunk()] for column in frame.get_columns()]
    for pieces in zip(*chunks, strict=True):
        for start in range(0, pieces[0].len(), _LONGEST_PIECE):
            yield [piece.slice(start, _LONGEST_PIECE) for piece in pieces]

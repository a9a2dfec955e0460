"""The cells of a FIGARO file as one dense grid in canonical order; the matrix csv."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._bytes import Source
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._figaro_labels import Layout, layout_of, split_label
from ketenkompas.ingest._figaro_lines import note_matrix_lines

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """The four blocks of a table in the order of ``layout``, with what was done to them."""

    layout: Layout
    flows: Array = field(repr=False)
    demand: Array = field(repr=False)
    added: Array = field(repr=False)
    added_demand: Array = field(repr=False)
    notes: tuple[str, ...] = ()


def grid_of(values: Iterable[Array], layout: Layout, notes: tuple[str, ...] = ()) -> Grid:
    """The blocks from all cells row by row, in pieces of any length; each number is copied once, to its place."""
    n, wide = layout.sectors, layout.columns
    grid = Grid(
        layout,
        flows=np.empty((n, n)),
        demand=np.empty((n, wide - n)),
        added=np.empty((layout.rows - n, n)),
        added_demand=np.empty((layout.rows - n, wide - n)),
        notes=notes,
    )
    row, filled, spare = 0, 0, np.empty((1, wide))
    for piece in values:
        rest = piece
        while rest.size:
            if filled == 0 and rest.size >= wide:
                whole, rest = rest[: rest.size // wide * wide].reshape(-1, wide), rest[rest.size // wide * wide :]
            else:
                taken, rest = rest[: wide - filled], rest[wide - filled :]
                spare[0, filled : filled + taken.size] = taken
                filled = (filled + taken.size) % wide
                whole = spare[:0] if filled else spare
            _put_rows(grid, row, whole)
            row += len(whole)
    return grid


def _put_rows(grid: Grid, row: int, whole: Array) -> None:
    n = grid.layout.sectors
    upper, lower = whole[: max(n - row, 0)], whole[max(n - row, 0) :]
    below = max(row - n, 0)
    grid.flows[row : row + len(upper)], grid.demand[row : row + len(upper)] = upper[:, :n], upper[:, n:]
    grid.added[below : below + len(lower)], grid.added_demand[below : below + len(lower)] = lower[:, :n], lower[:, n:]


def read_matrix(source: Source, header: Sequence[str], faults: Faults, edition: str) -> Grid:
    """The matrix form: ``rowLabels`` and one column per sector and final use."""
    columns = [split_label(name, 1, name or f"({at})") for at, name in enumerate(header[1:], start=2)]
    read = _matrix_cells(source, len(header) - 1)
    if read is None or not np.isfinite(sum(float(piece.sum()) for piece in read[1])):
        labels = note_matrix_lines(source, list(header), faults)
        layout_of(labels, columns, faults, edition=edition)
        raise unreadable(source, faults)
    labelled, cells = read
    rows = [split_label(label.strip('"'), at, header[0]) for at, label in enumerate(labelled, start=2)]
    layout = layout_of(rows, columns, faults, edition=edition)
    faults.raise_if_any()
    assert layout is not None  # noqa: S101 - no faults, so there is a layout
    row_places, column_places = np.array(layout.row_places), np.array(layout.column_places)
    if counts_up(row_places) and counts_up(column_places):
        return grid_of(cells, layout)
    placed = np.empty((layout.rows, layout.columns))
    placed[np.ix_(row_places, column_places)] = np.concatenate(cells).reshape(placed.shape)
    return grid_of([placed.reshape(-1)], layout)


def _matrix_cells(source: Source, width: int) -> tuple[list[str], list[Array]] | None:
    """Row labels, and all numbers row by row (read as one long column); None when some line is no row of numbers."""
    with source.open() as stream:
        parts = [line.partition(b",") for line in stream.read().splitlines()[1:]]
    if any(cells.count(b",") != width - 1 for _, _, cells in parts):
        return None
    column = b"\n".join([cells.replace(b",", b"\n") for _, _, cells in parts])
    try:
        labels = [label.decode("utf-8") for label, _, _ in parts]
        cells = pl.scan_csv(column, schema={"cell": pl.Float64}, has_header=False, quote_char=None)
        read = cells.collect(engine="streaming")["cell"]
    except (pl.exceptions.PolarsError, UnicodeDecodeError):
        return None
    if read.len() != width * len(parts) or read.null_count():
        return None
    return labels, [piece.to_numpy() for piece in read.get_chunks()]


def counts_up(places: npt.NDArray[np.integer]) -> bool:
    """Whether places are 0, 1, 2, ..."""
    return bool(places.size and places[0] == 0 and (places[1:] == places[:-1] + 1).all())


def unreadable(source: Source, faults: Faults) -> InputError:
    """Raise the faults of a file that could not be read; an error of its own when there is none to name."""
    faults.raise_if_any()
    reason = "the reader and the line check disagree"
    return InputError("ingest.unreadable", where=Where(file=source.name), reason=reason)

"""The cells of a FIGARO file as one dense grid in canonical order; the matrix csv."""

from __future__ import annotations

from collections.abc import Sequence
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
    """All cells (rows, columns) in the order of ``layout``, with what was done to them."""

    layout: Layout
    values: Array = field(repr=False)
    notes: tuple[str, ...] = ()


def read_matrix(source: Source, header: Sequence[str], faults: Faults, edition: str) -> Grid:
    """The matrix form: ``rowLabels`` and one column per sector and final use."""
    columns = [split_label(name, 1, name or f"({at})") for at, name in enumerate(header[1:], start=2)]
    frame = _matrix_frame(source, len(header))
    values = None if frame is None else frame.drop("c0").to_numpy(order="c")
    if frame is None or values is None or not np.isfinite(values.sum()):
        labels = note_matrix_lines(source, list(header), faults)
        layout_of(labels, columns, faults, edition=edition)
        raise unreadable(source, faults)
    rows = [split_label(label.strip('"'), at, header[0]) for at, label in enumerate(frame["c0"].fill_null(""), start=2)]
    layout = layout_of(rows, columns, faults, edition=edition)
    faults.raise_if_any()
    assert layout is not None  # noqa: S101 - no faults, so there is a layout
    return Grid(layout, _ordered(values, layout))


def _matrix_frame(source: Source, width: int) -> pl.DataFrame | None:
    """The numbers of a matrix file, or None when some line is no row of numbers."""
    schema: dict[str, type[pl.DataType]] = {f"c{at}": pl.Float64 if at else pl.String for at in range(width)}
    options = {"schema": schema, "has_header": False, "skip_lines": 1, "quote_char": None}
    try:
        if source.packing == "plain":
            return pl.read_csv(source.path, **options)  # type: ignore[arg-type]
        with source.open() as stream:
            return pl.read_csv(stream.read(), **options)  # type: ignore[arg-type]
    except pl.exceptions.PolarsError:
        return None


def _ordered(values: Array, layout: Layout) -> Array:
    rows, columns = np.array(layout.row_places), np.array(layout.column_places)
    if counts_up(rows) and counts_up(columns):
        return values
    placed = np.empty((layout.rows, layout.columns))
    placed[np.ix_(rows, columns)] = values
    return placed


def counts_up(places: npt.NDArray[np.integer]) -> bool:
    """Whether places are 0, 1, 2, ..."""
    return bool(places.size and places[0] == 0 and (places[1:] == places[:-1] + 1).all())


def unreadable(source: Source, faults: Faults) -> InputError:
    """Raise the faults of a file that could not be read; an error of its own when there is none to name."""
    faults.raise_if_any()
    reason = "the reader and the line check disagree"
    return InputError("ingest.unreadable", where=Where(file=source.name), reason=reason)

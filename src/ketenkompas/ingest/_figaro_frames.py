"""The columns of a flat FIGARO file that matter, as Polars frames, with the guard that no cell was dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.ingest._bytes import Source
from ketenkompas.ingest._figaro_lines import FlatColumns

_SCAN_PIECE = 1 << 20


class UnevenLinesError(Exception):
    """Some line has more cells than the header."""


def flat_frames(
    source: Source, columns: FlatColumns, kinds: Mapping[str, pl.DataType] | None = None
) -> Iterator[pl.DataFrame]:
    """The needed columns, in one frame for a plain file and in pieces for a compressed one.

    Polars drops cells beyond the last column that it was asked for, so ``1,5`` would be read as 1: the number of commas
    is therefore counted, and a cell too few shows as a missing value.
    """
    names = list(columns.header)
    schema = dict.fromkeys(names, pl.String()) | {
        name: (kinds or {}).get(name, pl.Categorical()) for name in columns.labels
    }
    schema[columns.value] = pl.Float64()
    wanted = [*columns.labels, columns.value]
    width = len(names) - 1
    if source.packing == "plain":
        frame = (
            pl.scan_csv(source.path, schema=schema, has_header=False, skip_lines=1, quote_char=None)
            .select(wanted)
            .collect(engine="streaming")
        )
        if _commas(np.memmap(source.path, dtype=np.uint8, mode="r")) != width * (frame.height + 1):
            raise UnevenLinesError
        yield frame
        return
    skip = 1
    for chunk in source.chunks():
        frame = (
            pl.scan_csv(chunk, schema=schema, has_header=False, skip_lines=skip, quote_char=None)
            .select(wanted)
            .collect()
        )
        if _commas(np.frombuffer(chunk, dtype=np.uint8)) != width * (frame.height + skip):
            raise UnevenLinesError
        skip = 0
        yield frame


def _commas(text: npt.NDArray[np.uint8]) -> int:
    pieces = (text[start : start + _SCAN_PIECE] for start in range(0, text.size, _SCAN_PIECE))
    with ThreadPoolExecutor(2) as workers:
        return sum(workers.map(lambda piece: int(np.count_nonzero(piece == ord(","))), pieces))

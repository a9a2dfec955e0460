"""Counted households as the model takes them: by size, age and income of a place, and a national joint table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas.errors import MissingValueError
from ketenkompas.households import CellFrame, Counted, Dimension, project
from ketenkompas.ingest import age_bounds, household_age
from ketenkompas.pipeline._household_full import INCOMES, SIZES, FullTables

Array = npt.NDArray[np.float64]
_LEAST = 0.1
_JOINED: tuple[Dimension, ...] = ("size", "age", "tenure")


def counted(frame: CellFrame, codes: Sequence[str], tables: FullTables) -> tuple[tuple[Counted, ...], tuple[str, ...]]:
    """What was counted in every place, all with the same households, and notes for the receipt.

    Raises
    ------
    MissingValueError
        ``household_tables.count_absent`` with the places of which households or all tenths of income are not there.

    Notes
    -----
    Households of a place are those of the table of sizes; shares of the table of incomes are put on them, or on its own
    number where sizes are not here. A count of zero is fitted as a tenth of a household and the others of the place are
    lowered with it: a fit that scales its start cannot reach zero.
    """
    found: list[Counted] = []
    notes: tuple[str, ...] = ()
    homes: Array | None = None
    if tables.sizes is not None:
        sizes = _sizes(frame, codes, tables.sizes, tables.ages if len(frame.age) > 1 else None)
        homes = sizes.reshape(len(codes), -1).sum(axis=1)
        found.append(Counted(("size", "age") if sizes.ndim == 3 else ("size",), sizes))
    if tables.incomes is not None:
        shares, own, notes = _fifths(codes, tables.incomes)
        found.append(Counted(("income",), shares * (own if homes is None else homes)[:, None]))
    return tuple(found), notes


def national_joint(frame: CellFrame, kinds: pl.DataFrame) -> Array | None:
    """Shares of the country's households by cell (h,), sum 1; None when the table has no characteristic of the model.

    Notes
    -----
    Of every characteristic that the table has in full, the shares within each tenth of income; characteristics go
    together only through income, which is the table nearest to one without interactions.
    """
    rows, totals = [], []
    for dimension in _JOINED:
        within = _within_fifths(frame, kinds, dimension)
        if within is None:
            continue
        for at, name in enumerate(frame.names(dimension)):
            for to, fifth in enumerate(frame.income):
                rows.append(frame.member(dimension, name) * frame.member("income", fifth))
                totals.append(within[at, to] / len(frame.income))
    if not rows:
        return None
    start, names = np.full((1, frame.count), 1 / frame.count), [f"national {at}" for at in range(len(rows))]
    found: Array = project(start, np.stack(rows, axis=1), np.array([totals]), names, drop=(), names=["NL"]).cells[0]
    return found


def _within_fifths(frame: CellFrame, kinds: pl.DataFrame, dimension: Dimension) -> Array | None:
    """Shares of the classes of a characteristic in each fifth (k, 5); None when a class is not there or has nobody."""
    mine = kinds.filter(pl.col("dimension") == dimension)
    if dimension == "age":
        mine = mine.with_columns(pl.col("category").map_elements(_age_class, return_dtype=pl.String))
    mine = mine.with_columns(((pl.col("decile").cast(pl.Int64) + 1) // 2).alias("fifth"))
    grouped = mine.group_by("category", "fifth").agg(pl.col("households").sum())
    summed = {(category, fifth): value for category, fifth, value in grouped.iter_rows()}
    names = frame.names(dimension)
    if len(names) < 2 or not all(summed.get((name, fifth), 0.0) > 0 for name in names for fifth in range(1, 6)):
        return None
    counts = np.array([[summed[name, fifth] for fifth in range(1, 6)] for name in names])
    found: Array = counts / counts.sum(axis=0)
    return found


def _age_class(title: str) -> str:
    """The words of an age as a class of the model."""
    bounds = age_bounds(title)
    return title if bounds is None else household_age(bounds)


def _sizes(frame: CellFrame, codes: Sequence[str], sizes: pl.DataFrame, ages: pl.DataFrame | None) -> Array:
    """Households by size (m, s), or by size and age (m, s, a) where the model has ages."""
    by_age = ages is not None
    table = sizes if ages is None else _with_ages(ages)
    found = np.zeros((len(codes), len(frame.size), len(frame.age) if by_age else 1))
    place = {code: at for at, code in enumerate(codes)}
    seen = dict.fromkeys(codes, 0)
    for row in table.filter(pl.col("area").is_in(list(codes))).iter_rows(named=True):
        if row["households"] is None:
            continue
        seen[row["area"]] += 1
        age = frame.age.index(row["age"]) if by_age else 0
        found[place[row["area"]], frame.size.index(row["size"]), age] += row["households"]
    _require_all(seen, max(seen.values(), default=0), SIZES)
    homes = found.sum(axis=(1, 2), keepdims=True)
    raised = np.maximum(found, _LEAST)
    raised *= homes / raised.sum(axis=(1, 2), keepdims=True)
    return raised if by_age else raised[:, :, 0]


def _with_ages(ages: pl.DataFrame) -> pl.DataFrame:
    """Counts with the class of the model that holds their age."""
    classes = {bounds: household_age(bounds) for bounds in ages.select("first", "older").unique().iter_rows()}
    named = [classes[bounds] for bounds in ages.select("first", "older").iter_rows()]
    return ages.with_columns(pl.Series("age", named, dtype=pl.String))


def _fifths(codes: Sequence[str], incomes: pl.DataFrame) -> tuple[Array, Array, tuple[str, ...]]:
    """Shares of the fifths (m, 5), the households behind them (m,), and notes.

    What the tenths leave of 100 is income unknown, and goes to them in proportion. A tenth that is suppressed takes
    what the others leave, shared in proportion to the country's tenths (10 % each).
    """
    shares, homes = np.zeros((len(codes), 10)), np.zeros(len(codes))
    known, seen = np.zeros((len(codes), 10), dtype=bool), dict.fromkeys(codes, 0)
    place = {code: at for at, code in enumerate(codes)}
    for row in incomes.filter(pl.col("area").is_in(list(codes))).iter_rows(named=True):
        if row["share_pct"] is None or row["households"] is None:
            continue
        at, to = place[row["area"]], int(row["decile"]) - 1
        shares[at, to], known[at, to] = row["share_pct"], True
        seen[row["area"]] = 1
        if row["share_pct"] > 0:
            homes[at] = row["households"] * 100 / row["share_pct"]
    _require_all(seen, 1, INCOMES)
    hidden = np.logical_not(known)
    left = np.maximum(100.0 - shares.sum(axis=1), _LEAST)
    count = np.maximum(hidden.sum(axis=1), 1)
    shares = np.where(hidden, (left / count)[:, None], np.maximum(shares, _LEAST))
    fifths = shares.reshape(-1, 5, 2).sum(axis=2)
    filled = [code for at, code in enumerate(codes) if hidden[at].any()]
    notes = (f"incomes: suppressed tenths share what the others leave in: {', '.join(filled)}",) if filled else ()
    return fifths / fifths.sum(axis=1, keepdims=True), homes, notes


def _require_all(seen: dict[str, int], wanted: int, source: str) -> None:
    absent = [code for code, count in seen.items() if count < max(wanted, 1)]
    if absent:
        raise MissingValueError(
            "household_tables.count_absent", found=", ".join(absent[:8]), count=len(absent), table=source
        )

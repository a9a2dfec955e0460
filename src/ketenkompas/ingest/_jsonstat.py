"""JSON-stat 2.0 answers of Eurostat's statistics API as tidy rows."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._eurostat import EurostatRows
from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._rows import text_of


def read_jsonstat(path: Path) -> EurostatRows:
    """A JSON-stat data set: one row per cell that has a figure, its dimensions as columns of text.

    Parameters
    ----------
    path : Path
        As ``https://ec.europa.eu/eurostat/api/dissemination/statistics/1.0/data/<code>?format=JSON`` answers.

    Returns
    -------
    EurostatRows
        The dimensions of the answer, ``year`` (from ``time``), ``value``, ``flag``, ``confidential``, and ``row``: the
        number of the cell. A cell that the answer does not hold has no row: it is not available, which is not zero.

    Raises
    ------
    InputError
        ``jsonstat.unreadable`` for what is no such answer, an error of the publisher among them;
        ``ingest.file_has_problems`` with cells outside the table and values that are no numbers.
    """
    where = Where(file=path.name)
    try:
        told: Any = json.loads(text_of(path))
    except ValueError as fault:
        raise InputError("jsonstat.unreadable", where=where, reason=shown(str(fault), 80)) from fault
    names, codes = _axes(told, where)
    faults = Faults(path.name)
    cells = _cells(told, math.prod(len(one) for one in codes), faults)
    faults.raise_if_any()
    flags = _pairs(told.get("status") or {})
    rows = [
        {**_labels(int(at), names, codes), "value": value, "flag": str(flags.get(at) or ""), "row": int(at)}
        for at, value in cells.items()
    ]
    kinds = {**dict.fromkeys(names, pl.String), "value": pl.Float64, "flag": pl.String, "row": pl.Int64}
    frame = pl.DataFrame(rows, schema=kinds).with_columns(
        year=pl.col("time").cast(pl.Int64, strict=False), confidential=pl.col("flag").str.contains("c")
    )
    extension = told.get("extension") or {}
    return EurostatRows(frame, path.name, str(extension.get("id", "")), str(told.get("updated", "")))


def _axes(told: Any, where: Where) -> tuple[list[str], list[list[str]]]:
    """The names of the dimensions and the codes of each, in the order of the cells."""
    if isinstance(told, Mapping) and told.get("error"):
        raise InputError("jsonstat.unreadable", where=where, reason=shown(json.dumps(told["error"]), 120))
    try:
        names = [str(name) for name in told["id"]]
        codes = [_codes(told["dimension"][name]["category"]) for name in names]
        sizes = [int(size) for size in told["size"]]
        held = told["value"]
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InputError("jsonstat.unreadable", where=where, reason=f"{type(fault).__name__} {fault}") from fault
    if [len(one) for one in codes] != sizes or "time" not in names or not isinstance(held, list | Mapping):
        raise InputError("jsonstat.unreadable", where=where, reason=f"size {sizes}, id {names}")
    return names, codes


def _codes(category: Mapping[str, Any]) -> list[str]:
    index = category["index"] if "index" in category else list(category["label"])
    if isinstance(index, list):
        return [str(code) for code in index]
    return [str(code) for code, _ in sorted(index.items(), key=lambda one: int(one[1]))]


def _pairs(held: list[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """Cells by their number, whether the answer gives a list or only those that are there."""
    return {str(at): value for at, value in (enumerate(held) if isinstance(held, list) else held.items())}


def _cells(told: Mapping[str, Any], count: int, faults: Faults) -> dict[str, float]:
    found: dict[str, float] = {}
    for at, value in _pairs(told["value"]).items():
        if not (at.isascii() and at.isdigit() and int(at) < count):
            faults.add("jsonstat.cell_outside", found=shown(at), count=count)
        elif value is None:
            continue
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            faults.add("ingest.text_in_number", row=int(at), column="value", found=shown(str(value)))
        else:
            found[at] = float(value)
    return found


def _labels(at: int, names: Sequence[str], codes: Sequence[Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, one in zip(reversed(names), reversed(codes), strict=True):
        at, place = divmod(at, len(one))
        found[name] = one[place]
    return found

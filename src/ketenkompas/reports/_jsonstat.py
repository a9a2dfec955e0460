"""A table as a JSON-stat 2.0 dataset, the form in which statistical offices pass tables on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenkompas.i18n import text, unit_label
from ketenkompas.reports._about import About
from ketenkompas.reports._columns import STATUS, Column, columns
from ketenkompas.reports._metadata import described
from ketenkompas.reports._table import Table

_ROW, _MEASURE = "row", "measure"


@dataclass(frozen=True, slots=True)
class _Axis:
    """A dimension: its id, title, categories (code -> label), and for every row of the table its category."""

    id: str
    title: str
    labels: dict[str, str]
    of_row: list[str]
    time: bool = False

    def as_json(self) -> dict[str, Any]:
        index = {code: place for place, code in enumerate(self.labels)}
        return {"label": self.title, "category": {"index": index, "label": self.labels}}


def dataset(table: Table, about: About) -> dict[str, Any]:
    """The prepared table as a JSON-stat dataset.

    Columns with codes, texts and years are dimensions; columns with numbers are the categories of a last dimension
    ``measure``. Where codes do not tell rows apart, the rows themselves are the dimension. ``value`` is in row-major
    order, a list, or where not every combination occurs an object from place to value; an absent value is null.

    Source: JSON-stat 2.0, https://json-stat.org/full/
    """
    known = columns(table, about)
    numbers = [column for column in known if column.type in ("number", "integer") and column.key != STATUS]
    axes, measures = _axes(table, known), _measures(numbers, table)
    size = [*(len(axis.labels) for axis in axes), len(numbers)]
    said = described(table, about)
    optional = {
        "href": about.permalink,
        "updated": about.built,
        "note": [about.subtitle, *about.notes],
        "status": _status(table.frame, axes, len(numbers)),
    }
    return {
        "version": "2.0",
        "class": "dataset",
        "label": about.title,
        "source": "; ".join(about.attribution),
        **{name: value for name, value in optional.items() if value},
        "id": [*(axis.id for axis in axes), _MEASURE],
        "size": size,
        "role": _roles(axes),
        "dimension": {**{axis.id: axis.as_json() for axis in axes}, _MEASURE: measures},
        "value": _values(table.frame, axes, [column.key for column in numbers]),
        "extension": {name: said[name] for name in _EXTENDED},
    }


_EXTENDED = ("licence", "receipts", "citation", "edition", "intervals", "data_to", "attribution")


def _roles(axes: Sequence[_Axis]) -> dict[str, list[str]]:
    times = [axis.id for axis in axes if axis.time]
    return {**({"time": times} if times else {}), "metric": [_MEASURE]}


def _measures(numbers: Sequence[Column], table: Table) -> dict[str, Any]:
    keys = [column.key for column in numbers]
    units = {
        column.key: {"label": unit_label(column.unit, table.language) if " " in column.unit else column.unit}
        for column in numbers
        if column.unit
    }
    category: dict[str, Any] = {
        "index": {key: place for place, key in enumerate(keys)},
        "label": {column.key: column.shown for column in numbers},
    }
    return {
        "label": text("files.column.measure", table.language),
        "category": {**category, **({"unit": units} if units else {})},
    }


def _axes(table: Table, known: Sequence[Column]) -> list[_Axis]:
    """The columns that tell rows apart, or the rows themselves where these do not."""
    frame, titles = table.frame, {column.key: column for column in known}
    keys = [column.key for column in known if column.type in ("year", "text", "boolean") and column.key != STATUS]
    labels = _labelled(frame, keys)
    keys = [key for key in keys if key not in labels.values() and key != _MEASURE]
    apart = bool(keys) and frame.select(keys).n_unique() == frame.height and not _gaps(frame, keys)
    if not apart:
        return [_rows(table, [*keys, *labels.values()])]
    return [_axis(frame, titles[key], labels.get(key)) for key in keys]


def _gaps(frame: pl.DataFrame, keys: Sequence[str]) -> bool:
    return any(frame[key].null_count() for key in keys)


def _labelled(frame: pl.DataFrame, keys: Sequence[str]) -> dict[str, str]:
    """``code`` -> ``label`` where each code has one label: the label names a category and is no dimension."""
    if not {"code", "label"} <= set(keys):
        return {}
    pairs = frame.select("code", "label").unique()
    return {"code": "label"} if pairs.height == pairs["code"].n_unique() and not _gaps(pairs, ["label"]) else {}


def _axis(frame: pl.DataFrame, column: Column, label: str | None) -> _Axis:
    codes = [str(code) for code in frame[column.key]]
    named = codes if label is None else frame[label].to_list()
    return _Axis(column.key, column.shown, dict(zip(codes, named, strict=True)), codes, column.type == "year")


def _rows(table: Table, keys: Sequence[str]) -> _Axis:
    codes = [str(place) for place in range(1, table.frame.height + 1)]
    told = [
        " | ".join(str(value) for value in row if value is not None) for row in table.frame.select(keys).iter_rows()
    ]
    labels = {code: label or code for code, label in zip(codes, told or codes, strict=True)}
    return _Axis(_ROW, text("files.column.row", table.language), labels, codes)


def _places(axes: Sequence[_Axis]) -> list[int]:
    """For every row of the table its place among all combinations, in row-major order."""
    index = [{code: place for place, code in enumerate(axis.labels)} for axis in axes]
    place = [0] * len(axes[0].of_row)
    for axis, known in zip(axes, index, strict=True):
        place = [at * len(known) + known[code] for at, code in zip(place, axis.of_row, strict=True)]
    return place


def _values(frame: pl.DataFrame, axes: Sequence[_Axis], keys: Sequence[str]) -> list[Any] | dict[str, Any]:
    rows = frame.select(keys).rows() if keys else []
    filled = {
        at * len(keys) + place: value
        for at, row in zip(_places(axes), rows, strict=False)
        for place, value in enumerate(row)
    }
    whole = math.prod(len(axis.labels) for axis in axes) * len(keys)
    if len(filled) == whole:
        return [filled[place] for place in range(whole)]
    return {str(place): value for place, value in sorted(filled.items()) if value is not None}


def _status(frame: pl.DataFrame, axes: Sequence[_Axis], width: int) -> str | dict[str, str]:
    """One status for all values, or one for each; the level of an interval is a measure, not a status."""
    found = frame[STATUS].unique().to_list()
    if len(found) == 1:
        return found[0] or ""
    return {
        str(at * width + place): status
        for at, status in sorted(zip(_places(axes), frame[STATUS], strict=True))
        if status
        for place in range(width)
    }

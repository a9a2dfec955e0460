"""The columns of a table as they go into files: plain types, intervals with their level, a status in every row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from ketenkompas.classifications import areas
from ketenkompas.errors import InputError
from ketenkompas.i18n import LANGUAGES, Language, messages, text, unit_label
from ketenkompas.reports._about import About, status_of
from ketenkompas.reports._table import SHARE, Table

ColumnType = Literal["year", "integer", "number", "text", "boolean"]
LEVEL, STATUS = "level", "status"
_YEAR = re.compile(r"(?:.+_)?year")
_BOUND = re.compile(r"(?!path_)(?:.+_)?(?:low|high)")  # the band of a chosen path is no interval
_UNITLESS = {LEVEL}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: stable code, titles by language (those that are known), unit code, type, and kind where it is its own.

    ``shown`` is the title that a reader of the table sees, in the table's language.
    """

    key: str
    title: Mapping[Language, str]
    shown: str
    unit: str
    type: ColumnType
    kind: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        own = {"kind": self.kind} if self.kind else {}
        return {"key": self.key, "title": dict(self.title), "unit": self.unit, "type": self.type, **own}

    def headed(self, language: Language) -> str:
        """The title with the unit behind it, unless the title says the unit already."""
        label = unit_label(self.unit, language) if " " in self.unit else self.unit
        return self.shown if not label or label in self.shown else f"{self.shown} ({label})"


def prepared(table: Table, about: About) -> Table:
    """The table as it goes into a file: plain types, and behind its own columns ``level`` and ``status``.

    Raises
    ------
    InputError
        ``files.empty`` without rows, ``files.not_finite`` for an infinite value, ``files.level_missing`` for
        intervals without a level, ``files.units_differ`` when table and description name different units.
    """
    frame = table.frame.with_columns(
        pl.col(pl.Categorical, pl.Enum).cast(pl.String), pl.col(pl.Float32).cast(pl.Float64)
    )
    _check(frame, table, about)
    added, heads = _added(frame, about), []
    for column in added:
        frame = frame.with_columns(column)
        heads.append(text(f"files.column.{column.meta.output_name()}", table.language))
    return Table(frame, (*table.header, *heads), table.caption, table.unit, table.language)


def interval_columns(frame: pl.DataFrame) -> tuple[str, ...]:
    """The columns that hold bounds of intervals: ``low``, ``high`` and any ``..._low``, ``..._high``."""
    return tuple(name for name in frame.columns if _BOUND.fullmatch(name))


def columns(table: Table, about: About) -> tuple[Column, ...]:
    """What each column of a table is, in order."""
    return tuple(_column(key, head, table, about) for key, head in zip(table.frame.columns, table.header, strict=True))


def _check(frame: pl.DataFrame, table: Table, about: About) -> None:
    if frame.is_empty():
        raise InputError("files.empty", title=about.title)
    if about.unit and table.unit and about.unit != table.unit:
        raise InputError("files.units_differ", table=table.unit, about=about.unit)
    for column in frame:
        if column.dtype.is_float() and not column.drop_nulls().is_finite().all():
            raise InputError("files.not_finite", column=column.name)


def _added(frame: pl.DataFrame, about: About) -> list[pl.Expr]:
    bounds, added = interval_columns(frame), []
    if bounds and LEVEL not in frame.columns:
        if about.level is None:
            raise InputError("files.level_missing", columns=", ".join(bounds))
        there = pl.any_horizontal(pl.col(*bounds).is_not_null())
        added.append(pl.when(there).then(pl.lit(about.level, pl.Float64)).alias(LEVEL))
    if STATUS not in frame.columns:
        added.append(_status(frame, about).alias(STATUS))
    return added


def _status(frame: pl.DataFrame, about: About) -> pl.Expr:
    if "kind" not in frame.columns:
        return pl.lit(about.status or None, pl.String)
    known = {kind: status_of([kind]) for kind in frame["kind"].drop_nulls().unique()}
    return pl.col("kind").replace_strict(known, default=None, return_dtype=pl.String)


def _column(key: str, head: str, table: Table, about: About) -> Column:
    dtype = table.frame.schema[key]
    titles = _titles(key, head, table.language)
    return Column(
        key, titles, head, _unit(key, dtype, table, about), _type(key, dtype), about.column_kinds.get(key, "")
    )


def _titles(key: str, head: str, language: Language) -> dict[Language, str]:
    """The reader's own header, and for years, areas and the columns that many tables share the other language too."""
    known: dict[Language, str] = {}
    if key in areas():
        known = {one: areas()[key].name(one) for one in LANGUAGES}
    elif f"files.column.{key}" in messages():
        known = {one: text(f"files.column.{key}", one) for one in LANGUAGES}
    return known | {language: head}


def _unit(key: str, dtype: pl.DataType, table: Table, about: About) -> str:
    if key in about.units:
        return about.units[key]
    if not dtype.is_float() or key in _UNITLESS:
        return ""
    return "%" if key == SHARE else table.unit


def _type(key: str, dtype: pl.DataType) -> ColumnType:
    if dtype.is_integer():
        return "year" if _YEAR.fullmatch(key) else "integer"
    if dtype.is_float():
        return "number"
    return "boolean" if dtype == pl.Boolean else "text"

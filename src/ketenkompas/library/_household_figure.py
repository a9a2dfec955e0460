"""The result types of the household footprint: a figure with its parts, and a table of rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from ketenkompas.i18n import Language, text
from ketenkompas.library._figure import SourceRef
from ketenkompas.library._household_products import HOUSEHOLD_MODEL, LEVEL, HouseholdPer

HouseholdBy = Literal["group", "item", "origin", "income", "size", "age", "tenure"]


def said(year: int, language: Language) -> dict[str, Any]:
    """What goes with every answer of the model: its kind, edition, and what the intervals are."""
    return {
        "model": HOUSEHOLD_MODEL,
        "kind": "model",
        "edition": text("household.edition", language, year=year),
        "level": LEVEL,
        "interval_reason": text("household.interval", language),
    }


@dataclass(frozen=True, slots=True)
class HouseholdPart:
    """A part of a household figure, in the figure's unit.

    Attributes
    ----------
    id, label : str
    value, low, high : float
        The part's own interval; intervals of parts do not add up.
    observed_share : float
        Share of the part that is measured in the place itself, 0 to 1.
    status : str
        In the figure's language.
    share : float
        Of the figure's value.
    households : float, optional
        Share of the place's households in a class of size, income or tenure.
    each : float, optional
        What a household of that class causes in the whole country, kg per household.
    """

    id: str
    label: str
    value: float
    low: float
    high: float
    observed_share: float
    status: str
    share: float
    households: float | None = None
    each: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain data; what does not apply is left out."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class HouseholdFigure:
    """One figure of the household footprint and everything that must be said with it; parts add up to ``value``.

    Attributes
    ----------
    value, low, high : float
        In ``unit``; ``low`` to ``high`` holds nine draws of ten (P5 to P95).
    observed_share : float
        Share of the figure that is measured in the place itself, 0 to 1.
    status, missing, notes
        In the figure's language: what kind of figure, what it lacks, and what is odd about this place.
    """

    area: str
    name: str
    year: int
    item: str
    label: str
    per: HouseholdPer
    by: HouseholdBy | None
    unit: str
    value: float
    low: float
    high: float
    observed_share: float
    status_code: str
    status: str
    parts: tuple[HouseholdPart, ...]
    sources: tuple[SourceRef, ...]
    receipt: str
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    language: Language = "en"

    def part(self, id_: str) -> HouseholdPart:
        """A part by its id.

        Raises
        ------
        KeyError
            When the figure has no such part.
        """
        for part in self.parts:
            if part.id == id_:
                return part
        raise KeyError(id_)

    def as_json(self) -> dict[str, Any]:
        """The figure as plain data, with the names that every door uses."""
        return {
            "area": self.area,
            "name": self.name,
            "year": self.year,
            "item": self.item,
            "label": self.label,
            "per": self.per,
            "by": self.by,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            **said(self.year, self.language),
            "observed_share": self.observed_share,
            "status": self.status,
            "parts": [part.as_json() for part in self.parts],
            "missing": list(self.missing),
            "notes": list(self.notes),
            "receipt": self.receipt,
            "sources": [source.as_json() for source in self.sources],
        }

    def to_json(self) -> str:
        """The figure as JSON text."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """One row for each part, and first the figure itself as ``id`` = its item."""
        whole = {
            "id": self.item,
            "label": self.label,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "observed_share": self.observed_share,
            "status": self.status,
            "share": 1.0,
        }
        shared = {"area": self.area, "year": self.year, "per": self.per}
        rows = [shared | row | {"unit": self.unit, "receipt": self.receipt} for row in (whole, *self._part_rows())]
        return pl.DataFrame(rows, schema=_SCHEMA)

    def _part_rows(self) -> list[dict[str, Any]]:
        return [{name: getattr(part, name) for name in HouseholdPart.__slots__} for part in self.parts]


@dataclass(frozen=True, slots=True)
class HouseholdRows:
    """Rows of the household footprint that are no single figure, the units of their columns, and what must be said.

    Attributes
    ----------
    units : mapping
        Unit by column; a column that is not named has none. ``None`` in a row is absent, never zero.
    """

    name: str
    area: str
    year: int
    rows: tuple[Mapping[str, Any], ...]
    units: Mapping[str, str]
    sources: tuple[SourceRef, ...]
    receipt: str
    notes: tuple[str, ...] = ()
    language: Language = "en"

    def as_json(self) -> dict[str, Any]:
        """Plain data for every door."""
        return {
            "table": self.name,
            "area": self.area,
            "year": self.year,
            "columns": {name: self.units.get(name, "") for name in (self.rows[0] if self.rows else self.units)},
            "rows": [dict(row) for row in self.rows],
            **said(self.year, self.language),
            "notes": list(self.notes),
            "receipt": self.receipt,
            "sources": [source.as_json() for source in self.sources],
        }

    def to_json(self) -> str:
        """JSON text."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """The rows as a table."""
        return pl.DataFrame([dict(row) for row in self.rows], infer_schema_length=None)


_SCHEMA = {
    "area": pl.String,
    "year": pl.Int32,
    "per": pl.String,
    "id": pl.String,
    "label": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "observed_share": pl.Float64,
    "status": pl.String,
    "share": pl.Float64,
    "households": pl.Float64,
    "each": pl.Float64,
    "unit": pl.String,
    "receipt": pl.String,
}

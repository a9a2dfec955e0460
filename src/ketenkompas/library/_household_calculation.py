"""One household as it describes itself, and what comes out of computing it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenkompas.i18n import Language
from ketenkompas.library._figure import SourceRef
from ketenkompas.library._household_figure import said
from ketenkompas.library._household_products import HouseholdPer
from ketenkompas.library._household_table import QUANTITIES


@dataclass(frozen=True, slots=True)
class Household:
    """A household as it describes itself; what is None is not said, and taken as usual for the size.

    Attributes
    ----------
    size : int
        Persons, 1 to 12; five and more are one class.
    income : str, optional
        Quintile ``1`` (lowest) to ``5`` of all households.
    tenure : {"own", "rent"}, optional
    gas_m3, kwh, heat_gj : float, optional
        Of a year; electricity from the grid.
    cars : float, optional
    km : float, optional
        Driven in a year with all cars.
    """

    size: int
    income: str | None = None
    tenure: str | None = None
    gas_m3: float | None = None
    kwh: float | None = None
    heat_gj: float | None = None
    cars: float | None = None
    km: float | None = None

    def said(self) -> dict[str, float]:
        """The quantities that are said, by the name of the factor."""
        given = {name: getattr(self, field) for name, field in QUANTITIES.items()}
        return {name: float(value) for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class CalculatedPart:
    """A part of a computed household; ``said`` tells whether the household stated the quantity itself."""

    id: str
    group: str
    label: str
    value: float
    low: float
    high: float
    quantity: float | None
    quantity_unit: str
    said: bool

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class CalculatedEffect:
    """What an action changes, alone or with the others, in the unit of the calculation.

    ``value`` is None for what is not modelled; ``home`` and ``abroad`` add up to it and hold ``rebound``: what spending
    the saved money again causes. ``saved_eur`` is per household; None where a price is not known, and then no money is
    spent again.
    """

    id: str
    label: str
    how: str
    status: str
    status_text: str
    source: str
    value: float | None
    home: float | None
    abroad: float | None
    rebound: float | None
    saved_eur: float | None

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Calculation:
    """A household computed: parts that add up to ``value``, and what actions would change.

    Attributes
    ----------
    usual : float
        The same household with nothing said of energy and car, in the same unit.
    after : float
        After the actions together, with the rebound unless it was switched off.
    effects : tuple of CalculatedEffect
        Each asked action alone, and ``together``.
    """

    household: Household
    year: int
    per: HouseholdPer
    unit: str
    value: float
    low: float
    high: float
    usual: float
    after: float
    parts: tuple[CalculatedPart, ...]
    effects: tuple[CalculatedEffect, ...]
    respend: bool
    status: str
    notes: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    receipt: str
    language: Language = "en"

    def as_json(self) -> dict[str, Any]:
        """Plain data for every door."""
        asked = {name: getattr(self.household, name) for name in Household.__slots__}
        return {
            "household": asked,
            "year": self.year,
            "per": self.per,
            "unit": self.unit,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            **said(self.year, self.language),
            "usual": self.usual,
            "after": self.after,
            "parts": [part.as_json() for part in self.parts],
            "effects": [one.as_json() for one in self.effects],
            "respend": self.respend,
            "status": self.status,
            "notes": list(self.notes),
            "receipt": self.receipt,
            "sources": [source.as_json() for source in self.sources],
        }

    def to_json(self) -> str:
        """JSON text."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    def to_polars(self) -> pl.DataFrame:
        """One row for each part."""
        return pl.DataFrame([part.as_json() | {"unit": self.unit} for part in self.parts], infer_schema_length=None)

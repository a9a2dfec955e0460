"""One household computed: what it causes, how sure that is, and what actions would change."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.library._figure import SourceRef
from ketenkompas.library._household_level import full_parts, status_text
from ketenkompas.library._household_products import LEVEL, YEAR, HouseholdPer, per_of, product, unit_of
from ketenkompas.library._household_sums import Effect, Line, acted, effect, lines, state, summed
from ketenkompas.library._household_table import QUANTITIES, UNKNOWN, calculator
from ketenkompas.library._household_types import CLASSES
from ketenkompas.library._query import sources_of

_MOST: Mapping[str, float] = {
    "gas_m3": 20_000,
    "kwh": 50_000,
    "heat_gj": 500,
    "cars": 10,
    "km": 300_000,
}
_LARGEST = 12


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
    the saved money again causes. ``saved_eur`` is per household.
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
            "level": LEVEL,
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


def calculate(
    household: Household,
    actions: Sequence[str] = (),
    *,
    respend: bool = True,
    per: str = "household",
    year: int = YEAR,
    lang: str = "en",
) -> Calculation:
    """What a household causes in a year, and what actions would change, kg CO2-equivalent (AR5).

    Parameters
    ----------
    household : Household
    actions : sequence of str
        Ids of :func:`calculator`'s actions; one that is not modelled has an effect without a value.
    respend : bool
        Whether the money saved is spent again at the mean kg per EUR of what the household buys.
    per : {"household", "person"}

    Returns
    -------
    Calculation
        The same numbers as the page computes in the browser (``tests/web``).

    Raises
    ------
    InputError
        ``households.calculator_faults`` with everything that is wrong with the household.
    UnknownCodeError
        ``households.action_unknown``.

    Notes
    -----
    Group of the cell plus quantity times factor; bounds by the root of the sum of squares of the parts' distances.
    """
    language, kind = language_of(lang), per_of(per)
    _require(household)
    table = calculator(year)
    known = [action["id"] for action in table["actions"]]
    strange = [one for one in actions if one not in known]
    if strange:
        raise UnknownCodeError("households.action_unknown", found=", ".join(strange), known=", ".join(known))
    heads = household.size if kind == "person" else 1
    income, tenure = household.income or UNKNOWN, household.tenure or UNKNOWN
    before = state(table, household.size, income, tenure, household.said())
    usual = state(table, household.size, income, tenure, {})
    parts = lines(table, before)
    value, low, high = (one / heads for one in summed(parts))
    together = effect(table, before, acted(table, before, actions), respend=respend)
    alone = {one: effect(table, before, acted(table, before, [one]), respend=respend) for one in actions}
    _, receipt = product("calculator", year)
    return Calculation(
        household=household,
        year=year,
        per=kind,
        unit=unit_of(kind),
        value=value,
        low=low,
        high=high,
        usual=summed(lines(table, usual))[0] / heads,
        after=value + together.kg / heads,
        parts=tuple(_part(table, part, heads, language) for part in parts),
        effects=(*_effects(table, alone, heads, language), *_together(actions, together, heads, language)),
        respend=respend,
        status=status_text("calculated", language, full_parts(receipt)),
        notes=tuple(text(f"households.note.{name}", language) for name in ("calculated", "usual", "actions")),
        sources=sources_of((receipt,), language),
        receipt=receipt.id,
        language=language,
    )


def _part(table: Mapping[str, Any], part: Line, heads: int, language: Language) -> CalculatedPart:
    return CalculatedPart(
        id=part.id,
        group=part.group,
        label=table["names"][part.id][language],
        value=part.kg / heads,
        low=part.low / heads,
        high=part.high / heads,
        quantity=part.quantity,
        quantity_unit=part.unit,
        said=part.said,
    )


def _effects(
    table: Mapping[str, Any], alone: Mapping[str, Effect], heads: int, language: Language
) -> Iterable[CalculatedEffect]:
    for action in table["actions"]:
        if action["id"] in alone:
            modelled = action["status"] != "not_modelled"
            numbers = _numbers(alone[action["id"]] if modelled else None, heads)
            yield CalculatedEffect(
                id=action["id"],
                label=action["name"][language],
                how=action["how"][language],
                status=action["status"],
                status_text=text(f"households.action.{action['status']}", language),
                source=action["source"][language],
                **numbers,
            )


def _together(actions: Sequence[str], together: Effect, heads: int, language: Language) -> tuple[CalculatedEffect, ...]:
    if not actions:
        return ()
    label, how = (text(f"households.together.{name}", language) for name in ("label", "how"))
    return (CalculatedEffect("together", label, how, "", "", "", **_numbers(together, heads)),)


def _numbers(one: Effect | None, heads: int) -> dict[str, float | None]:
    if one is None:
        return dict.fromkeys(("value", "home", "abroad", "rebound", "saved_eur"))
    kg = {"value": one.kg, "home": one.home, "abroad": one.abroad, "rebound": one.rebound}
    return {**{name: value / heads for name, value in kg.items()}, "saved_eur": one.saved_eur}


def _require(household: Household) -> None:
    """Every fault of a household at once."""
    faults: list[KetenkompasError] = []
    if isinstance(household.size, bool) or not isinstance(household.size, int) or not 1 <= household.size <= _LARGEST:
        faults.append(InputError("households.calculator_size", where="size", found=household.size, most=_LARGEST))
    for name in ("income", "tenure"):
        given = getattr(household, name)
        if given not in (None, *CLASSES[name]):
            known = ", ".join(CLASSES[name])
            faults.append(InputError("households.class_unknown", where=name, found=given, dimension=name, known=known))
    for name, most in _MOST.items():
        given = getattr(household, name)
        if given is not None and not (math.isfinite(given) and 0 <= given <= most):
            faults.append(
                InputError("households.calculator_amount", where=name, name=name, found=given, most=f"{most:g}")
            )
    if faults:
        raise InputError("households.calculator_faults", problems=faults, count=len(faults))

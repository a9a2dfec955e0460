"""The closed list of units of emission factors (UCUM with annotations), each of one kind of quantity."""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ketenkompas.errors import UnitError
from ketenkompas.factors._record import QuantityKind

_MONEY = re.compile(r"^\{(?P<currency>[A-Z]{3})(?P<year>\d{4})?\}$")


@dataclass(frozen=True, slots=True)
class ActivityUnit:
    """A unit in which an activity is counted.

    ``per_base`` says how many units of the kind's base unit one of these is (1 t = 1000 kg). Vehicle, passenger and
    tonne kilometres, net and gross calorific kilowatt-hours, wet and dry kilogrammes are different kinds.
    """

    code: str
    kind: QuantityKind
    per_base: float
    nl: str
    en: str
    aliases: tuple[str, ...] = ()

    def label(self, language: str = "nl") -> str:
        """The unit as a person reads it."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """A unit that people ask with and that leaves open what is counted: a kilometre of a vehicle or of a traveller.

    No record has one; a question with one is read in each of its ``readings``, whichever the factor needs.
    """

    code: str
    kind: Literal["distance"]
    nl: str
    en: str
    aliases: tuple[str, ...]
    readings: tuple[str, ...]

    def label(self, language: str = "nl") -> str:
        """The unit as a person reads it."""
        return self.en if language == "en" else self.nl


@functools.cache
def activity_units() -> Mapping[str, ActivityUnit]:
    """Every unit but money, by code, in the order of the list."""
    rows = _told()["units"]
    return {row["code"]: ActivityUnit(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in rows}


@functools.cache
def open_units() -> Mapping[str, OpenUnit]:
    """Units of questions that leave open what is counted, by code."""
    tuples = ("aliases", "readings")
    return {row["code"]: OpenUnit(**{**row, **{name: tuple(row[name]) for name in tuples}}) for row in _told()["open"]}


def _told() -> Mapping[str, Any]:
    path = importlib.resources.files("ketenkompas") / "data/units/activity.json"
    told: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return told


@functools.cache
def _spellings() -> Mapping[str, str]:
    # A code with two capitals is found as it is written only: ml is no megalitre.
    return {
        spelling.casefold(): one.code
        for one in activity_units().values()
        for spelling in (one.code, *one.aliases)
        if spelling not in _AS_WRITTEN
    }


@functools.cache
def _open_spellings() -> Mapping[str, OpenUnit]:
    return {spelling.casefold(): one for one in open_units().values() for spelling in (one.code, *one.aliases)}


def unit_readings(text: str) -> tuple[ActivityUnit, ...]:
    """The units that a spelling in a question can mean: one, or several where it leaves open what is counted.

    Raises
    ------
    UnitError
        ``factor.unit_unknown`` with the nearest known spellings.

    Examples
    --------
    >>> [one.code for one in unit_readings("km")], [one.code for one in unit_readings("liter")]
    (['km{vehicle}', 'km{passenger}'], ['L'])
    """
    known = _open_spellings().get(text.strip().casefold())
    if known is None:
        return (activity_unit(text),)
    return tuple(activity_unit(code) for code in known.readings)


def unit_code(text: str) -> str:
    """The code of a unit of a question; of one that leaves open what is counted, its own (``km``).

    Raises
    ------
    UnitError
        ``factor.unit_unknown``.
    """
    known = _open_spellings().get(text.strip().casefold())
    return activity_unit(text).code if known is None else known.code


def unit_label(code: str, language: str = "nl") -> str:
    """A unit of a question or a record as a person reads it.

    Examples
    --------
    >>> unit_label("km"), unit_label("km{passenger}", "en")
    ('kilometer', 'passenger-kilometre')
    """
    known = open_units().get(code)
    return activity_unit(code).label(language) if known is None else known.label(language)


def activity_unit(text: str) -> ActivityUnit:
    """A unit by its code or a known spelling (``liter``, ``kWh``, ``tkm``, ``EUR``, ``{EUR2023}``).

    Raises
    ------
    UnitError
        ``factor.unit_unknown`` with the nearest known spellings.

    Examples
    --------
    >>> activity_unit("liter").code, activity_unit("kWh").kind, activity_unit("{EUR2023}").kind
    ('L', 'energy', 'money')
    """
    known = activity_units()
    if text in known:
        return known[text]
    code = _spellings().get(text.strip().casefold())
    if code is not None:
        return known[code]
    written = text.strip().upper()
    money = _MONEY.match(text) or _MONEY.match("{" + _MONEY_WORDS.get(written, written) + "}")
    if money and money["currency"] in _CURRENCIES:
        spelled = f"{money['currency']}{money['year'] or ''}"
        name = f"{money['currency']} {money['year']}" if money["year"] else money["currency"]
        return ActivityUnit("{" + spelled + "}", "money", 1.0, name, name)
    spellings = [*_spellings(), *_open_spellings()]
    near = difflib.get_close_matches(text[:_LONGEST], spellings, n=3, cutoff=0.5) or list(known)[:6]
    raise UnitError("factor.unit_unknown", found=text[:_LONGEST], nearest=", ".join(near))


_LONGEST = 40
_AS_WRITTEN = frozenset({"ML"})
_MONEY_WORDS = {"EURO": "EUR", "EURO'S": "EUR", "EUROS": "EUR", "€": "EUR"}
_CURRENCIES = frozenset({"EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK", "HUF", "RON", "JPY", "CNY"})

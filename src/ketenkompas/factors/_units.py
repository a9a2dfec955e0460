"""The closed list of units of emission factors (UCUM with annotations), each of one kind of quantity."""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

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


@functools.cache
def activity_units() -> Mapping[str, ActivityUnit]:
    """Every unit but money, by code, in the order of the list."""
    path = importlib.resources.files("ketenkompas") / "data/units/activity.json"
    rows = json.loads(path.read_text("utf-8"))["units"]
    return {row["code"]: ActivityUnit(**{**row, "aliases": tuple(row.get("aliases", ()))}) for row in rows}


@functools.cache
def _spellings() -> Mapping[str, str]:
    return {spelling.casefold(): one.code for one in activity_units().values() for spelling in (one.code, *one.aliases)}


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
    money = _MONEY.match(text) or _MONEY.match("{" + text.strip().upper() + "}")
    if money and money["currency"] in _CURRENCIES:
        spelled = f"{money['currency']}{money['year'] or ''}"
        name = f"{money['currency']} {money['year']}" if money["year"] else money["currency"]
        return ActivityUnit("{" + spelled + "}", "money", 1.0, name, name)
    near = difflib.get_close_matches(text, list(_spellings()), n=3, cutoff=0.5) or list(known)[:6]
    raise UnitError("factor.unit_unknown", found=text, nearest=", ".join(near))


_CURRENCIES = frozenset({"EUR", "USD", "GBP", "CHF", "SEK", "DKK", "NOK", "PLN", "CZK", "HUF", "RON", "JPY", "CNY"})

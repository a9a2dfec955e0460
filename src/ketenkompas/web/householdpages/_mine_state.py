"""What a form about one household says: in the query of an address without scripts, after its # with them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from ketenkompas.i18n import Language, text
from ketenkompas.library import households

NAMES: Mapping[Language, Mapping[str, str]] = {
    "nl": {
        "size": "personen",
        "income": "inkomen",
        "tenure": "woning",
        "gas_m3": "gas",
        "kwh": "stroom",
        "heat_gj": "warmte",
        "cars": "autos",
        "km": "km",
        "actions": "doen",
        "respend": "terugslag",
    },
    "en": {
        "size": "persons",
        "income": "income",
        "tenure": "home",
        "gas_m3": "gas",
        "kwh": "power",
        "heat_gj": "heat",
        "cars": "cars",
        "km": "km",
        "actions": "do",
        "respend": "rebound",
    },
}
"""The names of the fields in addresses."""
TENURES: Mapping[Language, Mapping[str, str]] = {
    "nl": {"own": "koop", "rent": "huur"},
    "en": {"own": "own", "rent": "rent"},
}
NO: Mapping[Language, str] = {"nl": "nee", "en": "no"}
AMOUNTS = ("gas_m3", "kwh", "heat_gj", "cars", "km")
_SIZE = 2


@dataclass(frozen=True, slots=True)
class Mine:
    """A household as the form tells it, what it tries, and whether money that is saved is spent again."""

    household: households.Household
    actions: tuple[str, ...] = ()
    respend: bool = True

    def query(self, language: Language) -> str:
        """The state as the query of an address; what is usual is left out."""
        names, one = NAMES[language], self.household
        given = {"size": str(one.size) if one.size != _SIZE else "", "income": one.income or ""}
        given["tenure"] = TENURES[language].get(one.tenure or "", "")
        given |= {field: written(getattr(one, field)) for field in AMOUNTS}
        given |= {"actions": ",".join(self.actions), "respend": "" if self.respend else NO[language]}
        told = [(names[field], value) for field, value in given.items() if value]
        return urlencode(told, safe=",")


def mine(request: HttpRequest, language: Language) -> tuple[Mine, list[str]]:
    """What an address says about a household, and what of it could not be read."""
    names, faults = NAMES[language], []
    given = {field: ",".join(request.GET.getlist(name)).strip()[:200] for field, name in names.items()}
    known = {action["id"] for action in households.calculator()["actions"]}
    income = given["income"] if given["income"] in households.CLASSES["income"] else None
    tenure = next((code for code, word in TENURES[language].items() if word == given["tenure"]), None)
    amounts = {field: _amount(given[field]) for field in AMOUNTS}
    for field, amount in amounts.items():
        if given[field] and amount is None:
            faults.append(text("household.mine.unread", language, field=text(f"household.mine.{field}", language)))
    one = households.Household(
        size=_whole(given["size"]),
        income=income,
        tenure=tenure,
        gas_m3=amounts["gas_m3"],
        kwh=amounts["kwh"],
        heat_gj=amounts["heat_gj"],
        cars=amounts["cars"],
        km=amounts["km"],
    )
    actions = tuple(dict.fromkeys(name for name in given["actions"].split(",") if name in known))
    return Mine(one, actions, given["respend"] != NO[language]), faults


def written(amount: float | None) -> str:
    """A quantity as a form field holds it.

    Examples
    --------
    >>> written(1200.0), written(2.5), written(None)
    ('1200', '2.5', '')
    """
    return "" if amount is None else f"{amount:.10g}"


def _whole(told: str) -> int:
    return int(told) if told.isascii() and told.isdigit() and 1 <= int(told[:3]) <= 12 else _SIZE


def _amount(told: str) -> float | None:
    """A quantity of at least zero; a comma is read as the point of decimals."""
    try:
        found = float(told.replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) and found >= 0 else None

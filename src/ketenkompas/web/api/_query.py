"""Query parameters: one table that checks requests and documents them; every fault is told at once."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from django.http import QueryDict

from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.library import By, Per, Scope, View, footprint
from ketenkompas.pipeline import WIOD, edition_now, unknown_edition


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter: its name in camel case, what it means, what it may be."""

    name: str
    about: str
    kind: str = "string"
    choices: tuple[str, ...] = ()
    default: str | None = None
    required: bool = False
    example: Any = None
    least: int | None = None

    def openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI describes it."""
        schema: dict[str, Any] = {"type": self.kind}
        if self.choices:
            schema["enum"] = list(self.choices)
        if self.least is not None:
            schema["minimum"] = self.least
        if self.default is not None:
            schema["default"] = self.default
        described = {"in": "query", "name": self.name, "required": self.required, "description": self.about}
        return {**described, "schema": schema, **({"example": self.example} if self.example is not None else {})}


LANG = Parameter("lang", "Language of labels and messages; without it, `Accept-Language`.", choices=("nl", "en"))
AREA = Parameter(
    "area",
    "Area: a code (`NL`, `EU27_2020`, `WORLD`), a code of ISO alpha-3 or Eurostat, or a name in Dutch or English.",
    required=True,
    example="NL",
)
YEAR = Parameter("year", "Year; without it, every year of the model.", kind="integer", example=2008)
MODEL = Parameter("model", "Model or series, one of `/models`.", default="wiod2013-co2")
BY = Parameter(
    "by",
    "Breakdown into parts; without it, at home, abroad and by households. A model says in `breakdowns` what it has.",
    choices=get_args(By),
)
VIEW = Parameter(
    "view",
    "Whose emissions; a model says in `views` what can be asked of it.",
    choices=get_args(View),
    default="consumption",
)
SCOPE = Parameter(
    "scope", "With or without direct household emissions.", choices=get_args(Scope), default="with_households"
)
PER = Parameter("per", "Per inhabitant, or per unit of final demand.", choices=get_args(Per))
CURRENCY = Parameter("currency", "For `per=money`; the table's own by default.", choices=("EUR", "USD"))

LIMIT = Parameter("limit", "At most so many items; the header `Link` leads to the next ones.", kind="integer", least=1)
OFFSET = Parameter("offset", "The place of the first item, from 0.", kind="integer")
EDITION = Parameter("edition", "Edition of the figures, one of `/editions`; without it, the newest.")
PAGED = (LIMIT, OFFSET)
FOOTPRINTS = (AREA, YEAR, MODEL, BY, VIEW, SCOPE, PER, CURRENCY, *PAGED, LANG)
YEAR_NEEDED = Parameter("year", "Year of the model.", kind="integer", required=True, example=2008)
LISTING = (AREA, YEAR_NEEDED, MODEL, LANG)
PUBLISHED = (AREA, YEAR, PER, *PAGED, LANG)


def read(given: QueryDict, known: Sequence[Parameter]) -> dict[str, Any]:
    """The values of a request's parameters, checked; absent ones without a default are left out.

    Every route knows the edition too; the whole request is held to it before it comes here.

    Raises
    ------
    InputError
        ``web.request_faults`` with every fault: unknown, missing and doubled names, values that are no choice.
    """
    known = (*known, EDITION)
    faults: list[KetenkompasError] = [
        _unknown(name, known) for name in given if name not in {one.name for one in known}
    ]
    found: dict[str, Any] = {}
    for one in known:
        values = given.getlist(one.name)
        fault = _fault(one, values)
        if fault is not None:
            faults.append(fault)
        elif values:
            found[one.name] = _value(one, values[0])
        elif one.default is not None:
            found[one.name] = one.default
    edition = found.pop(EDITION.name, edition_now())
    if edition != edition_now():  # the request is held to the edition that it names, where that is kept
        faults.append(unknown_edition(edition))
    if faults:
        faults += _unanswerable(found)
        raise InputError("web.request_faults", problems=faults, count=len(faults))
    return found


def _unanswerable(found: Mapping[str, Any]) -> list[KetenkompasError]:
    """What else is wrong with a request that has faults already: its model, area and year are looked at too."""
    if "area" not in found:
        return []
    try:
        footprint(found["area"], found.get("year", 0), model=found.get("model", WIOD))
    except KetenkompasError as fault:
        told = fault.problems or (fault,)
        return [one for one in told if "year" in found or one.code != "year.unknown"]
    return []


def _unknown(name: str, known: Sequence[Parameter]) -> KetenkompasError:
    names = [one.name for one in known]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return InputError(
        "web.parameter_unknown", name=name, nearest=near[0] if near else "-", known=", ".join(names) or "-"
    )


def _value(one: Parameter, given: str) -> int | float | str | None:
    if one.kind == "integer":
        return int(given)
    return _decimal(given) if one.kind == "number" else given


def _decimal(given: str) -> float | None:
    try:
        value = float(given)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _whole(value: str, least: int) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 9 and int(value) >= least


def _fault(one: Parameter, values: Sequence[str]) -> KetenkompasError | None:
    if not values or values == [""]:
        return InputError("web.parameter_missing", name=one.name) if one.required or values else None
    if len(values) > 1:
        return InputError("web.parameter_repeated", name=one.name, count=len(values))
    value = values[0]
    if one.kind == "integer" and not _whole(value, one.least or 0):
        return InputError("web.parameter_number", name=one.name, found=value)
    if one.kind == "number" and _decimal(value) is None:
        return InputError("web.parameter_decimal", name=one.name, found=value)
    if one.choices and value not in one.choices:
        return InputError("web.parameter_choice", name=one.name, found=value, known=", ".join(one.choices))
    return None

"""One household and scenarios of households: computed and not kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.library import households
from ketenkompas.web.api._described import described
from ketenkompas.web.api._forms import answer
from ketenkompas.web.api._household_asked import PER, YEAR, parted, year_of
from ketenkompas.web.api._household_schemas import CalculationOut, HouseholdScenariosOut, ScenarioResultOut
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import LANG, Parameter, read

router = Router()

_PLACE = Parameter("place", "Whose households: a code or a name.", default="NL")
_HOUSEHOLD = (
    Parameter("size", "Persons in the household.", kind="integer", required=True, least=1, example=2),
    Parameter("income", "Fifth of all incomes, 1 the lowest.", choices=households.CLASSES["income"]),
    Parameter("tenure", "Own or rented home.", choices=households.CLASSES["tenure"]),
    Parameter("gas", "Natural gas of a year, m3; usual for the size without it.", kind="number", example=1000),
    Parameter("electricity", "Electricity from the grid of a year, kWh.", kind="number"),
    Parameter("heat", "District heat of a year, GJ.", kind="number"),
    Parameter("cars", "Cars of the household.", kind="number"),
    Parameter("km", "Kilometres of a year with all cars.", kind="number"),
)
_ACTIONS = Parameter("actions", "Actions to try, parted by commas.", example="less_gas,drive_less")
_RESPEND = Parameter(
    "respend", "Whether the money that is saved is spent again.", choices=("true", "false"), default="true"
)
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "object", "description": "A scenario of households in the form of its file, as JSON."}
        }
    },
}


@router.get(
    "households/calculation",
    response=CalculationOut,
    openapi_extra=described([*_HOUSEHOLD, _ACTIONS, _RESPEND, PER, YEAR, LANG]),
    summary="One household",
)
def calculation(request: HttpRequest) -> HttpResponse:
    """What one household causes and what actions would change; it is computed and not kept. Rows are its parts."""
    asked = read(request.GET, [*_HOUSEHOLD, _ACTIONS, _RESPEND, PER, YEAR, LANG])
    found = households.calculate(
        _household(asked),
        parted(asked.get("actions", "")),
        respend=asked["respend"] == "true",
        per=asked["per"],
        year=year_of(asked),
        lang=language_for(request),
    )
    return answer(request, found.as_json(), [part.as_json() for part in found.parts])


@router.get(
    "households/calculator",
    openapi_extra=described([YEAR, LANG], rows=False),
    summary="The table of the calculator",
)
def calculator(request: HttpRequest) -> HttpResponse:
    """The small table from which a household is computed, here and in a browser alike."""
    asked = read(request.GET, [YEAR, LANG])
    return answer(request, households.calculator(year_of(asked)), None)


@router.get(
    "households/scenarios",
    response=HouseholdScenariosOut,
    openapi_extra=described([LANG]),
    summary="Packaged scenarios of households",
)
def scenarios(request: HttpRequest) -> HttpResponse:
    """The scenarios of households in the package: made what-ifs, no forecasts."""
    read(request.GET, [LANG])
    items = households.scenarios(language_for(request))
    return answer(request, {"items": items, "count": len(items)}, items)


@router.get(
    "households/scenarios/{id}",
    response=ScenarioResultOut,
    openapi_extra=described([_PLACE, YEAR, LANG]),
    summary="A packaged scenario of households",
)
def packaged_scenario(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 (the name in the address)
    """What a packaged scenario does to the households of a place; rows are the items."""
    known = [one["id"] for one in households.scenarios()]
    if id not in known:
        raise UnknownCodeError("definition.unknown", found=id, known=", ".join(known))
    return _scenario(request, id)


@router.post(
    "households/scenarios",
    response=ScenarioResultOut,
    openapi_extra={**described([_PLACE, YEAR, LANG]), "requestBody": _BODY},
    summary="A scenario of households of one's own",
)
def own_scenario(request: HttpRequest) -> HttpResponse:
    """What a scenario handed in as JSON does to the households of a place; it is computed and not kept."""
    try:
        given = json.loads(request.body)
    except ValueError as cause:
        raise InputError("definition.unreadable", where=Where(label="body"), reason=str(cause)) from None
    if not isinstance(given, dict):
        raise InputError("definition.unreadable", where=Where(label="body"), reason="no JSON object")
    return _scenario(request, given)


def _scenario(request: HttpRequest, given: str | Mapping[str, Any]) -> HttpResponse:
    asked = read(request.GET, [_PLACE, YEAR, LANG])
    found = households.scenario(given, asked["place"], year=year_of(asked), lang=language_for(request))
    return answer(request, found.as_json(), [row.as_json() for row in found.rows])


def _household(asked: Mapping[str, Any]) -> households.Household:
    size, *said = (asked.get(one.name) for one in _HOUSEHOLD)
    return households.Household(int(size or 0), *said)

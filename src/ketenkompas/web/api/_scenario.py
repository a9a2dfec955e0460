"""Scenarios: packaged ones by name, one's own as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from ketenkompas import library
from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._forms import answer
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import LANG, MODEL, Parameter, read

router = Router()
_AREA = Parameter("area", "Whose footprint is shown: a code or a name, as for `/footprints`.", default="NL")
_YEAR = Parameter(
    "year",
    "A year of the model that the scenario speaks of; needed unless it speaks of one year only.",
    kind="integer",
    example=2008,
)
_ASKED = (_AREA, _YEAR, MODEL, LANG)
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "object", "description": "A scenario in the form of a scenario file, as JSON."}
        }
    },
}


class ScenarioOut(Schema):
    """A packaged scenario."""

    id: str
    title: str
    note: str
    stated: str
    first_year: int
    last_year: int


class ScenariosOut(Schema):
    """The packaged scenarios."""

    items: list[ScenarioOut]
    count: int


@router.get("scenarios", response=ScenariosOut, openapi_extra=described([LANG]), summary="Packaged scenarios")
def scenarios(request: HttpRequest) -> HttpResponse:
    """The scenarios in the package: made what-ifs, no forecasts."""
    read(request.GET, [LANG])
    items = library.scenarios(language_for(request))
    return answer(request, {"items": items, "count": len(items)}, items)


@router.get("scenarios/{id}", response=AnalysisOut, openapi_extra=described(_ASKED), summary="A packaged scenario")
def packaged(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 (the name in the address)
    """What a packaged scenario does to a footprint and to emissions at home, elsewhere and in the world."""
    asked = _asked(request)
    if id not in library.PACKAGED_SCENARIOS:
        raise UnknownCodeError("scenario_file.unknown", found=id, known=", ".join(library.PACKAGED_SCENARIOS))
    return respond(request, library.scenario(id, **asked))


@router.post(
    "scenarios",
    response=AnalysisOut,
    openapi_extra={**described(_ASKED), "requestBody": _BODY},
    summary="A scenario of one's own",
)
def own(request: HttpRequest) -> HttpResponse:
    """What a scenario handed in as JSON does; it is computed and not kept."""
    asked = _asked(request)
    try:
        given = json.loads(request.body)
    except ValueError as cause:
        raise InputError("scenario_file.unreadable", where=Where(label="body"), reason=str(cause)) from None
    if not isinstance(given, dict):
        raise InputError("scenario_file.unreadable", where=Where(label="body"), reason="no JSON object")
    return respond(request, library.scenario(given, **asked))


def _asked(request: HttpRequest) -> dict[str, Any]:
    return read(request.GET, _ASKED) | {"lang": language_for(request)}

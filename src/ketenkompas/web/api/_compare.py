"""The addresses that set areas side by side, and say who emits for whom."""

from __future__ import annotations

from typing import get_args

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas import library
from ketenkompas.library import Per
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import AREA, LANG, MODEL, SCOPE, YEAR_NEEDED, Parameter, read

router = Router()
_AREAS = Parameter("areas", "Areas, parted by commas; every country of the model without it.", example="NL,DE,BE")
_PER = Parameter("per", "Per inhabitant, or per unit of final demand.", choices=get_args(Per), default="head")
COMPARISON = (YEAR_NEEDED, _AREAS, MODEL, SCOPE, _PER, LANG)
EXCHANGE = (AREA, YEAR_NEEDED, MODEL, LANG)


@router.get("comparisons", response=AnalysisOut, openapi_extra=described(COMPARISON), summary="Areas side by side")
def comparisons(request: HttpRequest) -> HttpResponse:
    """Footprints of areas in one year, the largest first, each with its interval where there is one."""
    asked = read(request.GET, COMPARISON)
    among = [one for one in asked.get("areas", "").split(",") if one]
    chosen = {name: asked[name] for name in ("model", "scope", "per")}
    return respond(request, library.compare(asked["year"], among, **chosen, lang=language_for(request)))


@router.get("exchanges", response=AnalysisOut, openapi_extra=described(EXCHANGE), summary="Who emits for whom")
def exchanges(request: HttpRequest) -> HttpResponse:
    """An area, the rest of the European Union and the rest of the world: emissions by emitter and consumer, Mt."""
    asked = read(request.GET, EXCHANGE)
    found = library.exchange(asked["area"], asked["year"], model=asked["model"], lang=language_for(request))
    return respond(request, found)


@router.get("flows", response=AnalysisOut, openapi_extra=described(EXCHANGE), summary="From emission to purchase")
def flows(request: HttpRequest) -> HttpResponse:
    """Emissions of industries by place of emission, branch that emits and branch that is bought, Mt."""
    asked = read(request.GET, EXCHANGE)
    found = library.flows(asked["area"], asked["year"], model=asked["model"], lang=language_for(request))
    return respond(request, found)

"""Supply chains behind a footprint, and what hangs on them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas import library
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import AREA, LANG, MODEL, YEAR_NEEDED, Parameter, read

router = Router()
_LISTS = {"product": "products", "emitterRegion": "emitter_regions", "emitterIndustry": "emitter_industries"}
_PATHS = (
    AREA,
    YEAR_NEEDED,
    MODEL,
    Parameter("top", "So many paths, provably the largest; 100 without a threshold.", kind="integer", example=20),
    Parameter("threshold", "Every path of at least this share of the footprint.", kind="number", example=0.0001),
    Parameter("product", "Only these final products, separated by commas.", example="c17"),
    Parameter("emitterRegion", "Only emissions in these regions, separated by commas.", example="CN"),
    Parameter("emitterIndustry", "Only emissions of these industries, separated by commas.", example="c17"),
    LANG,
)
_EXTRACT = (
    AREA,
    YEAR_NEEDED,
    MODEL,
    Parameter("industry", "Take an industry out.", example="NL:c17"),
    Parameter("keepDemand", "With `industry`: final demand for its products stays.", choices=("true", "false")),
    Parameter("link", "Stop a trade, seller first."),
    Parameter("move", "Buy elsewhere what comes from this region, all products or one: `CN` or `CN:c12`."),
    Parameter("to", "With `move`: the region that delivers instead."),
    LANG,
)


@router.get("paths", response=AnalysisOut, openapi_extra=described(_PATHS), summary="Supply chains")
def paths(request: HttpRequest) -> HttpResponse:
    """The supply chains behind a footprint, largest first, with an exact statement of what they cover."""
    asked = read(request.GET, _PATHS) | {"lang": language_for(request)}
    area, year = asked.pop("area"), asked.pop("year")
    for name, ours in _LISTS.items():
        if name in asked:
            asked[ours] = asked.pop(name).split(",")
    return respond(request, library.paths(area, year, **asked))


@router.get("extractions", response=AnalysisOut, openapi_extra=described(_EXTRACT), summary="What hangs on a chain")
def extractions(request: HttpRequest) -> HttpResponse:
    """What emissions would be without an industry or a trade, or with the work done elsewhere; one of the three."""
    asked = read(request.GET, _EXTRACT) | {"lang": language_for(request)}
    area, year = asked.pop("area"), asked.pop("year")
    keep = asked.pop("keepDemand", "false") == "true"
    return respond(request, library.extract(area, year, keep_demand=keep, **asked))

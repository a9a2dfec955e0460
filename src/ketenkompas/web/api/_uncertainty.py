"""How sure a footprint is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas import library
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import AREA, LANG, MODEL, YEAR_NEEDED, Parameter, read

router = Router()
MOST_DRAWS = 200  # what one request may cost; more through library and command line
_UNCERTAINTY = (
    AREA,
    YEAR_NEEDED,
    Parameter("otherYear", "A second year, to compare.", kind="integer", example=2000),
    MODEL,
    Parameter("draws", f"Make so many draws anew, at most {MOST_DRAWS}.", kind="integer"),
    Parameter("seed", "With `draws`: the same seed gives the same draws.", kind="integer"),
    LANG,
)


@router.get(
    "uncertainties", response=AnalysisOut, openapi_extra=described(_UNCERTAINTY), summary="How sure a footprint is"
)
def uncertainties(request: HttpRequest) -> HttpResponse:
    """The interval of a footprint, its sources of error, and the chance that it changed between two years."""
    asked = read(request.GET, _UNCERTAINTY) | {"lang": language_for(request)}
    area, year, other = asked.pop("area"), asked.pop("year"), asked.pop("otherYear", None)
    library.require_few(asked.get("draws"), MOST_DRAWS)
    return respond(request, library.uncertainty(area, year, other, workers=1, **asked))

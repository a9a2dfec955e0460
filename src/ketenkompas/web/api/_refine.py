"""A footprint refined with national data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas import library
from ketenkompas.ingest import national_definitions
from ketenkompas.mrio import FEEDBACKS
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import AREA, LANG, MODEL, YEAR_NEEDED, Parameter, read

router = Router()
_REFINE = (
    AREA,
    YEAR_NEEDED,
    MODEL,
    Parameter("national", "National data; without it, the own block in each mode.", choices=national_definitions()),
    Parameter("mode", "What the multipliers of imports count.", choices=FEEDBACKS, default=FEEDBACKS[-1]),
    Parameter("embed", "Put the data into the table and balance it.", choices=("true", "false"), default="false"),
    LANG,
)


@router.get("refinements", response=AnalysisOut, openapi_extra=described(_REFINE), summary="National data")
def refinements(request: HttpRequest) -> HttpResponse:
    """The footprint of an economy refined with national data, with the bridge from the plain figure."""
    asked = read(request.GET, _REFINE) | {"lang": language_for(request)}
    area, year, embed = asked.pop("area"), asked.pop("year"), asked.pop("embed") == "true"
    return respond(request, library.refine(area, year, embed=embed, **asked))

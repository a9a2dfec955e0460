"""The address that tells why a footprint changed; always in constant prices."""

from __future__ import annotations

from typing import get_args

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas import library
from ketenkompas.library import ChangeBy, Course, Method
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import AREA, LANG, MODEL, SCOPE, Parameter, read

router = Router()
_FROM = Parameter("fromYear", "The first year.", kind="integer", required=True, example=2000)
_TO = Parameter("toYear", "The last year.", kind="integer", required=True, example=2008)
_BY = Parameter("by", "Each effect by final product, or by region or industry of emission.", choices=get_args(ChangeBy))
_COURSE = Parameter(
    "course", "From the two years alone, or added up from year to year.", choices=get_args(Course), default="direct"
)
_METHOD = Parameter(
    "method",
    "Structural decomposition of the table, or an index decomposition (LMDI).",
    choices=get_args(Method),
    default="structural",
)
EXPLAIN = (AREA, _FROM, _TO, MODEL, _BY, SCOPE, _COURSE, _METHOD, LANG)


@router.get("explain", response=AnalysisOut, openapi_extra=described(EXPLAIN), summary="Why a footprint changed")
def explain(request: HttpRequest) -> HttpResponse:
    """The change of a footprint by intensity, technology, trade structure, demand and population, exactly, Mt."""
    asked = read(request.GET, EXPLAIN) | {"lang": language_for(request)}
    area, first, last = asked.pop("area"), asked.pop("fromYear"), asked.pop("toYear")
    return respond(request, library.explain(area, first, last, **asked))

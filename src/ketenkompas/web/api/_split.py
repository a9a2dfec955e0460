"""A product in variants."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas import library
from ketenkompas.library import VARIANT_DEFINITIONS
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import LISTING, Parameter, read

router = Router()
_VARIANTS = Parameter(
    "variants", "Definition of the variants.", choices=VARIANT_DEFINITIONS, default=VARIANT_DEFINITIONS[0]
)
_SPLIT = (*LISTING[:-1], _VARIANTS, LISTING[-1])


@router.get("split", response=AnalysisOut, openapi_extra=described(_SPLIT), summary="A product split into variants")
def split(request: HttpRequest) -> HttpResponse:
    """What the footprint of an area does when buyers choose another mix of the variants of a product; a scenario."""
    asked = read(request.GET, _SPLIT) | {"lang": language_for(request)}
    area, year = asked.pop("area"), asked.pop("year")
    return respond(request, library.split(area, year, **asked))

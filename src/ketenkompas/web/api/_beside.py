"""The address where sources stand side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas import library
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import AREA, LANG, read

router = Router()


@router.get(
    "sources-beside", response=AnalysisOut, openapi_extra=described([AREA, LANG]), summary="Sources side by side"
)
def sources_beside(request: HttpRequest) -> HttpResponse:
    """What several sources say of one area, each with what it counts. Rows are never to be put in one series."""
    asked = read(request.GET, [AREA, LANG])
    return respond(request, library.beside(asked["area"], lang=language_for(request)))

"""The addresses of indicative targets, and of a footprint beside a path."""

from __future__ import annotations

from typing import Any, get_args

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from ketenkompas import library
from ketenkompas.library import PathShape, Per, Scope
from ketenkompas.pipeline import OFFICIAL
from ketenkompas.web.api._analyses import AnalysisOut, respond
from ketenkompas.web.api._described import described
from ketenkompas.web.api._forms import answer
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import AREA, LANG, Parameter, read

router = Router()
_MODEL = Parameter("model", "Model or series, one of `/models`.", default=OFFICIAL)
_TARGET = Parameter("target", "The percentages of a target of `/targets`.", example="fr-snbc3")
_BASE = Parameter("baseYear", "Reference year; the first of the series by default.", kind="integer", example=2014)
_END = Parameter("endYear", "Last year of the path; 2050 by default.", kind="integer", example=2050)
_LOW = Parameter("low", "Low side at the end, per cent of the reference year.", kind="number", example=-79)
_HIGH = Parameter("high", "High side at the end, per cent of the reference year.", kind="number", example=-71)
_SHAPE = Parameter(
    "shape",
    "A constant yearly rate, a straight line, or the end alone.",
    choices=get_args(PathShape),
    default="geometric",
)
_SCOPE = Parameter("scope", "With or without direct household emissions.", choices=get_args(Scope))
_PER = Parameter("per", "Per inhabitant.", choices=get_args(Per)[:1])
PROGRESS = (AREA, _MODEL, _TARGET, _BASE, _END, _LOW, _HIGH, _SHAPE, _SCOPE, _PER, LANG)


class TargetOut(Schema):
    """A published indicative target; null is what is not known, never zero."""

    id: str
    jurisdiction: str
    name: str
    force: str
    note: str
    reference_year: int | None
    points: list[dict[str, Any]]
    budgets: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    stated: str


class TargetsOut(Schema):
    """Published indicative targets."""

    items: list[TargetOut]
    count: int


@router.get("targets", response=TargetsOut, openapi_extra=described([LANG]), summary="Published indicative targets")
def targets(request: HttpRequest) -> HttpResponse:
    """Indicative footprint targets that others have published, each fact with its source and status."""
    read(request.GET, [LANG])
    items = library.targets(language_for(request))
    rows = [{name: one[name] for name in ("id", "jurisdiction", "name", "force", "reference_year")} for one in items]
    return answer(request, {"items": items, "count": len(items)}, rows)


@router.get("progress", response=AnalysisOut, openapi_extra=described(PROGRESS), summary="A footprint beside a path")
def progress(request: HttpRequest) -> HttpResponse:
    """How a footprint stands to an indicative path in per cent of a reference year. No verdict is given."""
    asked = read(request.GET, PROGRESS)
    names = {"baseYear": "base_year", "endYear": "end_year"}
    given = {names.get(name, name): value for name, value in asked.items() if name not in ("area", "lang")}
    return respond(request, library.progress(asked["area"], **given, lang=language_for(request)))

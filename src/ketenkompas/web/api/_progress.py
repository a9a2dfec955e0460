"""The addresses of indicative targets, of a footprint beside a path, in budgets, and after a revision."""

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
_PERIODS = Parameter(
    "periods",
    "Budget periods, parted by commas; by default periods of five years as France counts them.",
    example="2024-2028,2029-2033",
)
_REVISION = Parameter("revision", "Revision of the reference year's figure, per cent.", kind="number", example=9)
_CITED = Parameter("cited", "Instead, the percentage of a revision of `/revisions`.", example="se-2008")
PATH = (AREA, _MODEL, _TARGET, _BASE, _END, _LOW, _HIGH, _SHAPE, _SCOPE, _PER)
PROGRESS = (*PATH, LANG)
BUDGETS = (*PATH, _PERIODS, LANG)
REBASE = (*PATH, _REVISION, _CITED, LANG)
_NAMES = {"baseYear": "base_year", "endYear": "end_year"}


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


class RevisionOut(Schema):
    """A figure that a publisher has revised: one year as an old and as a new edition give it."""

    id: str
    jurisdiction: str
    name: str
    note: str
    year: int
    unit: str
    old: dict[str, Any]
    new: dict[str, Any]
    per_cent: float
    stated: str


class RevisionsOut(Schema):
    """Published revisions."""

    items: list[RevisionOut]
    count: int


@router.get("revisions", response=RevisionsOut, openapi_extra=described([LANG]), summary="Published revisions")
def revisions(request: HttpRequest) -> HttpResponse:
    """Footprints that a publisher has revised, with source and status of both editions."""
    read(request.GET, [LANG])
    items = library.revisions(language_for(request))
    rows = [{name: one[name] for name in ("id", "jurisdiction", "name", "year", "unit", "per_cent")} for one in items]
    return answer(request, {"items": items, "count": len(items)}, rows)


@router.get("progress", response=AnalysisOut, openapi_extra=described(PROGRESS), summary="A footprint beside a path")
def progress(request: HttpRequest) -> HttpResponse:
    """How a footprint stands to an indicative path in per cent of a reference year. No verdict is given."""
    area, given = _asked(request, PROGRESS)
    return respond(request, library.progress(area, **given, lang=language_for(request)))


@router.get("budgets", response=AnalysisOut, openapi_extra=described(BUDGETS), summary="An indicative path in budgets")
def budgets(request: HttpRequest) -> HttpResponse:
    """The sum of an indicative path over budget periods, what has been emitted of it, and what is left."""
    area, given = _asked(request, BUDGETS)
    periods = library.read_periods(given.pop("periods", ""))
    return respond(request, library.budgets(area, periods=periods, **given, lang=language_for(request)))


@router.get("rebase", response=AnalysisOut, openapi_extra=described(REBASE), summary="A path after a revision")
def rebase(request: HttpRequest) -> HttpResponse:
    """What a statistical revision of the reference year does to a path and the distance to it, under each rule."""
    area, given = _asked(request, REBASE)
    return respond(request, library.rebase(area, **given, lang=language_for(request)))


def _asked(request: HttpRequest, known: tuple[Parameter, ...]) -> tuple[str, dict[str, Any]]:
    asked = read(request.GET, known)
    return asked["area"], {
        _NAMES.get(name, name): value for name, value in asked.items() if name not in ("area", "lang")
    }

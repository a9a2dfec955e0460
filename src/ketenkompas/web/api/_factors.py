"""The addresses of emission factors: records, their history, releases, what changed, and whole releases as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, get_args

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from pydantic import ConfigDict

from ketenkompas import library, reports
from ketenkompas.errors import InputError
from ketenkompas.factors import Boundary, Category, Factor, Release, green_only, known_region
from ketenkompas.web.api._described import described
from ketenkompas.web.api._forms import CSV, JSON, PARQUET, answer, page, wanted
from ketenkompas.web.api._problems import language_for, problem
from ketenkompas.web.api._query import LANG, PAGED, Parameter, read

router = Router()
RELEASE = Parameter("release", "Release of emission factors, one of `/factor-releases`; without it, the newest.")
AS_OF = Parameter("asOf", "Instead: the release that was the newest on this date.", example="2026-11-28")
ONLY_GREEN = Parameter(
    "onlyGreen", "Leave out records whose licence leaves a question open.", choices=("true", "false"), default="false"
)
CATEGORY = Parameter("category", "Only factors of this category.", choices=get_args(Category))
REGION = Parameter("region", "Only factors of this region (ISO code, `EU27_2020`, `RoW`).", example="NL")
SOURCE = Parameter("source", "Only factors of this source, by its id.", example="desnz")
KNOWLEDGE = (RELEASE, AS_OF)
QUESTION = Parameter("q", "Words in Dutch or English, a code or a key; without it, all factors.", example="diesel")
SEARCH = (QUESTION, CATEGORY, REGION, SOURCE, ONLY_GREEN, *KNOWLEDGE, *PAGED, LANG)
CHOICE = (
    Parameter("activity", "Key or id of a factor, or words.", required=True, example="fuel.diesel.b7"),
    Parameter("quantity", "How much; negative for a credit note.", kind="number", required=True, example=1000),
    Parameter("unit", "Unit of the quantity: `L`, `kWh`, `t.km`, `EUR`, ...", required=True, example="L"),
    Parameter("year", "Year of the activity.", kind="integer", required=True, example=2026),
    Parameter("region", "Region of the activity.", default="NL"),
    Parameter("boundary", "Boundary that is wanted; without it, the factor's own.", choices=get_args(Boundary)),
    Parameter("gwpSet", "Set of warming potentials; without it, the factor's own.", example="AR5-100@gwp-0.13.2"),
    Parameter("vat", "For money: whether deductible VAT is in the amount.", choices=("excl", "incl")),
    ONLY_GREEN,
    *KNOWLEDGE,
    LANG,
)
_USUAL, _MOST_FOUND = 25, 200
_OF_CANDIDATE = ("factor", "key", "region", "value", "unit", "low", "high", "interval_from", "points")
SINCE = Parameter("since", "Compare with this release; without it, with the one before.")


class RecordOut(Schema):
    """One version of one emission factor, as the schema of `/factor-schema` describes it; absence is null, never 0."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="allow")
    release: str
    superseded: bool
    factor_id: str
    version: int
    key: str
    value: float | None = Field(description="kg CO2e per unit.")
    unit: str
    attribution: str
    licence_verdict: str = Field(description="`green` open beyond doubt, `amber` one question is open.")


class RecordsOut(Schema):
    """Records."""

    release: str
    items: list[RecordOut]
    count: int


class FoundOut(RecordsOut):
    """Records that a question can mean, the best first; a search adds `score` and `why` to each."""


class ChoiceOut(Schema):
    """Candidates in order, what was refused and why, and the one that is beyond doubt, if any."""

    release: str
    asked: dict[str, Any]
    picked: str | None = Field(description="`factor@version`; null when a person has to choose.")
    needs_choice: bool
    candidates: list[dict[str, Any]]
    refusals: list[dict[str, Any]]
    warnings: list[dict[str, Any]]


class ReleasesOut(Schema):
    """Releases, the newest first."""

    items: list[dict[str, Any]]
    count: int


class DifferenceOut(Schema):
    """What changed from one release to another."""

    old: str | None
    new: str
    by_cause: dict[str, int] = Field(alias="byCause")
    items: list[dict[str, Any]]
    count: int


class WholeOut(Schema):
    """A whole release, with licence and attribution in every record."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="allow")
    release: str
    attributions: list[str]
    records: list[dict[str, Any]]


def record(one: Factor, release: Release) -> dict[str, Any]:
    """A record as an answer: the release that it was read from, everything of the schema, source and licence."""
    told = {"release": release.number, "superseded": release.is_superseded(one)}
    return told | {"ref": one.ref} | reports.factor_json(one)


def knowledge(asked: dict[str, Any]) -> Release:
    """The release that a request asks for; its two parameters are taken out."""
    return library.factors.release(asked.pop("release", None), as_of=asked.pop("asOf", None))


def kept(records: Sequence[Factor], asked: Mapping[str, Any]) -> list[Factor]:
    """Records of the category, region and source that are asked; open ones alone where that is asked."""
    chosen = (
        green_only(records) if library.factors.only_green_asked(asked.get("onlyGreen") == "true" or None) else records
    )
    region = known_region(asked["region"]) if "region" in asked else None
    return [
        one
        for one in chosen
        if asked.get("category") in (None, one.category)
        and region in (None, one.region)
        and asked.get("source") in (None, one.source.source_id)
    ]


def flat(one: Mapping[str, Any]) -> dict[str, Any]:
    """A record as a row for tables: nested parts are left to the JSON."""
    return {name: value for name, value in one.items() if not isinstance(value, list | dict)}


@router.get("factors", response=FoundOut, openapi_extra=described(SEARCH), summary="Emission factors")
def search(request: HttpRequest) -> HttpResponse:
    """Emission factors by text, or by category, region and source; each match says why it was found."""
    asked = read(request.GET, SEARCH)
    language, release = language_for(request), knowledge(dict(asked))
    green = library.factors.only_green_asked(asked["onlyGreen"] == "true" or None)
    if "q" in asked:
        found = library.factors.search(
            asked["q"], language=language, limit=_MOST_FOUND, category=asked.get("category"),
            region=asked.get("region"), source=asked.get("source"), release=release.number, only_green=green,
        )  # fmt: skip
        items = [
            {
                "score": round(one.score, 4),
                "why": [why.sentence(language) for why in one.why],
                **record(one.factor, release),
            }
            for one in found
        ]
    else:
        items = [record(one, release) for one in kept(release.current, asked)]
    asked.setdefault("limit", _USUAL)
    part, links = page(request, items, asked)
    data = {"release": release.number, "items": part, "count": len(items)}
    return answer(request, data, [flat(one) for one in part], links)


@router.get(
    "factor-choices", response=ChoiceOut, openapi_extra=described(CHOICE), summary="The right factor for an activity"
)
def choices(request: HttpRequest) -> HttpResponse:
    """Ranked factors for an activity, each with the result, the interval and the reasons; never a silent fallback."""
    asked, language = read(request.GET, CHOICE), language_for(request)
    release = knowledge(asked)
    found = library.factors.choose(
        asked["activity"], asked["quantity"], asked["unit"], year=asked["year"], region=asked["region"],
        boundary=asked.get("boundary"), gwp_set=asked.get("gwpSet"), vat=asked.get("vat", ""), language=language,
        release=release.number, only_green=library.factors.only_green_asked(asked["onlyGreen"] == "true" or None),
    )  # fmt: skip
    told = found.as_json(language)
    rows = [
        {"rank": place + 1, "picked": one["factor"] == told["picked"]} | {name: one[name] for name in _OF_CANDIDATE}
        for place, one in enumerate(told["candidates"])
    ]
    return answer(request, told, rows)


@router.get(
    "factors/{factor}",
    response=RecordOut,
    openapi_extra=described([*KNOWLEDGE, LANG], rows=False),
    summary="An emission factor",
)
def one_factor(request: HttpRequest, factor: str) -> HttpResponse:
    """One record, by id or key, with `@version` or without: value, parts, boundary, interval, source cell, licence."""
    release = knowledge(read(request.GET, [*KNOWLEDGE, LANG]))
    return answer(request, record(release.get(factor), release), None)


@router.get(
    "factors/{factor}/history",
    response=RecordsOut,
    openapi_extra=described([*KNOWLEDGE, LANG]),
    summary="Versions of an emission factor",
)
def history(request: HttpRequest, factor: str) -> HttpResponse:
    """Every version of a factor in a release, the oldest first."""
    release = knowledge(read(request.GET, [*KNOWLEDGE, LANG]))
    items = [record(one, release) for one in release.history(factor)]
    data = {"release": release.number, "items": items, "count": len(items)}
    return answer(request, data, [flat(one) for one in items])


@router.get(
    "factor-releases",
    response=ReleasesOut,
    openapi_extra=described([*PAGED, LANG]),
    summary="Releases of emission factors",
)
def releases(request: HttpRequest) -> HttpResponse:
    """The releases that are here, the newest first, with their sources, licences and hashes."""
    asked = read(request.GET, [*PAGED, LANG])
    items = [one.as_json(language_for(request)) for one in library.factors.releases()]
    part, links = page(request, items, asked)
    return answer(request, {"items": part, "count": len(items)}, [flat(one) for one in part], links)


@router.get(
    "factor-releases/{number}/records",
    response=WholeOut,
    openapi_extra=described([ONLY_GREEN, LANG]),
    summary="A whole release of emission factors",
)
def whole(request: HttpRequest, number: str) -> HttpResponse:
    """Every version of every factor of a release, as JSON, CSV or Parquet; the same release gives the same bytes."""
    asked = read(request.GET, [ONLY_GREEN, LANG])
    form = wanted(request, (JSON, CSV, PARQUET))
    if form is None:
        return problem(request, InputError("web.not_acceptable", known=", ".join((JSON, CSV, PARQUET))), 406)
    names: Mapping[str, reports.FactorForm] = {JSON: "json", CSV: "csv", PARQUET: "parquet"}
    green = library.factors.only_green_asked(asked["onlyGreen"] == "true" or None)
    data = library.factors.export(names[form], release=number, only_green=green)
    response = HttpResponse(data, content_type=f"{CSV}; charset=utf-8; header=present" if form == CSV else form)
    response.headers["Vary"] = "Accept"
    response.headers["Content-Language"] = language_for(request)
    response.headers["Content-Disposition"] = f'inline; filename="ketenkompas-factors-{number}.{names[form]}"'
    return response


@router.get(
    "factor-releases/{number}/changes",
    response=DifferenceOut,
    openapi_extra=described([SINCE, *PAGED, LANG]),
    summary="What changed in a release of emission factors",
)
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """What changed from another release to this one, factor by factor, with values before and after and the cause."""
    asked = read(request.GET, [SINCE, *PAGED, LANG])
    found = library.factors.difference(asked.get("since"), number)
    items = [step.as_json() for step in found.steps]
    part, links = page(request, items, asked)
    data = {
        "old": found.old or None, "new": found.new, "byCause": dict(found.by_cause), "items": part, "count": len(items),
    }  # fmt: skip
    return answer(request, data, [_step_row(one) for one in part], links)


def _step_row(step: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: value for name, value in step.items() if name not in {"before", "after"}}
    for side in ("before", "after"):
        told = step[side] or {"version": None, "value": None}
        row |= {f"{side}_version": told["version"], f"{side}_value": told["value"]}
    return row


@router.get(
    "factor-schema",
    response=dict[str, Any],
    openapi_extra=described([LANG], rows=False),
    summary="JSON Schema of an emission-factor record",
)
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema (2020-12) that every record of a release obeys."""
    read(request.GET, [LANG])
    return answer(request, reports.record_json_schema(), None)

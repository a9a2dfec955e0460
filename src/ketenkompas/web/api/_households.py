"""Household footprints of places: figures, parts, comparison, course."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse
from ninja import Router

from ketenkompas.classifications import municipal_shapes, municipal_source
from ketenkompas.library import households
from ketenkompas.web.api._described import described
from ketenkompas.web.api._forms import ROW_FORMS, answer, page, wanted
from ketenkompas.web.api._household_asked import PER, YEAR, parted, year_of
from ketenkompas.web.api._household_schemas import (
    ComparisonOut,
    HouseholdFigureOut,
    HouseholdRowsOut,
    PlacesOut,
)
from ketenkompas.web.api._problems import language_for
from ketenkompas.web.api._query import LANG, PAGED, Parameter, read

router = Router()
GEOJSON = "application/geo+json"

_ITEM = Parameter(
    "item", "An item, a group, `households` (without government and investment) or `total`.", default="total"
)
_GROUP = Parameter("group", "What of the footprint: an item, a group, `households` or `total`.", default="total")
_RANKED = Parameter("item", "What is compared.", choices=households.RANKED, default="households")
_BY = Parameter(
    "by", "The parts; without it the groups of a whole, the items of a group.", choices=get_args(households.HouseholdBy)
)
_CLASS = Parameter("by", "By which classes of households.", choices=tuple(households.CLASSES), default="size")
_KIND = Parameter(
    "kind", "Kind of places.", choices=("municipality", "province", "country", "all"), default="municipality"
)
_QUERY = Parameter(
    "q", "Words to search: names, other names, former municipalities, typing errors.", example="Den Bosch"
)
_PLACES = Parameter("places", "Two to twenty places, parted by commas.", required=True, example="GM0363,GM0599")
_TYPES = tuple(
    Parameter(
        name, f"A class of {name}, or `all` for the classes together; without it, each class.", choices=(*known, "all")
    )
    for name, known in households.CLASSES.items()
)


def _with_shapes(said: dict[str, Any]) -> dict[str, Any]:
    """A description of a route that gives GeoJSON as well."""
    said["responses"][200]["content"][GEOJSON] = {"schema": {"type": "object"}}
    return said


@router.get(
    "households",
    response=PlacesOut,
    openapi_extra=described([_KIND, _QUERY, *PAGED, YEAR, LANG]),
    summary="Places of household footprints",
)
def list_places(request: HttpRequest) -> HttpResponse:
    """The municipalities, provinces and the country, in the order of their names; with `q` the best match first."""
    asked = read(request.GET, [_KIND, _QUERY, *PAGED, YEAR, LANG])
    query, kind, year = asked.pop("q", None), asked.pop("kind"), year_of(asked)
    told = households.places(kind, year, lang=language_for(request)).as_json()
    items = told.pop("places")
    if query is not None:
        known = {item["area"]: item for item in items}
        found = (one.place.area for one in households.find(query, 100, year))
        items = [known[area] for area in found if area in known]
    part, links = page(request, items, asked)
    return answer(request, {"items": part, "count": len(items), **told}, [_flat(item) for item in part], links)


@router.get(
    "households/figures",
    response=HouseholdRowsOut,
    openapi_extra=_with_shapes(described([_ITEM, PER, _KIND, YEAR, LANG])),
    summary="One item for all places",
)
def all_figures(request: HttpRequest) -> HttpResponse:
    """One item for every place of a kind, in the order of their names; as GeoJSON with the shapes of municipalities."""
    asked = read(request.GET, [_ITEM, PER, _KIND, YEAR, LANG])
    found = households.figures(
        asked["item"], asked["kind"], per=asked["per"], year=year_of(asked), lang=language_for(request)
    )
    if wanted(request, (*ROW_FORMS, GEOJSON)) == GEOJSON:
        return _shapes(request, found)
    return _rows(request, found)


@router.get(
    "households/ranks",
    response=HouseholdRowsOut,
    openapi_extra=described([_RANKED, PER, YEAR, LANG]),
    summary="Positions of municipalities",
)
def all_ranks(request: HttpRequest) -> HttpResponse:
    """The position of every municipality as an interval among all; null where it covers more than half of them."""
    asked = read(request.GET, [_RANKED, PER, YEAR, LANG])
    return _rows(
        request, households.ranks(asked["item"], asked["per"], year=year_of(asked), lang=language_for(request))
    )


@router.get(
    "households/types",
    response=HouseholdRowsOut,
    openapi_extra=described([*_TYPES, _ITEM, YEAR, LANG]),
    summary="Kinds of households",
)
def all_types(request: HttpRequest) -> HttpResponse:
    """What households of a size, income and tenure cause in the whole country, kg per household."""
    asked = read(request.GET, [*_TYPES, _ITEM, YEAR, LANG])
    classes = [asked.get(name) for name in households.CLASSES]
    return _rows(
        request, households.types(*classes, item=asked["item"], year=year_of(asked), lang=language_for(request))
    )


@router.get(
    "households/level",
    response=HouseholdRowsOut,
    openapi_extra=described([YEAR, LANG]),
    summary="National factors of the household model",
)
def national_level(request: HttpRequest) -> HttpResponse:
    """The factors by which the model meets national totals, as they are."""
    asked = read(request.GET, [YEAR, LANG])
    return _rows(request, households.level(year=year_of(asked), lang=language_for(request)))


@router.get(
    "households/compare",
    response=ComparisonOut,
    openapi_extra=described([_PLACES, _RANKED, PER, YEAR, LANG]),
    summary="Places beside each other",
)
def compare_places(request: HttpRequest) -> HttpResponse:
    """Above, below or about as high, by the draws that places share; rows are the pairs."""
    asked = read(request.GET, [_PLACES, _RANKED, PER, YEAR, LANG])
    found = households.compare(
        parted(asked["places"]), asked["item"], asked["per"], year=year_of(asked), lang=language_for(request)
    )
    return answer(request, found.as_json(), [pair.as_json() for pair in found.pairs])


@router.get(
    "households/{code}",
    response=HouseholdFigureOut,
    openapi_extra=described([_GROUP, _BY, PER, YEAR, LANG]),
    summary="The household footprint of a place",
)
def place_figure(request: HttpRequest, code: str) -> HttpResponse:
    """The footprint of the households of a place, whole or one group, with its parts, interval and what is measured."""
    asked = read(request.GET, [_GROUP, _BY, PER, YEAR, LANG])
    return _figure(request, code, asked.get("by"), asked)


@router.get(
    "households/{code}/groups",
    response=HouseholdFigureOut,
    openapi_extra=described([PER, YEAR, LANG]),
    summary="A place by group",
)
def place_groups(request: HttpRequest, code: str) -> HttpResponse:
    """The footprint of a place by group: food, home energy, car, ..."""
    return _figure(request, code, "group", read(request.GET, [PER, YEAR, LANG]))


@router.get(
    "households/{code}/items",
    response=HouseholdFigureOut,
    openapi_extra=described([_GROUP, PER, YEAR, LANG]),
    summary="A place by item",
)
def place_items(request: HttpRequest, code: str) -> HttpResponse:
    """The footprint of a place by item, of all or of one group."""
    return _figure(request, code, "item", read(request.GET, [_GROUP, PER, YEAR, LANG]))


@router.get(
    "households/{code}/origins",
    response=HouseholdFigureOut,
    openapi_extra=described([_GROUP, PER, YEAR, LANG]),
    summary="A place by origin",
)
def place_origins(request: HttpRequest, code: str) -> HttpResponse:
    """Where the footprint of a place was emitted: the Netherlands, the rest of the EU, the rest of the world."""
    return _figure(request, code, "origin", read(request.GET, [_GROUP, PER, YEAR, LANG]))


@router.get(
    "households/{code}/types",
    response=HouseholdFigureOut,
    openapi_extra=described([_CLASS, _GROUP, PER, YEAR, LANG]),
    summary="A place by kind of household",
)
def place_types(request: HttpRequest, code: str) -> HttpResponse:
    """The footprint of a place by size, income or tenure of its households: expected, no class is measured."""
    asked = read(request.GET, [_CLASS, _GROUP, PER, YEAR, LANG])
    return _figure(request, code, asked["by"], asked)


@router.get(
    "households/{code}/course",
    response=HouseholdRowsOut,
    openapi_extra=described([YEAR, LANG]),
    summary="Energy and cars of a place over the years",
)
def place_course(request: HttpRequest, code: str) -> HttpResponse:
    """Energy in homes and cars as measured; null where it is absent, which is not zero."""
    asked = read(request.GET, [YEAR, LANG])
    return _rows(request, households.course(code, year=year_of(asked), lang=language_for(request)))


@router.get(
    "households/{code}/changes",
    response=HouseholdRowsOut,
    openapi_extra=described([YEAR, LANG]),
    summary="What changed energy and cars of a place",
)
def place_changes(request: HttpRequest, code: str) -> HttpResponse:
    """What made the difference between the years: inhabitants, use, factor; the effects add up."""
    asked = read(request.GET, [YEAR, LANG])
    return _rows(request, households.changes(code, year=year_of(asked), lang=language_for(request)))


def _figure(request: HttpRequest, code: str, by: str | None, asked: Mapping[str, Any]) -> HttpResponse:
    found = households.footprint(
        code, by, asked.get("group"), per=asked["per"], year=year_of(asked), lang=language_for(request)
    )
    return answer(request, found.as_json(), found.to_polars().to_dicts())


def _rows(request: HttpRequest, found: households.HouseholdRows) -> HttpResponse:
    return answer(request, found.as_json(), [dict(row) for row in found.rows])


def _shapes(request: HttpRequest, found: households.HouseholdRows) -> HttpResponse:
    """Rows as GeoJSON; a place without a shape of its own has none."""
    shapes, said = municipal_shapes(), found.as_json()
    features = [
        {
            "type": "Feature",
            "id": row["area"],
            "properties": dict(row),
            "geometry": {"type": "MultiPolygon", "coordinates": shapes[row["area"]]} if row["area"] in shapes else None,
        }
        for row in found.rows
    ]
    told = {name: said[name] for name in ("year", "columns", "notes", "receipt", "sources")}
    made = {"type": "FeatureCollection", "attribution": municipal_source(), **told, "features": features}
    response = HttpResponse(json.dumps(made, ensure_ascii=False), content_type=GEOJSON)
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Content-Language"] = language_for(request)
    return response


def _flat(item: Mapping[str, Any]) -> dict[str, Any]:
    """A place as a row: lists with a space between their codes, former names with a semicolon."""
    lists = {"flags": " ", "peers": " ", "former": "; "}
    return {name: lists[name].join(value) if name in lists else value for name, value in item.items()}

"""The addresses of the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from ketenkompas import library
from ketenkompas.classifications import areas
from ketenkompas.errors import KetenkompasError
from ketenkompas.library import Footprint
from ketenkompas.web.api._beside import router as beside_router
from ketenkompas.web.api._chains import router as chains_router
from ketenkompas.web.api._classifications import router as classifications_router
from ketenkompas.web.api._compare import router as compare_router
from ketenkompas.web.api._described import described
from ketenkompas.web.api._explain import router as explain_router
from ketenkompas.web.api._factors import router as factors_router
from ketenkompas.web.api._forms import answer, figure_rows, page
from ketenkompas.web.api._household_one import router as household_router
from ketenkompas.web.api._households import router as households_router
from ketenkompas.web.api._problems import language_for, problem, status_of
from ketenkompas.web.api._progress import router as progress_router
from ketenkompas.web.api._query import FOOTPRINTS, LANG, LISTING, MODEL, PAGED, PUBLISHED, read
from ketenkompas.web.api._refine import router as refine_router
from ketenkompas.web.api._scenario import router as scenario_router
from ketenkompas.web.api._schemas import (
    AreasOut,
    EditionsOut,
    FiguresOut,
    ModelsOut,
    MultipliersOut,
    ProblemOut,
    ReceiptOut,
    TradeOut,
)
from ketenkompas.web.api._split import router as split_router
from ketenkompas.web.api._uncertainty import router as uncertainty_router
from ketenkompas.web.api._version import API_VERSION

_ABOUT = """Greenhouse gas footprints, each with its parts, sources, licence and receipt.

Every figure says which kind it is: `official` (as published), `cited` (computed by a third party), `model` (our own
calculation) or `demo` (our own calculation on data that are not for current decisions). Figures of different kinds are
never to be put in one series. Faults come as `application/problem+json`, all of them at once."""


_NAMED_IN_PATH = ("/receipts/", "/factors/", "/factor-releases/", "/classifications/", "/correspondences/")
"""Routes of which the path names the thing: where it does not exist, that is 404 and not 400."""
_PARTLY_IN_PATH = ("/households/",)
"""Routes of which both path and query name things: only what stands in the path is 404."""


class _Api(NinjaAPI):
    """Adds to the description what every answer has in common."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description, with the shape of problems in it."""
        schema = super().get_openapi_schema(**options)
        shape = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        known = schema["components"]["schemas"]
        known |= shape.pop("$defs")
        known["ProblemOut"] = shape
        return schema


api = _Api(
    title="Ketenkompas",
    version=API_VERSION,
    description=_ABOUT,
    docs_url=None,
    openapi_url="openapi.json",
    openapi_extra={
        "info": {
            "contact": {"name": "The maintainers of Ketenkompas"},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        }
    },
)


@api.exception_handler(KetenkompasError)
def fault(request: HttpRequest, error: KetenkompasError) -> HttpResponse:
    """Every error of our own, as a problem."""
    return problem(request, error, status_of(error, in_path=_in_path(request.path, error)))


def _in_path(path: str, error: KetenkompasError) -> bool:
    """Whether the path names what the error is about."""
    if any(part in path for part in _PARTLY_IN_PATH):
        return str(error.params.get("found", path)) in path.split("/")
    return any(part in path for part in _NAMED_IN_PATH)


@api.get("models", response=ModelsOut, openapi_extra=described([LANG]), summary="Models and series")
def models(request: HttpRequest) -> HttpResponse:
    """The models and series that figures can be asked from, with their years and areas."""
    read(request.GET, [LANG])
    items = [model.as_json(language_for(request)) for model in library.models()]
    rows = [
        {name: " ".join(map(str, value)) if isinstance(value, list) else value for name, value in item.items()}
        for item in items
    ]
    return answer(request, {"items": items, "count": len(items)}, rows)


@api.get("editions", response=EditionsOut, openapi_extra=described([LANG]), summary="Editions of the figures")
def list_editions(request: HttpRequest) -> HttpResponse:
    """The editions that are kept here, the newest first; every route takes one as `edition`."""
    read(request.GET, [LANG])
    items = [one.as_json() for one in library.editions()]
    return answer(request, {"items": items, "count": len(items)}, items)


@api.get("areas", response=AreasOut, openapi_extra=described([MODEL, *PAGED, LANG]), summary="Areas of a model")
def list_areas(request: HttpRequest) -> HttpResponse:
    """The areas that can be asked of a model, with their canonical codes and names."""
    asked, language = read(request.GET, [MODEL, *PAGED, LANG]), language_for(request)
    known = [areas()[code] for code in library.area_codes(asked["model"])]
    items = [{"code": area.code, "name": area.name(language), "kind": area.kind} for area in known]
    part, links = page(request, items, asked)
    return answer(request, {"items": part, "count": len(items)}, part, links)


@api.get("footprints", response=FiguresOut, openapi_extra=described(FOOTPRINTS), summary="Footprints")
def footprints(request: HttpRequest) -> HttpResponse:
    """The footprint of an area in a year, or in every year of the model, with parts, sources and receipt."""
    asked = read(request.GET, FOOTPRINTS)
    asked |= {"lang": language_for(request)}
    area, year, window = asked.pop("area"), asked.pop("year", None), _window(asked)
    if year is not None:
        return _figures(request, [library.footprint(area, year, **asked)], window)
    return _figures(request, library.series(area, **asked).figures, window)


@api.get("published", response=FiguresOut, openapi_extra=described(PUBLISHED), summary="Official footprints")
def published(request: HttpRequest) -> HttpResponse:
    """Eurostat's official greenhouse gas footprint: without direct household emissions, without an interval."""
    asked = read(request.GET, PUBLISHED)
    asked |= {"lang": language_for(request)}
    area, year, window = asked.pop("area"), asked.pop("year", None), _window(asked)
    if year is not None:
        return _figures(request, [library.published(area, year, **asked)], window)
    return _figures(request, library.published_series(area, **asked).figures, window)


@api.get("multipliers", response=MultipliersOut, openapi_extra=described(LISTING), summary="Multipliers")
def multipliers(request: HttpRequest) -> HttpResponse:
    """Emissions per unit of money for every industry of an economy: its own, upstream and downstream."""
    asked = read(request.GET, LISTING)
    found = library.multipliers(asked["area"], asked["year"], model=asked["model"], lang=language_for(request))
    return answer(request, found.to_dict(), found.rows)


@api.get("trade", response=TradeOut, openapi_extra=described(LISTING), summary="Emissions embodied in trade")
def trade(request: HttpRequest) -> HttpResponse:
    """Emissions embodied in imports and exports: consumption = production - exports + imports."""
    asked = read(request.GET, LISTING)
    found = library.trade(asked["area"], asked["year"], model=asked["model"], lang=language_for(request))
    return answer(request, found.to_dict(), found.rows)


@api.get("receipts/{id}", response=ReceiptOut, openapi_extra=described([LANG], rows=False), summary="A receipt")
def receipt(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 (the name in the address)
    """What a product was made from, by which steps and with which checks; enough to make it again."""
    read(request.GET, [LANG])
    return answer(request, library.receipt(id).as_json(), None)


api.add_router("", explain_router)
api.add_router("", beside_router)
api.add_router("", compare_router)
api.add_router("", classifications_router)
api.add_router("", progress_router)
api.add_router("", chains_router)
api.add_router("", refine_router)
api.add_router("", split_router)
api.add_router("", uncertainty_router)
api.add_router("", scenario_router)
api.add_router("", factors_router)
api.add_router("", household_router)
api.add_router("", households_router)


def _window(asked: dict[str, Any]) -> dict[str, Any]:
    return {name: asked.pop(name) for name in ("limit", "offset") if name in asked}


def _figures(request: HttpRequest, found: Sequence[Footprint], window: dict[str, Any]) -> HttpResponse:
    part, links = page(request, found, window)
    items = [figure.to_dict() for figure in part]
    return answer(request, {"items": items, "count": len(found)}, figure_rows(items), links)

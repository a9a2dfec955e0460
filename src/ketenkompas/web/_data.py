"""Data for those who take them along: sources and their faults, everything in one file, the catalogue, the API."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ketenkompas import library
from ketenkompas.i18n import Language, text
from ketenkompas.pipeline import Stamp, edition_now, editions, home, is_kept, products_stamp, reading_edition
from ketenkompas.web import _addresses, _catalogue, _frame
from ketenkompas.web._state import names


@require_safe
def data(request: HttpRequest, language: Language) -> HttpResponse:
    """The sources of all figures, what is known to be wrong with them, and the ways to take everything along."""
    stamp = products_stamp()
    edition = edition_now()
    context = {
        "sources": _sources(language, stamp),
        "bundle": reverse("bundle", args=[edition]),
        "catalogue": reverse("catalogue"),
        "api": _addresses.plain("api", language),
        "methods": _addresses.plain("methods", language),
        "editions": [(one, reverse("bundle", args=[one.id]), _addresses.plain("home", language)) for one in editions()],
        "edition_name": names(language)["edition"],
        "changes": [(one["edition"], one["date"], one[language]) for one in library.figure_changes()],
        **_frame.frame(language, "data", lambda other: _addresses.plain("data", other)),
    }
    return render(request, "ketenkompas/data.html", context)


@functools.lru_cache(maxsize=4)
def _sources(language: Language, stamp: Stamp) -> list[dict[str, Any]]:  # noqa: ARG001 (part of the key)
    return library.data_sources(language)


@require_safe
def interface(request: HttpRequest, language: Language) -> HttpResponse:
    """The API for people: what can be asked where, with examples."""
    base = f"{request.scheme}://{request.get_host()}/api/v1"
    context = {
        "base": base,
        "routes": [
            {
                **route,
                "summary": text(f"api.route.{route['slug']}", language),
                "about": text(f"api.about.{route['slug']}", language),
            }
            for route in _routes()
        ],
        "python": text("api.example.python", language, base=base),
        "r": text("api.example.r", language, base=base),
        **_frame.frame(language, "data", lambda other: _addresses.plain("api", other)),
    }
    return render(request, "ketenkompas/api.html", context)


@functools.cache
def _routes() -> list[dict[str, Any]]:
    from ketenkompas.web.api import api

    described = api.get_openapi_schema()
    return [
        {
            "path": path.removeprefix("/api/v1"),
            "method": method.upper(),
            "slug": _slug(path, method),
            "parameters": [
                {**one, "default": one["schema"].get("default"), "choices": one["schema"].get("enum", [])}
                for one in operation.get("parameters", [])
            ],
        }
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
    ]


def _slug(path: str, method: str) -> str:
    """The part of a message key that names a route: ``scenarios.id``, ``scenarios.post``."""
    named = path.removeprefix("/api/v1/").replace("/{", ".").replace("}", "").replace("/", ".")
    return named if method == "get" else f"{named}.{method}"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The data catalogue (DCAT) as JSON-LD."""
    made = _catalogue.catalogue(f"{request.scheme}://{request.get_host()}", edition_now())
    response = HttpResponse(json.dumps(made, ensure_ascii=False, indent=1), content_type="application/ld+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def bundle(request: HttpRequest, edition: str) -> HttpResponseBase:
    """Everything of an edition that is kept here, in one ZIP file; made at the first request."""
    del request
    if edition == edition_now():
        path = _bundled(edition)
    elif is_kept(edition):
        with reading_edition(edition):
            path = _bundled(edition)
    else:
        raise Http404
    return FileResponse(path.open("rb"), content_type="application/zip", as_attachment=True, filename=path.name)


def _bundled(edition: str) -> Path:
    path = home() / "downloads" / f"ketenkompas-{edition}.zip"
    return path if path.exists() else library.bundle(path, edition=edition)

"""Every address of the application: parallel pages in two languages, and the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from ketenkompas.i18n import LANGUAGES, Language
from ketenkompas.web import (
    _assets,
    _data,
    _home,
    _methods,
    _pages,
    _receipt,
    _search,
    _texts,
    factorpages,
    householdpages,
)
from ketenkompas.web._addresses import OTHERS
from ketenkompas.web._site import PAGES
from ketenkompas.web.api import api
from ketenkompas.web.editing import _routes

FACTOR_PAGES: Mapping[str, Callable[..., HttpResponseBase]] = {
    "factors": factorpages.start,
    "factor_compare": factorpages.compare,
    "factor_changes": factorpages.changes,
    "factor_category": factorpages.by_category,
    "factor_source": factorpages.by_source,
    "factor_release": factorpages.release,
    "factor_file": factorpages.file,
    "factor_codes": factorpages.codes,
    "factor_code": factorpages.code,
    "factor": factorpages.factor,
    "factor_embed": factorpages.embed,
    "factor_file_of": factorpages.download,
}
"""Words of a fixed address come before the names of factors."""
EMBED: Mapping[Language, str] = {"nl": "insluiten", "en": "embed"}


def _of_language(language: Language) -> list[URLPattern]:
    told = {"language": language}
    found = [
        path(f"{language}/{OTHERS['home'][language]}", _home.home, told, name=f"home-{language}"),
        path(f"{language}/{OTHERS['search'][language]}", _search.search, told, name=f"search-{language}"),
        path(f"{language}/{OTHERS['receipt'][language]}", _receipt.receipt, told, name=f"receipt-{language}"),
        path(f"{language}/{OTHERS['methods'][language]}", _methods.methods, told, name=f"methods-{language}"),
        path(f"{language}/{OTHERS['method'][language]}", _methods.method, told, name=f"method-{language}"),
        path(f"{language}/{OTHERS['data'][language]}", _data.data, told, name=f"data-{language}"),
        path(f"{language}/{OTHERS['api'][language]}", _data.interface, told, name=f"api-{language}"),
    ]
    for name, view in FACTOR_PAGES.items():
        found.append(path(f"{language}/{OTHERS[name][language]}", view, told, name=f"{name}-{language}"))
    for name, view in householdpages.VIEWS.items():
        found.append(path(f"{language}/{OTHERS[name][language]}", view, told, name=f"{name}-{language}"))
    for name in _texts.PARAGRAPHS:
        address = f"{language}/{OTHERS[name][language]}"
        found.append(path(address, _texts.page, {**told, "name": name}, name=f"{name}-{language}"))
    for page in PAGES.values():
        address, given = f"{language}/{page.paths[language]}", {**told, "page": page.id}
        found.append(path(address, _pages.charts, given, name=f"{page.id}-{language}"))
        embedded = f"{address}/{EMBED[language]}/<slug:panel>"
        found.append(path(embedded, _pages.embed, given, name=f"{page.id}-embed-{language}"))
        files = f"{address}/<slug:panel>.<str:form>"
        found.append(path(files, _pages.download, given, name=f"{page.id}-download-{language}"))
    return [*found, *_routes.patterns(language)]


urlpatterns = [
    path("", _pages.choose_language, name="root"),
    path("theme/<slug:name>.css", _assets.theme_sheet, name="theme"),
    path("healthz", _pages.health, name="health"),
    *(pattern for language in LANGUAGES for pattern in _of_language(language)),
    path("catalog.jsonld", _data.catalogue, name="catalogue"),
    path("downloads/ketenkompas-<str:edition>.zip", _data.bundle, name="bundle"),
    path("api/v1/", api.urls),
]
handler404 = "ketenkompas.web._faults.not_found"
handler500 = "ketenkompas.web._faults.broken"
handler400 = "ketenkompas.web._faults.bad_request"

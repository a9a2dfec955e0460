"""Every address of the application: parallel pages in two languages, and the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import URLPattern, path

from ketenkompas.i18n import LANGUAGES
from ketenkompas.web import _pages
from ketenkompas.web._addresses import PATHS
from ketenkompas.web.api import api

_VIEWS: Mapping[str, Callable[..., HttpResponse]] = {
    "home": _pages.home,
    "footprint": _pages.footprint,
    "download": _pages.download,
    "receipt": _pages.receipt,
}


def _in_every_language() -> list[URLPattern]:
    return [
        path(f"{language}/{PATHS[name][language]}", view, {"language": language}, name=f"{name}-{language}")
        for name, view in _VIEWS.items()
        for language in LANGUAGES
    ]


urlpatterns = [
    path("", _pages.choose_language, name="root"),
    path("healthz", _pages.health, name="health"),
    *_in_every_language(),
    path("api/v1/", api.urls),
]
handler404 = "ketenkompas.web._faults.not_found"
handler500 = "ketenkompas.web._faults.broken"
handler400 = "ketenkompas.web._faults.bad_request"

"""Answers to requests that cannot be met: a page for people, a problem for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ketenkompas.errors import InputError
from ketenkompas.i18n import LANGUAGES, Language
from ketenkompas.web import _addresses, _frame
from ketenkompas.web.api._problems import language_for, problem


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if request.path.startswith("/api/"):
        return problem(request, InputError("web.not_found", path=request.path), 404)
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return _page(request, "404", 404, said)


def broken(request: HttpRequest) -> HttpResponse:
    """500: the cause is in the log, not in the answer."""
    if request.path.startswith("/api/"):
        return problem(request, InputError("web.broken"), 500)
    return _page(request, "500", 500, "")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a host or an address that is not accepted."""
    del exception
    if request.path.startswith("/api/"):
        return problem(request, InputError("web.bad_request"), 400)
    return _page(request, "400", 400, "")


def busy(request: HttpRequest, seconds: int) -> HttpResponse:
    """503: too many pages are being made at once; the same address is good in a while."""
    response = _page(request, "503", 503, "")
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(request: HttpRequest, name: str, status: int, said: str) -> HttpResponse:
    language: Language = next((one for one in LANGUAGES if request.path.startswith(f"/{one}/")), language_for(request))
    context = {
        "said": said,
        "title_key": f"web.fault.{name}.title",
        "text_key": f"web.fault.{name}.text",
        **_frame.frame(language, "", lambda other: _addresses.plain("home", other)),
        "here": "",
    }
    return render(request, "ketenkompas/fault.html", context, status=status)

"""What holds for the editing pages alone: switched on or absent, sessions, limits. Other pages set no cookie."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.i18n import Language
from ketenkompas.web.editing._importing import MOST_BYTES
from ketenkompas.web.editing._paths import address, is_editing

Handler = Callable[[HttpRequest], HttpResponseBase]
_OVERHEAD = 1024 * 1024  # the form around a file


def editing_only(get_response: Handler) -> Handler:
    """Sessions for the editing pages; an address of them does not exist where editing is switched off."""
    inner = SessionMiddleware(AuthenticationMiddleware(get_response))

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not is_editing(request.path):
            return get_response(request)
        if not settings.EDITING:
            raise Http404
        told = str(request.META.get("CONTENT_LENGTH", ""))
        if told.isdigit() and int(told) > MOST_BYTES + _OVERHEAD:
            return refused(request, InputError("editing.file_too_large", most=MOST_BYTES // 1024**2), 413)
        response = inner(request)
        if not isinstance(response, HttpResponseBase):
            raise TypeError("the pages are not asynchronous")
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that did not come from our own page, or from one that was open too long."""
    del reason
    return refused(request, InputError("editing.forged"), 403)


def refused(request: HttpRequest, error: KetenkompasError, status: int) -> HttpResponse:
    """A page that says what was wrong."""
    from ketenkompas.web import _frame

    language = language_of(request)
    context = {"fault": error.text(language), **_frame.frame(language, "", lambda other: address("home", other))}
    return render(request, "ketenkompas/editing/refused.html", context, status=status)


def language_of(request: HttpRequest) -> Language:
    """The language of an editing page, by its address."""
    return "en" if request.path.startswith("/en/") else "nl"

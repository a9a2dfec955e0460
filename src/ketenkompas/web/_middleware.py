"""Headers on every answer: what a browser may load, and what an API promises."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ketenkompas.errors import InputError
from ketenkompas.web._policy import EMBEDDED, POLICY
from ketenkompas.web.api._problems import MEDIA_TYPE, problem
from ketenkompas.web.api._version import API_VERSION

Handler = Callable[[HttpRequest], HttpResponse]
_EVERYWHERE = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_API = {
    "API-Version": API_VERSION,
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def security_headers(get_response: Handler) -> Handler:
    """Own scripts, styles and pictures only: nothing inline, nothing evaluated, nothing of a third party."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in _EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if response.headers["Content-Security-Policy"] == EMBEDDED:
            del response.headers["X-Frame-Options"]
        return response

    return answer


def api_headers(get_response: Handler) -> Handler:
    """The API's version and its openness to every origin, on errors too; every error is a problem document."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return get_response(request)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        response = _as_problem(request, get_response(request))
        for name, value in _API.items():
            response.headers[name] = value
        response.headers.setdefault("Cache-Control", "public, max-age=0, must-revalidate")
        if head:
            request.method = "HEAD"
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    return answer


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code < 400 or response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    if response.status_code == 405:
        allowed = response.headers.get("Allow", "GET")
        made = problem(request, InputError("web.method_not_allowed", found=request.method, known=allowed), 405)
        made.headers["Allow"] = allowed
        return made
    codes = {404: "web.not_found", 400: "web.bad_request"}
    error = InputError(codes.get(response.status_code, "web.broken"), path=request.path)
    return problem(request, error, response.status_code)

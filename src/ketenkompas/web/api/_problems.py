"""Faults of a request as ``application/problem+json`` (RFC 9457), in the reader's language, all of them together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from ketenkompas.errors import KetenkompasError, MissingValueError, ProductError, SourceError, UnknownCodeError
from ketenkompas.i18n import Language, text

MEDIA_TYPE = "application/problem+json"
_STATUS_OF_CODE = {
    "receipt.unknown": 404,
    "product.absent": 404,
    "scenario_file.unknown": 404,
    "correspondence.no_key": 404,
    "correspondence.no_target": 404,
}


def language_for(request: HttpRequest) -> Language:
    """The language of an answer: the parameter ``lang``, else ``Accept-Language``, else Dutch."""
    asked = request.GET.get("lang", "")
    if asked in ("nl", "en"):
        return "en" if asked == "en" else "nl"
    from ketenkompas.web._pages import preferred

    return preferred(request.headers.get("Accept-Language", ""))


def status_of(error: KetenkompasError, *, in_path: bool = False) -> int:
    """The status of an error: 400 for what is wrong in a query, 404 for what a path names and is not there.

    A figure that cannot exist for lack of data (``MissingValueError``), or needs a table that is not here
    (``SourceError``), is 404; a fault of our own store is 500.
    """
    if error.code in _STATUS_OF_CODE:
        return _STATUS_OF_CODE[error.code]
    if isinstance(error, MissingValueError | SourceError):
        return 404
    if isinstance(error, UnknownCodeError):
        return 404 if in_path else 400
    if isinstance(error, ProductError):
        return 500
    return 400


def problem(request: HttpRequest, error: KetenkompasError, status: int) -> HttpResponse:
    """An error as a problem document."""
    language = language_for(request)
    said = error.sentences(language)
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "title": text(f"web.problem.{_titled(status)}", language),
        "detail": " ".join(part for part in (said["what"], said["todo"]) if part),
        "instance": request.get_full_path(),
        "code": error.code,
    }
    faults = [_fault(one, language) for one in _leaves(error)]
    if status == 400 or error.problems:
        body["errors"] = faults
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type=MEDIA_TYPE, status=status)
    response.headers["Content-Language"] = language
    return response


def _titled(status: int) -> int:
    return status if status in (401, 404, 405, 406, 429) else 400 if status < 500 else 500


def _leaves(error: KetenkompasError) -> Iterator[KetenkompasError]:
    if not error.problems:
        yield error
    for one in error.problems:
        yield from _leaves(one)


def _fault(error: KetenkompasError, language: Language) -> dict[str, Any]:
    said = error.sentences(language)
    name = parameter_of(error)
    place = {"in": "query", "location": {"name": name}} if name else {"in": "query"}
    told = {key: said[key] for key in ("expected", "todo") if said[key]}
    return {**place, "code": error.code, "detail": said["what"], **told}


_PARAMETERS = {"area.unknown": "area", "year.unknown": "year", "model.unknown": "model", "language.unknown": "lang"}


def parameter_of(error: KetenkompasError) -> str:
    """The query parameter that an error is about; empty when it is about several or none."""
    return _PARAMETERS.get(error.code) or str(error.params.get("name", ""))

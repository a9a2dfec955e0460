"""The forms of an answer: JSON or CSV, as ``Accept`` asks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from ketenkompas.errors import InputError
from ketenkompas.web.api._problems import language_for, problem

JSON, CSV = "application/json", "text/csv"
_FIGURE_COLUMNS = (
    "area",
    "year",
    "model",
    "view",
    "scope",
    "gases",
    "unit",
    "kind",
    "edition",
    "code",
    "label",
    "value",
)
_TOTAL_COLUMNS = ("low", "high", "level", "receipt")


def wanted(request: HttpRequest, offered: Sequence[str] = (JSON, CSV)) -> str | None:
    """The first form that the request accepts, by the weights that it gives; None when it accepts none of them.

    A client that says nothing gets the first form that is offered.
    """
    header = request.headers.get("Accept", "*/*") or "*/*"
    best, chosen = 0.0, None
    for form in offered:
        weight = max((heavy for pattern, heavy in _patterns(header) if _matches(pattern, form)), default=0.0)
        if weight > best:
            best, chosen = weight, form
    return chosen


def answer(request: HttpRequest, data: Any, rows: Sequence[Mapping[str, Any]] | None) -> HttpResponse:
    """Data as JSON or, where there are rows, as a CSV file; 406 when what exists is not accepted."""
    offered = (JSON,) if rows is None else (JSON, CSV)
    form = wanted(request, offered)
    if form is None:
        return problem(request, InputError("web.not_acceptable", known=", ".join(offered)), 406)
    if form == CSV:
        response = HttpResponse(table(rows or ()), content_type=f"{CSV}; charset=utf-8; header=present")
    else:
        response = HttpResponse(json.dumps(data, ensure_ascii=False), content_type=JSON)
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Content-Language"] = language_for(request)
    return response


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV: UTF-8, comma, decimal point, a header with the columns of the first row."""
    buffer = io.StringIO()
    if rows:
        writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return buffer.getvalue()


def figure_rows(figures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each part of each figure, and one with the code ``total`` that carries interval and receipt."""
    rows: list[dict[str, Any]] = []
    for figure in figures:
        head = {name: figure[name] for name in _FIGURE_COLUMNS if name in figure} | {"gases": "+".join(figure["gases"])}
        blank = dict.fromkeys(_TOTAL_COLUMNS, "")
        for part in figure["parts"]:
            rows.append(_ordered(head | {"code": part["code"], "label": part["label"], "value": part["value"]} | blank))
        whole = {name: "" if figure[name] is None else figure[name] for name in _TOTAL_COLUMNS}
        rows.append(_ordered(head | {"code": "total", "label": "total", "value": figure["value"]} | whole))
    return rows


def _ordered(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in (*_FIGURE_COLUMNS, *_TOTAL_COLUMNS)}


def _patterns(header: str) -> list[tuple[str, float]]:
    found = []
    for item in header.split(","):
        pattern, *options = (part.strip().lower() for part in item.split(";"))
        weight = next((option[2:] for option in options if option.startswith("q=")), "1")
        try:
            found.append((pattern, float(weight)))
        except ValueError:
            continue
    return found


def _matches(pattern: str, form: str) -> bool:
    kind, _, sub = pattern.partition("/")
    return pattern in {"*/*", form} or (sub == "*" and kind == form.split("/", maxsplit=1)[0])

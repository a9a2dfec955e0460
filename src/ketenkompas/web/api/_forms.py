"""The forms of an answer, as ``Accept`` asks: JSON, and for rows CSV, JSON-stat and Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse

from ketenkompas import reports
from ketenkompas.errors import InputError
from ketenkompas.web.api._problems import language_for, problem

JSON, CSV = "application/json", "text/csv"
STAT, PARQUET = "application/vnd.json-stat+json", "application/vnd.apache.parquet"
_LEVEL = 0.95
ROW_FORMS = (JSON, CSV, STAT, PARQUET)
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


def answer(
    request: HttpRequest,
    data: Any,
    rows: Sequence[Mapping[str, Any]] | None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Data as JSON or, where there are rows, in another form; 406 when what exists is not accepted."""
    offered = (JSON,) if rows is None else ROW_FORMS
    form = wanted(request, offered)
    if form is None:
        return problem(request, InputError("web.not_acceptable", known=", ".join(offered)), 406)
    if rows is None or form == JSON:
        response = HttpResponse(json.dumps(data, ensure_ascii=False), content_type=JSON)
    elif form == CSV:
        response = HttpResponse(table(rows), content_type=f"{CSV}; charset=utf-8; header=present")
    else:
        made = _as_file(request, data, rows, "jsonstat" if form == STAT else "parquet")
        response = HttpResponse(made.content, content_type=form)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Content-Language"] = language_for(request)
    return response


def page(request: HttpRequest, items: Sequence[Any], asked: dict[str, Any]) -> tuple[Sequence[Any], dict[str, str]]:
    """The items from ``offset`` on, at most ``limit`` (both are taken out of what was asked), and the links to the
    pages before and after as a header.
    """
    limit, offset = asked.pop("limit", None), asked.pop("offset", 0)
    if limit is None:
        return items[offset:], {}
    places = {"prev": max(offset - limit, 0) if offset else None, "next": offset + limit}
    links = []
    for name, place in places.items():
        if place is not None and place < len(items):
            query = request.GET.copy()
            query["limit"], query["offset"] = str(limit), str(place)
            links.append(f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="{name}"')
    return items[offset : offset + limit], {"Link": ", ".join(links)} if links else {}


def _as_file(
    request: HttpRequest, data: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], form: reports.FileForm
) -> reports.File:
    """Rows with everything that must be said with them, in a form that carries it."""
    plain = [{name: None if value == "" else value for name, value in row.items()} for row in rows]
    frame = pl.DataFrame(plain, infer_schema_length=None)
    language, items = language_for(request), data.get("items") or []
    told = [data] if "kind" in data else [item for item in items if isinstance(item, Mapping) and "kind" in item]
    sources = {one["id"]: one for item in told for one in item.get("sources", ())}
    units = dict.fromkeys(str(item["unit"]) for item in told if "unit" in item)
    about = reports.About(
        title=str(data.get("title") or request.path.rpartition("/")[2]),
        unit=next(iter(units)) if len(units) == 1 else "",
        edition="; ".join(dict.fromkeys(str(item["edition"]) for item in told if item.get("edition"))),
        kinds=tuple(dict.fromkeys(str(item["kind"]) for item in told)),
        sources=tuple(sources.values()),
        interval_reason=" ".join(dict.fromkeys(str(item.get("interval_reason") or "") for item in told)).strip(),
        receipts=tuple(dict.fromkeys(str(item["receipt"]) for item in told if item.get("receipt"))),
        permalink=request.build_absolute_uri(),
        language=language,
        level=(data.get("level") or _LEVEL) if reports.interval_columns(frame) else None,
        units={name: unit for name, unit in data.get("columns", {}).items() if unit},
    )
    return reports.file(reports.Table(frame, tuple(frame.columns), about.title, about.unit, language), about, form)


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

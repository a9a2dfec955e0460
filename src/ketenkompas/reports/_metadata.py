"""Metadata of a chart or table: what its columns are, how to cite it, under which licence, from which receipt."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from ketenkompas.i18n import LANGUAGES
from ketenkompas.reports._about import About
from ketenkompas.reports._citation import citation, csl_item
from ketenkompas.reports._columns import columns, interval_columns
from ketenkompas.reports._table import Table


def described(table: Table, about: About) -> dict[str, Any]:
    """The metadata of a prepared table as plain data: chart, columns, intervals, citation, licence, receipt."""
    return {
        "chart": {
            "title": about.title,
            "subtitle": about.subtitle,
            "caption": table.caption,
            "unit": table.unit,
            "kinds": list(about.kinds),
            "notes": list(about.notes),
            "language": table.language,
        },
        "columns": [column.as_json() for column in columns(table, about)],
        "rows": table.frame.height,
        "intervals": _intervals(table.frame, about),
        "citation": {
            **{language: citation(about, "text", language) for language in LANGUAGES},
            "bibtex": citation(about, "bibtex"),
            "csl": csl_item(about, about.language),
        },
        "licence": about.licence,
        "attribution": list(about.attribution),
        "sources": [dict(source) for source in about.sources],
        "receipts": list(about.receipts),
        "edition": about.edition,
        "data_to": about.data_to or _last_year(table.frame),
        "built": about.built,
        "permalink": about.permalink,
    }


def written(data: Any) -> bytes:
    """Plain data as JSON that people can read as well; a number that is not finite is refused."""
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _intervals(frame: pl.DataFrame, about: About) -> dict[str, Any]:
    bounds = interval_columns(frame)
    reason = about.interval_reason if bounds else about.reason
    return {"columns": list(bounds), "level": about.level if bounds else None, "reason": reason}


def _last_year(frame: pl.DataFrame) -> str:
    years = [frame[name].max() for name in ("year", "to_year") if name in frame.columns]
    return "" if not years or years[0] is None else str(years[0])

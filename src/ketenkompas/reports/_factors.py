"""A release of emission factors as one file: Parquet, CSV, JSON, and the JSON Schema that the JSON obeys."""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import json
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

import polars as pl

from ketenkompas.factors import Edition, Factor, Release, green_only, record_schema, to_cells, to_row
from ketenkompas.reports._safe import defused

FactorForm = Literal["parquet", "csv", "json", "schema"]
FACTOR_FORMS: tuple[FactorForm, ...] = get_args(FactorForm)
SCHEMA_ID = "urn:ketenkompas:factors:record:1"
_OF_SOURCE = (
    "publisher", "dataset", "source_version", "published_on", "retrieved_on", "licence", "licence_verdict",
    "attribution", "via", "file_sha256",
)  # fmt: skip


def factor_file(release: Release, form: FactorForm, *, only_green: bool = False) -> bytes:
    """A release as one file; licence, verdict and attribution of the source stand in every row.

    Parameters
    ----------
    release : Release
        Every version of every factor is in the file; ``superseded`` says which are not the newest.
    form : {"parquet", "csv", "json", "schema"}
        The schema describes the records of the JSON.
    only_green : bool
        Leave out records whose licence leaves a question open.

    Notes
    -----
    The same release gives the same bytes (``tests/unit/reports/test_factor_files.py``).
    """
    if form == "schema":
        return _json(record_json_schema())
    records = green_only(release.records) if only_green else release.records
    written: Mapping[str, Callable[[Release, Sequence[Factor]], bytes]] = {
        "parquet": _parquet, "csv": _csv, "json": _document,
    }  # fmt: skip
    return written[form](release, records)


def _parquet(release: Release, records: Sequence[Factor]) -> bytes:
    rows = [
        {"release": release.number, **to_row(one), "superseded": release.is_superseded(one), **_source(one.source)}
        for one in records
    ]
    schema = {
        "release": pl.String, **record_schema(), "superseded": pl.Boolean, **dict.fromkeys(_OF_SOURCE, pl.String),
    }  # fmt: skip
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=schema).write_parquet(buffer, compression="zstd", compression_level=12)
    return buffer.getvalue()


def _csv(release: Release, records: Sequence[Factor]) -> bytes:
    text = io.StringIO()
    columns = ("release", "factor_id", *(name for name in record_schema() if name != "factor_id"), "superseded")
    writer = csv.DictWriter(text, [*columns, *_OF_SOURCE], lineterminator="\r\n")
    writer.writeheader()
    numbers = {name for name, kind in record_schema().items() if kind == pl.Float64}
    for one in records:
        cells = {name: cell if name in numbers else defused(cell) for name, cell in to_cells(one).items()}
        superseded = "yes" if release.is_superseded(one) else "no"
        told = {"release": release.number, "factor_id": one.factor_id, "superseded": superseded}
        writer.writerow({**cells, **told, **_source(one.source)})
    return text.getvalue().encode()


def _document(release: Release, records: Sequence[Factor]) -> bytes:
    used = {(one.source.source_id, one.source.edition): one.source for one in records}
    return _json(
        {
            "$schema": SCHEMA_ID,
            "release": release.number,
            "sequence": release.sequence,
            "publishedOn": release.published_on.isoformat(),
            "sha256": release.sha256,
            "attributions": list(dict.fromkeys(one.attribution for one in used.values())),
            "editions": [
                {**dataclasses.asdict(one), "retrieved_on": one.retrieved_on.isoformat()} for one in used.values()
            ],
            "records": [{**factor_json(one), "superseded": release.is_superseded(one)} for one in records],
        }
    )


def _source(edition: Edition) -> dict[str, str]:
    return {name: str(getattr(edition, name)) for name in _OF_SOURCE}


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def factor_json(one: Factor) -> dict[str, Any]:
    """A record as JSON: dates as ISO text, amounts as an object, its source, licence and attribution with it."""
    row = to_row(one)
    for name in ("gases", "origins"):
        row[name] = {part["name"]: part["value"] for part in row[name]}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
    return {**plain, **_source(one.source)}


@functools.cache
def record_json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record of the JSON export, from the record itself."""
    hints = typing.get_type_hints(Factor)
    properties: dict[str, Any] = {}
    for one in dataclasses.fields(Factor):
        if one.name == "source":
            properties |= {"source_id": {"type": "string"}, "edition": {"type": "string"}}
        else:
            properties[one.name] = _shape(hints[one.name])
    required = list(properties)
    properties |= {key: {"type": "string"} for key in _OF_SOURCE}
    properties["superseded"] = {"type": "boolean"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Emission-factor record",
        "description": "One version of one emission factor; value in kg CO2e per unit. Absence is null, never zero.",
        "type": "object",
        "properties": properties,
        "required": [*required, *_OF_SOURCE],
        "additionalProperties": False,
    }


_ATOMS: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"},
}  # fmt: skip
_PART = {
    "type": "object", "required": ["stage", "value"], "additionalProperties": False,
    "properties": {"stage": {"type": "string"}, "value": {"type": "number"}},
}  # fmt: skip
_LINK = {
    "type": "object", "required": ["scheme", "code", "relation"], "additionalProperties": False,
    "properties": {
        "scheme": {"type": "string"}, "code": {"type": "string"},
        "relation": {"enum": ["exact", "narrow", "broad", "related"]},
    },
}  # fmt: skip


def _shape(hint: Any) -> dict[str, Any]:
    if hint in _ATOMS:
        return _ATOMS[hint]
    name, origin, inside = getattr(hint, "__name__", ""), get_origin(hint), get_args(hint)
    if name == "date":
        return {"type": "string", "format": "date"}
    if name in {"Component", "Link"}:
        return _PART if name == "Component" else _LINK
    if origin is Literal:
        return {"enum": list(inside)}
    if origin is tuple:
        return {"type": "array", "items": _shape(inside[0])}
    return _composed(inside, mapping=len(inside) == 2 and inside[0] is str)


def _composed(inside: Iterable[Any], *, mapping: bool) -> dict[str, Any]:
    if mapping:
        return {"type": "object", "additionalProperties": {"type": "number"}}
    return {"anyOf": [{"type": "null"} if one is type(None) else _shape(one) for one in inside]}

"""What the answers of all routes have in common, as OpenAPI describes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ketenkompas.web.api._forms import CSV, PARQUET, STAT
from ketenkompas.web.api._problems import MEDIA_TYPE
from ketenkompas.web.api._query import EDITION, Parameter

_HEADER = {"API-Version": {"description": "Version of the API", "schema": {"type": "string"}}}
_FAULT = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
_FAULTS = {400: "The request has faults", 404: "There is no such thing", 406: "Not in a form that is accepted"}


def described(known: Sequence[Parameter], *, rows: bool = True) -> dict[str, Any]:
    """Parameters and answers of a route; ``rows`` where it is given as CSV, JSON-stat and Parquet too."""
    fine: dict[str, Any] = {"headers": _HEADER}
    if rows:
        fine["content"] = {
            CSV: {"schema": {"type": "string"}},
            STAT: {"schema": {"type": "object"}},
            PARQUET: {"schema": {"type": "string", "format": "binary"}},
        }
    faults = {status: {"description": said, "headers": _HEADER, "content": _FAULT} for status, said in _FAULTS.items()}
    return {"parameters": [one.openapi() for one in (*known, EDITION)], "responses": {200: fine, **faults}}

"""The shape of every analysis in the API, and how it is given.

A module of one analysis makes a ``router`` (``ninja.Router``) with its route and stands in ``_routes.py``.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Schema

from ketenkompas.library import Analysis, Kind
from ketenkompas.web.api._forms import answer
from ketenkompas.web.api._schemas import SourceOut


class ItemOut(Schema):
    """A headline figure."""

    code: str
    label: str
    value: float
    unit: str
    low: float | None
    high: float | None


class AnalysisOut(Schema):
    """An analysis: headline figures, rows with the units of their columns, and where they come from."""

    analysis: str
    title: str
    area: str
    years: list[int]
    model: str
    kind: Kind
    edition: str
    gases: list[str]
    items: list[ItemOut]
    columns: dict[str, str] = Field(description="Each column of the rows with its unit; empty for codes and texts.")
    rows: list[dict[str, Any]]
    notes: list[str] = Field(description="Assumptions, parameters and warnings that belong to the figures.")
    sources: list[SourceOut]
    receipt: str = Field(description="Hash of the identity.")
    identity: dict[str, Any] = Field(description="Inputs, steps and parameters that determine the answer.")


def respond(request: HttpRequest, found: Analysis) -> HttpResponse:
    """An analysis as JSON, or its rows as CSV."""
    return answer(request, found.to_dict(), found.rows)

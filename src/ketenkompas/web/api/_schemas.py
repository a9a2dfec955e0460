"""The shapes of answers, as the OpenAPI description shows them; field names are those of every door."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

from ketenkompas.library import Kind, Scope, View


class PartOut(Schema):
    """A part of a figure."""

    code: str = Field(description="Area code, scheme code, or domestic_industry, abroad, households_direct, ...")
    label: str
    value: float = Field(description="In the unit of the figure.")


class SourceOut(Schema):
    """A source, with what must be shown wherever the figure is shown."""

    id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    url: str


class FigureOut(Schema):
    """A figure; its parts add up to its value."""

    area: str
    year: int
    model: str
    view: View
    scope: Scope
    gases: list[str]
    unit: str = Field(description="For instance `Mt CO2`, `Mt CO2e_AR5`, `t CO2/head`, `kg CO2/USD_2008`.")
    value: float
    low: float | None = Field(description="Lower bound of the interval; null when there is none.")
    high: float | None
    level: float | None
    interval_reason: str = Field(description="What the interval means, or why there is none.")
    kind: Kind
    edition: str
    parts: list[PartOut]
    sources: list[SourceOut]
    receipt: str = Field(description="Id of the receipt: `/receipts/{id}`.")
    notes: list[str] = Field(description="What must be said with the figure.")


class FiguresOut(Schema):
    """Figures, oldest year first."""

    items: list[FigureOut]
    count: int


class MultiplierRowOut(Schema):
    """An industry of an economy; the units stand in `units`."""

    code: str
    label: str
    direct: float = Field(description="Own emissions per unit of output.")
    upstream: float = Field(description="The whole chain per unit delivered to final demand.")
    downstream: float = Field(description="Emissions of all users further on, per unit of primary input (Ghosh).")
    output: float


class TradeRowOut(Schema):
    """Production, exports, imports, consumption, or direct emissions of households."""

    code: str
    label: str
    value: float


class _ListingOut(Schema):
    area: str
    year: int
    model: str
    gases: list[str]
    units: dict[str, str]
    interval_reason: str
    kind: Kind
    edition: str
    sources: list[SourceOut]
    receipt: str


class MultipliersOut(_ListingOut):
    """Chain intensities of every industry of an economy; never add upstream and downstream."""

    rows: list[MultiplierRowOut]


class TradeOut(_ListingOut):
    """Emissions embodied in trade: consumption = production - exports + imports."""

    rows: list[TradeRowOut]


class ModelOut(Schema):
    """A model or series that figures can be asked from."""

    id: str
    kind: Kind
    title: str
    note: str = Field(description="What must be said with every figure of the model.")
    gases: list[str]
    edition: str
    scheme: str
    years: list[int]
    areas: list[str]
    breakdowns: list[str] = Field(description="Values of `by` that can be asked.")
    views: list[str] = Field(description="Values of `view` that can be asked; `territorial` needs a residence bridge.")


class ModelsOut(Schema):
    """Models and series."""

    items: list[ModelOut]
    count: int


class EditionOut(Schema):
    """An edition of the figures: all products as they stood at one moment."""

    id: str
    kept: str
    products: int
    size: int
    current: bool


class EditionsOut(Schema):
    """Editions."""

    items: list[EditionOut]
    count: int


class AreaOut(Schema):
    """An area with its canonical code."""

    code: str
    name: str
    kind: Literal["economy", "rest_of_world", "aggregate"]


class AreasOut(Schema):
    """Areas."""

    items: list[AreaOut]
    count: int


class ReceiptOut(Schema):
    """A receipt: what a product was made from, by which steps, with which checks."""

    format: int
    id: str
    identity: dict[str, Any]
    validation: list[dict[str, Any]]
    notes: list[str]
    result: dict[str, Any]
    circumstances: dict[str, Any]


class FaultOut(Schema):
    """One fault of a request."""

    code: str
    detail: str
    expected: str | None = None
    todo: str | None = None
    location: dict[str, str] | None = None


class ProblemOut(Schema):
    """A problem document (RFC 9457), with every fault of the request."""

    type: str
    status: int
    title: str
    detail: str
    instance: str
    code: str
    errors: list[FaultOut] | None = None

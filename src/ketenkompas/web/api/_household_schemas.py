"""The shapes of the answers about households."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

from ketenkompas.library import Kind
from ketenkompas.web.api._schemas import SourceOut

_INTERVAL = "Nine draws of ten lie between low and high (P5 to P95)."


class _SaidOut(Schema):
    model: str
    kind: Kind
    edition: str
    level: float | None
    interval_reason: str


class PlaceOut(Schema):
    """The country, a province or a municipality (boundaries of 2023)."""

    area: str = Field(description="`NL`, `PVnn` or `GMnnnn`.")
    kind: Literal["country", "province", "municipality"]
    name: str
    province: str
    inhabitants: float
    households: float
    urbanity: int | None = Field(description="1, most urban, to 5; null for provinces and the country.")
    income_keur: float | None = Field(description="Mean standardised income, thousand EUR.")
    mean_size: float | None
    own_share: float | None
    flags: list[str] = Field(
        description="`lease`, `lease_possible`, `dwellings`: figures that do not tell of residents."
    )
    peers: list[str] = Field(description="Similar municipalities: the same urbanity and third of income.")
    former: list[str] = Field(description="Municipalities that are part of it now.")


class PlacesOut(_SaidOut):
    """Places in the order of their names; `count` is that of all, beyond this page."""

    items: list[PlaceOut]
    count: int
    year: int
    receipt: str
    sources: list[SourceOut]


class HouseholdPartOut(Schema):
    """A part of a figure."""

    id: str
    label: str
    value: float
    low: float
    high: float
    observed_share: float
    status: str
    share: float = Field(description="Of the figure.")
    households: float | None = Field(None, description="Share of the place's households, by class of household.")
    each: float | None = Field(None, description="kg per household of that class in the whole country.")


class HouseholdFigureOut(_SaidOut):
    """A figure of the household footprint; its parts add up to its value."""

    area: str
    name: str
    year: int
    item: str
    label: str
    per: Literal["household", "person"]
    by: str | None
    value: float
    low: float = Field(description=_INTERVAL)
    high: float
    unit: str = Field(description="`kg CO2e_AR5/household` or `kg CO2e_AR5/person`.")
    observed_share: float = Field(description="Share of the figure that is measured in the place itself, 0 to 1.")
    status: str = Field(description="What kind of figure it is, in words: observed, expected, equal for everybody.")
    parts: list[HouseholdPartOut]
    missing: list[str] = Field(description="What the figure lacks with the data at hand.")
    notes: list[str]
    receipt: str
    sources: list[SourceOut]


class HouseholdRowsOut(_SaidOut):
    """Rows with the units of their columns; null is absent and never zero."""

    table: str
    area: str
    year: int
    columns: dict[str, str] = Field(description="Each column of the rows with its unit; empty for codes and texts.")
    rows: list[dict[str, Any]]
    notes: list[str]
    receipt: str
    sources: list[SourceOut]


class PairedOut(Schema):
    """How one place stands to another."""

    area: str
    other: str
    verdict: Literal["above", "below", "about_as_high"]
    probability: float = Field(description="Share of draws in which the first is above the other.")


class RankOut(Schema):
    """A position as an interval; it is not told where it covers more than half of the places."""

    area: str
    name: str
    told: bool
    first: int | None = None
    last: int | None = None
    sentence: str


class ComparisonOut(_SaidOut):
    """Places beside each other, by the draws that they share."""

    item: str
    label: str
    per: Literal["household", "person"]
    unit: str
    year: int
    figures: list[dict[str, Any]] = Field(description="As of `/households/{code}`, without what is said of all.")
    pairs: list[PairedOut]
    ranks: list[RankOut]
    receipt: str
    sources: list[SourceOut]


class CalculatedPartOut(Schema):
    """A part of a household that was computed."""

    id: str
    group: str
    label: str
    value: float
    low: float
    high: float
    quantity: float | None
    quantity_unit: str
    said: bool = Field(description="Whether the household stated the quantity; else it is usual for the size.")


class CalculatedEffectOut(Schema):
    """What an action changes, alone, or all together; null where it is not modelled."""

    id: str
    label: str
    how: str
    status: str
    status_text: str
    source: str
    value: float | None
    home: float | None
    abroad: float | None
    rebound: float | None
    saved_eur: float | None


class CalculationOut(_SaidOut):
    """One household computed; nothing of it is kept."""

    household: dict[str, Any]
    year: int
    per: Literal["household", "person"]
    unit: str
    value: float
    low: float
    high: float
    usual: float = Field(description="The same household with nothing said of energy and car.")
    after: float = Field(description="After the actions together.")
    parts: list[CalculatedPartOut]
    effects: list[CalculatedEffectOut]
    respend: bool
    status: str
    notes: list[str]
    receipt: str
    sources: list[SourceOut]


class HouseholdScenarioOut(Schema):
    """A packaged scenario of households."""

    id: str
    title: str
    note: str
    stated: str


class HouseholdScenariosOut(Schema):
    """The packaged scenarios of households."""

    items: list[HouseholdScenarioOut]
    count: int


class ScenarioRowOut(Schema):
    """An item before and after, kg per household."""

    item: str
    label: str
    before: float
    after: float
    home: float
    abroad: float
    local: Literal["yes", "partly", "no"] = Field(description="Whether the change would show in the place's figures.")


class ScenarioResultOut(_SaidOut):
    """What a scenario does to the households of a place."""

    id: str
    title: str
    area: str
    name: str
    year: int
    unit: str
    before: float
    after: float
    home: float = Field(description="Change in the Netherlands; with `abroad` it is `after - before`.")
    abroad: float
    rebound: float
    saved_eur: float
    change_kt: float
    status: str
    receipt: str
    rows: list[ScenarioRowOut]
    notes: list[str]
    sources: list[SourceOut]
    definition: dict[str, Any]

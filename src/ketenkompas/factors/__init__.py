"""Emission-factor records, releases, reasoned choice, factors derived from the model: values in, values out."""

from ketenkompas.factors._columns import from_cells, from_frame, from_row, record_schema, to_cells, to_frame, to_row
from ketenkompas.factors._conversions import Conversion, conversions
from ketenkompas.factors._gwp import GwpValues, gwp_sets, gwp_values
from ketenkompas.factors._record import (
    ActivityType,
    Boundary,
    Category,
    ChangeKind,
    Component,
    Edition,
    Factor,
    Flag,
    Link,
    QuantityKind,
    Status,
    Verdict,
    factor_id,
)
from ketenkompas.factors._release import Change, Release, green_only
from ketenkompas.factors._units import ActivityUnit, activity_unit, activity_units

__all__ = [
    "ActivityType",
    "ActivityUnit",
    "Boundary",
    "Category",
    "Change",
    "ChangeKind",
    "Component",
    "Conversion",
    "Edition",
    "Factor",
    "Flag",
    "GwpValues",
    "Link",
    "QuantityKind",
    "Release",
    "Status",
    "Verdict",
    "activity_unit",
    "activity_units",
    "conversions",
    "factor_id",
    "from_cells",
    "from_frame",
    "from_row",
    "green_only",
    "gwp_sets",
    "gwp_values",
    "record_schema",
    "to_cells",
    "to_frame",
    "to_row",
]

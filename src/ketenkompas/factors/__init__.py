"""Emission-factor records, releases, reasoned choice, factors derived from the model: values in, values out."""

from ketenkompas.factors._amended import FIXED, amended
from ketenkompas.factors._columns import from_cells, from_frame, from_row, record_schema, to_cells, to_frame, to_row
from ketenkompas.factors._proposals import Mark, Proposal, ProposalKind, changed_fields, proposals
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
    "FIXED",
    "ActivityType",
    "ActivityUnit",
    "Boundary",
    "Category",
    "Change",
    "ChangeKind",
    "Component",
    "Edition",
    "Factor",
    "Flag",
    "Link",
    "Mark",
    "Proposal",
    "ProposalKind",
    "QuantityKind",
    "Release",
    "Status",
    "Verdict",
    "activity_unit",
    "activity_units",
    "amended",
    "changed_fields",
    "factor_id",
    "from_cells",
    "from_frame",
    "from_row",
    "green_only",
    "proposals",
    "record_schema",
    "to_cells",
    "to_frame",
    "to_row",
]

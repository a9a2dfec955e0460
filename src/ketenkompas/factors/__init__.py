"""Emission-factor records, releases, reasoned choice, factors derived from the model: values in, values out."""

from ketenkompas.factors._columns import from_cells, from_frame, from_row, record_schema, to_cells, to_frame, to_row
from ketenkompas.factors._conversions import Conversion, conversions
from ketenkompas.factors._gwp import GwpValues, gwp_sets, gwp_values
from ketenkompas.factors._pedigree import INDICATORS, Pedigree, PedigreeTable, pedigree_gsd2
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
    Relation,
    Status,
    Verdict,
    factor_id,
)
from ketenkompas.factors._release import Change, Release, green_only
from ketenkompas.factors._search import Found, SearchIndex, Why, search_index
from ketenkompas.factors._units import ActivityUnit, activity_unit, activity_units

__all__ = [
    "INDICATORS",
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
    "Found",
    "GwpValues",
    "Link",
    "Pedigree",
    "PedigreeTable",
    "QuantityKind",
    "Relation",
    "Release",
    "SearchIndex",
    "Status",
    "Verdict",
    "Why",
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
    "pedigree_gsd2",
    "record_schema",
    "search_index",
    "to_cells",
    "to_frame",
    "to_row",
]

"""Emission-factor records, releases, reasoned choice, factors derived from the model: values in, values out."""

from ketenkompas.factors._amended import FIXED, amended
from ketenkompas.factors._columns import from_cells, from_frame, from_row, record_schema, to_cells, to_frame, to_row
from ketenkompas.factors._conversions import (
    Conversion,
    conversions,
)
from ketenkompas.factors._difference import Difference, Step, difference
from ketenkompas.factors._gwp import (
    GwpValues,
    gwp_sets,
    gwp_values,
)
from ketenkompas.factors._pedigree import INDICATORS, Pedigree, PedigreeTable, pedigree_gsd2
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
    Relation,
    Status,
    Verdict,
    factor_id,
)
from ketenkompas.factors._release import (
    Change,
    Release,
    green_only,
)
from ketenkompas.factors._units import (
    ActivityUnit,
    activity_unit,
    activity_units,
)
from ketenkompas.factors._validate import (
    is_jump,
    problems_of,
    validate,
)
from ketenkompas.factors._versions import (
    Numbered,
    numbered,
    same_content,
    valid_for,
)

__all__ = [
    "FIXED",
    "INDICATORS",
    "ActivityType",
    "ActivityUnit",
    "Boundary",
    "Category",
    "Change",
    "ChangeKind",
    "Component",
    "Conversion",
    "Difference",
    "Edition",
    "Factor",
    "Flag",
    "GwpValues",
    "Link",
    "Mark",
    "Numbered",
    "Pedigree",
    "PedigreeTable",
    "Proposal",
    "ProposalKind",
    "QuantityKind",
    "Relation",
    "Release",
    "Status",
    "Step",
    "Verdict",
    "activity_unit",
    "activity_units",
    "amended",
    "changed_fields",
    "conversions",
    "difference",
    "factor_id",
    "from_cells",
    "from_frame",
    "from_row",
    "green_only",
    "gwp_sets",
    "gwp_values",
    "is_jump",
    "numbered",
    "pedigree_gsd2",
    "problems_of",
    "proposals",
    "record_schema",
    "same_content",
    "to_cells",
    "to_frame",
    "to_row",
    "valid_for",
    "validate",
]

"""Emission-factor records, releases, reasoned choice, factors derived from the model: values in, values out."""

from ketenkompas.factors._amended import FIXED, amended
from ketenkompas.factors._bridges import (
    bridges_of,
)
from ketenkompas.factors._choice import (
    Candidate,
    Choice,
    Stored,
    replay,
)
from ketenkompas.factors._choose import (
    choose,
)
from ketenkompas.factors._columns import (
    from_cells,
    from_frame,
    from_row,
    record_schema,
    to_cells,
    to_frame,
    to_row,
)
from ketenkompas.factors._compared import (
    Comparison,
    Field,
    compared,
)
from ketenkompas.factors._conversions import (
    Conversion,
    conversions,
)
from ketenkompas.factors._difference import (
    ChangeStep,
    Difference,
    difference,
)
from ketenkompas.factors._gwp import (
    GwpValues,
    gwp_sets,
    gwp_values,
)
from ketenkompas.factors._gwp_choice import (
    NotRestated,
    Restated,
    restate,
)
from ketenkompas.factors._interval import (
    Interval,
    UncertaintyClass,
    interval_of,
    uncertainty_classes,
)
from ketenkompas.factors._inventory import (
    Line,
    Total,
    inventory_total,
)
from ketenkompas.factors._money import (
    PriceIndex,
    Rate,
    Vat,
)
from ketenkompas.factors._pedigree import (
    INDICATORS,
    Pedigree,
    PedigreeTable,
    pedigree_gsd2,
)
from ketenkompas.factors._proposals import Mark, Proposal, ProposalKind, changed_fields, proposals
from ketenkompas.factors._quantity import (
    Amount,
    Bridge,
    Step,
    convert_amount,
)
from ketenkompas.factors._reasons import (
    Reason,
    Refusal,
    reason_text,
)
from ketenkompas.factors._record import (
    CATEGORIES,
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
from ketenkompas.factors._related import (
    Kinship,
    Related,
    nearest,
    related,
)
from ketenkompas.factors._release import (
    Change,
    Release,
    green_only,
)
from ketenkompas.factors._rules import (
    ChoiceRules,
    choice_rules,
)
from ketenkompas.factors._search import (
    Found,
    SearchIndex,
    Why,
    search_index,
)
from ketenkompas.factors._spend import (
    SpendFactor,
    SpendTable,
    SpendView,
    spend_table,
)
from ketenkompas.factors._spend_records import (
    spend_records,
)
from ketenkompas.factors._spend_scopes import (
    spend_scopes,
)
from ketenkompas.factors._spend_use import (
    IndexValues,
    SpendNotice,
    SpendResult,
    repriced,
    spend_emissions,
    spend_notices,
)
from ketenkompas.factors._units import (
    ActivityUnit,
    OpenUnit,
    activity_unit,
    activity_units,
    open_units,
    unit_readings,
)
from ketenkompas.factors._validate import (
    is_jump,
    problems_of,
    validate,
)
from ketenkompas.factors._valuation import (
    MARGIN_PRODUCTS,
    Buyer,
    LeftOut,
    PriceShares,
    Rebased,
    Valuation,
    margin_factor,
    price_shares,
    rebased,
    require_valuation,
    with_tax_share,
    with_vat,
)
from ketenkompas.factors._versions import (
    Numbered,
    numbered,
    same_content,
)
from ketenkompas.factors._weigh import known_region

__all__ = [
    "CATEGORIES",
    "FIXED",
    "INDICATORS",
    "MARGIN_PRODUCTS",
    "ActivityType",
    "ActivityUnit",
    "Amount",
    "Boundary",
    "Bridge",
    "Buyer",
    "Candidate",
    "Category",
    "Change",
    "ChangeKind",
    "ChangeStep",
    "Choice",
    "ChoiceRules",
    "Comparison",
    "Component",
    "Conversion",
    "Difference",
    "Edition",
    "Factor",
    "Field",
    "Flag",
    "Found",
    "GwpValues",
    "IndexValues",
    "Interval",
    "Kinship",
    "LeftOut",
    "Line",
    "Link",
    "Mark",
    "NotRestated",
    "Numbered",
    "OpenUnit",
    "Pedigree",
    "PedigreeTable",
    "PriceIndex",
    "PriceShares",
    "Proposal",
    "ProposalKind",
    "QuantityKind",
    "Rate",
    "Reason",
    "Rebased",
    "Refusal",
    "Related",
    "Relation",
    "Release",
    "Restated",
    "SearchIndex",
    "SpendFactor",
    "SpendNotice",
    "SpendResult",
    "SpendTable",
    "SpendView",
    "Status",
    "Step",
    "Stored",
    "Total",
    "UncertaintyClass",
    "Valuation",
    "Vat",
    "Verdict",
    "Why",
    "activity_unit",
    "activity_units",
    "amended",
    "bridges_of",
    "changed_fields",
    "choice_rules",
    "choose",
    "compared",
    "conversions",
    "convert_amount",
    "difference",
    "factor_id",
    "from_cells",
    "from_frame",
    "from_row",
    "green_only",
    "gwp_sets",
    "gwp_values",
    "interval_of",
    "inventory_total",
    "is_jump",
    "known_region",
    "margin_factor",
    "nearest",
    "numbered",
    "open_units",
    "pedigree_gsd2",
    "price_shares",
    "problems_of",
    "proposals",
    "reason_text",
    "rebased",
    "record_schema",
    "related",
    "replay",
    "repriced",
    "require_valuation",
    "restate",
    "same_content",
    "search_index",
    "spend_emissions",
    "spend_notices",
    "spend_records",
    "spend_scopes",
    "spend_table",
    "to_cells",
    "to_frame",
    "to_row",
    "uncertainty_classes",
    "unit_readings",
    "validate",
    "with_tax_share",
    "with_vat",
]

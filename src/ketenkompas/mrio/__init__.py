"""Multi-regional input-output accounts and footprints."""

from ketenkompas.mrio._account_set import account_set
from ketenkompas.mrio._accounts import HOUSEHOLDS, Accounts, FinalUses, Meta, Sectors
from ketenkompas.mrio._balance import Check, balance, require_balance
from ketenkompas.mrio._example import example_accounts
from ketenkompas.mrio._footprints import (
    demand_by_area,
    embodied_trade,
    footprint,
    origin_cube,
    origin_product_cube,
    per_head,
    per_money,
    product_cube,
    production,
    territorial,
    with_households,
)
from ketenkompas.mrio._gases import combine_gases
from ketenkompas.mrio._solvers import (
    Choice,
    RefinedSystem,
    Solver,
    System,
    choose,
    multipliers_with_bound,
    refined_system,
    solver_for,
)
from ketenkompas.mrio._split import buyer_shares, split_product
from ketenkompas.mrio._split_draws import footprint_draws
from ketenkompas.mrio._system import (
    LeontiefSystem,
    coefficients,
    downstream,
    intensities,
    leontief,
    multipliers,
    spectral_radius,
)
from ketenkompas.mrio._variant_choice import choose_variants
from ketenkompas.mrio._variants import Share, Variant, ratios_to_mean, value_shares

__all__ = [
    "HOUSEHOLDS",
    "Accounts",
    "Check",
    "Choice",
    "FinalUses",
    "LeontiefSystem",
    "Meta",
    "RefinedSystem",
    "Sectors",
    "Share",
    "Solver",
    "System",
    "Variant",
    "account_set",
    "balance",
    "buyer_shares",
    "choose",
    "choose_variants",
    "coefficients",
    "combine_gases",
    "demand_by_area",
    "downstream",
    "embodied_trade",
    "example_accounts",
    "footprint",
    "footprint_draws",
    "intensities",
    "leontief",
    "multipliers",
    "multipliers_with_bound",
    "origin_cube",
    "origin_product_cube",
    "per_head",
    "per_money",
    "product_cube",
    "production",
    "ratios_to_mean",
    "refined_system",
    "require_balance",
    "solver_for",
    "spectral_radius",
    "split_product",
    "territorial",
    "value_shares",
    "with_households",
]

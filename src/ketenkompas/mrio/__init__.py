"""Multi-regional input-output accounts and footprints."""

from ketenkompas.mrio._account_set import account_set
from ketenkompas.mrio._accounts import HOUSEHOLDS, Accounts, FinalUses, Meta, Sectors, sum_and_least
from ketenkompas.mrio._balance import Check, balance, require_balance
from ketenkompas.mrio._balancing import Balanced, balanced, gras, ras
from ketenkompas.mrio._coupled import (
    FEEDBACKS,
    Feedback,
    coupled_footprint,
    import_multipliers,
    imports_of,
    refinement_bridge,
)
from ketenkompas.mrio._decomposition import EFFECTS, ChangeBy, chained_decomposition, decomposition, three_factors
from ketenkompas.mrio._draws import DrawState, draw_footprints, prepare_draws
from ketenkompas.mrio._embedded import refine_national
from ketenkompas.mrio._errors_of_data import DataErrors
from ketenkompas.mrio._example import example_accounts
from ketenkompas.mrio._extraction import extraction, link_extraction, substitution
from ketenkompas.mrio._first_order import first_order
from ketenkompas.mrio._footprints import (
    demand_by_area,
    embodied_trade,
    flow_cube,
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
from ketenkompas.mrio._index_decomposition import chain_factors, index_decomposition
from ketenkompas.mrio._national import National, outputs_at_home, own_block, require_national, with_changes
from ketenkompas.mrio._path_groups import RegionChain, chains_by_region, first_suppliers
from ketenkompas.mrio._paths import Paths, PathSearch, demand_of, paths, prepare_paths, sectors_of
from ketenkompas.mrio._prices import deflate, in_current_prices
from ketenkompas.mrio._purposes import NOT_LINKED, TRADE, PurposeKey, by_purpose, purpose_shares
from ketenkompas.mrio._scenario import (
    Change,
    DemandChange,
    IntensityChange,
    Scenario,
    Selection,
    TechnologyChange,
    TradeMove,
)
from ketenkompas.mrio._scenario_run import Outcome, State, apply_scenario, run_scenario
from ketenkompas.mrio._session import Session, Update, prepare
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
from ketenkompas.mrio._split import Balance, buyer_shares, split_product, split_products
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
from ketenkompas.mrio._variant_choice import Production, choose_variants
from ketenkompas.mrio._variant_choices import Chosen, VariantChoices, chosen_footprints, variant_choices
from ketenkompas.mrio._variants import Share, Variant, ratios_to_mean, value_shares
from ketenkompas.mrio._vintages import Ledger, Vintage, vintage_ledger

__all__ = [
    "EFFECTS",
    "FEEDBACKS",
    "HOUSEHOLDS",
    "NOT_LINKED",
    "TRADE",
    "Accounts",
    "Balance",
    "Balanced",
    "Change",
    "ChangeBy",
    "Check",
    "Choice",
    "Chosen",
    "DataErrors",
    "DemandChange",
    "DrawState",
    "Feedback",
    "FinalUses",
    "IntensityChange",
    "Ledger",
    "LeontiefSystem",
    "Meta",
    "National",
    "Outcome",
    "PathSearch",
    "Paths",
    "Production",
    "PurposeKey",
    "RefinedSystem",
    "RegionChain",
    "Scenario",
    "Sectors",
    "Selection",
    "Session",
    "Share",
    "Solver",
    "State",
    "System",
    "TechnologyChange",
    "TradeMove",
    "Update",
    "Variant",
    "VariantChoices",
    "Vintage",
    "account_set",
    "apply_scenario",
    "balance",
    "balanced",
    "buyer_shares",
    "by_purpose",
    "chain_factors",
    "chained_decomposition",
    "chains_by_region",
    "choose",
    "choose_variants",
    "chosen_footprints",
    "coefficients",
    "combine_gases",
    "coupled_footprint",
    "decomposition",
    "deflate",
    "demand_by_area",
    "demand_of",
    "downstream",
    "draw_footprints",
    "embodied_trade",
    "example_accounts",
    "extraction",
    "first_order",
    "first_suppliers",
    "flow_cube",
    "footprint",
    "footprint_draws",
    "gras",
    "import_multipliers",
    "imports_of",
    "in_current_prices",
    "index_decomposition",
    "intensities",
    "leontief",
    "link_extraction",
    "multipliers",
    "multipliers_with_bound",
    "origin_cube",
    "origin_product_cube",
    "outputs_at_home",
    "own_block",
    "paths",
    "per_head",
    "per_money",
    "prepare",
    "prepare_draws",
    "prepare_paths",
    "product_cube",
    "production",
    "purpose_shares",
    "ras",
    "ratios_to_mean",
    "refine_national",
    "refined_system",
    "refinement_bridge",
    "require_balance",
    "require_national",
    "run_scenario",
    "sectors_of",
    "solver_for",
    "spectral_radius",
    "split_product",
    "split_products",
    "substitution",
    "sum_and_least",
    "territorial",
    "three_factors",
    "value_shares",
    "variant_choices",
    "vintage_ledger",
    "with_changes",
    "with_households",
]

"""Households of the Netherlands: who they are, what they spend, and what that causes."""

from ketenkompas.households._account import (
    ENERGY,
    Account,
    Direct,
    Keys,
    account,
    types,
)
from ketenkompas.households._boundaries import (
    Absent,
    Harmonised,
    harmonise,
    harmonise_means,
)
from ketenkompas.households._bridge import (
    Bridge,
    balance_bridge,
    bridge_footprint,
    bridge_remainder,
)
from ketenkompas.households._cars import (
    Cars,
    lease_correction,
)
from ketenkompas.households._cells import (
    CellFrame,
    Dimension,
)
from ketenkompas.households._change import (
    what_changed,
)
from ketenkompas.households._country import (
    PLACES,
    ByQuantity,
    Country,
    FullTable,
    Products,
    bridge_doubt,
    buyers,
    by_product,
    full_country,
    purchaser_intensity,
    starter_country,
)
from ketenkompas.households._disclosure import (
    merge_small,
)
from ketenkompas.households._energy import (
    FillByHeads,
    dwelling_flag,
    grid_electricity,
    not_local,
    portion,
)
from ketenkompas.households._margins import (
    Margin,
    reconcile,
)
from ketenkompas.households._peers import peers
from ketenkompas.households._population import (
    integer_cells,
    population_rows,
)
from ketenkompas.households._project import (
    National,
    Projection,
    project,
    two_level,
)
from ketenkompas.households._purchaser import (
    Purchaser,
    to_purchaser_prices,
)
from ketenkompas.households._ranks import (
    Comparison,
    Ranks,
    compared,
    rank_intervals,
)
from ketenkompas.households._sampled import (
    DOUBTS,
    Doubt,
    Drawn,
    Spread,
    draws,
)
from ketenkompas.households._scenario import (
    Action,
    Outcome,
    carry_out,
    combined,
    longer_life,
)
from ketenkompas.households._settle import (
    Settled,
    account_ratio,
    corrected_cars,
    energy_by_quantity,
    settle,
)
from ketenkompas.households._situation import (
    Counted,
    Demand,
    Observed,
    Places,
    Situation,
    SurveyTables,
)
from ketenkompas.households._size import (
    SizeShares,
    common_shift,
    size_shares,
)
from ketenkompas.households._spending import (
    Spending,
    rake,
    split_by_class,
)

__all__ = [
    "DOUBTS",
    "ENERGY",
    "PLACES",
    "Absent",
    "Account",
    "Action",
    "Bridge",
    "ByQuantity",
    "Cars",
    "CellFrame",
    "Comparison",
    "Counted",
    "Country",
    "Demand",
    "Dimension",
    "Direct",
    "Doubt",
    "Drawn",
    "FillByHeads",
    "FullTable",
    "Harmonised",
    "Keys",
    "Margin",
    "National",
    "Observed",
    "Outcome",
    "Places",
    "Products",
    "Projection",
    "Purchaser",
    "Ranks",
    "Settled",
    "Situation",
    "SizeShares",
    "Spending",
    "Spread",
    "SurveyTables",
    "account",
    "account_ratio",
    "balance_bridge",
    "bridge_doubt",
    "bridge_footprint",
    "bridge_remainder",
    "buyers",
    "by_product",
    "carry_out",
    "combined",
    "common_shift",
    "compared",
    "corrected_cars",
    "draws",
    "dwelling_flag",
    "energy_by_quantity",
    "full_country",
    "grid_electricity",
    "harmonise",
    "harmonise_means",
    "integer_cells",
    "lease_correction",
    "longer_life",
    "merge_small",
    "not_local",
    "peers",
    "population_rows",
    "portion",
    "project",
    "purchaser_intensity",
    "rake",
    "rank_intervals",
    "reconcile",
    "settle",
    "size_shares",
    "split_by_class",
    "starter_country",
    "to_purchaser_prices",
    "two_level",
    "types",
    "what_changed",
]

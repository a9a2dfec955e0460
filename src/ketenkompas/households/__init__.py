"""Household footprints: what a household of a kind and the households of a municipality cause."""

from ketenkompas.households._bridge import Bridge, balance_bridge, bridge_footprint, bridge_remainder
from ketenkompas.households._cars import Cars, lease_correction
from ketenkompas.households._change import what_changed
from ketenkompas.households._disclosure import merge_small
from ketenkompas.households._energy import FillByHeads, dwelling_flag, grid_electricity, not_local, portion
from ketenkompas.households._population import integer_cells, population_rows
from ketenkompas.households._purchaser import Purchaser, to_purchaser_prices
from ketenkompas.households._ranks import Comparison, Ranks, compared, rank_intervals
from ketenkompas.households._scenario import Action, Outcome, carry_out, combined, longer_life

__all__ = [
    "Action",
    "Bridge",
    "Cars",
    "Comparison",
    "FillByHeads",
    "Outcome",
    "Purchaser",
    "Ranks",
    "balance_bridge",
    "bridge_footprint",
    "bridge_remainder",
    "carry_out",
    "combined",
    "compared",
    "dwelling_flag",
    "grid_electricity",
    "integer_cells",
    "lease_correction",
    "longer_life",
    "merge_small",
    "not_local",
    "population_rows",
    "portion",
    "rank_intervals",
    "to_purchaser_prices",
    "what_changed",
]

"""Areas, industries, products and final uses as checked data."""

from ketenkompas.classifications._areas import Area, areas, available_areas, canonical_area, members
from ketenkompas.classifications._branches import branch_label, branch_of, branches
from ketenkompas.classifications._correspondence import Correspondence, Coverage, cpa_to_a64
from ketenkompas.classifications._geometry import shapes_source, world_shapes
from ketenkompas.classifications._schemes import Item, Scheme, SchemeName, label_of, scheme

__all__ = [
    "Area",
    "Correspondence",
    "Coverage",
    "Item",
    "Scheme",
    "SchemeName",
    "areas",
    "available_areas",
    "branch_label",
    "branch_of",
    "branches",
    "canonical_area",
    "cpa_to_a64",
    "label_of",
    "members",
    "scheme",
    "shapes_source",
    "world_shapes",
]

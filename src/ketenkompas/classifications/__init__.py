"""Areas, industries, products and final uses as checked data."""

from ketenkompas.classifications._areas import Area, areas, available_areas, canonical_area, members
from ketenkompas.classifications._schemes import Item, Scheme, label_of, scheme

__all__ = [
    "Area",
    "Item",
    "Scheme",
    "areas",
    "available_areas",
    "canonical_area",
    "label_of",
    "members",
    "scheme",
]

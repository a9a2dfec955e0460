"""The consumption compass: households of a kind, the households of a municipality, and what they cause."""

from ketenkompas.households._boundaries import (
    Absent,
    Harmonised,
    harmonise,
    harmonise_means,
)

__all__ = [
    "Absent",
    "Harmonised",
    "harmonise",
    "harmonise_means",
]

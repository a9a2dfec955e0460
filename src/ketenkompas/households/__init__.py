"""Households of the Netherlands: who they are, what they spend, and what that causes."""

from ketenkompas.households._boundaries import (
    Absent,
    Harmonised,
    harmonise,
    harmonise_means,
)
from ketenkompas.households._cells import (
    CellFrame,
    Dimension,
)
from ketenkompas.households._margins import (
    Margin,
    reconcile,
)
from ketenkompas.households._project import (
    National,
    Projection,
    project,
    two_level,
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
    "Absent",
    "CellFrame",
    "Dimension",
    "Harmonised",
    "Margin",
    "National",
    "Projection",
    "SizeShares",
    "Spending",
    "common_shift",
    "harmonise",
    "harmonise_means",
    "project",
    "rake",
    "reconcile",
    "size_shares",
    "split_by_class",
    "two_level",
]

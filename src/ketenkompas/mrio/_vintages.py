"""The ledger of vintages: how much of a new figure is revised data, a revised method, and true change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from ketenkompas.errors import InputError, MissingValueError


@dataclass(frozen=True, slots=True)
class Vintage:
    """What a figure is of and from: the year it describes, the edition of the data, the edition of the method."""

    year: int
    data: str
    method: str

    def __str__(self) -> str:
        return f"{self.year} ({self.data}, {self.method})"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The difference of two published figures in three parts that add up to it, in the unit of the figures.

    ``data_revision`` and ``method_revision`` are what the earlier year would now be published as, less what it was;
    ``true_change`` is between the two years in one data edition and method. ``order_known`` tells that the revisions do
    not depend on their order (both orders were given and averaged, or one of them is nothing); otherwise the data were
    revised first.
    """

    earlier: Vintage
    later: Vintage
    data_revision: float
    method_revision: float
    true_change: float
    order_known: bool

    @property
    def difference(self) -> float:
        """The later figure less the earlier one, as published."""
        return self.data_revision + self.method_revision + self.true_change


def vintage_ledger(figures: Mapping[Vintage, float], earlier: Vintage, later: Vintage) -> Ledger:
    """Split the difference of a new figure from an earlier one into data revision, method revision and true change.

    Parameters
    ----------
    figures : mapping
        Figures (any one unit) by vintage: the two published ones, the earlier year with the new data and the old
        method, and the earlier year with new data and new method. The earlier year with old data and new method, where
        it is given, makes the revisions independent of their order.
    earlier, later : Vintage
        The two figures that are compared.

    Returns
    -------
    Ledger
        Exact: the parts add up to the difference (``tests/unit/mrio/test_vintages.py``).

    Raises
    ------
    MissingValueError
        ``vintages.absent`` with every vintage that is needed and not given, or given as NaN.
    InputError
        ``vintages.order`` when the later figure is of an earlier year.

    Notes
    -----
    With F(year; data, method): ``F(t; D, M) - F(s; d, m) = [F(s; D, m) - F(s; d, m)] + [F(s; D, M) - F(s; D, m)] +
    [F(t; D, M) - F(s; D, M)]``; where F(s; d, M) is known, each revision is the mean of its two orders.

    Examples
    --------
    >>> from ketenkompas.mrio import Vintage, vintage_ledger
    >>> old, new = Vintage(2020, "25ed", "v1"), Vintage(2021, "26ed", "v2")
    >>> figures = {old: 100.0, Vintage(2020, "26ed", "v1"): 97.0, Vintage(2020, "26ed", "v2"): 98.5, new: 95.0}
    >>> found = vintage_ledger(figures, old, new)
    >>> found.data_revision, found.method_revision, found.true_change
    (-3.0, 1.5, -3.5)
    """
    if later.year < earlier.year:
        raise InputError("vintages.order", earlier=str(earlier), later=str(later))
    revised = Vintage(earlier.year, later.data, earlier.method)
    renewed = Vintage(earlier.year, later.data, later.method)
    needed = dict.fromkeys((earlier, revised, renewed, later))
    absent = [str(one) for one in needed if not math.isfinite(figures.get(one, math.nan))]
    if absent:
        raise MissingValueError("vintages.absent", found="; ".join(absent), count=len(absent))
    start, with_data, with_both = (figures[one] for one in (earlier, revised, renewed))
    data, method = with_data - start, with_both - with_data
    with_method = figures.get(Vintage(earlier.year, earlier.data, later.method), math.nan)
    if math.isfinite(with_method):
        data = (data + with_both - with_method) / 2
        method = (method + with_method - start) / 2
    one_kind = earlier.data == later.data or earlier.method == later.method
    known = one_kind or math.isfinite(with_method)
    return Ledger(earlier, later, data, method, figures[later] - with_both, known)

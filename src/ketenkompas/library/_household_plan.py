"""Which table that is not here would improve which household figure, in the order that a build has measured."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ketenkompas.errors import KetenkompasError
from ketenkompas.ingest import PlanItem, household_plan
from ketenkompas.library._household_products import YEAR, product

_SEEN = ("place", "groups")


def plan(year: int = YEAR) -> tuple[PlanItem, ...]:
    """The plan with the measured share of the variance of each step, the largest first.

    Returns
    -------
    tuple of PlanItem
        ``variance_share`` is that of all doubts that the step lessens, of the differences between municipalities or of
        what is bought, as the step says. Steps with equal shares, and those of which nothing is measured, keep the
        order of the file; so do all where no build has measured the doubts.

    Notes
    -----
    The product ``doubts`` lets one doubt vary and holds the others: shares are first-order, and what tables lessen
    together is in the share of each.

    Examples
    --------
    >>> [item.order for item in plan()][:3]
    [1, 2, 3]
    """
    shares = _shares(year)
    found = [replace(item, variance_share=_share(item, shares)) for item in household_plan()]
    found.sort(key=lambda item: -1.0 if item.variance_share is None else item.variance_share, reverse=True)
    return tuple(replace(item, order=at) for at, item in enumerate(found, start=1))


def _shares(year: int) -> dict[tuple[str, str], float]:
    """The share of every doubt by where it is seen; empty where a build has not measured both."""
    try:
        frame, _ = product("doubts", year)
    except KetenkompasError:
        return {}
    if not {*_SEEN} <= {*frame.columns}:
        return {}
    rows = frame.select("doubt", *(pl.col(name).cast(pl.Float64) for name in _SEEN)).iter_rows(named=True)
    return {(row["doubt"], name): row[name] for row in rows for name in _SEEN}


def _share(item: PlanItem, shares: dict[tuple[str, str], float]) -> float | None:
    if item.seen_in is None or not item.lessens or not shares:
        return None
    return sum(shares.get((doubt, item.seen_in), 0.0) for doubt in item.lessens)

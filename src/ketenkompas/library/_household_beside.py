"""What the figures of a place are held against: similar places, a path that somebody sets, the base of a what-if."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenkompas.errors import InputError
from ketenkompas.ingest import HouseholdComparison, household_comparisons
from ketenkompas.library._household_places import Place, place
from ketenkompas.library._household_products import COUNTRY, HOUSEHOLDS_ONLY, YEAR, leaves, leaves_of, per_of, product


@dataclass(frozen=True, slots=True)
class SimilarRange:
    """One item in the municipalities that are similar to one: the middle of their figures, the lowest, the highest."""

    item: str
    middle: float
    lowest: float
    highest: float
    count: int


def similar_range(asked: str | Place, *, per: str = "household", year: int = YEAR) -> Mapping[str, SimilarRange]:
    """How high the similar municipalities are, by item, group and whole; empty for a place without similar ones.

    Parameters
    ----------
    asked : str or Place
    per : {"household", "person"}

    Returns
    -------
    mapping
        By item; kg CO2e_AR5 per household or person. The middle is the median of their figures: none weighs more.

    Raises
    ------
    UnknownCodeError
        ``households.place_unknown``, ``households.year_unknown``.
    InputError
        ``households.per_unknown``.
    """
    one = asked if isinstance(asked, Place) else place(asked, year)
    frame, _ = product("figures", year)
    kg = pl.col(f"kg_{per_of(per)}")
    mine = frame.filter(pl.col("area").is_in(list(one.peers))).group_by("item")
    found = mine.agg(
        kg.median().alias("middle"), kg.min().alias("lowest"), kg.max().alias("highest"), pl.len().alias("count")
    )
    return {row["item"]: SimilarRange(**row) for row in found.iter_rows(named=True)}


def lowered(value: float, per_cent: float) -> float:
    """A level that lies so many per cent below a value: the end of a path that somebody sets.

    Raises
    ------
    InputError
        ``households.path`` outside 0 to 100.

    Examples
    --------
    >>> lowered(20_000.0, 55)
    9000.0
    """
    if not 0 <= per_cent <= 100:
        raise InputError("households.path", found=per_cent)
    return value * (100 - per_cent) / 100


def heads(asked: str | Place, per: str, *, year: int = YEAR) -> float:
    """By how many a figure per household is divided to count it per household (1) or per person.

    Raises
    ------
    UnknownCodeError
        ``households.place_unknown``, ``households.year_unknown``.
    InputError
        ``households.per_unknown``.
    """
    one = asked if isinstance(asked, Place) else place(asked, year)
    return one.inhabitants / one.households if per_of(per) == "person" else 1.0


def comparisons() -> tuple[HouseholdComparison, ...]:
    """Figures of others that stand beside these and that nothing was fitted to: CBS, Eurostat; second-hand."""
    return household_comparisons()


def scenario_base(asked: str | Place = COUNTRY, *, year: int = YEAR) -> dict[str, Any]:
    """What a what-if of a place starts from, small enough for a browser: the numbers of :func:`scenario`.

    Returns
    -------
    dict
        ``area``, ``households``, ``persons`` (of a household) and ``items``: by item ``kg`` and ``eur`` per household
        (``eur`` None where the country's
        spending is not known), ``home`` (share emitted in the Netherlands), ``local`` (yes, partly, no).

    Raises
    ------
    UnknownCodeError
        ``households.place_unknown``, ``households.year_unknown``.
    """
    one = asked if isinstance(asked, Place) else place(asked, year)
    figures, _ = product("figures", year)
    spending, _ = product("calculator", year)
    rows = {row["item"]: row for row in spending.filter(pl.col("kind") == "spending").iter_rows(named=True)}
    here, country = (_kg(figures, area) for area in (one.area, COUNTRY))
    items = [_item(name, here[name], country[name], rows[name]) for name in leaves_of(HOUSEHOLDS_ONLY) if name in here]
    persons = heads(one, "person", year=year)
    return {"area": one.area, "households": one.households, "persons": persons, "items": items}


def _item(name: str, here: float, country: float, row: Mapping[str, Any]) -> dict[str, Any]:
    known = row["eur"] is not None and country
    eur = row["eur"] * here / country if known else None
    return {"id": name, "kg": here, "eur": eur, "home": row["home"], "local": leaves()[name].local}


def _kg(figures: pl.DataFrame, area: str) -> dict[str, float]:
    mine = figures.filter((pl.col("area") == area) & pl.col("item").is_in(list(leaves())))
    return dict(mine.select("item", "kg_household").iter_rows())

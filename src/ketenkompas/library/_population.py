"""Population, money and exchange rates of an area, for figures per head and per unit of money."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ketenkompas.classifications import areas, members
from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.pipeline import CONTEXT, Receipt, load

_EURO_AREA_MEMBER = "NL"
CURRENCIES = ("EUR", "USD")


def population_million(area: str, year: int, regions: Sequence[str]) -> tuple[float, Receipt]:
    """Inhabitants (millions) of an area; a rest of the world is every country outside the model's other regions.

    Parameters
    ----------
    regions : sequence of str
        The regions of the model, or empty for a series that knows countries and unions.

    Raises
    ------
    MissingValueError
        ``population.missing`` when a country or the year is not in the source.
    """
    frame, receipt = load(CONTEXT, None, "population")
    known = dict(frame.filter(pl.col("year") == year).select("area", "population_million").iter_rows())
    rests = [code for code in regions if areas()[code].kind == "rest_of_world"]
    countries = sorted(known)
    asked = members(area, regions) if regions else _of_series(area, countries)
    named = [code for code in asked if code not in rests]
    lacking = [code for code in named if code not in known]
    if lacking or not known:
        raise MissingValueError("population.missing", areas=", ".join(f"{code} {year}" for code in lacking or [area]))
    outside = [code for code in countries if code not in regions] if any(code in rests for code in asked) else []
    return float(sum(known[code] for code in [*named, *outside])), receipt


def _of_series(area: str, countries: Sequence[str]) -> list[str]:
    union = [code for code, item in areas().items() if item.in_eu27]
    if area == "WORLD":
        return list(countries)
    if area == "EXT_EU27_2020":
        return [code for code in countries if code not in union]
    return union if area == "EU27_2020" else [area]


def money_factor(money: str, currency: str, year: int) -> tuple[float, tuple[Receipt, ...]]:
    """How many units of a currency one unit of the table's money is, at the average rate of the year.

    Raises
    ------
    InputError
        ``query.currency`` for another currency than EUR and USD.
    MissingValueError
        ``rate.missing`` when the year has no rate.
    """
    own = money.removeprefix("M")
    if currency == own:
        return 1.0, ()
    if currency not in CURRENCIES or own not in CURRENCIES:
        raise InputError("query.currency", found=currency, known=", ".join(CURRENCIES))
    frame, receipt = load(CONTEXT, None, "population")
    rows = frame.filter((pl.col("year") == year) & (pl.col("area") == _EURO_AREA_MEMBER))
    if rows.height != 1:
        raise MissingValueError("rate.missing", year=year)
    euro_per_dollar = float(rows["lcu_per_usd"].item())
    return (euro_per_dollar if currency == "EUR" else 1.0 / euro_per_dollar), (receipt,)

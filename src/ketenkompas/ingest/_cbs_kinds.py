"""What two tables of CBS say of kinds of households: ages by size in a municipality, incomes by kind in the country."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._cbs_households import municipal, of_year, purpose_code, scale_of, survey_class
from ketenkompas.ingest._cbs_layout import CbsCells, cbs_words, one_code
from ketenkompas.ingest._faults import Faults

Bounds = tuple[int, int | None]
HOUSEHOLD_AGES: Mapping[str, Bounds] = {"0-34": (0, 35), "35-54": (35, 55), "55-64": (55, 65), "65+": (65, None)}
"""Classes of age of the main earner that the model has: their first year, and the first that is older (None: none)."""
_BELOW, _BETWEEN, _ABOVE = (
    re.compile(pattern) for pattern in (r"tot (\d+) jaar", r"(\d+) tot (\d+) jaar", r"(\d+) jaar (?:of ouder|en ouder)")
)
_COUNTRY = "NL01"


def age_bounds(title: str) -> Bounds | None:
    """First year of an age and the first that is older (None: none), as CBS writes them; None for what is no age.

    Examples
    --------
    >>> age_bounds("tot 25 jaar"), age_bounds("25 tot 35 jaar"), age_bounds("75 jaar of ouder"), age_bounds("Totaal")
    ((0, 25), (25, 35), (75, None), None)
    """
    text = title.strip().casefold()
    if found := _BELOW.fullmatch(text):
        return 0, int(found[1])
    if found := _BETWEEN.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _ABOVE.fullmatch(text):
        return int(found[1]), None
    return None


def inside(one: Bounds, other: Bounds) -> bool:
    """Whether all years of one class are in another."""
    older = other[1] is None or (one[1] is not None and one[1] <= other[1])
    return one[0] >= other[0] and older


def household_age(bounds: Bounds) -> str:
    """The class of :data:`HOUSEHOLD_AGES` that holds a class of a table.

    Raises
    ------
    InputError
        ``household_tables.age_crosses`` when it lies in two of them.

    Examples
    --------
    >>> household_age((25, 35)), household_age((75, None))
    ('0-34', '65+')
    """
    for name, ours in HOUSEHOLD_AGES.items():
        if inside(bounds, ours):
            return name
    first, older = bounds
    found = f"{first}-{'' if older is None else older - 1}"
    raise InputError("household_tables.age_crosses", found=found, known=", ".join(HOUSEHOLD_AGES))


def household_ages_from_cbs(table: CbsCells, *, year: int) -> pl.DataFrame | None:
    """Households by size and age of the reference person per municipality, from 71486ned.

    Parameters
    ----------
    table : CbsCells
    year : int
        1 January of this year.

    Returns
    -------
    DataFrame or None
        ``area, size, first, older`` (years of age; null: no end), ``households`` (null: suppressed or absent),
        ``state``, in the finest classes that the table has; None when it has all ages together only.

    Raises
    ------
    InputError
        ``cbs_odata.period_absent``, ``cbs_odata.unit_unknown``; ``ingest.file_has_problems`` where the ages of a size
        do not add up to all ages.
    """
    bounds = {code: age_bounds(title) for code, title in table.titles["age"].items()}
    known = {code: found for code, found in bounds.items() if found is not None}
    finest = {
        code: one
        for code, one in known.items()
        if not any(inside(other, one) for other in known.values() if other != one)
    }
    cells = municipal(of_year(table, year)).filter(pl.col("measure").str.starts_with("size_"))
    cells = cells.with_columns(
        pl.col("value") * scale_of(table, "total"), size=pl.col("measure").str.strip_prefix("size_")
    )
    by_age = cells.filter(pl.col("age").is_in(list(finest)))
    if by_age.is_empty():
        return None
    _require_sums(table, cells, by_age)
    return by_age.select(
        "area",
        "size",
        pl.col("age").replace_strict({code: one[0] for code, one in finest.items()}).alias("first"),
        pl.col("age")
        .replace_strict({code: one[1] for code, one in finest.items()}, return_dtype=pl.Int64)
        .alias("older"),
        households="value",
        state="state",
    ).sort("area", "size", "first")


def _require_sums(table: CbsCells, cells: pl.DataFrame, by_age: pl.DataFrame) -> None:
    """Refuse a table of which the ages of a size are not all households of that size."""
    every = one_code(table, "age", cbs_words()["classes"]["every_age"])
    whole = cells.filter(pl.col("age") == every).select("area", "size", total="value")
    summed = by_age.group_by("area", "size").agg(
        pl.col("value").sum().alias("summed"), pl.col("value").null_count().alias("hidden")
    )
    apart = whole.join(summed, on=["area", "size"]).filter(
        (pl.col("hidden") == 0) & (pl.col("summed") != pl.col("total"))
    )
    faults = Faults(table.file)
    for area, size, total, found, _ in apart.sort("area", "size").iter_rows():
        faults.add("households.parts_differ", label=f"{area} {size}", of="total", gap=f"{found - total:+g}")
    faults.raise_if_any()


def incomes_by_kind_from_cbs(table: CbsCells, *, year: int) -> pl.DataFrame | None:
    """Households of the country by kind and tenth of standardised income, from the national row of 86161NED.

    Returns
    -------
    DataFrame or None
        ``dimension, category`` (as :func:`survey_class`), ``decile, households``; kinds of which a cell is suppressed
        are left out whole. None without a national row of more than all households together.

    Raises
    ------
    InputError
        ``cbs_odata.period_absent``, ``cbs_odata.unit_unknown``, ``cbs_odata.class_absent``.
    """
    every = one_code(table, "population", cbs_words()["classes"]["every_population"])
    found = of_year(table, year).filter((pl.col("area") == _COUNTRY) & (pl.col("population") == every))
    wide = found.pivot("measure", index="household", values="value").drop_nulls()
    kinds = {code: survey_class(table.titles["household"][code]) for code in wide["household"]}
    if not any(dimension != "all" for dimension, _ in kinds.values()):
        return None
    scale = scale_of(table, "households")
    rows = [
        (*kinds[row["household"]], str(decile), row["households"] * scale * row[f"decile_{decile}"] / 100)
        for row in wide.iter_rows(named=True)
        for decile in range(1, 11)
    ]
    types = dict.fromkeys(("dimension", "category", "decile"), pl.String) | {"households": pl.Float64}
    return pl.DataFrame(rows, schema=types, orient="row")


def consumption_from_cbs(table: CbsCells, *, year: int) -> pl.DataFrame:
    """Consumption of Dutch households by COICOP from the national accounts (85873NED), national concept.

    Returns
    -------
    DataFrame
        ``code`` (``00`` = all), ``eur`` at current prices (null: no figure). A group stands beside those inside it:
        never sum them. Lines without a code of COICOP, such as purchases abroad, are in ``00`` only.

    Raises
    ------
    InputError
        ``cbs_odata.period_absent``, ``cbs_odata.unit_unknown``; ``household_tables.no_whole`` without ``00``;
        ``ingest.file_has_problems`` with groups that stand twice.
    """
    faults, codes = Faults(table.file), dict[str, str]()
    for code, title in table.titles["purpose"].items():
        purpose = purpose_code(title)
        if purpose is not None and purpose in codes.values():
            faults.add("cbs_odata.class_twice", column="purpose", label=code, found=title, name=purpose)
        elif purpose is not None:
            codes[code] = purpose
    faults.raise_if_any()
    found = of_year(table, year).filter((pl.col("measure") == "value") & pl.col("purpose").is_in(list(codes)))
    spent = found.select(
        pl.col("purpose").replace_strict(codes).alias("code"), (pl.col("value") * scale_of(table, "value")).alias("eur")
    )
    if spent.filter((pl.col("code") == "00") & pl.col("eur").is_not_null()).is_empty():
        raise InputError("household_tables.no_whole", where=Where(file=table.file), year=year)
    return spent

"""Tables of CBS as the household model takes them: the full budget survey, and households per municipality."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from ketenkompas.errors import InputError, Where
from ketenkompas.ingest._cbs_layout import CbsCells, cbs_words, one_code
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._household_survey import TOTAL
from ketenkompas.ingest._households_cells import MUNICIPALITY
from ketenkompas.ingest._rows import few

SIZES = ("1", "2", "3", "4", "5+")
DECILES = tuple(str(number) for number in range(1, 11))
Z_95 = 1.96  # half the width of a 95 % interval of a normal distribution, in standard errors
_DOTTED = re.compile(r"^(\d{2}(?:\.\d){0,3})(?:\s|$)")
_SIX_DIGITS = re.compile(r"^(?:CP)?(\d{2})(\d)(\d)(\d)0?(?:\s|$)")
_EVERYTHING = ("alle bestedingen", "totaal bestedingen", "totale bestedingen", "bestedingen totaal")
_INCOME_GROUP = re.compile(r"^(\d{1,2})e (10|20)%-groep")


@dataclass(frozen=True)
class FullSurvey:
    """The budget survey with every class that is published.

    Attributes
    ----------
    everyone : DataFrame
        ``code`` (COICOP; ``00`` = all), ``name_nl, eur, low, high`` (EUR per household), ``relative_error``: half the
        width of the 95 % interval over 1.96 and the mean; null where there is no interval.
    totals : DataFrame
        ``dimension, category, code`` (CBS), ``name_nl, eur``: total spending of each class (null when suppressed),
        ``state``.
    spending : DataFrame
        ``dimension, category, code`` (COICOP), ``eur, state``: share times total of the class.
    sources : mapping
        Table -> when its publisher last changed it.
    """

    year: int
    everyone: pl.DataFrame
    totals: pl.DataFrame = field(repr=False)
    spending: pl.DataFrame = field(repr=False)
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HouseholdCounts:
    """Households per municipality: ``sizes`` (``area, size, households, state``) and ``incomes`` (``area, decile,
    share_pct, households, state``; null when no table of incomes was given). Null is suppressed or absent, never zero.
    """

    year: int
    sizes: pl.DataFrame
    incomes: pl.DataFrame | None
    sources: Mapping[str, str] = field(default_factory=dict)


def survey_from_cbs(levels: CbsCells, totals: CbsCells, structure: CbsCells, *, year: int = 2020) -> FullSurvey:
    """The full budget survey from its three tables.

    Parameters
    ----------
    levels, totals, structure : CbsCells
        83676NED (all groups with intervals, all households), 85419NED (total of each class) and 85420NED (share of each
        group in the spending of a class, in percent).
    year : int
        The survey.

    Raises
    ------
    InputError
        ``cbs_odata.period_absent``, ``cbs_odata.unit_unknown``, ``cbs_odata.class_absent``; or
        ``ingest.file_has_problems`` with groups of spending without a COICOP code and classes that stand twice.

    Notes
    -----
    ``eur[g, p] = share[g, p] / 100 * total[g]``: CBS prints no euros for a group within a class. The totals are
    rounded to EUR 100, so these are too. A suppressed share is null and is never taken for zero.
    """
    everyone = _everyone(levels, year)
    sums = _by_class(totals, "eur", year).filter(pl.col("purpose") == TOTAL).drop("purpose")
    shares = _by_class(structure, "pct", year)
    joined = shares.join(
        sums.select("dimension", "category", total="value"), on=["dimension", "category"], how="left", validate="m:1"
    )
    hidden = pl.when(pl.col("total").is_null() & (pl.col("state") == "ok")).then(pl.lit("absent"))
    spending = joined.select(
        "dimension",
        "category",
        pl.col("purpose").alias("code"),
        (pl.col("value") / 100 * pl.col("total")).alias("eur"),
        hidden.otherwise(pl.col("state")).alias("state"),
    )
    made = {table.id: table.modified for table in (levels, totals, structure)}
    return FullSurvey(year, everyone, sums.rename({"value": "eur"}), spending, made)


def household_counts_from_cbs(sizes: CbsCells, incomes: CbsCells | None = None, *, year: int) -> HouseholdCounts:
    """Households by size (71486ned) and by tenth of standardised income (86161NED) per municipality.

    Parameters
    ----------
    year : int
        1 January of this year for sizes, and the year of the incomes.

    Raises
    ------
    InputError
        ``cbs_odata.period_absent``, ``cbs_odata.unit_unknown``, ``cbs_odata.class_absent``; or
        ``ingest.file_has_problems`` when sizes do not add up to all households of a municipality.

    Notes
    -----
    The tenths of 86161NED are percentages of the households of a municipality, rounded; what they leave of 100 is
    income unknown and stands in no tenth.
    """
    found = _sizes(sizes, year)
    deciles = None if incomes is None else incomes_from_cbs(incomes, year=year)
    made = {table.id: table.modified for table in (sizes, incomes) if table is not None}
    return HouseholdCounts(year, found, deciles, made)


def purpose_code(title: str) -> str | None:
    """The COICOP code that a title of CBS begins with, as text: ``04.1``, ``041000`` or ``CP0410``; None without one.

    Examples
    --------
    >>> purpose_code("04.1 Werkelijke woninghuur"), purpose_code("041000 Woninghuur"), purpose_code("000000 Alles")
    ('04.1', '04.1', '00')
    >>> purpose_code("Alle bestedingen"), purpose_code("Overig")
    ('00', None)
    """
    text = title.strip()
    if text.casefold() in _EVERYTHING:
        return TOTAL
    if dotted := _DOTTED.match(text):
        return dotted[1]
    if digits := _SIX_DIGITS.match(text):
        division, *levels = digits.groups()
        while levels and levels[-1] == "0":
            levels.pop()
        return ".".join([division, *levels])
    return None


def survey_class(title: str) -> tuple[str, str]:
    """Our dimension and category of a class of the budget survey; what is not known keeps its own words.

    Examples
    --------
    >>> survey_class("Besteedbaar inkomen: 1e 20%-groep"), survey_class("Woningbezit: eigen woning")
    (('income_quintile', '1'), ('tenure', 'own'))
    >>> survey_class("Leeftijd hoofdkostwinner: tot 25 jaar"), survey_class("Particuliere huishoudens")
    (('age', 'tot 25 jaar'), ('all', 'all'))
    """
    words = cbs_words()
    before, colon, after = (part.strip() for part in title.partition(":"))
    if not colon:
        every = {one.casefold() for one in words["classes"]["every_household"]}
        return ("all", "all") if before.casefold() in every else ("other", before)
    dimension = words["characteristics"].get(before, before)
    if group := _INCOME_GROUP.match(after):
        return f"{dimension}_{'decile' if group[2] == '10' else 'quintile'}", group[1]
    return dimension, words["categories"].get(dimension, {}).get(after.casefold(), after)


def _everyone(table: CbsCells, year: int) -> pl.DataFrame:
    found = of_year(table, year)
    if "household" in found.columns:
        found = found.filter(
            pl.col("household") == one_code(table, "household", cbs_words()["classes"]["every_household"])
        )
    wide = found.pivot("measure", index="purpose", values="value")
    scales = {name: scale_of(table, name) for name in ("eur", "low", "high")}
    named = _with_purposes(table, wide).with_columns(pl.col(name) * scale for name, scale in scales.items())
    half = (pl.col("high") - pl.col("low")) / 2
    return named.select(
        "code", "name_nl", "eur", "low", "high", (half / Z_95 / pl.col("eur")).alias("relative_error")
    ).with_columns(pl.when(pl.col("eur") > 0).then(pl.col("relative_error")).alias("relative_error"))


def _with_purposes(table: CbsCells, wide: pl.DataFrame) -> pl.DataFrame:
    codes = _purposes(table)
    return wide.with_columns(
        pl.col("purpose").replace_strict(codes).alias("code"),
        pl.col("purpose").replace_strict(dict(table.titles["purpose"])).alias("name_nl"),
    )


def _purposes(table: CbsCells) -> dict[str, str]:
    """Code of CBS -> COICOP; a group of spending without one is noted, and so are two with the same."""
    faults = Faults(table.file)
    found: dict[str, str] = {}
    for code, title in table.titles["purpose"].items():
        purpose = purpose_code(title)
        if purpose is None:
            faults.add("cbs_odata.purpose_unknown", column="purpose", label=code, found=title)
        elif purpose in found.values():
            faults.add("cbs_odata.class_twice", column="purpose", label=code, found=title, name=purpose)
        found[code] = purpose or title
    faults.raise_if_any()
    return found


def _by_class(table: CbsCells, measure: str, year: int) -> pl.DataFrame:
    """``dimension, category, code, name_nl, purpose, value, state`` of one measure, in plain units."""
    classes, names = _classes(table), dict(table.titles["household"])
    found = of_year(table, year).filter(pl.col("measure") == measure)
    return found.select(
        pl.col("household").replace_strict({code: kind for code, (kind, _) in classes.items()}).alias("dimension"),
        pl.col("household").replace_strict({code: name for code, (_, name) in classes.items()}).alias("category"),
        pl.col("household").alias("code"),
        pl.col("household").replace_strict(names).alias("name_nl"),
        pl.col("purpose").replace_strict(_purposes(table)),
        pl.col("value") * scale_of(table, measure),
        "state",
    )


def _classes(table: CbsCells) -> dict[str, tuple[str, str]]:
    faults = Faults(table.file)
    found: dict[str, tuple[str, str]] = {}
    for code, title in table.titles["household"].items():
        known = survey_class(title)
        if known in found.values():
            faults.add("cbs_odata.class_twice", column="household", label=code, found=title, name=" ".join(known))
        found[code] = known
    faults.raise_if_any()
    return found


def _sizes(table: CbsCells, year: int) -> pl.DataFrame:
    found = municipal(of_year(table, year))
    age = one_code(table, "age", cbs_words()["classes"]["every_age"])
    of_all = found.filter(pl.col("age") == age).with_columns(pl.col("value") * scale_of(table, "total"))
    wide = of_all.pivot("measure", index="area", values="value")
    faults = Faults(table.file)
    gap = pl.sum_horizontal(f"size_{size}" for size in SIZES) - pl.col("total")
    whole = wide.drop_nulls().with_columns(gap=gap).filter(pl.col("gap") != 0)
    for area, difference in whole.select("area", "gap").iter_rows():
        faults.add("households.parts_differ", label=area, of="total", gap=f"{difference:+g}")
    faults.raise_if_any()
    return (
        of_all.filter(pl.col("measure") != "total")
        .select("area", pl.col("measure").str.strip_prefix("size_").alias("size"), households="value", state="state")
        .sort("area", "size")
    )


def incomes_from_cbs(table: CbsCells, *, year: int) -> pl.DataFrame:
    """Households by tenth of standardised income per municipality (86161NED): see :class:`HouseholdCounts`.

    Raises
    ------
    InputError
        ``cbs_odata.period_absent``, ``cbs_odata.unit_unknown``, ``cbs_odata.class_absent``.
    """
    words = cbs_words()["classes"]
    found = municipal(of_year(table, year)).filter(
        pl.col("household") == one_code(table, "household", words["every_household"]),
        pl.col("population") == one_code(table, "population", words["every_population"]),
    )
    totals = found.filter(pl.col("measure") == "households").select(
        "area", total=pl.col("value") * scale_of(table, "households")
    )
    shares = found.filter(pl.col("measure") != "households").join(totals, on="area", how="left", validate="m:1")
    no_total = pl.col("total").is_null() & (pl.col("state") == "ok")
    return shares.select(
        "area",
        pl.col("measure").str.strip_prefix("decile_").alias("decile"),
        pl.col("value").alias("share_pct"),
        (pl.col("value") / 100 * pl.col("total")).alias("households"),
        pl.when(no_total).then(pl.lit("absent")).otherwise(pl.col("state")).alias("state"),
    ).sort("area", pl.col("decile").cast(pl.Int64))


def municipal(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of municipalities."""
    return cells.filter(pl.col("area").str.contains(f"^{MUNICIPALITY.pattern}$"))


def of_year(table: CbsCells, year: int) -> pl.DataFrame:
    """The cells of a whole year; refused when the table has none."""
    found = table.cells.filter(pl.col("period") == f"{year}JJ00")
    if found.is_empty():
        known = few(sorted(table.titles["period"]))
        raise InputError("cbs_odata.period_absent", where=Where(file=table.file), found=year, known=known)
    return found


def scale_of(table: CbsCells, measure: str) -> float:
    """How many of the plain unit (euro, household) one of the table's unit is."""
    unit, known = table.units[measure], cbs_words()["units"]
    if unit not in known:
        where = Where(file=table.file, column=measure)
        raise InputError("cbs_odata.unit_unknown", where=where, found=unit or "-", known=", ".join(known))
    return float(known[unit])

"""What households of a size, income and tenure cause in the whole country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.ingest import HOUSEHOLD_AGES
from ketenkompas.library._household_figure import HouseholdRows
from ketenkompas.library._household_products import (
    COUNTRY,
    TOTAL,
    YEAR,
    item_label,
    item_of,
    product,
    unit_of,
)
from ketenkompas.library._query import sources_of
from ketenkompas.pipeline import Receipt

CLASSES: Mapping[str, tuple[str, ...]] = {
    "size": ("1", "2", "3", "4", "5+"),
    "income": ("1", "2", "3", "4", "5"),
    "tenure": ("own", "rent"),
}
AGE = "age"
AGES = tuple(HOUSEHOLD_AGES)
"""Age of the main earner; only where spending by age was loaded."""
ALL = "all"


def types(
    size: str | None = None,
    income: str | None = None,
    tenure: str | None = None,
    *,
    age: str | None = ALL,
    item: str = TOTAL,
    year: int = YEAR,
    lang: str = "en",
) -> HouseholdRows:
    """What households of a kind cause in the whole country, kg CO2-equivalent (AR5) per household.

    Parameters
    ----------
    size, income, tenure : str, optional
        A class; ``all`` takes the classes together; without it each class is a row. Sizes ``1`` to ``5+``, income
        quintiles ``1`` to ``5``, tenures ``own`` and ``rent``.
    age : str, optional
        ``0-34``, ``35-54``, ``55-64``, ``65+``; None gives a row for each. All together by default, for age counts only
        where spending by age was loaded.
    item : str
        A group, an item, ``households`` or ``total``.

    Returns
    -------
    HouseholdRows
        ``size, income, tenure, label, households, kg, low, high``, and ``age`` where it counts; classes together are
        means with the households as weights, of the bounds as well: the errors of the model are shared, they do not
        average out.

    Raises
    ------
    InputError
        ``households.class_unknown``.
    MissingValueError
        ``household_tables.no_age`` when ages are asked and spending by age was not loaded.
    UnknownCodeError
        ``households.item_unknown``, ``households.year_unknown``.
    """
    language = language_of(lang)
    asked = {"size": size, AGE: age, "income": income, "tenure": tenure}
    for dimension, name in asked.items():
        if name not in (None, ALL, *_classes(dimension)):
            raise InputError("households.class_unknown", found=name, dimension=dimension, known=_known(dimension))
    frame, receipt = product("types", year)
    if AGE not in frame.columns:
        if age != ALL:
            raise MissingValueError("household_tables.no_age")
        del asked[AGE]
    mine = frame.filter(pl.col("item") == item_of(item))
    chosen = [pl.col(dimension) == name for dimension, name in asked.items() if name not in (None, ALL)]
    kept = [dimension for dimension, name in asked.items() if name != ALL]
    rows = _means(mine.filter(chosen) if chosen else mine, kept)
    unit = unit_of("household")
    return HouseholdRows(
        name="types",
        area=COUNTRY,
        year=year,
        rows=tuple({**row, "label": _label(row, language), "item": item} for row in rows),
        units={"kg": unit, "low": unit, "high": unit},
        sources=sources_of((receipt,), language),
        receipt=receipt.id,
        notes=(text("households.note.types", language, item=item_label(item, language)),),
        language=language,
    )


def class_means(by: str, item: str, classes: Sequence[str], year: int) -> tuple[dict[str, float], Receipt]:
    """The mean of the country by class of one dimension, kg per household; ``4,5+`` is two classes together."""
    frame, receipt = product("types", year)
    means = {row[by]: row for row in _means(frame.filter(pl.col("item") == item), [by])}
    found = {}
    for name in classes:
        rows = [means[one] for one in name.split(",")]
        count = sum(row["households"] for row in rows)
        found[name] = sum(row["kg"] * row["households"] for row in rows) / count
    return found, receipt


def class_label(by: str, name: str, language: Language) -> str:
    """A class in words; merged classes with a comma between them."""
    return ", ".join(text(f"households.class.{by}.{one}", language) for one in name.split(","))


def _means(frame: pl.DataFrame, kept: Sequence[str]) -> list[dict[str, Any]]:
    """Means by the dimensions that are kept, with the households as weights; the others are ``all``."""
    weights = pl.col("households")
    mean = [((pl.col(name) * weights).sum() / weights.sum()).alias(name) for name in ("kg", "low", "high")]
    grouped = frame.group_by(kept).agg(weights.sum(), *mean) if kept else frame.select(weights.sum(), *mean)
    shown = _shown(frame.columns)
    rows = grouped.with_columns(pl.lit(ALL).alias(name) for name in shown if name not in kept)
    order = {name: {one: at for at, one in enumerate(_classes(name))} for name in shown}
    listed = rows.select(*shown, "households", "kg", "low", "high").to_dicts()
    return sorted(listed, key=lambda row: [order[name].get(str(row[name]), -1) for name in shown])


def _label(row: Mapping[str, Any], language: Language) -> str:
    named = [class_label(name, str(row[name]), language) for name in _shown(list(row)) if row[name] != ALL]
    return "; ".join(named) or text("households.class.all", language)


def _known(dimension: str) -> str:
    return ", ".join((*_classes(dimension), ALL))


def _classes(dimension: str) -> tuple[str, ...]:
    return AGES if dimension == AGE else CLASSES[dimension]


def _shown(columns: Sequence[str]) -> list[str]:
    """The characteristics of a table in the order in which they are told."""
    return [name for name in ("size", AGE, "income", "tenure") if name in columns]

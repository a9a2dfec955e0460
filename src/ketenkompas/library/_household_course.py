"""What was measured over the years, what changed it, and the printed factors of the national level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas.i18n import Language, language_of, messages, text
from ketenkompas.library._household_figure import HouseholdRows
from ketenkompas.library._household_places import Place, place
from ketenkompas.library._household_products import COUNTRY, YEAR, groups, product
from ketenkompas.library._query import sources_of
from ketenkompas.pipeline import Receipt

_KG = "kg CO2e_AR5"


def course(asked: str | Place, *, year: int = YEAR, lang: str = "en") -> HouseholdRows:
    """Energy in homes and cars of a place over the years: 2016, 2019, 2023.

    Returns
    -------
    HouseholdRows
        ``year, part, label, quantity, unit, kg, kg_person, state, inhabitants``: ``kg`` of the whole place, None where
        the state is ``absent`` (absent is not zero); ``corrected`` cars stand for those that lease firms registered
        elsewhere. Weather, price and policy together: not corrected for degree days.

    Raises
    ------
    UnknownCodeError
        ``households.place_unknown``, ``households.year_unknown``.
    """
    language = language_of(lang)
    one = asked if isinstance(asked, Place) else place(asked, year)
    frame, receipt = product("course", year)
    rows = [_course_row(row, language) for row in _of(frame, one.area).iter_rows(named=True)]
    units = {"kg": _KG, "kg_person": f"{_KG}/person"}
    return _told("course", one.area, year, rows, units, receipt, language, ("course",))


def changes(asked: str | Place, *, year: int = YEAR, lang: str = "en") -> HouseholdRows:
    """What changed the measured emissions of a place from one year to the next: households, use, factor.

    Returns
    -------
    HouseholdRows
        ``from_year, to_year, part, effect, label, kg``; the effects of a part add up to its change. Use holds weather,
        price and behaviour together.

    Raises
    ------
    UnknownCodeError
        ``households.place_unknown``, ``households.year_unknown``.
    """
    language = language_of(lang)
    one = asked if isinstance(asked, Place) else place(asked, year)
    frame, receipt = product("changes", year)
    rows = [_change_row(row, language) for row in _of(frame, one.area).iter_rows(named=True)]
    return _told("changes", one.area, year, rows, {"kg": _KG}, receipt, language, ("changes",))


def level(*, year: int = YEAR, lang: str = "en") -> HouseholdRows:
    """The factors by which the model meets the national level, as printed: ``name, label, value, low, high, unit``."""
    language = language_of(lang)
    frame, receipt = product("national", year)
    rows = [{"name": row["name"], "label": _printed(row["name"], language), **row} for row in frame.to_dicts()]
    return _told("level", COUNTRY, year, rows, {}, receipt, language, ("level",))


def ways(*, year: int = YEAR, lang: str = "en") -> HouseholdRows:
    """Groups of the country counted from spending, which the figures follow, and from products: kg per household.

    Rows ``item, label, spending, products``; what is known by quantity, and equal per head, is not in it.
    """
    language = language_of(lang)
    frame, receipt = product("ways", year)
    known = groups()
    rows = [{"item": row["item"], "label": known[row["item"]].name[language], **row} for row in frame.to_dicts()]
    units = dict.fromkeys(("spending", "products"), "kg CO2e_AR5/household")
    return _told("ways", COUNTRY, year, rows, units, receipt, language, ("ways",))


def _printed(name: str, language: Language) -> str:
    """What is printed, in words; its group of spending stays a code, and so does a name that has no words."""
    known, _, group = name.partition(" 0")
    key = f"households.national.{known.replace(' ', '_')}"
    if key not in messages():
        return name
    return f"{text(key, language)}{f' (0{group})' if group else ''}"


def _of(frame: pl.DataFrame, area: str) -> pl.DataFrame:
    return frame.filter(pl.col("area") == area).drop("area")


def _course_row(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    absent = row["kg"] is None
    return {
        "year": row["year"],
        "part": row["part"],
        "label": text(f"households.part.{row['part']}", language),
        "quantity": row["quantity"],
        "unit": row["unit"],
        "kg": row["kg"],
        "kg_person": None if absent else row["kg"] / row["inhabitants"],
        "state": row["state"],
        "inhabitants": row["inhabitants"],
    }


def _change_row(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    part, effect = (text(f"households.{kind}.{row[kind]}", language) for kind in ("part", "effect"))
    return {**row, "label": f"{part}: {effect}"}


def _told(
    name: str,
    area: str,
    year: int,
    rows: Sequence[Mapping[str, Any]],
    units: Mapping[str, str],
    receipt: Receipt,
    language: Language,
    notes: Sequence[str],
) -> HouseholdRows:
    return HouseholdRows(
        name=name,
        area=area,
        year=year,
        rows=tuple(rows),
        units=units,
        sources=sources_of((receipt,), language),
        receipt=receipt.id,
        notes=tuple(text(f"households.note.{one}", language) for one in notes),
        language=language,
    )

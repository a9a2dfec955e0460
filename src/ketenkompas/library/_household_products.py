"""The products of the household footprint as the doors read them, and the words that every figure carries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import polars as pl

from ketenkompas import ingest
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.i18n import Language, text
from ketenkompas.pipeline import Receipt, kept_years, load

HouseholdPer = Literal["household", "person"]

HOUSEHOLD_MODEL = "households"
YEAR = 2023
COUNTRY = "NL"
TOTAL = "total"
HOUSEHOLDS_ONLY = "households"
PUBLIC = "public"
ORIGINS = ("NL", "EU", "rest")
LEVEL = 0.9
"""Intervals run from P5 to P95 of the draws."""

_OBSERVED = 0.95


def product(name: str, year: int = YEAR) -> tuple[pl.DataFrame, Receipt]:
    """A product of the household model and its receipt.

    Raises
    ------
    UnknownCodeError
        ``households.year_unknown`` where other years have been built and this one has not.
    ProductError
        ``product.absent`` where none has been built.
    """
    years = kept_years(HOUSEHOLD_MODEL, name)
    if years and year not in years:
        raise UnknownCodeError("households.year_unknown", found=year, known=", ".join(map(str, years)))
    return load(HOUSEHOLD_MODEL, year, name)


def groups() -> Mapping[str, ingest.HouseholdGroup]:
    """The groups of items, by id."""
    return {group.id: group for group in ingest.household_groups()}


def leaves() -> Mapping[str, ingest.HouseholdItem]:
    """The items, by id."""
    return {item.id: item for group in ingest.household_groups() for item in group.items}


def item_ids() -> tuple[str, ...]:
    """Everything that can be asked: the whole, households alone, groups, items."""
    return (TOTAL, HOUSEHOLDS_ONLY, *groups(), *leaves())


def item_of(asked: str) -> str:
    """An item, a group, ``total`` or ``households``.

    Raises
    ------
    UnknownCodeError
        ``households.item_unknown``.
    """
    known = item_ids()
    if asked not in known:
        raise UnknownCodeError("households.item_unknown", found=asked, known=", ".join(known))
    return asked


def leaves_of(item: str) -> tuple[str, ...]:
    """The items that an item, a group or a whole is made of."""
    if item in leaves():
        return (item,)
    inside = [group for group in groups().values() if item in (TOTAL, group.id)]
    if item == HOUSEHOLDS_ONLY:
        inside = [group for group in groups().values() if group.id != PUBLIC]
    return tuple(one.id for group in inside for one in group.items)


def item_label(item: str, language: Language) -> str:
    """The name of an item, a group or a whole."""
    if item in (TOTAL, HOUSEHOLDS_ONLY):
        return text(f"households.item.{item}", language)
    named = groups().get(item) or leaves()[item]
    return named.name[language]


def per_of(asked: str) -> HouseholdPer:
    """``household`` or ``person``.

    Raises
    ------
    InputError
        ``households.per_unknown``.
    """
    if asked == "household":
        return "household"
    if asked == "person":
        return "person"
    raise InputError("households.per_unknown", found=asked)


def unit_of(per: HouseholdPer) -> str:
    """The unit of a figure per household or per person."""
    return f"kg CO2e_AR5/{per}"


def status_code(observed: float, item: str = "") -> str:
    """What kind of figure it is: ``observed``, ``partly_observed``, ``expected`` or ``equal_per_head``."""
    if item and all(leaves()[one].basis == "equal_per_head" for one in leaves_of(item)):
        return "equal_per_head"
    if observed >= _OBSERVED:
        return "observed"
    return "partly_observed" if observed > 0 else "expected"

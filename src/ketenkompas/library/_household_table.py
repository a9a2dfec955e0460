"""The small table from which a household is computed, here and in a browser alike."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ketenkompas import ingest
from ketenkompas.i18n import LANGUAGES, text
from ketenkompas.library._household_products import LEVEL, PUBLIC, YEAR, groups, item_label, leaves, product
from ketenkompas.library._household_types import CLASSES
from ketenkompas.library._query import sources_of

UNKNOWN = "unknown"
QUANTITIES: Mapping[str, str] = {
    "gas": "gas_m3",
    "electricity": "kwh",
    "heat": "heat_gj",
    "car_owned": "cars",
    "driving": "km",
}
"""What a household may say, by what it is a quantity of; wood is never asked and always taken as usual."""

_GROUP_OF: Mapping[str, str] = {
    "gas": "home_energy",
    "electricity": "home_energy",
    "heat": "home_energy",
    "wood": "home_energy",
    "driving": "car",
    "car_owned": "car",
    "electric_driving": "car",
    "public": PUBLIC,
}
_DIGITS = 6


def calculator(year: int = YEAR) -> dict[str, Any]:
    """The table from which a household is computed: small enough for a browser, rounded once for both.

    Returns
    -------
    dict
        ``cells``: by ``size|income|tenure`` (income and tenure may be ``unknown``) the groups ``[kg, low, high]`` and
        the items ``[kg, EUR]`` in the order of ``groups`` and ``items``. ``factors``: kg, low and high per unit, price,
        share at home. ``usual``: quantities by size for what is not said. ``spending``: share at home by item.
        ``actions``: what can be tried. ``names``: in both languages.

    Notes
    -----
    The rule for both: a part is quantity times factor, or the group of the cell; the bounds of a sum are the value plus
    or minus the root of the sum of squares of the distances of its parts.
    """
    _, receipt = product("calculator", year)
    return _table(receipt.id, year)


@functools.lru_cache(maxsize=4)
def _table(receipt: str, year: int) -> dict[str, Any]:
    frame, held = product("calculator", year)
    used = [one for one in groups() if one in {*_kind(frame, "cell")["item"].to_list()}]
    items = [item.id for one in used for item in groups()[one].items]
    factors = {row["item"]: _factor(row) for row in _kind(frame, "factor").iter_rows(named=True)}
    return {
        "year": year,
        "unit": "kg CO2e_AR5",
        "level": LEVEL,
        "sizes": list(CLASSES["size"]),
        "incomes": [*CLASSES["income"], UNKNOWN],
        "tenures": [*CLASSES["tenure"], UNKNOWN],
        "groups": used,
        "items": [{"id": one, "group": leaves()[one].group} for one in items],
        "cells": _cells(frame, used, items),
        "factors": factors,
        "group_of": {name: _GROUP_OF[name] for name in factors},
        "asked": dict(QUANTITIES),
        "usual": _usual(frame),
        "home": _homes(frame),
        "actions": [_action(one, factors) for one in ingest.household_actions()],
        "names": {name: _names(name) for name in (*groups(), *items, *_GROUP_OF)},
        "receipt": receipt,
        "sources": [source.as_json() for source in sources_of((held,), "en")],
    }


def _kind(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    return frame.filter(pl.col("kind") == kind)


def _cells(frame: pl.DataFrame, used: Sequence[str], items: Sequence[str]) -> dict[str, dict[str, list[list[Any]]]]:
    read = {
        (kind, _key(row), row["item"]): row
        for kind in ("cell", "leaf")
        for row in _kind(frame, kind).iter_rows(named=True)
    }
    keys = dict.fromkeys(key for kind, key, _ in read if kind == "cell")
    return {
        key: {
            "groups": [_numbers(read["cell", key, one], "kg", "low", "high") for one in used],
            "items": [_numbers(read["leaf", key, one], "kg", "eur") for one in items],
        }
        for key in keys
    }


def _key(row: Mapping[str, Any]) -> str:
    return f"{row['size']}|{row['income']}|{row['tenure']}"


def _factor(row: Mapping[str, Any]) -> dict[str, Any]:
    numbers = dict(
        zip(("kg", "low", "high", "eur", "home"), _numbers(row, "kg", "low", "high", "eur", "home"), strict=True)
    )
    return {**numbers, "unit": row["unit"], "source": row["source"]}


def _usual(frame: pl.DataFrame) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {size: {} for size in CLASSES["size"]}
    for row in _kind(frame, "usual").iter_rows(named=True):
        found[row["size"]][row["item"]] = _rounded(row["quantity"])
    return found


def _homes(frame: pl.DataFrame) -> dict[str, float]:
    rows = _kind(frame, "spending").iter_rows(named=True)
    return {row["item"]: _rounded(row["home"]) for row in rows if row["home"] is not None}


def _numbers(row: Mapping[str, Any], *names: str) -> list[Any]:
    return [None if row[name] is None else _rounded(row[name]) for name in names]


def _rounded(value: float) -> float:
    """A number with the digits that the table keeps: both the browser and the server start from these."""
    return float(f"{value:.{_DIGITS}g}")


def _action(one: ingest.HouseholdAction, factors: Mapping[str, Any]) -> dict[str, Any]:
    """An action as the table has it; one that swaps to what has no factor here is not modelled."""
    swap = dict(one.swap)
    lacking = bool(swap) and not {swap["from"], swap["to"]} <= {*factors}
    changes = dict(one.changes) | {name: 1.0 / (1.0 + more) - 1.0 for name, more in one.longer_life.items()}
    return {
        "id": one.id,
        "name": dict(one.name),
        "how": dict(one.how),
        "status": "not_modelled" if lacking else one.status,
        "source": dict(one.source),
        "stated": one.stated,
        "changes": changes,
        "swap": None if lacking or not swap else _swap(swap, factors),
    }


def _swap(swap: Mapping[str, Any], factors: Mapping[str, Any]) -> dict[str, Any]:
    """What becomes what, and whether the prices of both are known; else its money counts on neither side."""
    ends = (swap["from"], swap["to"])
    priced = all(factors[name]["eur"] is not None for name in ends)
    return {"from": ends[0], "to": ends[1], "ratio": _ratio(swap), "priced": priced}


def _ratio(swap: Mapping[str, Any]) -> float:
    """What one unit becomes: kWh for a m3 of gas that a heat pump stands in for."""
    if "ratio" in swap:
        return float(swap["ratio"])
    return float(swap["megajoule"] * swap["boiler"] / swap["performance"] / 3.6)


def _names(name: str) -> dict[str, str]:
    if name in groups() or name in leaves():
        return {language: item_label(name, language) for language in LANGUAGES}
    return {language: text(f"households.factor.{name}", language) for language in LANGUAGES}

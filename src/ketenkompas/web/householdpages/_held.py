"""What the pages of the compass ask of the library again and again, kept as long as the figures are the same."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import polars as pl

from ketenkompas.i18n import Language, text
from ketenkompas.library import households
from ketenkompas.pipeline import products_stamp
from ketenkompas.web.householdpages._asked import Per

MEASURED = ("home_energy", "gas", "electricity", "heat", "car", "driving")
"""What is measured in each municipality, at least in part: only these may be put in the order of their figures."""
RANKED: Mapping[str, str] = {"total": "households", **{item: item for item in households.RANKED}}
"""Of which item the position is told: government is equal for all, so the whole stands as its households do."""
_FLAGGED: Mapping[str, frozenset[str]] = {
    "lease": frozenset({"driving"}),
    "lease_possible": frozenset({"driving"}),
    "dwellings": frozenset({"gas", "electricity", "heat", "wood"}),
}
"""Of which items a flag says something."""
_SCHEMA = {
    **dict.fromkeys(("code", "label", "group", "province"), pl.String),
    **dict.fromkeys(("value", "low", "high", "share"), pl.Float64),
    **dict.fromkeys(("unit", "reason", "rank"), pl.String),
    "marked": pl.Boolean,
}


def figures(item: str, per: Per, language: Language) -> households.HouseholdRows:
    """One item for every municipality."""
    return _figures(item, per, language, products_stamp())


@functools.lru_cache(maxsize=64)
def _figures(item: str, per: Per, language: Language, stamp: object) -> households.HouseholdRows:  # noqa: ARG001
    return households.figures(item, per=per, lang=language)


def frame(item: str, per: Per, language: Language) -> pl.DataFrame:
    """The municipalities as the map and the list take them, in the order of their names.

    Columns ``code, label, group`` (code of the province), ``province, value, low, high, share`` (measured, per cent),
    ``unit, reason, rank`` (the position in words, empty where it is not told of this item), ``marked``.
    """
    return _frame(item, per, language, products_stamp())


@functools.lru_cache(maxsize=64)
def _frame(item: str, per: Per, language: Language, stamp: object) -> pl.DataFrame:  # noqa: ARG001 (in the key)
    found = figures(item, per, language)
    provinces = {one.area: one.title(language) for one in households.places("province")}
    ranks = _ranks(item, per, language)
    codes = {name: code for code, name in provinces.items()}
    rows = [
        {
            "code": row["area"],
            "label": row["name"],
            "group": codes.get(row["province"], row["province"]),
            "province": provinces.get(row["province"], row["province"]),
            **_told(row, item, language),
            "unit": str(found.units["value"]),
            "rank": ranks.get(row["area"], ""),
        }
        for row in found.rows
    ]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _told(row: Mapping[str, Any], item: str, language: Language) -> dict[str, Any]:
    """The figure of a place and what must be said of it; none where the item is measured elsewhere and not here."""
    concerned = frozenset(households.leaves_of(item))
    flags = [flag for flag in str(row["flags"]).split() if _FLAGGED[flag] & concerned]
    reasons = [text(f"household.flag.{flag}", language) for flag in flags]
    lacking = not flags and row["observed_share"] == 0 and _observed(concerned)
    if lacking:
        reasons.append(text("household.not_measured", language))
    return {
        **{name: None if lacking else row[name] for name in ("value", "low", "high")},
        "share": None if row["observed_share"] is None else 100 * row["observed_share"],
        "reason": " ".join(reasons),
        "marked": bool(flags),
    }


def _observed(items: frozenset[str]) -> bool:
    return all(households.leaves()[one].basis == "observed" for one in items)


def _ranks(item: str, per: Per, language: Language) -> dict[str, str]:
    if item not in RANKED:
        return {}
    found = households.ranks(RANKED[item], per, lang=language)
    return {str(row["area"]): str(row["sentence"]) for row in found.rows}


def layers(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be shown on the map: under a heading the items with their names."""
    groups = [one for one in households.groups() if one not in (*MEASURED, "public")]
    listed = (("whole", ("total", "households")), ("measured", MEASURED), ("expected", tuple(groups)))
    return [
        (text(f"household.layers.{name}", language), [(item, households.item_label(item, language)) for item in items])
        for name, items in listed
    ]

"""Sets of global warming potentials, each with its edition and with the methane that it means."""

from __future__ import annotations

import functools
import importlib.resources
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ketenkompas.errors import UnknownCodeError

_CARBON_DIOXIDE = ("co2", "co2_fossil", "co2_luluc")
_METHANE = ("ch4", "ch4_fossil", "ch4_biogenic")


@dataclass(frozen=True, slots=True)
class GwpValues:
    """One set of global warming potentials: kg CO2e per kg of gas.

    Attributes
    ----------
    set_id : str
        Report, horizon and the edition of the carrier: ``AR6-100@gwp-0.13.2``.
    report, years : str, int
        Assessment report of the IPCC and the horizon in years.
    column : str
        Column of the package ``globalwarmingpotentials``; empty for other carriers.
    methane : {"one_value", "biogenic_only"}
        ``one_value``: one figure for methane of every origin. ``biogenic_only``: the carrier prints methane that is not
        fossil and no other; fossil methane has no value in the set.
    values : Mapping of str to float
        By gas as in ``Factor.gases``; carbon dioxide is 1. Biogenic carbon dioxide is counted apart and has none.
    methane_split, methane_split_source : Mapping of str to float, str
        Fossil and other methane apart as the report gives them, for information: no calculation in this set uses them.
    """

    set_id: str
    report: str
    years: int
    column: str
    source: str
    methane: Literal["one_value", "biogenic_only"]
    values: Mapping[str, float] = field(repr=False)
    methane_split: Mapping[str, float]
    methane_split_source: str


@functools.cache
def gwp_sets() -> Mapping[str, GwpValues]:
    """Every set by its id, in the order of the reports.

    Examples
    --------
    >>> [name for name in gwp_sets() if name.startswith("AR6-100")]
    ['AR6-100@gwp-0.13.2', 'AR6-100@NL-2026']
    """
    path = importlib.resources.files("ketenkompas") / "data/factors/gwp-sets.json"
    return {row["id"]: _set(row) for row in json.loads(path.read_text("utf-8"))["sets"]}


def gwp_values(set_id: str) -> Mapping[str, float]:
    """The potentials of a set, kg CO2e per kg of gas, by gas as in ``Factor.gases``.

    A gas that is absent has no potential in the set; that is not zero, and a calculation with it must be refused.

    Raises
    ------
    UnknownCodeError
        ``factor.gwp_set_unknown``; ``AR6`` alone is no set, and ``source-native`` names no values.

    Examples
    --------
    >>> ar6, dutch = gwp_values("AR6-100@gwp-0.13.2"), gwp_values("AR6-100@NL-2026")
    >>> ar6["ch4_fossil"], dutch["ch4_biogenic"], "ch4_fossil" in dutch
    (27.9, 27.0, False)
    >>> ar6["sf6"], dutch["sf6"]
    (25200.0, 24300.0)
    """
    sets = gwp_sets()
    if set_id not in sets:
        raise UnknownCodeError("factor.gwp_set_unknown", found=set_id, known=", ".join(sets))
    return sets[set_id].values


def _set(row: Mapping[str, Any]) -> GwpValues:
    values = dict.fromkeys(_CARBON_DIOXIDE, 1.0) | {gas: float(value) for gas, value in row["values"].items()}
    if row["methane"] == "one_value":
        values |= dict.fromkeys(_METHANE, values["ch4"])
    return GwpValues(
        set_id=row["id"],
        report=row["report"],
        years=row["years"],
        column=row["column"],
        source=row["source"],
        methane=row["methane"],
        values=values,
        methane_split=row.get("methane_split", {}),
        methane_split_source=row.get("methane_split_source", ""),
    )

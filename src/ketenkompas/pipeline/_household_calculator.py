"""The small table with which a household works out its own figure, in the browser or on the server alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from ketenkompas.factors import Factor, interval_of
from ketenkompas.households import grid_electricity
from ketenkompas.ingest import HouseholdGroup, HouseholdParameters
from ketenkompas.pipeline._household_frames import HIGH, LOW
from ketenkompas.pipeline._household_run import HouseholdRun

COLUMNS = {
    "kind": pl.String, "size": pl.String, "income": pl.String, "tenure": pl.String, "item": pl.String,
    "quantity": pl.Float64, "kg": pl.Float64, "low": pl.Float64, "high": pl.Float64, "eur": pl.Float64,
    "home": pl.Float64, "unit": pl.String, "source": pl.String,
}  # fmt: skip
APART = ("home_energy", "car", "public")
UNKNOWN = "unknown"
Row = dict[str, Any]


def calculator_frame(
    run: HouseholdRun, groups: Sequence[HouseholdGroup], parameters: HouseholdParameters, records: Mapping[str, Factor]
) -> pl.DataFrame:
    """Rows of kinds ``cell``, ``leaf``, ``factor``, ``usual``, ``spending``; what does not apply is null.

    ``cell`` and ``leaf``: kg (and EUR) of a household of a kind, home energy, car and government left out; a size with
    an unknown income or tenure is the mean over it. ``factor``: kg per unit of what a household knows of itself.
    ``usual``: the national mean of a size. ``spending``: EUR per household and the share emitted at home.
    """
    units = _units(run)
    rows = [
        *_cells(run, groups),
        *_factors(run, units, parameters, records),
        *_usual(run, units),
        *_spending(run, groups, units, parameters),
    ]
    return pl.DataFrame(rows, schema=COLUMNS)


def _units(run: HouseholdRun) -> dict[str, tuple[str, str, float]]:
    """Item of the account, unit and national quantity of everything that a household can fill in."""
    seen = run.situation.observed
    grid = float(grid_electricity(seen.use[1], seen.solar, seen.own_solar).sum())
    return {
        "gas": ("gas", "m3", float(seen.use[0].sum()) * 1e6 / 31.65),
        "electricity": ("electricity", "kWh", grid / 3.6e-6),
        "heat": ("heat", "GJ", float(seen.use[2].sum()) * 1e3),
        "wood": ("wood", "GJ", float(seen.use[3].sum()) * 1e3),
    }


def _cells(run: HouseholdRun, groups: Sequence[HouseholdGroup]) -> Iterator[Row]:
    frame, counts = run.situation.frame, run.cells[0]
    euros = _euros(run)
    for size in frame.size:
        for income in (*frame.income, UNKNOWN):
            for tenure in (*frame.tenure, UNKNOWN):
                chosen = frame.member("size", size) * counts
                chosen = chosen if income == UNKNOWN else chosen * frame.member("income", income)
                chosen = chosen if tenure == UNKNOWN else chosen * frame.member("tenure", tenure)
                weights = chosen / chosen.sum()
                keys = {"size": size, "income": income, "tenure": tenure}
                central = weights @ run.type_kg
                drawn = np.percentile(
                    np.einsum("h,dhi->di", weights.astype(np.float32), run.drawn_type_kg), [LOW, HIGH], axis=0
                )
                for group in groups:
                    if group.id in APART:
                        continue
                    at = run.items.index(group.id)
                    value = float(central[at])
                    low, high = min(float(drawn[0, at]), value), max(float(drawn[1, at]), value)
                    yield {"kind": "cell", **keys, "item": group.id, "kg": value, "low": low, "high": high}
                    for item in group.items:
                        eur = float(weights @ euros[item.id]) if item.id in euros else None
                        yield {
                            "kind": "leaf",
                            **keys,
                            "item": item.id,
                            "kg": float(central[run.items.index(item.id)]),
                            "eur": eur,
                        }


def _euros(run: HouseholdRun) -> dict[str, np.ndarray]:
    """EUR per household of every kind by item, at the level and prices of the accounts: (h,)."""
    survey = run.situation.survey
    whole = run.settled.spending * survey.price * run.settled.ratio
    return {
        item: whole[:, [survey.groups.index(code) for code in codes]].sum(axis=1)
        for item, codes in run.coicop.items()
        if codes and all(code in survey.groups for code in codes)
    }


def _factors(
    run: HouseholdRun,
    units: dict[str, tuple[str, str, float]],
    parameters: HouseholdParameters,
    records: Mapping[str, Factor],
) -> Iterator[Row]:
    cars = float(run.settled.cars.corrected.sum())
    known = {
        **units,
        "driving": ("driving", "km", run.kilometres),
        "public": ("public", "person", float(run.inhabitants[0])),
    }
    for name, (item, unit, quantity) in known.items():
        yield {"kind": "factor", "item": name, **_per(run, [item], quantity), **_price(run, name, parameters, quantity),
               "unit": f"kg CO2e_AR5/{unit}", "source": "model"}  # fmt: skip
    owned = _per(run, ["car_purchase", "car_upkeep"], cars)
    euros = sum(float(run.cells[0] @ _euros(run)[item]) for item in ("car_purchase", "car_upkeep"))
    yield {
        "kind": "factor",
        "item": "car_owned",
        **owned,
        "eur": euros / cars,
        "unit": "kg CO2e_AR5/car",
        "source": "model",
    }
    electric = records[parameters.factors["electric_driving"]]
    if electric.value is not None:
        known_range = interval_of(electric, electric.value)
        home = float(run.origin[run.items.index("electricity"), 0])
        amounts = {"kg": electric.value, "low": known_range.low, "high": known_range.high, "home": home, "eur": None}
        yield {
            "kind": "factor", "item": "electric_driving", **amounts, "unit": "kg CO2e/km", "source": electric.ref,
        }  # fmt: skip


def _per(run: HouseholdRun, items: Sequence[str], quantity: float) -> Row:
    at = [run.items.index(item) for item in items]
    value = float(run.kg[0, at].sum()) / quantity
    low, high = np.percentile(run.drawn_kg[:, 0, at].sum(axis=1), [LOW, HIGH]) / quantity
    home = float(run.kg[0, at] @ run.origin[at, 0] / run.kg[0, at].sum())
    return {"kg": value, "low": min(float(low), value), "high": max(float(high), value), "home": home}


def _price(run: HouseholdRun, name: str, parameters: HouseholdParameters, quantity: float) -> Row:
    """EUR per unit: motor fuel by what the accounts say is spent on it, energy at a dated price."""
    if name == "driving":
        return {"eur": float(run.cells[0] @ _euros(run)["driving"]) / quantity}
    return {"eur": parameters.value(f"price_{name}") if f"price_{name}" in parameters.values else None}


def _usual(run: HouseholdRun, units: dict[str, tuple[str, str, float]]) -> Iterator[Row]:
    """The quantity of a mean household of every size, by how the item divides over sizes."""
    frame, counts = run.situation.frame, run.cells[0]
    for size in frame.size:
        weights = frame.member("size", size) * counts
        weights = weights / weights.sum()
        for name, (item, unit, quantity) in units.items():
            at = run.items.index(item)
            yield _amount(size, name, float(weights @ run.type_kg[:, at]) * quantity / float(run.kg[0, at]), unit)
        driving = run.items.index("driving")
        share = float(weights @ run.type_kg[:, driving]) / float(run.kg[0, driving])
        yield _amount(size, "car_owned", share * float(run.settled.cars.corrected.sum()), "car")
        yield _amount(size, "driving", share * run.kilometres, "km")


def _amount(size: str, item: str, quantity: float, unit: str) -> Row:
    return {"kind": "usual", "size": size, "item": item, "quantity": quantity, "unit": unit}


def _spending(
    run: HouseholdRun,
    groups: Sequence[HouseholdGroup],
    units: dict[str, tuple[str, str, float]],
    parameters: HouseholdParameters,
) -> Iterator[Row]:
    """What a mean household pays for every item that is bought, and the share of its emission at home."""
    euros, homes = _euros(run), float(run.households[0])
    for group in groups:
        if group.id == "public":
            continue
        for item in group.items:
            at = run.items.index(item.id)
            price = f"price_{item.id}"
            if item.id in units:
                eur = parameters.value(price) * units[item.id][2] / homes if price in parameters.values else None
            else:
                eur = float(run.cells[0] @ euros[item.id]) / homes if item.id in euros else None
            yield {"kind": "spending", "item": item.id, "eur": eur, "home": float(run.origin[at, 0]), "unit": "EUR"}

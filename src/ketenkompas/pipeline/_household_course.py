"""Observed energy and cars through the years, on the boundaries of today, and what changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas import ingest
from ketenkompas.errors import MissingValueError
from ketenkompas.households import grid_electricity, lease_correction, what_changed
from ketenkompas.ingest import HouseholdParameters
from ketenkompas.pipeline._household_files import DIRECT, ENERGY, HouseholdFiles, measured
from ketenkompas.pipeline._household_run import HouseholdRun

Array = npt.NDArray[np.float64]
WOOD_METHOD_FROM = 2019
"""Wood of 2016 was reckoned by another method than that of 2019 and 2023."""
PARTS = {"gas": "gas_tj", "electricity": "electricity_tj", "heat": "heat_tj", "wood": "wood_tj", "car": "cars"}
_SCHEMA = {
    "area": pl.String, "year": pl.Int64, "part": pl.String, "quantity": pl.Float64, "unit": pl.String, "kg": pl.Float64,
    "state": pl.String, "inhabitants": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class _Part:
    """Quantity and kg per unit of one part in one year; ``there`` (m,) is false where it is absent."""

    quantity: Array
    there: npt.NDArray[np.bool_]
    kg_per_unit: float
    state: npt.NDArray[np.str_]


def course_frame(run: HouseholdRun, files: HouseholdFiles, parameters: HouseholdParameters) -> pl.DataFrame:
    """``area, year, part, quantity, unit, kg, state, inhabitants``: what was observed, by place and for the country.

    Electricity is that from the grid. Emission per unit is that of the shown year, for cars also that of the year's
    direct emissions: so a change is one of use. Absent stays absent, and so does the country where a place is.
    """
    rows = []
    for year in ENERGY:
        table = measured(files, year)
        people = table["inhabitants"].to_numpy()
        for name, part in _year(run, files, parameters, year, table).items():
            unit = "cars" if name == "car" else "TJ"
            for at, area in enumerate(table["area"]):
                there = bool(part.there[at])
                quantity = float(part.quantity[at]) if there else None
                kg = None if quantity is None else quantity * part.kg_per_unit
                rows.append((area, year, name, quantity, unit, kg, str(part.state[at]), float(people[at])))
            whole = float(part.quantity.sum()) if part.there.all() else None
            kg = None if whole is None else whole * part.kg_per_unit
            state = "absent" if whole is None else "observed"
            rows.append(("NL", year, name, whole, unit, kg, state, float(people.sum())))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _year(
    run: HouseholdRun, files: HouseholdFiles, parameters: HouseholdParameters, year: int, table: pl.DataFrame
) -> Mapping[str, _Part]:
    there = {name: table[name].is_not_null().to_numpy() for name in (*PARTS.values(), "pv_tj")}
    # zero stands only behind a mask: the arithmetic below never reaches a place where a figure is not there
    values = {name: np.where(known, table[name].to_numpy(), 0.0) for name, known in there.items()}
    there["electricity_tj"] = there["electricity_tj"] & there["pv_tj"]
    grid = grid_electricity(values["electricity_tj"], values["pv_tj"], parameters.value(f"own_solar_{year}"))
    shown = {name: run.kg[0, run.items.index(item)] for name, item in _ITEM.items()}
    use = run.situation.observed.use
    amounts = {
        "gas": use[0].sum(),
        "electricity": grid_electricity(use[1], run.situation.observed.solar, run.situation.observed.own_solar).sum(),
        "heat": use[2].sum(),
        "wood": use[3].sum(),
    }
    found = {
        name: _Part(
            grid if name == "electricity" else values[column],
            there[column],
            float(shown[name] / amounts[name]),
            np.where(there[column], "observed", "absent"),
        )
        for name, column in PARTS.items()
        if name != "car"
    }
    return {**found, "car": _cars(run, files, year, table, values["cars"], shown["car"])}


_ITEM = {"gas": "gas", "electricity": "electricity", "heat": "heat", "wood": "wood", "car": "driving"}


def _cars(run: HouseholdRun, files: HouseholdFiles, year: int, table: pl.DataFrame, cars: Array, shown: float) -> _Part:
    """Cars where they are driven, by the year's own lease correction; emission per car with that year's emissions."""
    places, people = run.situation.places, table["inhabitants"].to_numpy()
    covariates = np.stack(
        [places.mean_size, places.single_family, np.log(places.income), places.urbanity, places.elderly], axis=1
    )
    homes = run.settled.cells.sum(axis=1) * people / places.inhabitants
    found = lease_correction(cars, people, homes, covariates, run.situation.observed.lease_threshold)
    driven = {one: _driving(files, one) for one in (year, max(ENERGY))}
    per_car = shown * driven[year] / driven[max(ENERGY)] / float(cars.sum())
    return _Part(
        found.corrected,
        np.ones(len(cars), dtype=bool),
        float(per_car),
        np.where(found.flagged, "corrected", "observed"),
    )


def _driving(files: HouseholdFiles, year: int) -> float:
    """Direct transport emissions of the country's households in a year, kt."""
    table = ingest.read_household_emissions(files[DIRECT])
    found = table.filter((pl.col("area") == "NL") & (pl.col("year") == year) & (pl.col("item") == "HH_TRA"))
    if found.height != 1:
        raise MissingValueError("households.no_driving", year=year)
    return float(found["value_kt"].item())


def changes_frame(course: pl.DataFrame) -> pl.DataFrame:
    """``area, from_year, to_year, part, effect, kg``: people, use per head, emission per unit; adds up to the change.

    Only between years that are both observed, by one method. Never progress by itself: weather and prices are in it.
    """
    rows = []
    for before, after in combinations(sorted(ENERGY), 2):
        broken = (pl.col("part") == "wood") & (before < WOOD_METHOD_FROM)
        known = course.filter(pl.col("quantity").is_not_null() & (pl.col("quantity") > 0) & ~broken)
        both = known.filter(pl.col("year") == before).join(
            known.filter(pl.col("year") == after), on=["area", "part"], suffix="_after"
        )
        effects = what_changed(*(_factors(both, suffix) for suffix in ("", "_after")))
        for effect, kg in effects.items():
            rows += [
                (area, before, after, part, effect, float(value))
                for area, part, value in zip(both["area"], both["part"], kg, strict=True)
            ]
    schema = {"area": pl.String, "from_year": pl.Int64, "to_year": pl.Int64, "part": pl.String, "effect": pl.String}
    return pl.DataFrame(rows, schema=schema | {"kg": pl.Float64}, orient="row").sort(
        "area", "part", "from_year", "to_year"
    )


def _factors(both: pl.DataFrame, suffix: str) -> Mapping[str, Array]:
    people, quantity, kg = (both[f"{name}{suffix}"].to_numpy() for name in ("inhabitants", "quantity", "kg"))
    return {"inhabitants": people, "use": quantity / people, "factor": kg / quantity}

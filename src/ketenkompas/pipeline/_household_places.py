"""What is known of every place: names, numbers, flags, similar places, former municipalities."""

from __future__ import annotations

import polars as pl

from ketenkompas import ingest
from ketenkompas.households import dwelling_flag, peers
from ketenkompas.pipeline._household_files import CROSSWALK, MUNICIPALITIES, PROVINCES, HouseholdFiles
from ketenkompas.pipeline._household_run import HouseholdRun

_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "area": pl.String, "kind": pl.String, "name": pl.String, "province": pl.String, "inhabitants": pl.Int64,
    "households": pl.Float64, "urbanity": pl.Float64, "income_keur": pl.Float64, "mean_size": pl.Float64,
    "own_share": pl.Float64, "flag_lease": pl.Boolean, "flag_lease_possible": pl.Boolean, "flag_dwellings": pl.Boolean,
    "peers": pl.List(pl.String), "former": pl.List(pl.String),
}  # fmt: skip


def province_of(files: HouseholdFiles) -> dict[str, str]:
    """The province code of every municipality."""
    table = ingest.read_provinces(files[PROVINCES])
    return dict(zip(table["area"], table["province_code"], strict=True))


def places_frame(run: HouseholdRun, files: HouseholdFiles) -> pl.DataFrame:
    """One row per area: the country, provinces, municipalities."""
    table = ingest.read_municipalities(files[MUNICIPALITIES]).sort("area")
    provinces = ingest.read_provinces(files[PROVINCES])
    province_names = dict(zip(provinces["province_code"], provinces["province"], strict=True))
    places, cars = run.situation.places, run.settled.cars
    similar = peers(places.urbanity, places.income)
    homes = dwelling_flag(places.inhabitants, table["dwellings"].cast(pl.Float64).to_numpy())
    formers = _former(files)
    rows: list[tuple[object, ...]] = []
    for at, area in enumerate(run.areas):
        inhabitants, households = round(float(run.inhabitants[at])), float(run.households[at])
        if area == "NL" or area.startswith("PV"):
            kind, name = ("country", "Nederland") if area == "NL" else ("province", province_names[area])
            size = float(run.inhabitants[at] / run.households[at])
            whole = name if kind == "province" else None
            rows.append(
                (area, kind, name, whole, inhabitants, households, None, None, size, None, False, False, False, [], [])
            )
            continue
        one = places.codes.index(area)
        rows.append((
            area, "municipality", table["name"][one], table["province"][one], inhabitants, households,
            float(places.urbanity[one]), float(places.income[one]), float(places.mean_size[one]),
            float(places.own[one]),
            bool(cars.flagged[one]), bool(cars.possible[one]), bool(homes[one]),
            [places.codes[other] for other in similar[one]], formers.get(area, []),
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _former(files: HouseholdFiles) -> dict[str, list[str]]:
    """Names of municipalities that went into each of today, also by way of one that is gone itself."""
    table = ingest.read_crosswalk(files[CROSSWALK])
    following: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    for old, name, new in table.select("old_code", "old_name", "new_code").iter_rows():
        following.setdefault(old, set()).add(new)
        names[old] = name
    found: dict[str, set[str]] = {}
    for old, name in names.items():
        for today in _today(old, following):
            found.setdefault(today, set()).add(name)
    return {code: sorted(listed) for code, listed in found.items()}


def _today(code: str, following: dict[str, set[str]]) -> set[str]:
    later = following.get(code, set()) - {code}
    return {code} if not later else {one for step in later for one in _today(step, following)}

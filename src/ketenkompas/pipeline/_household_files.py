"""The registered files of the household footprint, and what is read from them as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ketenkompas import ingest, sources
from ketenkompas.households import harmonise

MUNICIPALITIES, PROVINCES = "municipalities-2023", "municipality-provinces-2023"
CROSSWALK, BRIDGE = "municipality-changes-2018-2023", "coicop-cpa-a64-prior"
ENERGY = {2016: "household-energy-2016", 2019: "household-energy-2019", 2023: "household-energy-2023"}
SURVEY = {
    "groups": "cbs-bo2020-coicop",
    "totals": "cbs-bo2020-totals",
    "housing": "cbs-bo2020-housing-by-tenure",
    "accounts": "cbs-bo-accounts-2025",
    "prices": "cbs-cpi-2020-2025",
}
DEMAND, OFFICIAL_TOTAL = "figaro-nl-final-demand-26ed", "eurostat-ghgfp-2026-01-22"
DIRECT = "eurostat-ainah-households-2026-08-07"
HOUSEHOLD_SOURCES = (
    MUNICIPALITIES, PROVINCES, CROSSWALK, *ENERGY.values(), *SURVEY.values(), BRIDGE, DEMAND, OFFICIAL_TOTAL, DIRECT,
)  # fmt: skip
COUNTS = ("inhabitants", "cars", "gas_tj", "electricity_tj", "heat_tj", "wood_tj", "pv_tj")


@dataclass(frozen=True)
class HouseholdFiles:
    """Where the files are, by source id; the registry's by default."""

    paths: Mapping[str, Path]

    def __getitem__(self, source: str) -> Path:
        return self.paths[source]


def household_files() -> HouseholdFiles:
    """The registered files, checked, from a mirror folder, the cache or the publisher."""
    return HouseholdFiles({source: sources.open_source(source).path for source in HOUSEHOLD_SOURCES})


def official_factor(files: HouseholdFiles, year: int) -> tuple[float, float]:
    """What brings the cited final demand of a year to Eurostat's official total, and that total, kg."""
    official = ingest.read_published_ghgfp(files[OFFICIAL_TOTAL])
    total = float(official.filter((pl.col("area") == "NL") & (pl.col("year") == year))["value_kt"].item()) * 1e6
    cited = float(ingest.read_figaro_final_demand(files[DEMAND]).filter(pl.col("year") == year)["value_kt"].sum()) * 1e6
    return total / cited, total


def measured(files: HouseholdFiles, year: int) -> pl.DataFrame:
    """Observed quantities of a year by municipality of today: ``area`` and :data:`COUNTS`, null where absent.

    Counts of parts add up; where a part is absent, the whole is (fact sheet on households, traps 5 and 8).
    """
    table = ingest.read_household_energy(files[ENERGY[year]], year)
    crosswalk = ingest.read_crosswalk(files[CROSSWALK])
    found = harmonise(table["area"].to_list(), {name: table[name] for name in COUNTS}, crosswalk)
    return pl.DataFrame({"area": list(found.codes), **found.values})

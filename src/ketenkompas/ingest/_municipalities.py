"""Municipalities of the Netherlands: those of 2023 with all that the household model takes, and district statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from ketenkompas.ingest._faults import Faults, shown
from ketenkompas.ingest._households_cells import (
    counts,
    figures,
    figures_or_none,
    frame,
    municipalities,
    provinces,
    require_between,
    require_sum,
    texts,
)
from ketenkompas.ingest._rows import Sheet, read_sheet

_AGES = ("p0_14", "p15_24", "p25_44", "p45_64", "p65")
_TYPES_OF_DWELLING = ("dwellings_apartment", "dwellings_terraced", "dwellings_semi_detached", "dwellings_detached")
_SHARES = (*_AGES, "single_pct", "own_pct", "single_family_pct", "low_income_pct", "high_income_pct")
_COUNTS_2023: Mapping[str, str] = {
    "inhabitants_2023": "inwoners_2023",
    "dwellings": "woningen",
    "dwellings_apartment": "woningen_appartement",
    "dwellings_terraced": "woningen_rij",
    "dwellings_semi_detached": "woningen_twee_onder_een_kap_hoek",
    "dwellings_detached": "woningen_vrijstaand",
    "cars_2022": "autos_2022",
    "inhabitants_2021": "inwoners_2021",
}
_FIGURES_2023: Mapping[str, str] = {
    "gas_tj": "gas_TJ_2023",
    "electricity_tj": "elektriciteit_TJ_2023",
    "heat_tj": "warmte_TJ_2023",
    "wood_tj": "hout_TJ_2023",
    "mean_size": "hh_grootte",
    "single_pct": "hh_eenpersoons_pct",
    "own_pct": "koop_pct",
    "single_family_pct": "eengezins_pct",
    "low_income_pct": "pers_laagste40_pct",
    "high_income_pct": "pers_hoogste20_pct",
    "income_keur": "inkomen_hh_gestand_keur",
    "urbanity": "stedelijkheid",
    "p0_14": "p15",
    "p15_24": "p15_24",
    "p25_44": "p25_44",
    "p45_64": "p45_64",
    "p65": "p65plus",
    "gas_m3_dwelling_2021": "gas_m3_woning_2021",
    "kwh_dwelling_2021": "kwh_woning_2021",
}
_FIGURES_2021: Mapping[str, str] = {
    "p0_14": "Demographics|Under 15 years (%)",
    "p15_24": "Demographics|15-24 years (%)",
    "p25_44": "Demographics|25-44 years (%)",
    "p45_64": "Demographics|45-64 years (%)",
    "p65": "Demographics|65+ years (%)",
    "mean_size": "Demographics|Avg household size",
    "single_pct": "Demographics|Single-person households (%)",
    "low_income_households_pct": "Inequality|Low income threshold (%)",
    "low_income_pct": "Inequality|Bottom-40% income share (%)",
    "high_income_pct": "Inequality|Top-20% income share (%)",
    "income_person_keur": "IncomeWealth|Avg income per inhabitant (x€1k)",
    "income_keur": "IncomeWealth|Avg household income (x€1k)",
    "own_pct": "Housing|Owner-occupied (%)",
    "rent_pct": "Housing|Rental homes (%)",
    "single_family_pct": "Housing|Single-family homes (%)",
    "kwh_dwelling": "Environment|Avg electricity use (kWh/yr)",
    "gas_m3_dwelling": "Environment|Avg gas use (m³/yr)",
    "urbanity": "Services|Degree of urbanisation (1–5)",
    "addresses_km2": "Demographics|Population density (per km²)",
    "not_petrol_pct": "Economy|EV & alternative fuel cars (%)",
}
_PARTLY_2021: Mapping[str, str] = {
    "cars_per_household": "Economy|Cars per household",
    "district_heating_pct": "Environment|District heating (%)",
    "assistance_per_1000": "Inequality|Bijstand recipients (per 1k)",
    "care_per_1000": "WelfareCare|Wmo care clients (per 1k)",
}


def read_municipalities(path: Path) -> pl.DataFrame:
    """The municipalities of 2023 with inhabitants, dwellings, energy, cars and who lives there (``gemeente_basis``).

    Returns
    -------
    DataFrame
        One row a municipality: ``area`` (GMnnnn), ``name``, ``province`` (official spelling), ``inhabitants_2023``,
        ``dwellings`` and its four types, ``gas_tj``, ``electricity_tj`` (own-used solar power in it), ``heat_tj``,
        ``wood_tj`` (TJ, 2023), ``cars_2022`` (by address of the owner, lease companies too), and of 2021:
        ``inhabitants_2021``, ``mean_size`` (rounded to 0.1), ``single_pct`` (% of households), ``own_pct``,
        ``single_family_pct`` (% of *dwellings*), ``low_income_pct``, ``high_income_pct`` (% of *persons* in the
        national lowest 40 and highest 20 %), ``income_keur`` (standardised, 1,000 EUR), ``urbanity`` (1 = very urban
        to 5), ``p0_14`` .. ``p65`` (% of persons), ``gas_m3_dwelling_2021``, ``kwh_dwelling_2021``. Nothing is absent.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: codes that are no municipality or stand twice, text or suppression codes in
        numbers, types of dwellings or ages that do not add up, shares outside 0 to 100.

    Examples
    --------
    342 rows, 17,811,291 inhabitants (``tests/unit/ingest/test_household_files.py``).
    """
    sheet = read_sheet(path, ["gm", "naam", "provincie", *_COUNTS_2023.values(), *_FIGURES_2023.values()])
    faults = Faults(path.name)
    areas, names = municipalities(sheet, "gm", faults), texts(sheet, "naam")
    of_province = provinces(sheet, "provincie", faults)
    whole = {name: counts(sheet, source, faults, label="gm") for name, source in _COUNTS_2023.items()}
    found = {name: figures(sheet, source, faults, label="gm") for name, source in _FIGURES_2023.items()}
    dwellings = [whole[name] for name in _TYPES_OF_DWELLING]
    require_sum(sheet, dwellings, whole["dwellings"], faults, of="woningen", tolerance=0.5, label="gm")
    _check_people(sheet, found, faults)
    faults.raise_if_any()
    table = frame({"area": areas, "name": names, "province": of_province, **whole, **found}, _types(whole, found))
    last = ("gas_m3_dwelling_2021", "kwh_dwelling_2021")
    return table.select(pl.exclude(last), *last)


def read_provinces(path: Path) -> pl.DataFrame:
    """Municipality, its name, and the province that it lies in (``gemeente_provincie_2023``).

    Returns
    -------
    DataFrame
        ``area, name, province_code`` (PVnn), ``province`` (official spelling).

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: codes of another form, doubled municipalities, provinces that are not known.
    """
    sheet = read_sheet(path, ["gm", "naam", "pv", "provincie"])
    faults = Faults(path.name)
    areas, found = municipalities(sheet, "gm", faults), provinces(sheet, "provincie", faults)
    codes = [cell.strip() for cell in sheet.column("pv")]
    for number, code in zip(sheet.numbers, codes, strict=True):
        if not (code.startswith("PV") and len(code) == 4 and code[2:].isdigit()):
            faults.add("households.province_code", row=number, column="pv", found=shown(code))
    faults.raise_if_any()
    return frame({"area": areas, "name": texts(sheet, "naam"), "province_code": codes, "province": found}, {})


def read_kwb2021(path: Path) -> pl.DataFrame:
    """District statistics (Kerncijfers wijken en buurten) 2021 of the 352 municipalities of that year.

    The names say what the figures are; several labels of the file do not: "Bottom-40% income share" is the share of
    *persons* in the national group, "Population density" are addresses, "Low income threshold" is a share of
    households, and "EV & alternative fuel cars" are all cars that do not run on petrol.

    Returns
    -------
    DataFrame
        ``area, name, province`` (null where the file names none: municipalities that ended in 2022), ``inhabitants``,
        the columns of :func:`read_municipalities` for ages, size, income and tenure, ``low_income_households_pct``,
        ``income_person_keur``, ``rent_pct``, ``kwh_dwelling``, ``gas_m3_dwelling``, ``addresses_km2``,
        ``not_petrol_pct`` (% of cars); null where CBS prints nothing: ``cars_per_household``,
        ``district_heating_pct`` (% of dwellings), ``assistance_per_1000``, ``care_per_1000``.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``, as :func:`read_municipalities`.
    """
    columns = [*_FIGURES_2021.values(), *_PARTLY_2021.values()]
    sheet = read_sheet(path, ["gm", "Naam", "Provincie", "Population", *columns])
    faults = Faults(path.name)
    areas, of_province = municipalities(sheet, "gm", faults), provinces(sheet, "Provincie", faults, empty=True)
    inhabitants = counts(sheet, "Population", faults, label="gm")
    found = {name: figures(sheet, source, faults, label="gm") for name, source in _FIGURES_2021.items()}
    partly = {name: figures_or_none(sheet, source, faults, label="gm") for name, source in _PARTLY_2021.items()}
    _check_people(sheet, found, faults)
    require_between(sheet, {"district_heating_pct": partly["district_heating_pct"]}, 0, 100, faults, label="gm")
    faults.raise_if_any()
    told: dict[str, list[Any]] = {
        "area": areas,
        "name": texts(sheet, "Naam"),
        "province": of_province,
        "inhabitants": inhabitants,
    }
    return frame({**told, **found, **partly}, _types(["inhabitants"], [*found, *partly]))


def _check_people(sheet: Sheet, found: Mapping[str, list[float]], faults: Faults) -> None:
    ages, hundred = [found[name] for name in _AGES], [100.0] * len(sheet.rows)
    require_sum(sheet, ages, hundred, faults, of="100 %", tolerance=0.1, label="gm")
    require_between(sheet, {name: found[name] for name in _SHARES}, 0, 100, faults, label="gm")
    require_between(sheet, {"urbanity": found["urbanity"]}, 1, 5, faults, label="gm")
    require_between(sheet, {"mean_size": found["mean_size"]}, 1, 6, faults, label="gm")


def _types(whole: Iterable[str], found: Iterable[str]) -> dict[str, type[pl.DataType]]:
    return dict.fromkeys(whole, pl.Int64) | dict.fromkeys(found, pl.Float64)

"""Published footprints: Eurostat's official series, households beside it, cited results, and other publishers' totals.

Three kinds that never share a series: official (Eurostat), cited (a third party's computation), and figures quoted from
other publishers with scopes of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import polars as pl

from ketenkompas.classifications import areas, canonical_area, scheme
from ketenkompas.errors import UnknownCodeError
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import Sheet, read_sheet

_ROUNDING_KT = 0.0005
_SHARES = {
    "supply": (("supply_domestic", "supply_other_eu", "supply_rest"), 0.002),
    "emission": (("emission_domestic", "emission_other_eu", "emission_rest"), 0.015),
}
_HOUSEHOLD_ITEMS = ("HH", "HH_HEAT", "HH_TRA", "HH_OTH", "TOTAL", "TOTAL_HH")
_HOUSEHOLD_SUMS = {"HH": ("HH_HEAT", "HH_TRA", "HH_OTH"), "TOTAL_HH": ("TOTAL", "HH")}


def read_published_ghgfp(path: Path) -> pl.DataFrame:
    """Eurostat's official greenhouse gas footprint by area of final use (``env_ac_ghgfp``), tidy.

    Parameters
    ----------
    path : Path
        Wide: ``c_dest`` and one column a year, kt CO2e (GWP of AR5). No direct emissions of households in it.

    Returns
    -------
    DataFrame
        ``area, year, value_kt``: canonical areas, ``EU27_2020``, ``EXT_EU27_2020`` and ``WORLD`` among them: never sum
        aggregates with their members.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: unknown or doubled areas, columns that are no year or leave a gap, text in
        numbers, values of zero or less, members that do not add up to the union (``published.union_differs``).

    Examples
    --------
    The Netherlands 2022: 159,669 kt CO2e_AR5, industries only (``tests/unit/ingest/test_published.py``).
    """
    sheet = read_sheet(path, ["c_dest"])
    faults = Faults(path.name)
    found, years = sheet.areas("c_dest", faults), _year_columns(sheet, faults)
    _note_twice(sheet, [(area,) for area in found], "c_dest", faults)
    values = {year: _positive(sheet, str(year), "c_dest", faults) for year in years}
    if not faults:
        _check_unions(found, values, faults)
    faults.raise_if_any()
    rows = [(area, year, values[year][at]) for at, area in enumerate(found) for year in years]
    return pl.DataFrame(rows, schema={"area": pl.String, "year": pl.Int64, "value_kt": pl.Float64}, orient="row")


def read_household_emissions(path: Path) -> pl.DataFrame:
    """Direct greenhouse gas emissions of households from the air emissions accounts (``env_ac_ainah_r2``), tidy.

    Returns
    -------
    DataFrame
        ``area, item, year, value_kt`` (kt CO2e, AR5). Items: ``HH`` = ``HH_HEAT`` + ``HH_TRA`` + ``HH_OTH``; ``TOTAL``
        = industries without households; ``TOTAL_HH`` = ``TOTAL`` + ``HH``. Never sum an item with its parts.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: unknown areas or items, doubled rows, text in numbers, parts that do not add up.
    """
    sheet = read_sheet(path, ["geo", "nace_r2", "time", "value_kt"])
    faults = Faults(path.name)
    found, years, items = sheet.areas("geo", faults), sheet.years("time", faults), sheet.column("nace_r2")
    for number, item in zip(sheet.numbers, items, strict=True):
        if item not in _HOUSEHOLD_ITEMS:
            known = ", ".join(_HOUSEHOLD_ITEMS)
            faults.add("published.item_unknown", row=number, column="nace_r2", found=item, known=known)
    values = _positive(sheet, "value_kt", "geo", faults)
    _note_twice(sheet, list(zip(found, items, years, strict=True)), "geo, nace_r2, time", faults)
    if not faults:
        _check_items(dict(zip(zip(found, years, items, strict=True), values, strict=True)), faults)
    faults.raise_if_any()
    return pl.DataFrame({"area": found, "item": items, "year": years, "value_kt": values})


def read_figaro_final_demand(path: Path) -> pl.DataFrame:
    """A third party's FIGARO results: Dutch final demand by product and place of emission (kind ``cited``).

    Returns
    -------
    DataFrame
        ``year, product`` (A64), ``purchases_meur``; ``value_kt`` = purchases x factor / 1000, kt CO2e_AR5 without
        households' direct emissions; ``factor_kg_per_keur``, ``co2_factor_kg_per_keur``; shares ``supply_*`` of
        purchases and ``emission_*`` of emissions (domestic, other_eu, rest).

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: unknown products, doubled rows, text in numbers, shares outside 0..1 or that do
        not add up to one (0.002 for supply, 0.015 for emissions, as printed).
    """
    shares = [name for names, _ in _SHARES.values() for name in names]
    sheet = read_sheet(path, ["year", "nace", "purchases_meur", "ef_total", "ef_total_co2", *shares])
    faults = Faults(path.name)
    years, products = sheet.years("year", faults), _products(sheet, faults)
    _note_twice(sheet, list(zip(years, products, strict=True)), "year, nace", faults)
    names = ["purchases_meur", "ef_total", "ef_total_co2", *shares]
    values = {name: sheet.floats(name, faults, label="nace") for name in names}
    for part, (parts, tolerance) in _SHARES.items():
        _check_shares(sheet, part, [values[name] for name in parts], tolerance, faults)
    faults.raise_if_any()
    table = pl.DataFrame({"year": years, "product": products, **values})
    kilotonnes = (pl.col("purchases_meur") * pl.col("ef_total") / 1000).alias("value_kt")
    renamed = {"ef_total": "factor_kg_per_keur", "ef_total_co2": "co2_factor_kg_per_keur"}
    return table.with_columns(kilotonnes).rename(renamed)


def read_published_footprints(path: Path) -> pl.DataFrame:
    """Footprint totals quoted from publishers (CBS, CLO/PBL, Eurostat, SCB, ...), each with its scope and source.

    Returns
    -------
    DataFrame
        ``publisher, area, year, indicator, value, unit, scope_note, source, status``: scopes and vintages differ, so
        these never stand in one series.

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: unknown areas, text in numbers, a figure without publisher, unit or source.
    """
    sheet = read_sheet(
        path, ["publisher", "area", "year", "indicator", "value", "unit", "scope_note", "source", "status"]
    )
    faults = Faults(path.name)
    found, years, values = sheet.areas("area", faults), sheet.years("year", faults), sheet.floats("value", faults)
    for number, row in sheet.named():
        for column in ("publisher", "indicator", "unit", "source"):
            if not row[column].strip():
                faults.add("published.no_reference", row=number, column=column, column_name=column)
    faults.raise_if_any()
    told = {name: sheet.column(name) for name in ("indicator", "unit", "scope_note", "source", "status")}
    return pl.DataFrame(
        {"publisher": sheet.column("publisher"), "area": found, "year": years, "value": values, **told}
    ).select("publisher", "area", "year", "indicator", "value", "unit", "scope_note", "source", "status")


def read_gcb(path: Path) -> pl.DataFrame:
    """Consumption-based CO2 of the Global Carbon Budget 2020, territorial basis.

    Returns
    -------
    DataFrame
        ``area`` (canonical; null for groups and bunkers that are no area here), ``country`` as the source spells it,
        ``year, value_mt`` (Mt CO2).

    Raises
    ------
    InputError
        ``ingest.file_has_problems``: doubled rows, text in numbers, MtC and MtCO2 that disagree (x 3.664).

    Notes
    -----
    The Netherlands is unusable before 2003 (145 Mt in 1999, 143 in 2000, 189 in 2003). A plausibility check beside a
    residence-based figure, no proof.
    """
    sheet = read_sheet(path, ["year", "country", "MtC", "MtCO2"])
    faults = Faults(path.name)
    years, countries = sheet.years("year", faults), sheet.column("country")
    _note_twice(sheet, list(zip(countries, years, strict=True)), "country, year", faults)
    carbon, dioxide = (sheet.floats(name, faults, label="country") for name in ("MtC", "MtCO2"))
    for number, name, of_carbon, of_dioxide in zip(sheet.numbers, countries, carbon, dioxide, strict=True):
        if abs(of_carbon * 3.664 - of_dioxide) > max(0.001, 1e-4 * abs(of_dioxide)):
            said = f"{of_carbon:g} x 3.664 <> {of_dioxide:g}"
            faults.add("published.carbon_differs", row=number, label=name, found=said)
    faults.raise_if_any()
    known = {name: _area_or_none(name) for name in dict.fromkeys(countries)}
    found = [known[name] for name in countries]
    return pl.DataFrame(
        {"area": found, "country": countries, "year": years, "value_mt": dioxide}, schema_overrides={"area": pl.String}
    )


def _area_or_none(name: str) -> str | None:
    try:
        return canonical_area(name)
    except UnknownCodeError:
        return None


def _year_columns(sheet: Sheet, faults: Faults) -> list[int]:
    names = [name for name in sheet.header if name != "c_dest"]
    for name in names:
        if not (name.isdigit() and 1900 <= int(name) <= 2100):
            faults.add("table.no_year", row=1, column=name, found=name)
    years = [int(name) for name in names if name.isdigit()]
    for earlier, later in pairwise(years):
        if later != earlier + 1:
            faults.add("published.year_gap", row=1, column=str(later), earlier=earlier, later=later)
    return years


def _positive(sheet: Sheet, column: str, label: str, faults: Faults) -> list[float]:
    if column not in sheet.header:
        return [0.0] * len(sheet.rows)
    values = sheet.floats(column, faults, label=label)
    for number, name, value in zip(sheet.numbers, sheet.column(label), values, strict=True):
        if value <= 0:
            faults.add("published.not_positive", row=number, column=column, label=name, found=f"{value:g}")
    return values


def _products(sheet: Sheet, faults: Faults) -> list[str]:
    known, found = scheme("A64"), []
    for number, spelling in zip(sheet.numbers, sheet.column("nace"), strict=True):
        try:
            found.append(known.canonical(spelling))
        except UnknownCodeError as unknown:
            near = unknown.params["nearest"]
            faults.add("published.product_unknown", row=number, column="nace", found=spelling, nearest=near)
            found.append(spelling)
    return found


def _note_twice(sheet: Sheet, keys: Sequence[tuple[object, ...]], column: str, faults: Faults) -> None:
    seen: set[tuple[object, ...]] = set()
    for number, key in zip(sheet.numbers, keys, strict=True):
        if key in seen:
            told = " ".join(str(part) for part in key)
            faults.add("table.row_twice", row=number, column=column, found=told)
        seen.add(key)


def _check_unions(found: Sequence[str], values: dict[int, list[float]], faults: Faults) -> None:
    members = [code for code, area in areas().items() if area.in_eu27]
    sums: list[tuple[str, Iterable[str]]] = [("EU27_2020", members), ("WORLD", ["EU27_2020", "EXT_EU27_2020"])]
    for union, parts in sums:
        listed = [found.index(part) for part in parts if part in found]
        if union not in found or len(listed) != len(list(parts)):
            continue
        for year, column in values.items():
            gap = sum(column[at] for at in listed) - column[found.index(union)]
            if abs(gap) > (len(listed) + 1) * _ROUNDING_KT:
                faults.add("published.union_differs", label=union, column=str(year), union=union, gap=f"{gap:.3f}")


def _check_items(values: dict[tuple[str, int, str], float], faults: Faults) -> None:
    for (area, year, item), value in values.items():
        parts = [values.get((area, year, part)) for part in _HOUSEHOLD_SUMS.get(item, ())]
        known = [part for part in parts if part is not None]
        if known and len(known) == len(parts) and abs(sum(known) - value) > 0.01:
            gap = f"{sum(known) - value:.3f}"
            faults.add("published.parts_differ", label=f"{area} {item} {year}", item=item, gap=gap)


def _check_shares(sheet: Sheet, part: str, columns: list[list[float]], tolerance: float, faults: Faults) -> None:
    for number, name, *shares in zip(sheet.numbers, sheet.column("nace"), *columns, strict=True):
        total = sum(shares)
        if math.isnan(total):
            continue
        outside = any(not -tolerance <= share <= 1 + tolerance for share in shares)
        if outside or abs(total - 1) > tolerance + 1e-9:
            faults.add("published.shares", row=number, label=name, column=f"{part}_*", found=f"{total:.3f}")

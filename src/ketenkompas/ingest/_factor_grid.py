"""Carbon intensity of national electricity mixes as records, from the table compiled by codecarbon."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from ketenkompas.classifications import areas
from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Edition, Factor, Flag, factor_id
from ketenkompas.ingest._factor_edition import ABOUT
from ketenkompas.ingest._factor_goods import is_decimal, scaled
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource
from ketenkompas.ingest._factor_known import edition_of
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import LARGEST_TABLE, area_of, bytes_of, decoded, sheet_of

SOURCE = "grid-intensity"
_REQUIRED = ("iso3", "country_en", "year", "g_co2e_per_kwh", "total_twh", "fossil_twh", "nuclear_twh", "renewables_twh")
_DATED_AFTER = 5
_MEANING = (
    "Life cycle of generation: fuel chain and building of the plants included, network losses not. Mix of what is "
    "generated in the country, imports not counted. Not comparable with factors of a supplier or with lists that leave "
    "the building of plants out."
)
_ZERO = " Zero as the source has it: all electricity of this country is hydropower."


def read_grid_intensity(path: Path, *, edition: Edition | None = None) -> FactorImport:
    """National grid intensity, kg CO2e per kWh generated, on a life-cycle basis.

    Parameters
    ----------
    path : Path
        Table with ``iso3``, ``year`` and ``g_co2e_per_kwh`` among its columns, in any order. The year differs per
        country and becomes the data year of the record.
    edition : Edition, optional
        By default the reviewed edition with the hash of the file, or the ``edition.yml`` next to it.

    Raises
    ------
    InputError
        ``table.*`` for another layout, ``factor.edition_new``, ``factor.edition_about`` for an edition that does not
        begin with its year, or ``ingest.file_has_problems`` with unknown and doubled
        countries and cells that are no numbers.

    Examples
    --------
    Germany 2023: 0.38095 (``tests/published/test_factor_packages.py``).
    """
    data = bytes_of(path, largest=LARGEST_TABLE)
    sheet = sheet_of(decoded(data, path.name), path.name, _REQUIRED)
    edition = edition or edition_of(SOURCE, data, path.parent)
    if not edition.edition[:4].isdecimal():
        raise InputError("factor.edition_about", where=Where(file=ABOUT), found=edition.edition, fields="edition")
    faults, records = Faults(path.name), []
    years = sheet.years("year", faults)
    seen: set[str] = set()
    for (number, cells), year in zip(sheet.named(), years, strict=True):
        area = area_of(cells["iso3"], faults, row=number, column="iso3")
        for name in _REQUIRED[3:]:
            if not is_decimal(cells[name].strip()):
                faults.add("factor.value_unreadable", row=number, column=name, label=cells["iso3"], found=cells[name])
        if area in seen:
            faults.add("factor.row_twice", row=number, label=cells["iso3"], found=cells["iso3"], count=2)
        if area and not faults:
            seen.add(area)
            records.append(_record(cells, area, year, number, edition))
    faults.raise_if_any()
    return FactorImport(tuple(records), (), tuple(one for record in records for one in _odd(record)), edition)


def _record(cells: Mapping[str, str], area: str, year: int, number: int, edition: Edition) -> Factor:
    iso3, text = cells["iso3"].strip(), cells["g_co2e_per_kwh"].strip()
    value, start = scaled(text, Decimal("0.001")), int(edition.edition[:4])
    place = areas()[area]
    flags: list[Flag] = ["dated"] if start - year > _DATED_AFTER else []
    return Factor(
        factor_id=factor_id(edition.source_id, iso3),
        version=1,
        key=f"electricity.grid.{area.lower()}",
        status="active",
        source=edition,
        native_id=iso3,
        cell=f"line {number}, g_co2e_per_kwh",
        name_nl=f"Elektriciteit, landelijke productiemix, {place.name('nl')} ({year})",
        name_en=f"Electricity, national generation mix, {place.name('en')} ({year})",
        group_nl="Elektriciteit per land",
        group_en="Electricity by country",
        description=_MEANING + (_ZERO if value == 0 else ""),
        activity_type="energy",
        category="electricity",
        scope_hint=("2", "3.3"),
        technology="hydropower" if value == 0 else "",
        search_terms_nl=("stroom", "elektra", "netmix"),
        search_terms_en=("power", "grid mix"),
        region=area,
        region_role="production",
        data_year_from=year,
        data_year_to=year,
        valid_from=datetime.date(start, 1, 1),
        value=value,
        unit="kW.h",
        quantity_kind="energy",
        value_text=text,
        gwp_set=edition.gwp_set,
        boundary="cradle_to_gate",
        includes_infrastructure=True,
        market_or_location="location",
        flags=tuple([*flags, "outlier"] if value == 0 else flags),
    )


def _odd(record: Factor) -> list[Anomaly]:
    found = []
    if "dated" in record.flags:
        nl = f"De gegevens zijn van {record.data_year_from}, veel ouder dan die van andere landen."
        en = f"The data are of {record.data_year_from}, much older than those of other countries."
        found.append(Anomaly(record.cell, "dated", record.key, nl, en))
    if "outlier" in record.flags:
        nl = "De bron geeft nul (alleen waterkracht); overgenomen, het is geen ontbrekende waarde."
        en = "The source says zero (hydropower only); taken, it is no missing value."
        found.append(Anomaly(record.cell, "outlier", record.key, nl, en))
    return found


GRID_INTENSITY = FactorSource(
    source_id=SOURCE,
    name_nl="CO2-intensiteit van elektriciteit per land",
    name_en="Carbon intensity of electricity by country",
    read=read_grid_intensity,
    guide="how-to/next-edition-grid",
    file_kind="csv",
)

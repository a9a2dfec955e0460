"""Supply-chain emission factors of the US EPA by NAICS code, kg CO2e per dollar at purchaser prices."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from pathlib import Path

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Component, Edition, Factor, Flag, Link, activity_unit, factor_id
from ketenkompas.ingest._factor_import import Anomaly, FactorImport
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import LARGEST_TABLE, Sheet, bytes_of, decoded, sheet_of

EPA_SOURCE = "epa-supply-chain"
_CODE, _TITLE, _UNIT, _SECTOR = "2017 NAICS Code", "2017 NAICS Title", "Unit", "Reference USEEIO Code"
_WITHOUT = "Supply Chain Emission Factors without Margins"
_MARGINS = "Margins of Supply Chain Emission Factors"
_WITH = "Supply Chain Emission Factors with Margins"
_MONEY = re.compile(r"kg CO2e/(\d{4}) USD, purchaser price")
_TOLERANCE = 0.0011


def read_epa(path: Path, *, edition: str = "1.3.0", on: datetime.date | None = None) -> FactorImport:
    """The factors with margins of every NAICS code, kg CO2e per US dollar of the year in the file.

    Parameters
    ----------
    path : Path
        ``SupplyChainGHGEmissionFactors_v1.3.0_NAICS_CO2e_USD2022.csv`` (all gases together).
    edition : str
        The version of the factors.
    on : date, optional
        The day of reading; today when not given.

    Returns
    -------
    FactorImport
        Components without margins and margins. Codes that share one sector of the model behind them carry the flag
        ``homogeneous``: that their values are equal is no evidence.

    Raises
    ------
    InputError
        ``table.*``; ``licensed.epa_unit`` for another unit than kg CO2e per dollar at purchaser prices, or several;
        ``ingest.file_has_problems`` with doubled codes and values that are no numbers.

    Notes
    -----
    US EPA, Supply Chain Greenhouse Gas Emission Factors v1.3 by NAICS-6. Soybean farming: 0.488 + 0.044 = 0.532
    (``tests/published/test_epa_factors.py``).
    """
    data = bytes_of(path, largest=LARGEST_TABLE)
    sheet = sheet_of(decoded(data, path.name), path.name, (_CODE, _TITLE, _UNIT, _WITHOUT, _MARGINS, _WITH, _SECTOR))
    year = _year(sheet)
    about = Edition(
        source_id=EPA_SOURCE,
        publisher="US EPA",
        dataset="Supply Chain Greenhouse Gas Emission Factors by NAICS-6",
        edition=edition,
        source_version=f"v{edition}, USD {year}",
        url="https://catalog.data.gov/dataset/supply-chain-greenhouse-gas-emission-factors-v1-3-by-naics-6",
        file_sha256=hashlib.sha256(data).hexdigest(),
        retrieved_on=on or datetime.datetime.now(tz=datetime.UTC).date(),
        published_on="2024",
        licence="US public domain (work of the US government)",
        licence_verdict="green",
        redistribute=True,
        attribution=f"Source: US EPA, Supply Chain GHG Emission Factors v{edition}",
    )
    return _import(sheet, year, about)


def _year(sheet: Sheet) -> int:
    units = set(sheet.column(_UNIT))
    told = _MONEY.fullmatch(units.pop()) if len(units) == 1 else None
    if told is None:
        found = ", ".join(sorted(set(sheet.column(_UNIT)))[:4])
        raise InputError("licensed.epa_unit", where=Where(file=sheet.file, column=_UNIT), found=found)
    return int(told[1])


def _import(sheet: Sheet, year: int, about: Edition) -> FactorImport:
    faults = Faults(sheet.file)
    columns = [sheet.floats(name, faults, label=_CODE) for name in (_WITHOUT, _MARGINS, _WITH)]
    codes, sectors = sheet.column(_CODE), Counter(sheet.column(_SECTOR))
    for number, code in zip(sheet.numbers, codes, strict=True):
        if codes.count(code) > 1:
            faults.add("licensed.twice", row=number, label=code, found=code)
    faults.raise_if_any()
    made = [
        _record(number, cells, figures, year, about, shared=sectors[cells[_SECTOR]] > 1)
        for (number, cells), figures in zip(sheet.named(), zip(*columns, strict=True), strict=True)
    ]
    odd = [
        Anomaly(
            one.cell, "sum_mismatch", one.key, "Factor en marge tellen niet op tot het totaal.",
            "Factor and margin do not add up to the total.",
        )
        for one in made if "sum_mismatch" in one.flags
    ]  # fmt: skip
    return FactorImport(tuple(made), (), tuple(odd), about)


def _record(
    number: int, cells: dict[str, str], figures: tuple[float, ...], year: int, about: Edition, *, shared: bool
) -> Factor:
    without, margins, whole = figures
    code, title = cells[_CODE].strip(), cells[_TITLE].strip()
    sums = abs(without + margins - whole) <= _TOLERANCE
    flags: list[Flag] = ["homogeneous"] if shared else []
    flags += [] if sums else ["sum_mismatch"]
    unit = activity_unit(f"USD{year}")
    return Factor(
        factor_id=factor_id(about.source_id, code),
        version=1,
        key=f"spend.us.naics-{code}.purchaser",
        status="active",
        source=about,
        native_id=code,
        cell=f"line {number}, {_WITH}",
        name_nl=f"{title} (VS, per dollar)",
        name_en=f"{title} (US, per dollar)",
        description=f"Factor of sector {cells[_SECTOR]} of USEEIO; the same for all codes of that sector.",
        activity_type="spend",
        category="spend",
        group_nl="Uitgaven, Verenigde Staten",
        group_en="Spend, United States",
        classifications=(Link("NAICS2017", code, "exact"), Link("USEEIO", cells[_SECTOR].strip(), "broad")),
        scope_hint=("3.1",),
        region="US",
        region_role="consumption_mix",
        valid_from=datetime.date(year, 1, 1),
        data_year_from=year,
        data_year_to=year,
        price_year=year,
        value=whole,
        value_text=cells[_WITH].strip(),
        unit=unit.code,
        quantity_kind=unit.kind,
        gwp_set=about.gwp_set,
        boundary="cradle_to_shelf",
        components=(Component("without_margins", without), Component("margins", margins)),
        component_sum_checked="yes" if sums else "no",
        price_basis="purchaser",
        vat="excl_deductible",
        currency="USD",
        mrio_id="useeio",
        mrio_edition=about.source_version,
        distribution="lognormal",
        gsd2=2.5,
        flags=tuple(flags),
    )

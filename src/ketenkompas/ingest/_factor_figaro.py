"""Published FIGARO factors per euro for the Netherlands, as cited records: supply view and purchaser prices."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from ketenkompas.classifications import scheme
from ketenkompas.errors import InputError, UnknownCodeError, Where
from ketenkompas.factors import Component, Edition, Factor, Flag, Link, factor_id, spend_scopes
from ketenkompas.ingest._factor_goods import scaled
from ketenkompas.ingest._factor_import import Anomaly, FactorImport, FactorSource, Skipped
from ketenkompas.ingest._factor_known import edition_of
from ketenkompas.ingest._faults import Faults
from ketenkompas.ingest._rows import LARGEST_TABLE, Sheet, bytes_of, decoded, sheet_of

SOURCE = "figaro-ecodex"
_SUPPLY = (
    "year", "country_code", "nace_code", "total_scopes_1_2_3_upstream", "scope_1", "scope_2", "scope_3_upstream",
    "total_co2", "total_share_domestic", "total_share_other_eu27", "total_share_rest_of_world",
)  # fmt: skip
_PURCHASER = (
    "nace", "valuation_year", "share_basic_value", "share_trade_transport_margins", "share_taxes_less_subsidies",
    "margin_factor", "margin_term", "total_basic_prices_demand", "total_purchaser_prices_rebased",
    "total_purchaser_prices_with_margins",
)  # fmt: skip
_ORIGINS = {"NL": "total_share_domestic", "EU": "total_share_other_eu27", "RoW": "total_share_rest_of_world"}
_Make = Callable[[Mapping[str, str], int, Edition], Factor]
_PER_EURO = Decimal("0.001")
_TOLERANCE_KG = 0.05
_GSD2 = 2.0
_EVERY = (
    "Published by a third party and transcribed: provisional. Without capital goods. In prices of the year stated; not "
    "corrected for inflation."
)
_SELLS = "For what this Dutch industry sells, its whole chain included; not for what a Dutch buyer buys."
_BUYS = (
    "For what a Dutch buyer buys at the price paid without deductible VAT, domestic and imported: the goods, plus "
    "trade and transport margins at the average factor of Dutch trade and transport. Origins are not known for "
    "purchases."
)
_MARGIN_ONLY = "Trade itself only, never the goods that are traded: take the factor of the goods at the price paid."
_ASK_KWH = "A poor measure of an energy bill: take kilowatt-hours, litres or cubic metres instead."
_ASK_KG = "Product groups with basic materials: with a weight known, a factor per kilogram is better by far."
_NOTES = {
    **dict.fromkeys(("G45", "G46", "G47"), _MARGIN_ONLY),
    **dict.fromkeys(("D35", "C19"), _ASK_KWH),
    **dict.fromkeys(("C20", "C23", "C24"), _ASK_KG),
}


def read_figaro_factors(path: Path, *, edition: Edition | None = None) -> FactorImport:
    """Factors per euro of the Netherlands that a third party computed from FIGARO, kg CO2e per euro of the year.

    Parameters
    ----------
    path : Path
        Folder with the two tables, known by their columns: the supply view at basic prices, and purchaser prices. Both
        are in kg per thousand euros.
    edition : Edition, optional
        By default the reviewed edition with the hash of both files (supply first), or the ``edition.yml`` beside them.

    Returns
    -------
    FactorImport
        Supply records have components by scope and origin shares; purchaser records have the shares of basic value,
        margin and tax (which may be negative). Industries of A*64 without a row are reported as skipped.

    Raises
    ------
    InputError
        ``factor.spend_files``, ``factor.edition_new``, or ``ingest.file_has_problems`` with unknown and doubled
        industries and cells that are no numbers.

    Examples
    --------
    C24 at purchaser prices 2023: 0.9567 (``tests/published/test_factor_packages.py``).
    """
    (supply, first), (purchaser, second) = _tables(path)
    edition = edition or edition_of(SOURCE, first + second, path)
    records = [*_records(supply, "nace_code", _SUPPLY[3:], _supply, edition)]
    records += _records(purchaser, "nace", _PURCHASER[2:], _purchaser, edition)
    skipped = [*_absent(supply, "nace_code"), *_absent(purchaser, "nace")]
    odd = [
        Anomaly(
            one.cell, "sum_mismatch", one.key, "De delen tellen niet op tot het totaal.",
            "The parts do not add up to the total.",
        )
        for one in records if "sum_mismatch" in one.flags
    ]  # fmt: skip
    return FactorImport(tuple(records), tuple(skipped), tuple(odd), edition)


def _tables(folder: Path) -> tuple[tuple[Sheet, bytes], tuple[Sheet, bytes]]:
    found: dict[str, list[tuple[Sheet, bytes]]] = {"scope_3_upstream": [], "share_basic_value": []}
    names = sorted(folder.glob("*.csv"))
    for name in names:
        data = bytes_of(name, largest=LARGEST_TABLE)
        sheet = sheet_of(decoded(data, name.name), name.name)
        for column, tables in found.items():
            if column in sheet.header:
                required = _SUPPLY if column == "scope_3_upstream" else _PURCHASER
                tables.append((sheet_of(decoded(data, name.name), name.name, required), data))
    supply, purchaser = found.values()
    if len(supply) != 1 or len(purchaser) != 1:
        told = ", ".join(name.name for name in names) or "-"
        raise InputError("factor.spend_files", where=Where(file=folder.name), found=told)
    return supply[0], purchaser[0]


def _records(sheet: Sheet, code: str, numbers: Sequence[str], make: _Make, edition: Edition) -> list[Factor]:
    faults = Faults(sheet.file)
    for name in numbers:
        sheet.floats(name, faults, label=code)
    sheet.years("year" if code == "nace_code" else "valuation_year", faults)
    seen: set[str] = set()
    for number, cells in sheet.named():
        label = cells[code]
        try:
            industry = scheme("A64").canonical(label)
        except UnknownCodeError:
            faults.add("factor.code_unknown", row=number, column=code, label=label, found=label)
            continue
        if industry in seen:
            faults.add("factor.row_twice", row=number, label=label, found=label, count=2)
        seen.add(industry)
    for number, cells in sheet.named() if code == "nace_code" else ():
        if cells["country_code"] != "NL":
            found = cells["country_code"]
            faults.add("factor.code_unknown", row=number, column="country_code", label=cells[code], found=found)
    faults.raise_if_any()
    return [make(cells, number, edition) for number, cells in sheet.named()]


def _absent(sheet: Sheet, code: str) -> list[Skipped]:
    here = {scheme("A64").canonical(label) for label in sheet.column(code)}
    missing = [item for name, item in scheme("A64").items.items() if name not in here]
    return [Skipped(sheet.file, "empty_in_source", f"{item.code} {item.nl}") for item in missing]


def _supply(cells: Mapping[str, str], number: int, edition: Edition) -> Factor:
    industry = scheme("A64").canonical(cells["nace_code"])
    item, year = scheme("A64").items[industry], int(cells["year"])
    parts = tuple(
        Component(name, scaled(cells[name], _PER_EURO)) for name in ("scope_1", "scope_2", "scope_3_upstream")
    )
    return _factor(
        edition, industry, "supply", year, cells["total_scopes_1_2_3_upstream"], parts,
        cell=f"line {number}, total_scopes_1_2_3_upstream",
        name_nl=f"{item.nl}: wat Nederlandse bedrijven leveren, per euro, basisprijzen {year}",
        name_en=f"{item.en}: what Dutch industries sell, per euro, basic prices {year}",
        meaning=_SELLS,
        region_role="production",
        boundary="cradle_to_gate",
        price_basis="basic",
        alternatives=(Component("co2_only", scaled(cells["total_co2"], _PER_EURO)),),
        origins={place: float(cells[column]) for place, column in _ORIGINS.items()},
    )  # fmt: skip


def _purchaser(cells: Mapping[str, str], number: int, edition: Edition) -> Factor:
    industry = scheme("A64").canonical(cells["nace"])
    item, year = scheme("A64").items[industry], int(cells["valuation_year"])
    parts = (
        Component("goods_and_services", scaled(cells["total_purchaser_prices_rebased"], _PER_EURO)),
        Component("trade_and_transport_margins", scaled(cells["margin_term"], _PER_EURO)),
    )
    return _factor(
        edition, industry, "purchaser", year, cells["total_purchaser_prices_with_margins"], parts,
        cell=f"line {number}, total_purchaser_prices_with_margins",
        name_nl=f"{item.product_nl}: inkoop in Nederland, per euro, aankoopprijzen {year}",
        name_en=f"{item.product_en}: bought in the Netherlands, per euro, purchaser prices {year}",
        meaning=_BUYS,
        region_role="consumption_mix",
        boundary="cradle_to_shelf",
        price_basis="purchaser",
        alternatives=(Component("demand_basic_prices", scaled(cells["total_basic_prices_demand"], _PER_EURO)),),
        share_basic=float(cells["share_basic_value"]),
        share_margin=float(cells["share_trade_transport_margins"]),
        share_tax=float(cells["share_taxes_less_subsidies"]),
        margin_factor=scaled(cells["margin_factor"], _PER_EURO),
    )  # fmt: skip


def _factor(
    edition: Edition, industry: str, view: str, year: int, text: str, parts: Sequence[Component], *, meaning: str,
    **told: Any,
) -> Factor:  # fmt: skip
    native, value = f"NL/{industry}/{view}", scaled(text, _PER_EURO)
    adds_up = abs(sum(part.value for part in parts) - value) * 1000 <= _TOLERANCE_KG
    flags: tuple[Flag, ...] = ("second_hand", "provisional")
    flags += ("partial",) if industry in ("G45", "G46", "G47") else ()
    note = _NOTES.get(industry, "")
    return Factor(
        factor_id=factor_id(edition.source_id, native),
        version=1,
        key=f"spend.nl.{industry.lower()}.{view}",
        status="active",
        source=edition,
        native_id=native,
        group_nl="Uitgaven, gepubliceerde FIGARO-factoren",
        group_en="Spend, published FIGARO factors",
        description=" ".join(part for part in (meaning, note, _EVERY) if part),
        activity_type="spend",
        category="spend",
        classifications=(Link("A64", industry, "exact"),),
        scope_hint=spend_scopes("A64", industry),
        region="NL",
        data_year_from=year,
        data_year_to=year,
        price_year=year,
        valid_from=datetime.date(year, 1, 1),
        value=value,
        unit=f"{{EUR{year}}}",
        quantity_kind="money",
        value_text=text,
        gwp_set=edition.gwp_set,
        components=tuple(parts),
        component_sum_checked="yes" if adds_up else "no",
        includes_capital_goods=False,
        vat="excl_deductible",
        currency="EUR",
        mrio_id="figaro",
        mrio_edition="26ed",
        distribution="lognormal",
        gsd2=_GSD2,
        flags=flags if adds_up else (*flags, "sum_mismatch"),
        **told,
    )


FIGARO_ECODEX = FactorSource(
    source_id=SOURCE,
    name_nl="Gepubliceerde FIGARO-factoren per euro (Ecodex)",
    name_en="Published FIGARO factors per euro (Ecodex)",
    read=read_figaro_factors,
    guide="how-to/next-edition-figaro-factors",
    file_kind="folder",
)

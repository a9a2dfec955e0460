"""Spend factors as records."""

from __future__ import annotations

import datetime

from ketenkompas.classifications import areas, scheme
from ketenkompas.errors import UnitError
from ketenkompas.factors._record import Component, Edition, Factor, Link, RegionRole, factor_id
from ketenkompas.factors._spend import SCOPES, SpendFactor, SpendTable, SpendView
from ketenkompas.factors._spend_scopes import spend_scopes
from ketenkompas.factors._spend_use import ASK_QUANTITY, MARGIN_ONLY, MASS_BETTER
from ketenkompas.factors._units import activity_unit

_VIEWS_NL = {"supply": "geleverd door", "demand": "ingekocht in", "purchaser": "ingekocht in"}
_VIEWS_EN = {"supply": "sold by", "demand": "bought in", "purchaser": "bought in"}
_PRICES_NL = {"supply": "basisprijzen", "demand": "basisprijzen", "purchaser": "aankoopprijzen"}
_PRICES_EN = {"supply": "basic prices", "demand": "basic prices", "purchaser": "purchaser prices"}
_MEANING = {
    "supply": "What an industry of the area sells, all of its chain included; never for what somebody buys there.",
    "demand": "What the buyers of the area buy {of}, at basic prices: without trade and transport margins and without "
    "taxes.",
    "purchaser": "What the buyers of the area buy {of}, at the price paid: trade and transport margins have the "
    "emissions of trade and transport of the area, taxes have none.",
}
_NOTES = {
    MARGIN_ONLY: "Trade itself only, never the goods that are traded.",
    ASK_QUANTITY: "A poor measure of an energy bill: take kilowatt-hours, litres or cubic metres instead.",
    MASS_BETTER: "Holds basic materials: with a weight known, a factor per kilogram is better by far.",
}
_EVERY = "Without capital goods; in prices of the year stated."
GSD2_OWN, GSD2_OTHER = 2.0, 2.5
"""Default widths: of 1,830 pairs of factors of two data bases, 83 per cent agree within a factor 2 (GSD2 2.04 each)."""


def spend_records(table: SpendTable, edition: Edition, *, mrio_id: str, mrio_edition: str) -> tuple[Factor, ...]:
    """The factors of a table as records of an edition, kg CO2e per unit of money.

    Parameters
    ----------
    table : SpendTable
    edition : Edition
        Source, licence and hash that the records carry.
    mrio_id, mrio_edition : str
        The table behind them.

    Returns
    -------
    tuple of Factor
        Keys ``spend.nl.c17.purchaser``; another scheme than A*64 stands before its code (``spend.nl.wiod2013_35-c17``),
        for the same code means something else there. A known supplier and non-deductible VAT follow the view.

    Raises
    ------
    UnitError
        ``spend.not_co2e`` for a table of another gas than CO2 that was not turned into CO2 equivalents.
    """
    if not table.gas_unit.startswith("CO2"):
        raise UnitError("spend.not_co2e", found=table.gas_unit)
    return tuple(_record(one, table, edition, mrio_id, mrio_edition) for one in table.factors)


def _record(one: SpendFactor, table: SpendTable, edition: Edition, mrio_id: str, mrio_edition: str) -> Factor:
    native = _slug(one, table)
    unit = activity_unit(f"{table.currency}{table.price_year}")
    label_nl, label_en = _labels(one, table, "nl"), _labels(one, table, "en")
    own = one.supplier in ("", table.area)
    partial = table.gas_unit == "CO2" or one.product in MARGIN_ONLY
    return Factor(
        factor_id=factor_id(edition.source_id, f"{mrio_id}.{native}"),
        version=1,
        key=f"spend.{native}",
        status="active",
        source=edition,
        native_id=f"{mrio_id}.{native}",
        cell=f"{one.supplier or table.area}/{one.product}/{one.view}",
        name_nl=label_nl,
        name_en=label_en,
        description=_description(one),
        activity_type="spend",
        category="spend",
        group_nl="Uitgaven",
        group_en="Spend",
        region=one.supplier or table.area,
        region_role=_role(one),
        classifications=(Link(table.scheme, one.product, "exact"),),
        scope_hint=spend_scopes(table.scheme, one.product),
        variant=_variant(one, table),
        variant_of="" if one.vat_rate is None and not one.supplier else f"spend.{_base(one, table)}",
        valid_from=datetime.date(table.year, 1, 1),
        data_year_from=table.year,
        data_year_to=table.year,
        price_year=table.price_year,
        value=one.value,
        unit=unit.code,
        quantity_kind="money",
        gwp_set=edition.gwp_set,
        gases={"co2_fossil": one.value} if table.gas_unit == "CO2" else {},
        boundary="cradle_to_shelf" if one.view == "purchaser" else "cradle_to_gate",
        components=_components(one),
        component_sum_checked="yes",
        includes_capital_goods=False,
        price_basis="purchaser" if one.view == "purchaser" else "basic",
        vat="incl" if one.vat_rate is not None else "excl_deductible",
        currency=table.currency,
        share_basic=None if one.shares is None else one.shares.basic,
        share_margin=None if one.shares is None else one.shares.margin,
        share_tax=None if one.shares is None else one.shares.tax,
        margin_factor=table.margin_factor if one.view == "purchaser" else None,
        origins=dict(one.origins),
        mrio_id=mrio_id,
        mrio_edition=mrio_edition,
        distribution="lognormal",
        gsd2=GSD2_OWN if own else GSD2_OTHER,
        flags=("partial",) if partial else (),
    )


def _description(one: SpendFactor) -> str:
    meaning = _MEANING[one.view].format(of="from a known supplier area" if one.supplier else "at home and abroad")
    note = next((note for products, note in _NOTES.items() if one.product in products), "")
    return " ".join(part for part in (meaning, note, _EVERY) if part)


def _role(one: SpendFactor) -> RegionRole:
    return "production" if one.view == "supply" else "supplier" if one.supplier else "consumption_mix"


def _base(one: SpendFactor, table: SpendTable) -> str:
    code = one.product if table.scheme == "A64" else f"{table.scheme}-{one.product}"
    code = code.lower()
    return f"{table.area.lower()}.{code}.{_view(one.view, table)}"


def _view(view: SpendView, table: SpendTable) -> str:
    return f"households-{view}" if table.buyer == "households" and view != "supply" else view


def _slug(one: SpendFactor, table: SpendTable) -> str:
    supplier = f".from-{one.supplier.lower()}" if one.supplier else ""
    vat = "" if one.vat_rate is None else ".vat-" + f"{one.vat_rate * 100:g}".replace(".", "-")
    return f"{_base(one, table)}{supplier}{vat}"


def _variant(one: SpendFactor, table: SpendTable) -> str:
    parts = [f"supplier {one.supplier}"] if one.supplier else []
    parts += [f"VAT {one.vat_rate * 100:g} % not deductible"] if one.vat_rate is not None else []
    parts += ["households"] if table.buyer == "households" and one.view != "supply" else []
    return ", ".join(parts)


def _labels(one: SpendFactor, table: SpendTable, language: str) -> str:
    known = table.scheme in ("A64", "WIOD2013_35")
    product = scheme(table.scheme).label(one.product, language, product=True) if known else one.product
    area = _area(table.area, language)
    dutch = language == "nl"
    views, prices = (_VIEWS_NL, _PRICES_NL) if dutch else (_VIEWS_EN, _PRICES_EN)
    label = f"{product}, {views[one.view]} {area}, {prices[one.view]} {table.price_year}"
    if one.supplier:
        label += f", {'leverancier in' if dutch else 'supplier in'} {_area(one.supplier, language)}"
    if one.vat_rate is not None:
        rate = f"{one.vat_rate * 100:g}"
        label += f", met {rate.replace('.', ',')} % btw" if dutch else f", with {rate} % VAT"
    if table.buyer == "households" and one.view != "supply":
        label += ", huishoudens" if dutch else ", households"
    return label


def _area(code: str, language: str) -> str:
    found = areas().get(code)
    return code if found is None else found.phrase(language)


def _components(one: SpendFactor) -> tuple[Component, ...]:
    parts = [Component(stage, value) for stage, value in zip(SCOPES, one.scopes, strict=True)]
    return (*parts, Component("margins", one.margins)) if one.view == "purchaser" else tuple(parts)

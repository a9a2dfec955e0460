"""``derive``: spend factors from the table of a model, as one edition of records."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ketenkompas import ingest, sources
from ketenkompas.classifications import areas, canonical_area
from ketenkompas.factors import (
    Buyer,
    Edition,
    SpendTable,
    Valuation,
    Verdict,
    spend_notices,
    spend_records,
    spend_table,
)
from ketenkompas.i18n import Language, language_of, text
from ketenkompas.ingest import FactorImport, Skipped
from ketenkompas.pipeline import Identity, Input, Step, Table, file_input, table, write_edition_folder

SPEND_SOURCE = "ketenkompas-spend"
_SETS: Mapping[str, str] = {"CO2e_AR5": "AR5-100@gwp-0.13.2", "CO2e_AR6": "AR6-100@gwp-0.13.2"}
_EUROSTAT = "Source: Eurostat, FIGARO and air emissions accounts; computed by Ketenkompas"
_METHOD = Step("factors.spend_table", 1)


def derive(
    model: str,
    year: int,
    area: str = "NL",
    *,
    valuation: str | Path | Literal["eurostat"] | None = None,
    gas: str | None = None,
    currency: str | None = None,
    rate: float | None = None,
    buyer: Buyer = "intermediate",
    suppliers: Sequence[str] = (),
    vat: float | Mapping[str, float] | None = None,
    on: datetime.date | None = None,
) -> FactorImport:
    """Spend factors of an area computed from the full table of a model, kg CO2e per unit of money.

    Parameters
    ----------
    model : str
        A model of which the table is at hand (``wiod2013-co2``, or a table of one's own built with ``ketenkompas
        build --from``).
    year : int
        The year of the table: of the emissions and of the prices.
    area : str
        Who sells and who buys.
    valuation : path or "eurostat", optional
        Price shares: a folder with Eurostat's five tables, a file of one's own, or the registered tables of Eurostat
        (the Netherlands). Without them there are factors at basic prices only.
    gas, currency, rate, buyer, suppliers
        As ``factors.spend_table``.
    vat : float or mapping, optional
        VAT that the buyer cannot deduct, for all products or by product: further factors per unit of money with it.
    on : date, optional
        The day that the records carry; today when not given.

    Returns
    -------
    FactorImport
        The records, the products left out with the reason, and the edition, of which ``file_sha256`` is the hash of
        all that determines the figures: files, step and parameters. Licence and attribution follow the files.

    Raises
    ------
    SourceError
        ``table.not_here`` when a file of the table is not at hand.
    InputError
        ``table.none`` for a series without a table; those of :func:`ketenkompas.ingest.read_valuation`.
    KetenkompasError
        Those of ``factors.spend_table``.

    Examples
    --------
    >>> from ketenkompas.library import derive
    >>> found = derive("wiod2013-co2", 2011)  # needs the raw table
    >>> len(found.records), found.records[0].unit
    (69, '{USD2011}')
    """
    found = table(model, year)
    here = canonical_area(area, found.accounts.regions)
    given, files = _valuation(valuation, here, year, buyer)
    products = dict.fromkeys(found.accounts.sectors.products)
    made = spend_table(
        found.accounts,
        here,
        valuation=given,
        gas=gas,
        buyer=buyer,
        suppliers=[canonical_area(one, found.accounts.regions) for one in suppliers],
        currency=currency,
        rate=rate,
        vat_rates=dict.fromkeys(products, vat) if isinstance(vat, int | float) else vat,
    )
    parameters = {
        "area": here, "gas": made.gas, "currency": made.currency, "rate": rate, "buyer": buyer,
        "suppliers": list(suppliers), "vat": dict(vat) if isinstance(vat, Mapping) else vat,
        "valuation": None if given is None else given.cited,
    }  # fmt: skip
    edition = _edition(found, made, given, files, parameters, on or datetime.datetime.now(tz=datetime.UTC).date())
    meta = found.accounts.meta
    records = spend_records(
        made, edition, mrio_id=_stable(found), mrio_edition=f"{meta.table_edition}; {meta.emission_edition}"
    )
    skipped = tuple(Skipped(f"{product}/{view}", reason, product) for product, view, reason in made.left_out)
    return FactorImport(records, skipped, (), edition)


def _valuation(
    asked: str | Path | None, area: str, year: int, buyer: Buyer
) -> tuple[Valuation | None, tuple[Input, ...]]:
    if asked is None:
        return None, ()
    if asked == "eurostat":
        names = {part: f"eurostat-{code}-nl" for part, code in ingest.VALUATION_TABLES.items()}
        opened = {part: sources.open_source(name) for part, name in names.items()}
        read = ingest.read_valuation(
            {part: one.path for part, one in opened.items()}, area=area, year=year, buyer=buyer
        )
        return read, tuple(Input(names[part], one.sha256) for part, one in opened.items())
    path = Path(asked)
    read = ingest.read_valuation(path, area=area, year=year, buyer=buyer)
    files = ingest.valuation_files(path).values() if path.is_dir() else (path,)
    return read, tuple(file_input(one) for one in files)


@dataclass(frozen=True, slots=True)
class _Terms:
    licence: str
    verdict: Verdict
    redistribute: bool
    attribution: str


def _terms(found: Table, valuation: Valuation | None) -> _Terms:
    """Under which terms the figures stand: those of the table, and of price shares of one's own."""
    terms = _table_terms(found)
    if valuation is None:
        return terms
    said = f"{terms.attribution}; price shares: {valuation.cited}"
    if valuation.cited.startswith("Source: Eurostat"):
        return replace(terms, attribution=said)
    licence = f"{terms.licence}; licence of the price shares that were used"
    return _Terms(licence, "amber", False, said)


def _table_terms(found: Table) -> _Terms:
    """The terms of FIGARO, of registered files, or of whoever made the table."""
    if found.accounts.meta.table_edition.startswith("FIGARO"):
        return _Terms("CC BY 4.0 (Eurostat reuse policy)", "green", True, _EUROSTAT)
    known = [sources.record(item.source) for item in found.inputs if item.source in sources.registry()]
    if len(known) < len(found.inputs):
        return _Terms("licence of the table that was used", "amber", False, f"Computed from {found.info.title_en}")
    said = list(dict.fromkeys(one.attribution for one in known))
    sure = all(one.licence_confirmed for one in known)
    return _Terms(
        "; ".join(dict.fromkeys(one.licence for one in known)), "green" if sure else "amber", True,
        "; ".join([*said, "computed by Ketenkompas"]),
    )  # fmt: skip


def _edition(
    found: Table,
    made: SpendTable,
    valuation: Valuation | None,
    files: Sequence[Input],
    parameters: Mapping[str, Any],
    on: datetime.date,
) -> Edition:
    identity = Identity(
        product="spend-factors",
        model=found.info.id,
        year=made.year,
        steps=(found.reader, _METHOD),
        inputs=(*found.inputs, *files),
        parameters=parameters,
    )
    hashed = hashlib.sha256(json.dumps(identity.as_json(), sort_keys=True).encode()).hexdigest()
    terms, meta = _terms(found, valuation), found.accounts.meta
    table_edition = re.sub(r"[^a-z0-9]+", "-", (meta.table_edition or found.info.id).lower()).strip("-")
    return Edition(
        source_id=SPEND_SOURCE,
        publisher="Ketenkompas",
        dataset=f"Spend factors {made.area} {made.year}, computed from {found.info.title_en}",
        edition=f"{made.year}-{table_edition}",
        source_version=f"{meta.table_edition}; {meta.emission_edition}",
        url="https://ketenkompas.nl/methods/spend-factors",
        file_sha256=hashed,
        retrieved_on=on,
        published_on=on.isoformat(),
        licence=terms.licence,
        licence_verdict=terms.verdict,
        redistribute=terms.redistribute,
        attribution=terms.attribution,
        gwp_set=_SETS.get(made.gas_unit, "source-native"),
        gwp_basis="inferred" if made.gas_unit in _SETS else "not_applicable",
    )


def _stable(found: Table) -> str:
    """The name of the table without its edition, so that a new edition is a new version of the same factor."""
    return "figaro" if found.accounts.meta.table_edition.startswith("FIGARO") else found.info.id


def derive_notes(found: FactorImport, lang: str = "en") -> list[str]:
    """What must be said with figures from these factors, of all of them and of single product groups.

    Examples
    --------
    >>> from ketenkompas.library import derive, derive_notes
    >>> derive_notes(derive("wiod2013-co2", 2011))[1]  # needs the raw table
    'Without capital goods: machines and buildings of suppliers are not in it.'
    """
    language: Language = language_of(lang)
    years = ", ".join(sorted({str(one.price_year) for one in found.records}))
    products: dict[str, dict[str, None]] = {"not_price_adjusted": {}}
    for one in found.records:
        product = one.classifications[0].code
        for notice in spend_notices(one):
            products.setdefault(notice, {})[product] = None
    if not any(one.price_basis == "purchaser" for one in found.records):
        products["basic_prices_only"] = {}
    return [
        text(f"factor.notice.{notice}", language, year=years, products=", ".join(held))
        for notice, held in products.items()
    ]


def derived_sentence(found: FactorImport, lang: str = "en") -> str:
    """How many factors there are, from which table, and how many are left out."""
    language = language_of(lang)
    one = next(one for one in found.records if one.region_role != "supplier")
    return text(
        "factor.derived", language, count=len(found.records), area=areas()[one.region].phrase(language),
        year=one.price_year, model=one.mrio_edition, skipped=len(found.skipped),
    )  # fmt: skip


def write_factor_edition(found: FactorImport, folder: str | Path) -> Path:
    """Write an edition's folder (``edition.yml``, ``records.csv``), for review and for a release.

    Raises
    ------
    ProductError
        ``factor.folder_taken`` when something is in the folder; ``product.cannot_write``.
    """
    return write_edition_folder(found.records, Path(folder))

"""Made releases for tests of choosing: records with the figures of the official lists, and nothing else of them."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from ketenkompas.factors import Component, Edition, Factor, Link, Release
from tests.unit.factors.made import EDITION, made_factor

NL_LIST = dataclasses.replace(
    EDITION, source_id="co2emissiefactoren-nl", publisher="CO2emissiefactoren.nl", licence="free use",
    licence_verdict="amber", gwp_set="AR6-100@NL-2026",
)  # fmt: skip
DESNZ = dataclasses.replace(
    EDITION, source_id="desnz", publisher="DESNZ", edition="2025", licence="OGL-UK-3.0", gwp_set="AR5-100@gwp-0.13.2"
)
FIGARO = dataclasses.replace(EDITION, source_id="figaro-ecodex", publisher="Ecodex", licence_verdict="amber")


def edition_of(year: int, edition: Edition = NL_LIST) -> Edition:
    """The same source in another edition."""
    return dataclasses.replace(edition, edition=str(year))


def chain(native_id: str, ttw: float, wtt: float, total: float | None, **given: Any) -> Factor:
    """A factor of the Dutch list with its two parts."""
    told = {
        "source": NL_LIST,
        "key": native_id,
        "value": total,
        "components": (Component("TTW", ttw), Component("WTT", wtt)),
    }
    return made_factor(native_id, **{**told, **given})


def petrol(**given: Any) -> Factor:
    """Petrol without admixture: 3.059 = 2.374 + 0.685 kg/l, 32.47 MJ/l."""
    told = {"name_nl": "Benzine (fossiel) E0", "name_en": "Petrol E0", "energy_content_mj": 32.47, "biogenic_co2": 0.0}
    return chain("fuel.petrol.e0", 2.374, 0.685, 3.059, **{**told, **given})


def grey_power(**given: Any) -> Factor:
    """Grey electricity: 0.483 kg/kWh."""
    told: dict[str, Any] = {
        "key": "electricity.grey", "category": "electricity", "activity_type": "energy", "unit": "kW.h",
        "quantity_kind": "energy", "value": 0.483, "name_nl": "Grijze stroom", "name_en": "Grey electricity",
        "includes_infrastructure": False, "source": NL_LIST,
        "components": (Component("generation", 0.401), Component("WTT", 0.082)),
    }  # fmt: skip
    return made_factor("electricity.grey", **{**told, **given})


def gas(**given: Any) -> Factor:
    """Natural gas of the Dutch grid: 2.134 = 1.779 + 0.355 kg per normal m3, 31.65 MJ."""
    told = {"unit": "m3{normal}", "quantity_kind": "normal_volume", "energy_content_mj": 31.65, "name_nl": "Aardgas"}
    return chain("fuel.natural-gas", 1.779, 0.355, 2.134, **{**told, **given})


def spend(product: str, value: float, **given: Any) -> Factor:
    """A Dutch spend factor per euro of 2023 at purchaser prices."""
    told: dict[str, Any] = {
        "key": f"spend.nl.{product.lower()}.purchaser", "category": "spend", "activity_type": "spend",
        "unit": "{EUR2023}", "quantity_kind": "money", "value": value, "price_year": 2023, "price_basis": "purchaser",
        "currency": "EUR", "boundary": "cradle_to_shelf", "classifications": (Link("A64", product, "exact"),),
        "valid_from": datetime.date(2023, 1, 1), "source": FIGARO, "name_nl": f"Besteding {product}",
        "name_en": f"Spend {product}", "vat": "excl_deductible", "includes_capital_goods": False,
    }  # fmt: skip
    return made_factor(f"{product}/purchaser", **{**told, **given})


def release_of(*records: Factor, number: str = "2026.1", **given: Any) -> Release:
    """A release of these records."""
    told = {"sequence": 1, "published_on": datetime.date(2026, 11, 28), **given}
    return Release(number=number, records=records, **told)

"""Made records for tests: an edition and a factor of which any field can be given."""

from __future__ import annotations

import datetime
from typing import Any

from ketenkompas.factors import Edition, Factor, factor_id

EDITION = Edition(
    source_id="made",
    publisher="Made",
    dataset="Made list",
    edition="2026",
    source_version="2026-01-01",
    url="https://example.org/list",
    file_sha256="0" * 64,
    retrieved_on=datetime.date(2026, 11, 1),
    published_on="2026-01-01",
    licence="CC0-1.0",
    licence_verdict="green",
    redistribute=True,
    attribution="Source: made for tests",
    gwp_set="AR6-100@gwp-0.13.2",
)


def made_factor(native_id: str = "1", **given: Any) -> Factor:
    """A diesel factor, with any field replaced."""
    source = given.pop("source", EDITION)
    told: dict[str, Any] = {
        "factor_id": factor_id(source.source_id, native_id),
        "version": 1,
        "key": f"fuel.made-{native_id}",
        "status": "active",
        "source": source,
        "native_id": native_id,
        "cell": "B7",
        "name_nl": "Diesel",
        "name_en": "Diesel",
        "activity_type": "fuel",
        "category": "fuels",
        "region": "NL",
        "region_role": "consumption_mix",
        "valid_from": datetime.date(2026, 1, 1),
        "value": 3.251,
        "unit": "L",
        "quantity_kind": "volume",
        "gwp_set": source.gwp_set,
        "boundary": "WTW",
    }
    return Factor(**{**told, **given})

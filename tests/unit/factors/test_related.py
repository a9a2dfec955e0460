"""What else is there about the same thing, and what is not about it."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ketenkompas.factors import Link, nearest, related
from tests.unit.factors.made import EDITION, made_factor

OTHER = dataclasses.replace(EDITION, source_id="other")
STEEL = {"category": "customs_goods", "classifications": (Link("CN2023", "72071114", "exact"),)}
FURNITURE = {"category": "spend", "classifications": (Link("A64", "C31_32", "exact"),)}


def _kinship(mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    factor = made_factor("1", **{"name_nl": "Eén", **mine})
    found = related([factor, made_factor("2", **{"name_nl": "Twee", **theirs})], factor)
    return found[0].kinship if found else ""


@pytest.mark.parametrize(
    ("mine", "theirs", "kinship"),
    [
        ({"key": "fuel.petrol"}, {"variant_of": "fuel.petrol", "key": "fuel.petrol.e10"}, "variant"),
        ({"variant_of": "fuel.mix"}, {"variant_of": "fuel.mix"}, "variant"),
        ({"key": "customs.72.tr", "region": "TR"}, {"key": "customs.72.cn", "region": "CN"}, "region"),
        ({"name_nl": "Diesel"}, {"name_nl": "Diesel", "boundary": "TTW"}, "boundary"),
        (FURNITURE, {**FURNITURE, "price_basis": "basic", "boundary": "cradle_to_gate"}, "boundary"),
        (STEEL, {**STEEL, "source": OTHER}, "source"),
        ({}, {}, ""),
        ({"name_nl": "Diesel"}, {"name_nl": "Diesel", "category": "heat"}, ""),
        ({"name_nl": "Diesel"}, {"name_nl": "Diesel", "status": "lapsed", "value": None}, ""),
    ],
)
def test_kin_is_told_by_what_differs(mine: dict[str, Any], theirs: dict[str, Any], kinship: str) -> None:
    assert _kinship(mine, theirs) == kinship


def test_a_code_that_is_only_near_makes_no_kin() -> None:
    broad = {"category": "spend", "classifications": (Link("A64", "C31_32", "broad"),)}
    assert _kinship(FURNITURE, broad) == ""


def test_a_factor_is_not_its_own_kin() -> None:
    factor = made_factor("1")
    assert related([factor], factor) == ()


def test_the_nearest_begin_with_the_netherlands_and_then_with_those_nearest_in_size() -> None:
    factor = made_factor("1", key="grid.fr", region="FR", value=0.05)
    values = {"DE": 0.38, "PL": 0.66, "BE": 0.13, "NL": 0.3}
    others = [made_factor(code, key=f"grid.{code.lower()}", region=code, value=value) for code, value in values.items()]
    found = nearest(related([factor, *others], factor), factor, 3)
    assert [one.factor.region for one in found] == ["NL", "BE", "DE"]

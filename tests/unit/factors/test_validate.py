"""Each rule for releases refuses what it is there for, and lets the sources' own oddities through when flagged."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ketenkompas.errors import InputError
from ketenkompas.factors import Component, problems_of, validate
from tests.unit.factors.made import EDITION, made_factor

LZV = (Component("TTW", 0.067), Component("WTT", 0.021))
RED = dataclasses.replace(EDITION, licence_verdict="red")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name_en": " "}, "factor.field_absent"),
        ({"cell": ""}, "factor.field_absent"),
        ({"source": RED}, "factor.not_redistributable"),
        ({"unit": "furlong"}, "factor.unit_unknown"),
        ({"unit": "kg"}, "factor.unit_kind"),
        ({"value": None}, "factor.value_absent"),
        ({"value": 0.085, "components": LZV}, "factor.sum_mismatch"),
        ({"value": 1.0, "components": (Component("TTW", 2.0), Component("WTT", -1.0))}, "factor.below_part"),
        ({"components": (Component("TTW", 3.251),), "energy_content_mj": 3.59}, "factor.implausible"),
        ({"category": "electricity", "unit": "kW.h", "quantity_kind": "energy"}, "factor.implausible"),
        ({"category": "spend", "currency": "EUR", "unit": "{EUR2023}", "quantity_kind": "money", "value": 363.69},
         "factor.implausible"),
        ({"boundary": "GWP", "value": -1.0}, "factor.implausible"),
    ],
)  # fmt: skip
def test_a_record_that_may_not_be_released(given: dict[str, Any], code: str) -> None:
    assert [problem.code for problem in problems_of([made_factor(**given)])] == [code]


@pytest.mark.parametrize(
    "given",
    [
        {"value": 0.085, "components": LZV, "flags": ("sum_mismatch",)},
        {"value": None, "flags": ("no_total",)},
        {"value": None, "status": "lapsed", "cell": ""},
        {"components": (Component("TTW", 2.462), Component("WTT", 0.788)), "energy_content_mj": 35.9},
    ],
)
def test_what_the_source_itself_has_wrong_is_let_through_when_flagged(given: dict[str, Any]) -> None:
    assert problems_of([made_factor(**given)]) == ()


def test_the_publishers_own_slip_needs_a_person() -> None:
    """On 22 January 2024 the electric car on grey power was corrected from 1.09 to 0.109 kg/km."""
    before = made_factor(value=1.09)
    after = made_factor(value=0.109, version=2, supersedes=1, change_kind="correction")
    assert [problem.code for problem in problems_of([before, after])] == ["factor.jump_without_note"]
    assert problems_of([before, dataclasses.replace(after, change_note="decimal of the publisher")]) == ()


def test_versions_and_keys_stand_once() -> None:
    codes = [one.code for one in problems_of([made_factor(), made_factor(), made_factor("2", key="fuel.made-1")])]
    assert codes == ["factor.version_twice", "factor.key_twice"]


def test_everything_is_told_together() -> None:
    with pytest.raises(InputError, match="2 problem") as caught:
        validate([made_factor(name_nl=""), made_factor("2", value=None)])
    assert len(caught.value.problems) == 2

"""An edition beside the current release: every kind of difference, and what a person must look at."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.factors import changed_fields, proposals
from tests.unit.factors.made import EDITION, made_factor

NEXT = dataclasses.replace(EDITION, edition="2027", source_version="2027-01-01")


def test_kinds() -> None:
    current = [
        made_factor("1"),
        made_factor("2"),
        made_factor("3"),
        made_factor("4"),
        made_factor("9", status="lapsed"),
    ]
    incoming = [
        made_factor("1", source=NEXT, cell="B8"),
        made_factor("2", source=NEXT, value=3.3),
        made_factor("3", source=NEXT, value=None, status="lapsed"),
        made_factor("5", source=NEXT),
    ]
    told = {one.factor.native_id: one.kind for one in proposals(current, incoming)}
    assert told == {"1": "same", "2": "changed", "3": "lapsed", "5": "new", "4": "removed"}
    part = [one.kind for one in proposals(current, incoming, whole=False)]
    assert "removed" not in part


@pytest.mark.parametrize(
    ("before", "after", "mark"),
    [
        ({"value": 1.0}, {"value": 3.0}, ""),
        ({"value": 1.0}, {"value": 3.01}, "factor"),
        ({"value": 3.01}, {"value": 1.0}, "factor"),
        ({"value": 1.0}, {"value": -1.0}, "sign"),
        ({"value": 0.0}, {"value": 1.0}, "sign"),
        ({"value": 0.0}, {"value": 0.0}, ""),
        ({"value": 1.0}, {"value": None, "flags": ("no_total",)}, "gone"),
        ({"value": None, "flags": ("no_total",)}, {"value": 1.0}, ""),
        ({"unit": "L"}, {"unit": "kg", "quantity_kind": "mass"}, "meaning"),
        ({"boundary": "WTW"}, {"boundary": "TTW"}, "meaning"),
        ({"gwp_set": "AR5-100@gwp-0.13.2"}, {"gwp_set": "AR6-100@gwp-0.13.2"}, "meaning"),
        ({"gwp_set": "AR6-100@NL-2026"}, {"gwp_set": "AR6-100@NL-2027"}, ""),
    ],
)
def test_marks(before: dict[str, object], after: dict[str, object], mark: str) -> None:
    (found,) = proposals([made_factor(**before)], [made_factor(source=NEXT, **after)])
    assert found.mark == mark


def test_what_every_edition_renews_is_no_difference() -> None:
    before = made_factor(gwp_set="AR6-100@NL-2026")
    after = made_factor(source=NEXT, cell="C9", gwp_set="AR6-100@NL-2027", url="https://example.org/2027")
    assert changed_fields(before, after) == ()
    assert changed_fields(before, after, all_columns=True) == ("edition", "cell", "gwp_set", "url")
    assert changed_fields(before, dataclasses.replace(after, name_nl="Gasolie")) == ("name_nl",)


def test_other_sources_do_not_matter() -> None:
    elsewhere = made_factor("7", source=dataclasses.replace(EDITION, source_id="other"))
    assert [one.kind for one in proposals([elsewhere], [made_factor("1")])] == ["new"]


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_a_mark_does_not_depend_on_the_direction(one: float, other: float) -> None:
    def mark(before: float, after: float) -> str:
        return proposals([made_factor(value=before)], [made_factor(value=after)])[0].mark

    ratio = max(one, other) / min(one, other)
    if abs(ratio - 3) > 1e-9:
        assert mark(one, other) == mark(other, one) == ("factor" if ratio > 3 else "")

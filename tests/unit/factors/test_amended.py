"""A correction in the form of the reviewable files: read as they are read, and only of what may be corrected."""

from __future__ import annotations

import pytest

from ketenkompas.errors import InputError
from ketenkompas.factors import FIXED, Component, amended, to_cells
from tests.unit.factors.made import made_factor


def test_columns_are_replaced_and_all_else_stays() -> None:
    before = made_factor(components=(Component("TTW", 2.5), Component("WTT", 0.751)))
    after = amended(before, {"value": "3.3", "components": "TTW=2.5;WTT=0.8"}, kind="correction", note="Was fout.")
    assert (after.value, after.components[1].value) == (3.3, 0.8)
    assert (after.change_kind, after.change_note) == ("correction", "Was fout.")
    same = {name for name, cell in to_cells(before).items() if to_cells(after)[name] == cell}
    assert set(to_cells(before)) - same == {"value", "components", "change_kind", "change_note"}
    assert after.factor_id == before.factor_id


def test_all_problems_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        amended(made_factor(), {"key": "x", "kleur": "rood", "status": "weg"}, kind="correction", note="n")
    assert [problem.code for problem in caught.value.problems] == [
        "factor.amend_fixed",
        "factor.amend_fixed",
        "factor.amend_choice",
    ]
    assert "active, lapsed, withdrawn" in caught.value.text("nl")


@pytest.mark.parametrize("cells", [{"value": "3,3"}, {"valid_to": "morgen"}, {"gases": "CH4"}])
def test_a_cell_that_cannot_be_read_is_told(cells: dict[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        amended(made_factor(), cells, kind="correction", note="n")
    assert caught.value.problems[0].code == "factor.cell_unreadable"


def test_nothing_to_change_is_told() -> None:
    with pytest.raises(InputError, match=r"Nothing of fuel\.made-1"):
        amended(made_factor(), {"value": "3.251"}, kind="correction", note="n")


def test_what_says_which_record_it_is_is_fixed() -> None:
    assert {"factor_id", "native_id", "source_id", "edition", "version", "key"} <= FIXED

"""Records survive the table and the reviewable text, to the last digit."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.errors import InputError, Where
from ketenkompas.factors import Component, Link, from_cells, from_frame, from_row, to_cells, to_frame
from tests.unit.factors.made import EDITION, made_factor

RICH = made_factor(
    components=(Component("TTW", 2.462), Component("WTT", 0.788)),
    alternatives=(Component("recycling", 567.0),),
    gases={"co2_fossil": 2.5, "ch4_fossil": 1e-7},
    origins={"NL": 0.25, "EU": 0.5, "RoW": 0.25},
    classifications=(Link("CPA2.1", "19.20.2", "broad"),),
    scope_hint=("1", "3.3"),
    flags=("sum_mismatch",),
    pedigree=(1, 2, 3, 4, 5),
    includes_infrastructure=False,
    valid_to=datetime.date(2026, 12, 31),
    value_text='2,5 "ongeveer"; zie | tabel',
    supersedes=None,
)


def test_a_record_survives_the_table() -> None:
    assert from_frame(to_frame([RICH, made_factor("2", value=None, status="lapsed")]), [EDITION]) == (
        RICH,
        made_factor("2", value=None, status="lapsed"),
    )


def test_a_record_survives_the_cells_of_text() -> None:
    cells = {**to_cells(RICH), "factor_id": RICH.factor_id}
    assert from_row(from_cells(cells, where=Where(file="x")), {("made", "2026"): EDITION}) == RICH


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_numbers_keep_every_digit_in_text(value: float) -> None:
    assert float(to_cells(made_factor(value=value))["value"]) == value


def test_numbers_read_as_people_write_them() -> None:
    told = [to_cells(made_factor(value=value))["value"] for value in (3.251, 38.0, 0.00001, 1774.0)]
    assert told == ["3.251", "38", "0.00001", "1774"]


def test_a_cell_that_cannot_be_read_is_named() -> None:
    with pytest.raises(InputError) as caught:
        from_cells({**to_cells(RICH), "value": "3,251"}, where=Where(file="records.csv", row=7))
    assert (caught.value.code, caught.value.where.column, caught.value.where.row) == (
        "factor.cell_unreadable",
        "value",
        7,
    )


def test_an_edition_that_nobody_described_is_refused() -> None:
    with pytest.raises(InputError, match="made 2026"):
        from_frame(to_frame([RICH]), [])

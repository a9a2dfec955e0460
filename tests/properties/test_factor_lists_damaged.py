"""Whatever is done to a file of factors: it is read, or a named error is raised; never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_desnz, read_nl_list, read_rivm
from tests.unit.ingest._factor_forms import DESNZ_HEADER, RIVM_HEADER, nl_workbook

PLACES = st.floats(0, 1, exclude_max=True)
CELLS = st.text(alphabet='ab0159,.;|"\n\t -\x00é', max_size=60)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return nl_workbook(tmp_path_factory.mktemp("whole"))


@settings(max_examples=150)
@given(
    where=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=4),
    what=st.integers(0, 255),
    cut=st.booleans(),
)
def test_a_damaged_workbook(workbook: Path, where: list[float], what: int, cut: bool) -> None:
    data = bytearray(workbook.read_bytes())
    for place in where:
        data[int(place * len(data))] = what
    path = workbook.parent / "damaged.xlsx"
    path.write_bytes(data[: int(where[0] * len(data))] if cut else data)
    try:
        read = read_nl_list(path)
    except InputError as told:
        assert told.text("nl")
    else:
        assert read.records


@settings(max_examples=100)
@given(text=CELLS, headed=st.booleans())
def test_any_text_as_a_food_file(workbook: Path, text: str, headed: bool) -> None:
    path = workbook.parent / "foods-2024-01-01.csv"
    path.write_text("\n".join([*RIVM_HEADER, text]) if headed else text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_rivm(path)
    assert told.value.text("nl")


@settings(max_examples=100)
@given(text=CELLS, headed=st.booleans())
def test_any_text_as_a_british_file(workbook: Path, text: str, headed: bool) -> None:
    path = workbook.parent / "factors-2025.csv"
    path.write_text(f"{DESNZ_HEADER}\n{text}" if headed else text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        read_desnz(path)
    assert told.value.text("nl")

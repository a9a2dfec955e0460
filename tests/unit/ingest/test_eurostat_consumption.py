"""Consumption by purpose: codes become COICOP as text, aggregates of areas are left aside, absence is never zero."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_household_consumption

TEXT = (
    "DATAFLOW,LAST UPDATE,freq,unit,coicop,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:NAMA_10_CO3_P3(1.0),2026-10-01,A,CP_MEUR,TOTAL,NL,2023,430000,p\n"
    "ESTAT:NAMA_10_CO3_P3(1.0),2026-10-01,A,CP_MEUR,CP01,NL,2023,52000,\n"
    "ESTAT:NAMA_10_CO3_P3(1.0),2026-10-01,A,CP_MEUR,CP0451,NL,2023,,\n"
    "ESTAT:NAMA_10_CO3_P3(1.0),2026-10-01,A,CP_MEUR,CP01,EU27_2020,2023,999,\n"
    "ESTAT:NAMA_10_CO3_P3(1.0),2026-10-01,A,CLV10_MEUR,CP01,NL,2023,777,\n"
)


def _read(text: str, folder: Path) -> pl.DataFrame:
    (folder / "c.csv").write_text(text, "utf-8")
    return read_household_consumption(folder / "c.csv")


def test_purposes_are_text_and_absent_figures_null(tmp_path: Path) -> None:
    found = _read(TEXT, tmp_path)
    assert found.select("area", "purpose", "value_meur").rows() == [
        ("NL", "00", 430_000.0),
        ("NL", "01", 52_000.0),
        ("NL", "04.5.1", None),
    ]
    assert found["flag"].to_list()[0] == "p"


MALFORMED = {
    "unknown purpose": (TEXT.replace("CP0451", "CX1"), "eurostat.unknown_purpose", "row 4"),
    "unknown area": (TEXT.replace(",NL,2023,52000", ",QX,2023,52000"), "eurostat.unknown_area", "row 3"),
    "a cell twice": (TEXT.replace("CP0451", "CP01"), "table.row_twice", "row 4"),
    "another unit": (TEXT.replace("CP_MEUR", "PC_TOT"), "eurostat.unit_absent", "c.csv"),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_input_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    text, code, place = MALFORMED[case]
    with pytest.raises(InputError) as caught:
        _read(text, tmp_path)
    assert_told(caught.value, code, "c.csv", place=place)

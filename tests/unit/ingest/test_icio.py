"""OECD ICIO: the adapted table of the mirror, and a made csv in the publisher's layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_icio

CSV = """V1,AUS_A01_02,AUS_C,ROW_A01_02,ROW_C,AUS_HFCE,AUS_INVNT,ROW_HFCE,ROW_INVNT,OUT
AUS_A01_02,1,2,0,1,5,0,1,0,10
AUS_C,2,3,1,0,10,-1,4,1,20
ROW_A01_02,0,1,4,5,1,0,19,0,30
ROW_C,1,2,6,7,2,0,22,0,40
TLS,1,1,1,1,0,0,0,0,4
VA,5,11,18,26,0,0,0,0,60
OUT,10,20,30,40,18,-1,46,1,164
"""


def _read(text: str | bytes, folder: Path, name: str = "ICIO2023_2019.csv") -> Any:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_icio(folder / name)


def test_publishers_layout(tmp_path: Path) -> None:
    accounts = _read(CSV, tmp_path)
    assert (accounts.meta.year, accounts.meta.money_unit, accounts.gases) == (2019, "MUSD", ())
    assert accounts.regions == ("AU", "ICIO_ROW")
    assert accounts.sectors.labels == ("AU_A01_02", "AU_C", "ICIO_ROW_A01_02", "ICIO_ROW_C")
    assert accounts.final_uses.labels == ("AU_HFCE", "AU_INVNT", "ICIO_ROW_HFCE", "ICIO_ROW_INVNT")
    assert accounts.output.values.tolist() == [10.0, 20.0, 30.0, 40.0]
    assert accounts.value_added_rows == ("TLS", "VA")
    assert any("not yet run" in note for note in accounts.meta.notes)


MALFORMED: dict[str, tuple[Callable[[str], str | bytes], str, str]] = {
    "text in number": (lambda t: t.replace("AUS_C,2,3", "AUS_C,2,x3"), "ingest.text_in_number", "row 3, column AUS_C"),
    "empty cell": (lambda t: t.replace("AUS_C,2,3", "AUS_C,2,"), "ingest.empty_cell", "AUS_C"),
    "row cut off": (lambda t: t[:-8], "table.row_width", "row 8"),
    "industry without column": (lambda t: t.replace("\nROW_C,", "\nROW_D,"), "icio.row_without_column", "ROW_D"),
    "unknown final use": (lambda t: t.replace("AUS_INVNT", "AUS_GIFTS"), "icio.column_unknown", "AUS_GIFTS"),
    "column twice": (lambda t: t.replace("AUS_INVNT", "AUS_HFCE"), "table.label_twice", "AUS_HFCE"),
    "row twice": (lambda t: t.replace("\nVA,", "\nTLS,"), "table.label_twice", "TLS"),
    "output differs": (lambda t: t.replace(",0,30\n", ",0,99\n"), "icio.output_differs", "ROW_A01_02"),
    "semicolons": (lambda t: t.replace(",", ";"), "icio.no_industries", "row 1"),
    "only totals": (lambda _: "V1,OUT\nOUT,3\n", "icio.no_industries", "OUT"),
    "cp1252": (lambda t: t.replace("AUS_C,2", "AÜS_C,2").encode("cp1252"), "table.not_utf8", "row 3"),
}


@pytest.mark.parametrize("case", MALFORMED, ids=list(MALFORMED))
def test_malformed_csv_is_named(case: str, tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    change, code, place = MALFORMED[case]
    with pytest.raises(InputError) as caught:
        _read(change(CSV), tmp_path)
    assert_told(caught.value, code, "ICIO2023_2019.csv", place=place)


def test_negative_flow_and_no_year(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    with pytest.raises(InputError) as caught:
        _read(CSV.replace("AUS_A01_02,1,2,0,1,5", "AUS_A01_02,-1,2,0,1,7"), tmp_path)
    assert caught.value.problems[0].code == "accounts.negative_flow"
    with pytest.raises(InputError) as caught:
        _read(CSV, tmp_path, "table.csv")
    assert_told(caught.value, "pymrio.no_year", "table.csv")


def test_parquet_with_missing_values(tmp_path: Path, assert_told: Callable[..., Any]) -> None:
    path = tmp_path / "icio_2019.parquet"
    frame = pl.DataFrame({"row": ["AUS_A", "ROW_A"], "AUS_A": [1.0, None], "ROW_A": ["1", "2"], "AUS_FD_C": [1.0, 1.0]})
    frame.write_parquet(path)
    with pytest.raises(InputError) as caught:
        read_icio(path)
    assert_told(caught.value, "table.no_number", path.name, place="ROW_A")
    assert_told(caught.value, "table.column_kind", path.name)
    frame.rename({"row": "label"}).write_parquet(path)
    with pytest.raises(InputError) as caught:
        read_icio(path)
    assert_told(caught.value, "table.columns_absent", path.name)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(InputError) as caught:
        read_icio(path)
    assert_told(caught.value, "table.not_parquet", path.name)


@pytest.mark.mirror
def test_adapted_table_closes(mirror: Path) -> None:
    accounts = read_icio(mirror / "mrio/oecd_icio/icio_2019_g20_isic_sections.parquet")
    assert accounts.flows.shape == (400, 400)
    assert accounts.demand.shape == (400, 60)
    assert accounts.output.values.sum() == pytest.approx(170_744_698, abs=1)
    assert accounts.value_added is not None
    added = accounts.value_added.values
    assert added[1:].sum() == pytest.approx(81_589_615, abs=1)
    assert added[0].sum() == pytest.approx(2_404_593, abs=1)
    columns = accounts.flows.values.sum(axis=0) + added.sum(axis=0)
    assert np.abs(columns - accounts.output.values).max() < 1e-7
    assert accounts.sectors.labels[2] == "AR_C"  # the industry C, not the final use C
    assert set(accounts.final_uses.categories) == {"C", "I", "Cx"}

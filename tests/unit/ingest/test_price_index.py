"""A user's price index: by region or by sector, every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkompas import ingest
from ketenkompas.errors import InputError


def file(folder: Path, *lines: str) -> Path:
    path = folder / "index.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_by_region_and_by_sector(tmp_path: Path) -> None:
    whole = ingest.read_price_index(file(tmp_path, "region,year,index", "NLD,2008,100", "BE,2008,98.5"))
    assert whole.rows() == [("NL", "region", 2008, 100.0), ("BE", "region", 2008, 98.5)]
    sectors = ingest.read_price_index(file(tmp_path, "region,product,year,index", "NL,C10T12,2008,1"))
    assert sectors.rows() == [("NL_C10T12", "make", 2008, 1.0)]


def test_every_fault_is_named_with_its_row(tmp_path: Path) -> None:
    path = file(tmp_path, "region,year,index", "NL,2008,0", "NL,2008,1", "Atlantis,2008,1", "BE,20x8,one")
    with pytest.raises(InputError) as caught:
        ingest.read_price_index(path)
    found = sorted((problem.where.row, problem.code) for problem in caught.value.problems)
    assert found[0] == (2, "prices.index_not_positive")
    assert (3, "table.row_twice") in found
    assert [row for row, _ in found] == [2, 3, 4, 5, 5]

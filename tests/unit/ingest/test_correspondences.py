"""Keys as files: codes are text and every bad one is named with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.ingest import cbam_benchmark, cbam_codes, cbam_data, read_a64_to_wiod2013, read_cn_to_cpa


def file(folder: Path, text: str) -> Path:
    path = folder / "key.csv"
    path.write_text(text, "utf-8")
    return path


def test_customs_codes_keep_their_leading_zeros(tmp_path: Path) -> None:
    key = read_cn_to_cpa(file(tmp_path, "CN 2022,CPA 2.1\n01012100,01.43.11\n72081000,24.10.31\n"))
    assert key.targets("01012100") == ("01.43.11",)


def test_every_bad_code_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_cn_to_cpa(file(tmp_path, "CN 2022,CPA 2.1\n1012100,01.43.11\n72081000,steel\n"))
    assert [(fault.code, fault.where.row) for fault in caught.value.problems] == [
        ("correspondence.bad_code", 2),
        ("correspondence.bad_code", 3),
    ]
    with pytest.raises(InputError) as caught:
        read_a64_to_wiod2013(file(tmp_path, "a64,wiod2013_industry\nC24,c99\n"))
    assert caught.value.problems[0].params["found"] == "c99"


def test_benchmarks_by_route() -> None:
    """Fact sheet of factors, section 7: CN 7207 11 14 routes C, D, E; CN 7601 10 10 K, L; clinker A, B (t/t)."""
    assert [cbam_benchmark("72071114", route, year=2026) for route in "CDE"] == [1.364, 0.475, 0.066]
    assert [cbam_benchmark("7601 10 10", route, year=2026) for route in "KL"] == [1.423, 0.091]
    assert [cbam_benchmark("2523 10 00", route, year=2026) for route in "AB"] == [0.666, 0.859]
    assert len(set(cbam_codes())) == 569
    assert "2025/2620" in cbam_data().attribution


def test_a_route_that_is_not_there_is_never_replaced() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        cbam_benchmark("7208 10 00", "K", year=2026)
    assert caught.value.params["known"] == "C, D, E"
    with pytest.raises(UnknownCodeError):
        cbam_benchmark("0101 21 00", "C", year=2026)


def test_a_benchmark_that_changes_in_2028() -> None:
    """Route F (low-alloy steel, oxygen) has a benchmark for 2026-27 and another for 2028-30."""
    found = [cbam_benchmark("7205 21 00", "F", year=year) for year in (2026, 2027, 2028)]
    assert found == [1.46, 1.46, 1.298]

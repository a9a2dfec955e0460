"""CBAM defaults and benchmarks: counts, signs that are no numbers, and files that are not what they should be."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from opencbam import get_default_value
from tests.unit.factors.made import EDITION

from ketenkompas.classifications import canonical_area
from ketenkompas.errors import InputError
from ketenkompas.ingest import FACTOR_SOURCES, FactorImport, read_cbam_benchmarks, read_cbam_defaults

ROW = {
    "country": "Türkiye", "sector": "Iron and steel", "cn_code": "7207 11 11", "description": "Steel",
    "direct": "2.310", "indirect": "NA", "total": "2.310",
    "markup_2026": "2.541", "markup_2027": "2.772", "markup_2028": "3.003", "route": "C",
}  # fmt: skip
BENCHMARK = {
    "sector": "Aluminium", "cn_code": "7601 10 10", "description": "Slabs",
    "column_a": [{"value": "1.423", "route": "K", "year": None}, {"value": "0.091", "route": "L", "year": None}],
    "column_b": [{"value": "1.423", "route": "K", "year": None}, {"value": "0.091", "route": "L", "year": None}],
}  # fmt: skip


def _file(folder: Path, rows: object) -> Path:
    path = folder / "made.json"
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows), "utf-8")
    return path


@cache
def _defaults() -> FactorImport:
    return read_cbam_defaults()


def _codes(fault: InputError) -> list[str]:
    return [one.code for one in fault.problems]


def test_counts_of_the_regulation() -> None:
    """11,391 rows, 10,926 with a number, 119 countries with 'other countries', 267 codes."""
    found = _defaults()
    assert len(found.records) + len(found.skipped) == 11391
    assert len(found.records) == 10926
    assert {one.reason for one in found.skipped} == {"uses_other_countries"}
    assert len({one.region for one in found.records}) == 119
    valued = {one.native_id.split("/")[1] for one in found.records}
    others = {one.text.split(", ")[1].removeprefix("CN ").replace(" ", "") for one in found.skipped}
    assert (len(valued), len(valued | others)) == (262, 267)
    assert len({one.key for one in found.records}) == len({one.factor_id for one in found.records}) == 10926
    assert sum(one.region == "RoW" for one in found.records) == 260
    assert {one.key for one in found.records if one.value == 0} == {"customs.28041000.ml"}
    assert {one.flag for one in found.anomalies} == {"sum_mismatch", "outlier", "partial"}


@pytest.mark.parametrize("region", ["Türkiye", "China", "India", "Ukraine", "United States"])
def test_values_are_those_of_the_package_itself(region: str) -> None:
    """A second reading: the package's own look-up, in tonnes, for every code that has a number for the country."""
    area = canonical_area(region)
    records = [one for one in _defaults().records if one.region == area]
    assert len(records) > 50
    for one in records:
        code, _, kind = one.native_id.partition("/")[2].partition("/")
        route = one.variant if kind and len(one.variant) == 1 else None
        spaced = " ".join(part for part in (code[:4], code[4:6], code[6:8]) if part)
        try:
            told = get_default_value(region, spaced, route=route)
        except ValueError:
            assert kind
            continue
        assert told is not None
        assert one.value == float(told * 1000)


def test_counts_of_the_benchmarks() -> None:
    """570 customs codes, 525 of them with several values (routes or periods); each value of column B is a record."""
    found = read_cbam_benchmarks()
    codes = Counter(one.native_id.split("/")[0] for one in found.records)
    assert sum(count > 1 for count in codes.values()) == 525
    routes: dict[str, set[str]] = {}
    for one in found.records:
        routes.setdefault(one.native_id.split("/")[0], set()).add(one.variant)
    assert len(found.records) == 1804
    assert len(routes) == 570
    assert {one.region for one in found.records} == {"EU27_2020"}
    assert all(len(one.alternatives) == 1 for one in found.records)
    assert sum(len(several) > 1 for several in routes.values()) == 419


def test_parts_that_do_not_add_up_are_flagged_and_kept() -> None:
    found = {one.key: one for one in _defaults().records}
    rounded = found["customs.31021019.al"]
    assert (rounded.value, rounded.component_sum_checked, rounded.flags) == (1420, "no", ("sum_mismatch",))
    assert found["customs.72071111.tr"].component_sum_checked == "yes"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"direct": "DASH", "total": "DASH"}, "uses_other_countries"),
        ({"direct": "NA", "total": "NA"}, "not_applicable"),
    ],
)
def test_signs_are_skipped_and_never_zero(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    marks = dict.fromkeys(("markup_2026", "markup_2027", "markup_2028"), change["total"])
    found = read_cbam_defaults(_file(tmp_path, [ROW, {**ROW, **change, **marks, "country": "India"}]), edition=EDITION)
    assert [one.key for one in found.records] == ["customs.72071111.tr"]
    assert [(one.where, one.reason) for one in found.skipped] == [("row 2", reason)]


def test_markups_without_a_value_are_told(tmp_path: Path) -> None:
    half = {**ROW, "direct": "DASH", "total": "DASH"}
    found = read_cbam_defaults(_file(tmp_path, [half]), edition=EDITION)
    assert not found.records
    assert [(one.flag, one.key) for one in found.anomalies] == [("partial", "customs.72071111.tr")]


def test_order_of_fields_changes_nothing(tmp_path: Path) -> None:
    turned = dict(reversed(ROW.items()))
    assert (
        read_cbam_defaults(_file(tmp_path, [turned]), edition=EDITION).records
        == read_cbam_defaults(_file(tmp_path, [ROW]), edition=EDITION).records
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"total": "2,310"}, "factor.value_unreadable"),
        ({"total": ""}, "factor.value_unreadable"),
        ({"total": "-1"}, "factor.value_unreadable"),
        ({"total": 2.31}, "factor.value_unreadable"),
        ({"direct": "DASH"}, "factor.value_unreadable"),
        ({"country": "Atlantis"}, "factor.code_unknown"),
        ({"cn_code": "9999 99 99"}, "factor.code_unknown"),
        ({"sector": "Paper"}, "factor.sector_unknown"),
    ],
)
def test_rows_that_cannot_be_right(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as told:
        read_cbam_defaults(_file(tmp_path, [ROW, {**ROW, **change}]), edition=EDITION)
    assert told.value.code == "ingest.file_has_problems"
    assert code in _codes(told.value)
    assert told.value.problems[0].where.row == 2


def test_doubled_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read_cbam_defaults(_file(tmp_path, [ROW, ROW]), edition=EDITION)
    assert _codes(told.value) == ["factor.row_twice"]


@pytest.mark.parametrize("rows", ["{", "{}", "[]", "[1]", ""])
def test_damaged_files_are_named(tmp_path: Path, rows: str) -> None:
    for read in (read_cbam_defaults, read_cbam_benchmarks):
        with pytest.raises(InputError) as told:
            read(_file(tmp_path, rows), edition=EDITION)
        assert told.value.code == "factor.json_unreadable"


def test_renamed_fields_are_named(tmp_path: Path) -> None:
    renamed = {("total_value" if name == "total" else name): value for name, value in ROW.items()}
    with pytest.raises(InputError) as told:
        read_cbam_defaults(_file(tmp_path, [ROW, renamed]), edition=EDITION)
    assert (told.value.code, told.value.params["absent"]) == ("factor.fields_absent", "total")


def test_an_edition_that_nobody_described_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read_cbam_defaults(_file(tmp_path, [ROW]))
    assert told.value.code == "factor.edition_new"
    assert told.value.params["known"] == "2025-2621"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"value": "DASH", "route": "K", "year": "1"}, "factor.value_unreadable"),
        ({"value": "1.0", "route": "Z", "year": None}, "factor.route_unknown"),
        ({"value": "1.0", "route": "K", "year": "3"}, "factor.route_unknown"),
        ({"value": "1.0", "route": "K", "year": None}, "factor.row_twice"),
    ],
)
def test_benchmarks_that_cannot_be_right(tmp_path: Path, entry: dict[str, Any], code: str) -> None:
    wrong = {**BENCHMARK, "column_b": [*BENCHMARK["column_b"], entry]}
    with pytest.raises(InputError) as told:
        read_cbam_benchmarks(_file(tmp_path, [wrong]), edition=EDITION)
    assert _codes(told.value) == [code]


def test_doubled_codes_of_benchmarks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read_cbam_benchmarks(_file(tmp_path, [BENCHMARK, BENCHMARK]), edition=EDITION)
    assert _codes(told.value) == ["factor.row_twice"]


def test_sources_are_listed_with_a_guide() -> None:
    mine = ("cbam-defaults", "cbam-benchmarks", "figaro-ecodex", "grid-intensity", "gwp-ipcc")
    assert set(mine) <= set(FACTOR_SOURCES)
    for name in mine:
        assert FACTOR_SOURCES[name].guide.startswith("how-to/next-edition-")
        assert FACTOR_SOURCES[name].name("nl") != FACTOR_SOURCES[name].name("en")

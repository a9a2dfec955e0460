"""Municipal boundaries: counts add, means are weighed, what is absent in a part is absent in the whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ketenkompas.errors import InputError
from ketenkompas.households import Absent, harmonise, harmonise_means
from ketenkompas.ingest import read_crosswalk, read_household_energy, read_kwb2021, read_municipalities
from ketenkompas.sources import record

CHANGES = pl.DataFrame(
    [
        ("GM0001", "GM0010", date(2019, 1, 1), 0.75),
        ("GM0001", "GM0011", date(2019, 1, 1), 0.25),
        ("GM0002", "GM0010", date(2019, 1, 1), 1.0),
        ("GM0010", "GM0020", date(2021, 1, 1), 1.0),
        ("GM0457", "GM0363", date(2022, 3, 24), 1.0),
    ],
    schema=["old_code", "new_code", "effective", "share"],
    orient="row",
)
CODES = ["GM0457", "GM0001", "GM0011", "GM0002", "GM0363"]


def test_counts_add_over_several_changes() -> None:
    found = harmonise(CODES, {"inhabitants": [20, 100, 40, 60, 800]}, CHANGES)
    assert found.codes == ("GM0011", "GM0020", "GM0363")
    assert found.values["inhabitants"].to_list() == [40 + 25, 75 + 60, 820]
    assert found.absent == ()


def test_a_change_counts_from_the_january_after_it() -> None:
    counts = {"inhabitants": [20, 100, 40, 60, 800]}
    assert harmonise(CODES, counts, CHANGES, year=2022).codes == ("GM0011", "GM0020", "GM0363", "GM0457")
    assert harmonise(CODES, counts, CHANGES, year=2020).codes == ("GM0010", "GM0011", "GM0363", "GM0457")
    assert harmonise(CODES, counts, CHANGES, year=2018).values["inhabitants"].sum() == 1020


def test_a_whole_with_an_absent_part_is_absent_and_told() -> None:
    found = harmonise(CODES, {"gas_tj": [None, 10, 4, 6, 80], "cars": [1, 2, 3, 4, 5]}, CHANGES)
    assert found.values["gas_tj"].to_list() == [6.5, 13.5, None]
    assert found.values["cars"].null_count() == 0
    assert found.absent == (Absent("GM0363", "gas_tj", ("GM0457",)),)


def test_means_are_weighed_with_their_own_base() -> None:
    found = harmonise_means(CODES, {"own_pct": [60, 80, 70, 40, 50]}, {"own_pct": [200, 100, 75, 25, 800]}, CHANGES)
    assert found.values["own_pct"].to_list() == pytest.approx(
        [(25 * 80 + 75 * 70) / 100, (75 * 80 + 25 * 40) / 100, 52]
    )


def test_a_mean_without_a_base_in_a_part_is_absent_and_one_alone_stays() -> None:
    found = harmonise_means(["GM0363", "GM0457", "GM0999"], {"rate": [1, 2, 3]}, {"rate": [10, None, None]}, CHANGES)
    assert found.values["rate"].to_list() == [None, 3.0]
    assert found.absent == (Absent("GM0363", "rate", ("GM0457",)),)
    empty = harmonise_means(["GM0363", "GM0457"], {"rate": [1, 2]}, {"rate": [0, 0]}, CHANGES)
    assert empty.absent == (Absent("GM0363", "rate", ("GM0363", "GM0457")),)


@pytest.mark.parametrize(
    ("codes", "counts", "code"),
    [
        (["GM0363", "GM0363"], [1, 2], "boundaries.code_twice"),
        (["GM0363"], [1, 2], "boundaries.lengths"),
        (["GM0001"], [1], "boundaries.parts_missing"),
    ],
)
def test_what_cannot_be_brought_over_is_told(codes: list[str], counts: list[float], code: str) -> None:
    with pytest.raises(InputError) as caught:
        harmonise(codes, {"cars": counts}, CHANGES)
    assert caught.value.code == code
    for language in ("en", "nl"):
        assert all(caught.value.sentences(language)[part] for part in ("what", "expected", "todo"))  # type: ignore[arg-type]


def test_a_mean_needs_a_base() -> None:
    with pytest.raises(InputError, match="has no base"):
        harmonise_means(["GM0363"], {"rate": [1]}, {}, CHANGES)


def _file(mirror: Path, source: str) -> Path:
    return mirror / record(source).path


@pytest.mark.mirror
@pytest.mark.parametrize(("year", "count"), [(2018, 380), (2019, 355), (2021, 352), (2022, 345), (2023, 342)])
def test_from_380_municipalities_to_342(year: int, count: int, mirror: Path) -> None:
    energy = read_household_energy(_file(mirror, "household-energy-2016"), 2016)
    changes = read_crosswalk(_file(mirror, "municipality-changes-2018-2023"))
    counts = {name: energy[name] for name in ("inhabitants", "gas_tj")}
    found = harmonise(energy["area"].to_list(), counts, changes, year=year)
    assert len(found.codes) == count
    assert found.values["inhabitants"].sum() == pytest.approx(16_979_120, rel=1e-12)
    assert found.values["gas_tj"].sum() == pytest.approx(energy["gas_tj"].sum(), rel=1e-12)
    if year == 2023:
        known = read_municipalities(_file(mirror, "municipalities-2023"))["area"].to_list()
        assert list(found.codes) == sorted(known)


@pytest.mark.mirror
def test_the_statistics_of_2021_under_the_boundaries_of_2023(mirror: Path) -> None:
    statistics = read_kwb2021(_file(mirror, "cbs-kwb-2021"))
    changes = read_crosswalk(_file(mirror, "municipality-changes-2018-2023"))
    codes = statistics["area"].to_list()
    counts = harmonise(codes, {"inhabitants": statistics["inhabitants"]}, changes)
    shares = harmonise_means(codes, {"low": statistics["low_income_pct"]}, {"low": statistics["inhabitants"]}, changes)
    base = read_municipalities(_file(mirror, "municipalities-2023")).sort("area")
    assert counts.values["inhabitants"].to_list() == base["inhabitants_2021"].to_list()
    assert shares.values["low"].to_list() == pytest.approx(base["low_income_pct"].to_list(), abs=0.06)


@pytest.mark.mirror
def test_absent_energy_of_2019_stays_absent(mirror: Path) -> None:
    energy = read_household_energy(_file(mirror, "household-energy-2019"), 2019)
    changes = read_crosswalk(_file(mirror, "municipality-changes-2018-2023"))
    found = harmonise(energy["area"].to_list(), {"gas_tj": energy["gas_tj"], "cars": energy["cars"]}, changes)
    assert (len(found.codes), found.values["gas_tj"].null_count(), found.values["cars"].null_count()) == (342, 40, 0)
    assert found.values["cars"].sum() == 8_530_576

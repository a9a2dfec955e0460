"""The three official lists as a whole: counts, sums and traps of the fact sheet, from the raw files."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from ketenkompas.factors import Factor, activity_unit
from ketenkompas.ingest import FACTOR_SOURCES, FactorImport, edition_texts
from ketenkompas.pipeline import packaged_factors
from ketenkompas.sources import record

pytestmark = [pytest.mark.mirror, pytest.mark.xdist_group("factor-lists")]  # one worker makes what they share
FILES = {
    "co2emissiefactoren-nl": "co2emissiefactoren-nl-2026",
    "rivm-food": "rivm-food-2024-09-23",
    "desnz": "desnz-2025-scope3",
}


@pytest.fixture(scope="module")
def imports(mirror: Path) -> dict[str, FactorImport]:
    return {name: FACTOR_SOURCES[name].read(mirror / record(source).path) for name, source in FILES.items()}


@pytest.fixture
def dutch(imports: dict[str, FactorImport]) -> dict[str, Factor]:
    """The Dutch list by native id, without the older potentials."""
    return {one.native_id: one for one in imports["co2emissiefactoren-nl"].records if "#" not in one.native_id}


@pytest.mark.parametrize("source_id", FILES)
def test_shipped_edition_is_what_the_importer_makes(source_id: str, imports: dict[str, FactorImport]) -> None:
    made = imports[source_id]
    folder = packaged_factors() / "editions" / source_id / made.edition.edition
    assert {name: (folder / name).read_text("utf-8") for name in ("edition.yml", "records.csv")} == edition_texts(
        made.records
    )
    assert made.edition.registered_as == FILES[source_id]


@pytest.mark.parametrize("source_id", FILES)
def test_keys_and_ids_are_unique_and_names_are_in_both_languages(
    source_id: str, imports: dict[str, FactorImport]
) -> None:
    records = imports[source_id].records
    for field in ("key", "factor_id", "native_id", "cell"):
        assert Counter(getattr(one, field) for one in records).most_common(1)[0][1] == 1, field
    for one in records:
        assert one.name_nl == " ".join(one.name_nl.split())
        assert one.name_en == " ".join(one.name_en.split())
        assert one.value is None or one.quantity_kind == activity_unit(one.unit).kind


def test_counts_of_the_dutch_list(dutch: dict[str, Factor], imports: dict[str, FactorImport]) -> None:
    assert len(dutch) == 229
    assert Counter(one.status for one in dutch.values()) == {"active": 216, "lapsed": 13}
    assert sum(one.value is not None for one in dutch.values()) == 191
    flags = Counter(flag for one in dutch.values() for flag in one.flags)
    assert (flags["partial_boundary"], flags["variable"], flags["no_total"], flags["lapsed"]) == (24, 1, 25, 13)
    assert Counter(one.unit for one in dutch.values()) == {
        "kg": 68, "km{vehicle}": 35, "t.km": 30, "t": 30, "km{passenger}": 23, "L": 21, "m3{normal}": 7, "kW.h": 7,
        "kg{dry}": 5, "GJ": 2, "{VE}": 1,
    }  # fmt: skip
    older = [one for one in imports["co2emissiefactoren-nl"].records if one.native_id.endswith("#ar4")]
    assert len(older) == 23
    assert {one.gwp_set for one in older} == {"AR4-100@NL-2026"}
    assert imports["co2emissiefactoren-nl"].skipped == ()


def test_parts_of_the_dutch_list_add_up_but_for_one_row(dutch: dict[str, Factor]) -> None:
    checked = [one for one in dutch.values() if one.component_sum_checked != "not_applicable"]
    wrong = [one for one in checked if abs(sum(part.value for part in one.components) - (one.value or 0)) > 0.0011]
    assert (len(checked), [one.cell for one in wrong]) == (122, ["B228"])
    assert wrong[0].flags == ("sum_mismatch",)


def test_combustion_never_stands_for_the_whole_chain(dutch: dict[str, Factor]) -> None:
    only = [one for one in dutch.values() if "partial_boundary" in one.flags]
    assert Counter(one.description.split(" > ")[1] for one in only) == {
        "Vloeibare brandstoffen": 14, "Vaste brandstoffen": 9, "Hernieuwbare brandstoffen": 1
    }  # fmt: skip
    assert {one.value for one in only} == {None}
    assert all([part.stage for part in one.components] == ["TTW"] for one in only)


def test_names_that_occur_twice_have_keys_of_their_own(mirror: Path, dutch: dict[str, Factor]) -> None:
    sheet = openpyxl.load_workbook(mirror / record(FILES["co2emissiefactoren-nl"]).path).worksheets[0]
    raw = [str(row[0].value) for row in sheet.iter_rows() if row[7].hyperlink]
    assert sum(name != name.strip() for name in raw) == 76
    twice = [name for name, count in Counter(name.strip() for name in raw).items() if count == 2]
    assert len(twice) == 9
    assert len({one.key for one in dutch.values()}) == 229
    assert len({one.name_nl for one in dutch.values()}) == 229


def test_known_oddities_of_the_dutch_list_are_told(imports: dict[str, FactorImport]) -> None:
    told = {(one.where, one.flag) for one in imports["co2emissiefactoren-nl"].anomalies}
    assert told == {
        ("B144", "method"), ("B162", "derived_rounding"), ("B164", "derived_rounding"), ("B228", "sum_mismatch"),
        ("B118", "method"), ("B123", "method"), ("B222", "outlier"),
    }  # fmt: skip


def test_what_must_never_be_added_stands_apart(dutch: dict[str, Factor]) -> None:
    solar = dutch["55"]
    assert (solar.value, solar.includes_infrastructure) == (0, False)
    assert [(one.stage, one.value) for one in solar.alternatives] == [("infrastructure", 0.062)]
    assert min(one.avoided for one in dutch.values() if one.avoided is not None) == -18914
    assert all(one.value is None or one.value >= 0 for one in dutch.values())
    waste = [one for one in dutch.values() if one.category == "waste"]
    assert all(one.components == () and one.allocation for one in waste)
    assert dutch["135"].energy_content_mj == 31.65
    assert 1000 * (dutch["57"].value or 0) + 500 * (dutch["51"].value or 0) == pytest.approx(3300.5)


def test_counts_of_the_foods(imports: dict[str, FactorImport]) -> None:
    foods = imports["rivm-food"].records
    assert (len(foods), len({one.group_nl for one in foods})) == (411, 26)
    codes = [link.code for one in foods for link in one.classifications if link.scheme == "NEVO"]
    assert (len(set(codes)), len(foods) - len(codes)) == (344, 10)
    assert max(one.value or 0 for one in foods) == pytest.approx(32.578675, abs=1e-6)
    assert all("includes_use_phase" in one.flags for one in foods)
    water = [one for one in foods if one.name_en.startswith("Mineral water")]
    assert len(water) == 3
    assert all("name_not_unique" in one.flags for one in water)


def test_every_row_of_the_british_factors_is_taken_or_skipped_with_a_reason(
    mirror: Path, imports: dict[str, FactorImport]
) -> None:
    read = imports["desnz"]
    assert len(read.records) + len(read.skipped) == 2337
    with (mirror / record(FILES["desnz"]).path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    valued = [row for row in rows if row["kgco2e"]]
    empty = [row for row in rows if not row["kgco2e"]]
    assert (len(rows), len(valued)) == (2337, 1702)
    assert sum(row["scope"] == "Outside of Scopes" for row in rows) == 58
    assert sum(row["scope"] == "Scope 3" for row in empty) == 577
    told = Counter(one.reason for one in read.skipped)
    assert told["empty_in_source"] == 577 + 2
    assert told["duplicate_unit"] == sum(row["uom"] == "miles" for row in valued)
    assert sum(float(row["kgco2e"]) == 0 for row in valued) == 2


def test_what_is_selected_of_the_british_factors(imports: dict[str, FactorImport]) -> None:
    records = imports["desnz"].records
    taken = Counter(one.description.split(" / ")[0] for one in records)
    assert {name: taken[name] for name in ("Material use", "Waste disposal", "Hotel stay", "Homeworking")} == {
        "Material use": 70, "Waste disposal": 134, "Hotel stay": 39, "Homeworking": 3
    }  # fmt: skip
    assert taken["Business travel- air"] == taken["WTT- business travel- air"] == 28
    assert len(records) == 352
    assert imports["desnz"].anomalies == ()
    for one in records:
        assert ("proxy_region" in one.flags) == (one.region == "GB" and not one.key.startswith("hotel."))
        assert one.pedigree is not None
        if one.boundary == "WTT":
            assert one.key.endswith(".wtt")


def test_gases_are_kilogrammes_of_the_gas(imports: dict[str, FactorImport]) -> None:
    potentials = {"co2_fossil": 1, "ch4_fossil": 28, "n2o": 265}
    split = [one for one in imports["desnz"].records if one.gases]
    assert len(split) == 33
    for one in split:
        total = sum(potentials[gas] * amount for gas, amount in one.gases.items())
        assert total == pytest.approx(one.value, abs=3e-5)
        assert one.aviation_rf != "yes"


def test_well_to_wheel_is_the_sum_of_two_british_rows(imports: dict[str, FactorImport]) -> None:
    by_key = {one.key: one for one in imports["desnz"].records}
    twins = [key for key in by_key if key.endswith(".wtt")]
    assert len(twins) == 28 + 3 + 2 + 18
    assert all(by_key[key.removesuffix(".wtt")].boundary == "TTW" for key in twins)
    flight = "flight.gb.short-haul.average.with-rf"
    assert (by_key[flight].value or 0) + (by_key[f"{flight}.wtt"].value or 0) == pytest.approx(0.12786 + 0.02286)

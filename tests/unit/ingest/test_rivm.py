"""RIVM's foods: names, identity, and files that are not as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.ingest._factor_forms import RIVM_HEADER, rivm_file, rivm_line

from ketenkompas.errors import InputError
from ketenkompas.factors import Link
from ketenkompas.ingest import read_rivm

RAW = "Cauliflower | Ambient (short) | Not packed | No preparation"
BOILED = "Cauliflower | Ambient (short) | Not packed | Boiling"


def codes(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_rivm(path)
    assert caught.value.text("nl") != caught.value.text("en")
    return [problem.code for problem in caught.value.problems] or [caught.value.code]


def test_a_food_is_per_kilogramme_as_consumed(tmp_path: Path) -> None:
    (food,) = read_rivm(rivm_file(tmp_path, [rivm_line(RAW, "0,533")])).records
    assert (food.value, food.unit, food.cell, food.boundary) == (0.533, "kg", "D4", "cradle_to_consumption")
    assert (food.flags, food.gsd2, food.allocation) == (("includes_use_phase",), 1.5, "economic")
    assert food.name_nl == "Bloemkool rauw"
    assert food.name_en == "Cauliflower, Ambient (short), Not packed, No preparation"
    assert food.classifications == (Link("NEVO", "14", "related"), Link("A64", "A01", "related"))
    assert food.native_id == "14/cauliflower-ambient-short-not-packed-no-preparation"
    assert food.key == "food.nevo-14-cauliflower-ambient-short-not-packed-no-preparation"
    assert food.source.attribution.endswith("versie 23 september 2024")


def test_variants_of_one_food_are_told_apart_in_dutch(tmp_path: Path) -> None:
    read = read_rivm(rivm_file(tmp_path, [rivm_line(RAW, "0,5"), rivm_line(BOILED, "0,7")]))
    assert [one.name_nl for one in read.records] == [
        "Bloemkool rauw (kort houdbaar, onverpakt, zonder bereiding)",
        "Bloemkool rauw (kort houdbaar, onverpakt, gekookt)",
    ]
    assert read.anomalies == ()


def test_names_that_are_the_same_are_flagged_and_get_ids_of_their_own(tmp_path: Path) -> None:
    read = read_rivm(rivm_file(tmp_path, [rivm_line(RAW, "0,5"), rivm_line(RAW, "0,7")]))
    assert [one.native_id.partition("#")[2] for one in read.records] == ["", "2"]
    assert len({one.key for one in read.records}) == 2
    assert all("name_not_unique" in one.flags for one in read.records)
    assert [one.flag for one in read.anomalies] == ["name_not_unique"] * 2


def test_identity_does_not_depend_on_the_order_of_the_lines(tmp_path: Path) -> None:
    lines = [rivm_line(RAW, "0,5"), rivm_line(BOILED, "0,7"), rivm_line("Insects | Cooled", "2", "", "", "")]
    forth, back = (read_rivm(rivm_file(tmp_path, order)).records for order in (lines, lines[::-1]))
    assert {one.factor_id: one.value for one in forth} == {one.factor_id: one.value for one in back}


def test_a_food_without_nevo_has_our_own_dutch_name(tmp_path: Path) -> None:
    (food,) = read_rivm(rivm_file(tmp_path, [rivm_line("Oat grain | Ambient (average)", "1,1", "", "", "")])).records
    assert (food.name_nl, food.key) == ("Haverkorrels", "food.oat-grain-ambient-average")
    assert not any(link.scheme == "NEVO" for link in food.classifications)


def test_words_without_a_translation_are_told_and_flagged(tmp_path: Path) -> None:
    lines = [rivm_line("Cauliflower | Steaming", "0,5"), rivm_line("Dulse | Cooled", "2", "", "", "")]
    read = read_rivm(rivm_file(tmp_path, lines))
    assert [one.note for one in read.anomalies] == [
        "Nog zonder Nederlandse woorden: Steaming.", "Nog zonder Nederlandse woorden: Dulse."
    ]  # fmt: skip
    assert all(one.flags == ("includes_use_phase", "provisional") for one in read.records)


def test_a_newer_edition_is_known_by_the_name_of_its_file(tmp_path: Path) -> None:
    path = rivm_file(tmp_path, [rivm_line(RAW, "0,6")], name="milieubelasting-voedingsmiddelen-2027-02-01.csv")
    newer = read_rivm(path)
    older = read_rivm(rivm_file(tmp_path, [rivm_line(RAW, "0,5")]))
    assert (newer.edition.edition, newer.edition.source_version) == ("2027", "2027-02-01")
    assert newer.records[0].factor_id == older.records[0].factor_id
    assert codes(rivm_file(tmp_path, [rivm_line(RAW, "0,6")], name="voedsel.csv")) == ["factor.file_undated"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (rivm_line(RAW, "0.533"), "factor.food_no_number"),
        (rivm_line(RAW, ""), "factor.food_no_number"),
        (rivm_line(RAW, "1.234,5"), "factor.food_no_number"),
        (rivm_line(RAW, "0,5", nevo="Groente"), "factor.food_nevo"),
        (rivm_line(RAW, "0,5").replace("consumed/NL", "at supermarket/NL"), "factor.food_not_consumed"),
        (rivm_line(RAW, "0,5") + ";9", "factor.food_width"),
        ("Cauliflower;0,5", "factor.food_width"),
    ],
)
def test_lines_that_are_not_as_they_should_be_are_named(tmp_path: Path, line: str, code: str) -> None:
    assert codes(rivm_file(tmp_path, [line])) == [code]


def test_moved_renamed_or_extra_columns_are_never_read_as_others(tmp_path: Path) -> None:
    moved = [one.replace("Global warming;Terrestrial", "Terrestrial acidification;Global") for one in RIVM_HEADER]
    renamed = [one.replace("kg CO2 eq", "g CO2 eq") for one in RIVM_HEADER]
    extra = [one + ";" for one in RIVM_HEADER]
    line = rivm_line(RAW, "0,5")
    assert set(codes(rivm_file(tmp_path, [line], moved))) == {"factor.food_header"}
    assert codes(rivm_file(tmp_path, [line], renamed)) == ["factor.food_header"]
    assert set(codes(rivm_file(tmp_path, [line], extra))) == {"factor.food_width"}
    assert set(codes(rivm_file(tmp_path, [line], RIVM_HEADER[2:]))) >= {"factor.food_header"}


def test_an_empty_or_damaged_file_is_refused(tmp_path: Path) -> None:
    assert codes(rivm_file(tmp_path, [])) == ["factor.list_no_rows"]
    path = tmp_path / "milieubelasting-2024-09-23.csv"
    path.write_bytes(b"\xff\xfe\x00")
    assert codes(path) == ["table.not_utf8"]


def test_the_name_tells_the_preparation_that_was_weighed(tmp_path: Path) -> None:
    line = rivm_line("Broccoli raw | Ambient (short) | Boiling", "1,773463517", "921", "Broccoli rauw")
    read = read_rivm(rivm_file(tmp_path, [line]))
    (food,) = read.records
    assert (food.name_nl, "method" in food.flags) == ("Broccoli, gekookt", True)
    assert [(one.where, one.flag) for one in read.anomalies] == [("D4", "method")]
    other = read_rivm(rivm_file(tmp_path, [rivm_line("Broccoli raw | Boiling", "1,8", "921", "Broccoli rauw")]))
    assert (other.records[0].flags, other.anomalies) == (("includes_use_phase",), ())


def test_names_that_are_the_same_show_the_nevo_code_and_english_is_written_out(tmp_path: Path) -> None:
    twins = [rivm_line("Water w gas | Boiling", figure, code, "Bronwater") for figure, code in (("1", "1"), ("2", "2"))]
    read = read_rivm(rivm_file(tmp_path, twins))
    assert [one.name_nl for one in read.records] == [f"Bronwater (gekookt) (NEVO {code})" for code in (1, 2)]
    assert [one.name_en for one in read.records] == [f"Water with gas, Boiling (NEVO {code})" for code in (1, 2)]

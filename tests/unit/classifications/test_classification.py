"""Every classification: levels, parents, look-up in any spelling, by beginning and by words; damage is named."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest

from ketenkompas.classifications import CLASSIFICATIONS, SCHEME_COLUMNS, classification, fold, synonyms
from ketenkompas.classifications._packaged import about, frame, rows
from ketenkompas.errors import InputError, UnknownCodeError

LEVELS = {
    "A64": {1: 64},
    "CPA2.1": {1: 21, 2: 88, 3: 262, 4: 576, 5: 1357, 6: 3218},
    "NACE2": {1: 21, 2: 88, 3: 272, 4: 615},
    "NACE2.1": {1: 22, 2: 87, 3: 287, 4: 651},
    "CN2021": {1: 9494},
    "CN2022": {1: 9736},
    "CN2023": {1: 9759},
    "HS2022": {1: 97, 2: 1229, 3: 5613},
    "CPV2008": {1: 45, 2: 272, 3: 1002, 4: 2379, 5: 5756},
    "COICOP1999": {1: 12, 2: 47},
    "COICOP2018": {1: 15, 2: 52},
    "HICP1": {1: 46, 2: 12, 3: 43, 4: 102, 5: 258},
    "RGS3.7": {1: 2, 2: 34, 3: 249, 4: 1313},
    "COUNTRIES": {1: 249},
}


def test_each_has_the_number_of_codes_of_its_publisher_at_every_level() -> None:
    assert {name: dict(classification(name).levels) for name in CLASSIFICATIONS} == LEVELS


@pytest.mark.parametrize("name", CLASSIFICATIONS)
def test_every_parent_exists_and_lies_higher_and_children_are_the_other_side(name: str) -> None:
    known = classification(name)
    for item in known.items.values():
        if item.parent:  # a subcategory of the CPV may lie in another one
            above = known.items[item.parent].level
            assert above < item.level or (name == "CPV2008" and above == item.level == 5)
    seen = [child.code for code in ("", *known.items) for child in known.children(code)]
    assert sorted(seen) == sorted(known.items)


@pytest.mark.parametrize("name", CLASSIFICATIONS)
def test_each_says_who_made_it_and_under_which_licence(name: str) -> None:
    said = classification(name).about
    assert all((said.title("en"), said.title("nl"), said.edition, said.publisher, said.licence, said.attribution))


def test_dutch_labels_where_a_source_has_them_and_none_of_the_world_customs_organization() -> None:
    for name in ("A64", "CN2023", "COICOP1999", "COICOP2018", "RGS3.7", "COUNTRIES"):
        assert all(item.nl for item in classification(name).items.values()), name
    cpv = classification("CPV2008")
    assert all(item.nl for item in cpv.children())
    assert not any(item.en or item.nl for item in classification("HS2022").items.values())


@pytest.mark.parametrize(
    ("name", "spelling", "code", "how"),
    [
        ("CPA2.1", "24.10.21", "24.10.21", "as_written"),
        ("CPA2.1", "241021", "24.10.21", "respelled"),
        ("CPA2.1", "CPA_24.10.21", "24.10.21", "as_written"),
        ("CPA2.1", "1.61", "01.61", "zero_restored"),
        ("NACE2", "0111", "01.11", "respelled"),
        ("CN2023", "0101 21 00", "01012100", "respelled"),
        ("CN2023", "0101.21.00", "01012100", "respelled"),
        ("CPV2008", "30213100-6", "30213100", "check_digit"),
        ("CPV2008", "302131006", "30213100", "check_digit"),
        ("CPV2008", "3000000-1", "03000000", "check_digit"),
        ("A64", "C10-C12", "C10T12", "alias"),
        ("A64", "c24", "C24", "respelled"),
        ("A64", "CPA_C10-12", "C10T12", "alias"),
        ("A64", "CPA_D", "D35", "alias"),
        ("A64", "R90-R92", "R90T92", "alias"),
        ("RGS3.7", "wbedhuielk", "WBedHuiElk", "respelled"),
        ("RGS3.7", "45142", "WBedHuiElk", "alias"),
        ("COUNTRIES", "NLD", "NL", "alias"),
        ("COUNTRIES", "528", "NL", "alias"),
    ],
)
def test_a_code_is_known_in_every_spelling_and_how_is_told(name: str, spelling: str, code: str, how: str) -> None:
    found = classification(name).lookup(spelling)
    assert (found.item.code, found.how) == (code, how)


@pytest.mark.parametrize(
    ("spelling", "name"),
    [("cpa 2.1", "CPA2.1"), ("CN 2023", "CN2023"), ("nace rev. 2.1", "NACE2.1"), ("cpv", "CPV2008")],
)
def test_names_of_classifications_are_read_kindly(spelling: str, name: str) -> None:
    assert classification(spelling).name == name


def test_a_classification_that_is_not_here_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        classification("CN2025")
    assert caught.value.code == "classification.no_scheme"
    assert "CN2023" in caught.value.text("nl")


def test_an_unknown_code_names_those_near() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        classification("CPA2.1").lookup("24.10.29")
    assert caught.value.code == "classification.unknown"
    assert "24.10.2" in caught.value.params["nearest"]


def test_codes_by_their_beginning() -> None:
    known = classification("CPA2.1")
    assert [item.code for item in known.find_prefix("24.10.2")] == [item.code for item in known.find_prefix("24102")]
    assert known.find_prefix("24.10.2", limit=2) == known.find_prefix("24.10.2")[:2]
    assert known.find_prefix("9999") == ()


def test_words_are_found_without_case_accents_or_what_is_left_out() -> None:
    assert classification("COUNTRIES").find_text("BELGIE")[0].item.code == "BE"
    assert classification("A64").find_text("Meubelen")[0].item.code == "C31_32"
    assert classification("CN2023").find_text("fokpaarden")[0].item.code == "01012100"
    assert not any(
        "m.u.v. kantoormeubelen" in one.item.nl for one in classification("CN2023").find_text("kantoormeubelen")
    )
    assert classification("RGS3.7").find_text("energie elektra")[0].item.code == "WBedHuiElk"
    whole = "Cereals (except rice), leguminous crops and oil seeds"
    assert classification("CPA2.1").find_text(whole, "en")[0].why == "label"
    assert classification("CPA2.1").find_text("zxcvq") == ()
    assert classification("CPA2.1").find_text("  ") == ()
    assert classification("CPA2.1").find_text("composting", "en")[0].why == "notes"


def test_the_language_asked_goes_first() -> None:
    known = classification("RGS3.7")
    assert known.find_text("transport", "en")[0].language == "en"
    assert known.find_text("transportkosten", "nl")[0].language == "nl"


def test_the_list_of_everyday_words_is_long_and_every_code_exists_and_agrees() -> None:
    listed = synonyms()
    assert len(listed) >= 400
    assert len({fold(one.term_nl) for one in listed}) == len(listed)
    cpa, cpv, a64 = (classification(name).items for name in ("CPA2.1", "CPV2008", "A64"))
    divisions = {"31": "C31_32", "26": "C26", "81": "N80T82", "18": "C18"}
    for one in listed:
        assert one.term_nl
        assert one.term_en
        assert one.cpa in cpa, one
        assert one.a64 in a64, one
        assert not one.cpv or one.cpv in cpv, one
        assert divisions.get(one.cpa[:2], one.a64) == one.a64
    for term in ("kantoormeubelen", "laptop", "bureaustoel", "schoonmaak", "drukwerk"):
        assert classification("A64").find_text(term)[0].why in ("synonym", "label", "label_start")


def test_a_sum_over_a_code_and_its_parent_is_found() -> None:
    known = classification("CPA2.1")
    assert known.overlaps(["24", "24.10.21", "25.11"]) == (("24", "24.10.21"),)
    assert known.overlaps([item.code for item in known.children("C")]) == ()


def _parquet(table: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()


GOOD = pl.DataFrame({name: ["1" if name == "code" else ""] for name in SCHEME_COLUMNS}).with_columns(
    level=pl.lit(1, pl.Int8)
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PAR1 broken", ""),
        (_parquet(GOOD.drop("notes")), "columns"),
        (_parquet(pl.concat([GOOD, GOOD])), "not unique"),
        (_parquet(GOOD.with_columns(code=pl.lit(1012100))), "kind of code"),
        (_parquet(GOOD.with_columns(en=pl.lit(None, dtype=pl.String))), "empty cells"),
    ],
)
def test_a_damaged_table_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "cpa21.parquet"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        frame(path, SCHEME_COLUMNS)
    assert caught.value.code == "classification.damaged"
    assert reason in caught.value.params["reason"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"a,c\n1,2\n", "columns a, c"), (b"a,b\n1\n", "width of row 2"), (b"a,b\n\xff,2\n", "utf-8"), (b"", "columns -")],
)
def test_a_damaged_text_table_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "key.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        rows(path, ("a", "b"))
    assert caught.value.code == "classification.damaged"
    assert reason in caught.value.params["reason"]


@pytest.mark.parametrize("content", ["{", json.dumps({"title": "x"}), json.dumps({"title": {"en": "x", "nl": "x"}})])
def test_a_damaged_description_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "cpa21.meta.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        about(path)
    assert caught.value.code == "classification.damaged"

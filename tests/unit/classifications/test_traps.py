"""The 21 traps of code lists, one test each: where others' tools go wrong without a word."""

from __future__ import annotations

import pytest

from ketenkompas.classifications import classification, correspondence, scheme, supplier_product
from ketenkompas.errors import CorrespondenceError, UnknownCodeError


def _refused(name: str, spelling: str) -> str:
    with pytest.raises(UnknownCodeError) as caught:
        classification(name).lookup(spelling)
    for language in ("nl", "en"):
        assert caught.value.text(language)
    return caught.value.code


@pytest.mark.parametrize(
    ("name", "spelling", "code"),
    [
        ("CN2023", "1012100", "01012100"),
        ("CPV2008", "3000000", "03000000"),
        ("HS2022", "101", "0101"),
        ("HS2022", "1", "01"),
    ],
)
def test_01_a_leading_zero_that_was_lost_is_put_back_and_told(name: str, spelling: str, code: str) -> None:
    found = classification(name).lookup(spelling)
    assert (found.item.code, found.how) == (code, "zero_restored")


def test_01_digits_that_may_mean_two_codes_name_both() -> None:
    found = classification("CPA2.1").lookup("14311")
    assert (found.item.code, found.also) == ("14.31.1", ("01.43.11",))


def test_02_products_with_and_without_dots() -> None:
    known = classification("CPA2.1")
    assert known.lookup("241021").item == known.lookup("24.10.21").item == known.lookup("24 10 21").item


# 03 (byte-order marks, blanks in headers) and 18 (Windows-1252) are tests of the readers: tests/unit/ingest


def test_04_namibia_is_no_empty_cell() -> None:
    assert classification("COUNTRIES").lookup("NA").item.nl == "Namibië"
    assert correspondence("COUNTRIES", "FIGARO").targets("NA") == ("FIGW1",)
    assert not any(item.notes == "NA" for item in classification("NACE2").items.values())


@pytest.mark.parametrize(("spelling", "code"), [("UK", "GB"), ("EL", "GR"), ("GBR", "GB"), ("GRC", "GR")])
def test_05_two_codes_for_one_country(spelling: str, code: str) -> None:
    assert classification("COUNTRIES").lookup(spelling).item.code == code


def test_06_the_rest_of_the_world_is_a_region_and_no_country() -> None:
    assert _refused("COUNTRIES", "FIGW1") == _refused("COUNTRIES", "WRL_REST") == "classification.unknown"


def test_07_a_customs_code_of_another_year_names_the_year() -> None:
    assert _refused("CN2023", "76011000") == "classification.other_edition"
    with pytest.raises(UnknownCodeError) as caught:
        classification("CN2022").lookup("76011010")
    assert caught.value.params["editions"] == "CN2023"


def test_08_hidden_and_special_customs_codes() -> None:
    assert _refused("CN2023", "08III000") == "classification.confidential"
    assert "99500000" in classification("CN2023").items
    with pytest.raises(CorrespondenceError):
        correspondence("CN2023", "CPA2.1").targets("99500000")


def test_09_procurement_codes_with_and_without_check_digit() -> None:
    known = classification("CPV2008")
    assert known.lookup("30213100-6").item == known.lookup("30213100").item
    assert _refused("CPV2008", "30213100-5") == "classification.check_digit"


@pytest.mark.parametrize("code", ["60173000", "60184000", "77620000", "99999999"])
def test_10_codes_that_only_look_like_procurement_codes(code: str) -> None:
    assert _refused("CPV2008", code) == "classification.unknown"


def test_11_letters_of_nace_shift_and_are_never_joined_by_letter() -> None:
    key = correspondence("NACE2", "NACE2.1")
    assert "J" not in key.pairs
    assert key.targets("S") == ("T",)
    assert all(pair.weight is None for letter in "ABCDEF" for pair in key.candidates(letter))


def test_12_accounts_lapsed_codes_and_level_5() -> None:
    known = classification("RGS3.7")
    assert known.items["WPerLesOwe"].nl == "Overwerk"  # the long name would repeat its parent
    assert sum("lapsed" in item.marks for item in known.items.values()) == 14
    assert sum("undocumented" in item.marks for item in known.items.values()) == 11
    found = known.lookup("WBedHuiElkEl1")
    assert (found.item.code, found.how) == ("WBedHuiElk", "cut")


def test_13_numbers_of_accounts_are_no_keys() -> None:
    assert _refused("RGS3.7", "00000") == "classification.unknown"
    assert classification("RGS3.7").lookup("45142").item.code == "WBedHuiElk"


def test_14_the_total_of_the_harmonized_system_is_no_code() -> None:
    assert "TOTAL" not in classification("HS2022").items


def test_15_combined_codes_and_aggregates_of_the_price_index_overlap() -> None:
    known = classification("HICP1")
    assert known.overlaps(["CP082_083", "CP0830"]) == (("CP082_083", "CP0830"),)
    assert known.overlaps(["CP082_083", "CP081"]) == ()
    assert known.overlaps(["CP0712-0714", "CP0713"]) == (("CP0712-0714", "CP0713"),)
    assert known.overlaps(["CP01", "TOT_X_NRG"]) == (("CP01", "TOT_X_NRG"),)
    assert sum("combined" in item.marks for item in known.items.values()) == 9
    assert sum("special_aggregate" in item.marks for item in known.items.values()) == 45


def test_16_division_12_of_two_versions_is_another_thing() -> None:
    old, new = classification("COICOP1999").items["12"], classification("COICOP2018").items["12"]
    assert old.en != new.en
    with pytest.raises(CorrespondenceError):
        correspondence("COICOP1999", "COICOP2018")


@pytest.mark.parametrize("code", ["L68A", "L68B"])
def test_17_half_of_the_rents_has_no_counterpart(code: str) -> None:
    assert _refused("A64", code) == "classification.no_counterpart"


def test_18_the_dutch_texts_came_over_whole() -> None:
    texts = [item.nl for item in classification("CN2023").items.values()]
    assert not any("\u0080" <= sign <= "\u009f" or sign == "\ufffd" for text in texts for sign in text)
    assert (
        any("€" in text for text in texts) or any("’" in text for text in texts) or any("é" in text for text in texts)
    )


def test_19_no_letters_of_another_alphabet() -> None:
    for name in ("CPV2008", "CPA2.1", "NACE2"):
        labels = "".join(item.en for item in classification(name).items.values())
        assert not any("\u0400" <= sign <= "\u04ff" for sign in labels), name


def test_20_c33_is_repair_and_installation_not_manufacture() -> None:
    assert "repair" in scheme("A64").label("C33", "en", product=True).casefold()
    assert correspondence("CPA2.1", "A64").targets("33.12") == ("C33",)


@pytest.mark.parametrize(
    ("sbi", "a64", "silent"),
    [("64200", "", "holding"), ("7010", "", "holding"), ("46510", "", "trade"), ("4711", "", "trade"),
     ("81210", "N80T82", ""), ("43210", "F", ""), ("69.20.1", "M69_70", "")],
)  # fmt: skip
def test_21_a_holding_and_a_trader_say_nothing_about_the_product(sbi: str, a64: str, silent: str) -> None:
    found = supplier_product(sbi)
    assert (found.a64, found.silent) == (a64, silent)

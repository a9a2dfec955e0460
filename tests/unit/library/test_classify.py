"""What a code or a word is, for every door."""

from __future__ import annotations

import pytest

import ketenkompas as kk
from ketenkompas import library
from ketenkompas.errors import CorrespondenceError, UnknownCodeError


def test_words_are_searched_in_the_classifications_most_used() -> None:
    rows = kk.classify("kantoormeubelen", lang="nl").rows
    assert [(row["scheme"], row["code"]) for row in rows[:3]] == [
        ("A64", "C31_32"),
        ("CPA2.1", "31.01"),
        ("CPV2008", "39130000"),
    ]
    assert rows[1]["language"] == "en"
    assert rows[0]["language"] == "nl"


def test_a_code_is_looked_up_in_all_classifications_or_in_the_one_named() -> None:
    every = kk.classify("30213100").rows
    assert {row["scheme"] for row in every} == {"CPV2008"}
    years = {row["scheme"] for row in kk.classify("72071114").rows}
    assert years == {"CN2021", "CN2022", "CN2023"}
    assert kk.classify("1012100", "CN2023").rows[0]["how"] == "zero_restored"


def test_a_word_that_is_a_code_as_well_is_both() -> None:
    found = [(row["scheme"], row["code"]) for row in kk.classify("pan", lang="nl").rows]
    assert found[0] == ("COUNTRIES", "PA")
    assert len(found) > 1


@pytest.mark.parametrize(
    ("asked", "scheme", "code"),
    [
        ("zxcvq", None, "classification.nothing_found"),
        ("zxcvq", "CPA2.1", "classification.unknown"),
        ("08III000", "CN2023", "classification.confidential"),
        ("76011000", "CN2023", "classification.other_edition"),
        ("x", "CN1988", "classification.no_scheme"),
    ],
)
def test_why_nothing_was_found(asked: str, scheme: str | None, code: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        kk.classify(asked, scheme)
    assert caught.value.code == code


def test_everything_about_a_code() -> None:
    found = library.classified_code("CPA2.1", "241021", lang="en")
    assert [above["code"] for above in found["parents"]] == ["24.10.2", "24.10", "24.1", "24", "C"]
    assert found["children"] == []
    assert [(pair["target"], pair["code"]) for pair in found["corresponds"]] == [("A64", "C24")]
    customs = library.classified_code("CN2023", "72071114", lang="nl")
    assert {(pair["target"], pair["code"]) for pair in customs["corresponds"]} == {
        ("CN2022", "72071114"), ("CPA2.1", "24.10.21"), ("HS2022", "720711"), ("A64", "C24")
    }  # fmt: skip
    assert "European Union" in customs["attribution"]


def test_a_key_for_one_code() -> None:
    found = library.corresponding("RGS3.7", "SPEND", "45142", lang="nl")
    assert (found["code"], found["items"][0]["code"], found["items"][0]["confidence"]) == (
        "WBedHuiElk",
        "energy:electricity",
        3,
    )
    country = library.corresponding("COUNTRIES", "FIGARO", "UK")
    assert (country["code"], country["items"][0]["code"], country["items"][0]["label"]) == (
        "GB",
        "GB",
        "United Kingdom",
    )
    candidates = library.corresponding("CN2022", "CN2023", "76011000")["items"]
    assert {row["weight"] for row in candidates} == {None}
    with pytest.raises(CorrespondenceError):
        library.corresponding("CN2023", "CPA2.1", "99500000")


def test_the_library_gives_classifications_and_keys_themselves() -> None:
    assert kk.classification("CPA2.1").levels[6] == 3218
    assert kk.correspondence("CN2022", "A64").targets("72071114") == ("C24",)

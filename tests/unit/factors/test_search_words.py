"""Words, codes and spelling of the search over factors."""

from __future__ import annotations

import csv
import importlib.resources

import pytest

from ketenkompas.factors._search_spelling import is_plausible, last_part, nearest, parts
from ketenkompas.factors._search_synonyms import code_key, synonyms, term_key
from ketenkompas.factors._search_text import (
    number_codes,
    plain,
    refrigerant,
    special_words,
    stem,
    without_diminutive,
    without_tail,
    words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("banaan", "bananen"), ("trein", "treinen"), ("rood", "rode"), ("glas", "glazen"), ("brief", "brieven"),
        ("fiets", "fietsen"), ("vrachtwagen", "vrachtwagens"), ("bus", "bussen"), ("brood", "broden"),
        ("tomaten", "tomatten"), ("koffie", "kofie"), ("battery", "batteries"), ("potato", "potatoes"),
        ("grijs", "grijze"), ("elektrisch", "elektrische"), ("verzekering", "verzekeringen"),
    ],
)  # fmt: skip
def test_inflections_and_doubled_letters_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bier", "boter"), ("koper", "koffer"), ("r410a", "r404a"), ("bev", "beef"), ("gas", "glas")]
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_text_is_compared_without_capitals_accents_and_small_figures() -> None:
    assert words("CRÈME, auto’s & CO₂") == ("creme", "autos", "co2")
    assert plain("a\N{ZERO WIDTH SPACE}b\N{RIGHT-TO-LEFT OVERRIDE}") == "ab"


@pytest.mark.parametrize("told", ["7207 11 14", "72071114", "7207.11.14", "CN 7207 11 14", "cn2023: 7207 11 14"])
def test_a_customs_code_in_any_grouping(told: str) -> None:
    assert number_codes(told) == ("72071114",)


@pytest.mark.parametrize("told", ["1000 liter diesel", "12000 km", "300", "R410A", "2500kWh stroom", "1.5"])
def test_amounts_are_no_codes(told: str) -> None:
    assert number_codes(told) == ()


def test_a_gas_has_one_number_in_every_spelling() -> None:
    assert {refrigerant(one) for one in ("r134a", "hfc134a", "hfk134a", "134a")} == {"134a"}
    assert [refrigerant(one) for one in ("b7", "e10", "2500", "teu", "r")] == [""] * 5


def test_codes_are_compared_without_separators() -> None:
    assert code_key("A64", "C31_32") == code_key("A64", "c31-32") == "a64c3132"
    assert code_key("CN2023", "7207 11 14") == code_key("CN", "72071114")


def test_compounds_are_cut_in_the_fewest_known_words() -> None:
    known = {"kantoor", "stoel", "stoelen", "verzekering", "premie", "fri", "end", "ship"}.__contains__
    assert parts("kantoorstoelen", known) == ("kantoor", "stoelen")
    assert parts("verzekeringspremie", known) == ("verzekering", "premie")
    assert parts("friendship", known) == ()
    assert last_part("tuinstoelen", known) == "stoelen"
    assert last_part("friendship", known) == ""


def test_words_of_few_letters_and_codes_are_never_guessed() -> None:
    assert nearest("muis", ["mai"]) == ()
    assert nearest("r410a", ["r404a"]) == ()
    assert nearest("koffers", [stem("koper")]) == ()
    assert nearest("elektriciteid", [stem("elektriciteit")])[0][0] == stem("elektriciteit")


def test_another_letter_is_a_slip_only_when_it_sounds_alike_or_the_word_is_long() -> None:
    assert is_plausible("diezel", "diesel")
    assert not is_plausible("parket", "parker")


def test_endings_that_add_nothing() -> None:
    assert without_tail("benzinekosten") == "benzine"
    assert without_tail("kosten") == "kosten"
    assert without_diminutive("pakketjes") == "pakket"


def test_a_term_means_what_it_is_written_as_before_what_it_is_like() -> None:
    assert {one.shown for one in synonyms().of(("bloemen",))} == {"a64=A01"}
    assert "bloem tarwe" in {one.shown for one in synonyms().of(("bloem",))}
    assert {one.shown for one in synonyms().of(("kantoormeubel",))} == {"a64=C31_32"}


def test_the_table_of_synonyms_is_large_and_has_no_term_twice() -> None:
    lines = (importlib.resources.files("ketenkompas") / "data/factors/synonyms.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert len(rows) >= 350
    assert {row["language"] for row in rows} == {"nl", "en"}
    assert len({(row["language"], row["term"]) for row in rows}) == len(rows)
    assert all(row["term"] and row["means"] for row in rows)
    assert "CC0-1.0" in lines[0]


def test_special_words_are_of_one_kind() -> None:
    special = special_words()
    assert not special.empty & special.light
    assert special.empty_in_dutch_only <= special.empty
    assert term_key(["vliegen"]) == (stem("vliegen"),)

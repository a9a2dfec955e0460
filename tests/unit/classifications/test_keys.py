"""Keys between classifications: every target exists, nothing is lost, what is not known is not made up."""

from __future__ import annotations

import pytest

from ketenkompas.classifications import (
    CLASSIFICATIONS,
    Correspondence,
    Pair,
    areas,
    classification,
    correspondence,
    keys,
    relations,
    scheme,
    special_targets,
)
from ketenkompas.classifications._derived import by_heading, same_code, same_words
from ketenkompas.classifications._packaged import About
from ketenkompas.classifications._schemes import Item
from ketenkompas.errors import CorrespondenceError

SAID = About("made", "gemaakt", "1", "Ketenkompas", "CC0-1.0", "Ketenkompas", derived=True)
# codes of the source without a target, and codes with candidates only (their shares are not known)
COVERAGE = {
    ("CN2021", "CN2022"): (0, 303),
    ("CN2022", "CN2021"): (9, 166),
    ("CN2022", "CN2023"): (1, 22),
    ("CN2023", "CN2022"): (11, 17),
    ("CN2022", "CPA2.1"): (38, 0),
    ("CN2023", "CPA2.1"): (4, 40),
    ("CN2022", "HS2022"): (0, 0),
    ("CN2023", "HS2022"): (4, 0),
    ("NACE2", "CPA2.1"): (57, 577),
    ("NACE2", "NACE2.1"): (94, 285),
    ("NACE2", "A64"): (0, 12),
    ("CPA2.1", "A64"): (0, 12),
    ("CPV2008", "A64"): (30, 0),
    ("CPV2008", "SPEND"): (0, 0),
    ("RGS3.7", "SPEND"): (1598 - 759, 0),
    ("COUNTRIES", "FIGARO"): (0, 0),
}

STRANGERS = {("NACE2", "CPA2.1"): ("03.00", "31.00")}  # Eurostat's table has two codes that NACE Rev. 2 does not have


def _codes(name: str) -> set[str]:
    if name == "SPEND":
        return {*scheme("A64").items, *special_targets()}
    return (
        {code for code, area in areas().items() if area.in_figaro}
        if name == "FIGARO"
        else set(classification(name).items)
    )


@pytest.mark.parametrize(("source", "target"), keys())
def test_every_code_of_a_key_exists_on_both_sides(source: str, target: str) -> None:
    key = correspondence(source, target)
    assert set(key.pairs) - _codes(source) == set(STRANGERS.get((source, target), ()))
    assert {end for ends in key.pairs.values() for end in ends} <= _codes(target)
    assert all(tuple(pair.target for pair in key.details[code]) == ends for code, ends in key.pairs.items())
    assert key.about is not None


@pytest.mark.parametrize(("source", "target"), keys())
def test_the_coverage_of_each_key_is_the_one_that_is_documented(source: str, target: str) -> None:
    key, codes = correspondence(source, target), classification(source).items
    found = key.totals(dict.fromkeys(codes, 1.0))
    assert (len(found.missing), len(found.undecided)) == COVERAGE[source, target]
    assert key.coverage(codes).missing == tuple(found.missing)


@pytest.mark.parametrize(("source", "target"), keys())
def test_a_vector_of_ones_is_kept_and_nothing_is_counted_twice(source: str, target: str) -> None:
    key = correspondence(source, target)
    found = key.totals(dict.fromkeys(classification(source).items, 1.0))
    assert found.total == len(classification(source).items)
    assert len(found.missing) == COVERAGE[source, target][0]
    assert key.counted_twice() == ()


@pytest.mark.parametrize(("source", "target"), keys())
def test_an_unknown_share_gives_candidates_and_never_an_equal_split(source: str, target: str) -> None:
    key = correspondence(source, target)
    for code, ends in key.pairs.items():
        if len(ends) > 1:
            assert all(pair.weight is None for pair in key.candidates(code)), code
            assert key.totals({code: 7.0}).undecided == {code: 7.0}


def test_keys_that_nobody_published_say_so_in_every_pair() -> None:
    derived = {("CN2022", "CN2023"), ("CN2023", "CN2022"), ("CN2023", "CPA2.1"), ("NACE2", "NACE2.1")}
    for key in keys():
        found = correspondence(*key)
        flags = {pair.derived for pairs in found.details.values() for pair in pairs}
        assert flags == {key in derived}, key
        assert found.about is not None
        assert found.about.derived is (key in derived)


def test_customs_codes_reach_products_by_division_as_the_fact_sheet_says() -> None:
    key = correspondence("CN2022", "CPA2.1")
    counts: dict[str, int] = {}
    for (end,) in key.pairs.values():
        counts[end[:2]] = counts.get(end[:2], 0) + 1
    assert len({end for (end,) in key.pairs.values()}) == 1682
    told = "10 1768 20 1251 28 848 13 737 24 627 01 420 26 378 25 363 27 350 14 350 23 268 32 264 16 238 11 216 22 187"
    more = "17 185 15 172 29 163 30 158 21 147 03 141 38 120"
    listed = f"{told} {more}".split()
    assert {division: counts[division] for division in listed[::2]} == {
        division: int(count) for division, count in zip(listed[::2], listed[1::2], strict=True)
    }


def test_the_84_codes_of_2023_without_a_product_are_placed_by_their_heading_or_left() -> None:
    known, later = correspondence("CN2022", "CPA2.1"), correspondence("CN2023", "CPA2.1")
    new = [code for code in classification("CN2023").items if code not in known.pairs]
    assert len(new) == 84
    notes = [later.candidates(code)[0].note if code in later.pairs else "none" for code in new]
    assert {note: notes.count(note) for note in set(notes)} == {
        "all codes of the heading": 40,
        "used goods: made, and counted, before": 37,
        "a code of the same heading": 3,
        "none": 4,
    }
    assert later.targets("76011010") == ("24.42.11",)
    assert later.candidates("76011010")[0].confidence == 2
    assert {later.candidates(code)[0].weight for code in ("87032190", "92011090")} == {None}


def test_a_chain_says_what_it_goes_through_and_keeps_the_lower_confidence() -> None:
    key = correspondence("CN2023", "A64")
    assert key.through == ("CPA2.1",)
    (pair,) = key.candidates("72071114")
    assert (pair.target, pair.weight, pair.derived, pair.confidence) == ("C24", 1.0, True, 2)
    assert key.about is not None
    assert "Eurostat" in key.about.attribution
    longer = correspondence("CN2021", "A64")
    assert longer.through == ("CN2022", "CPA2.1")
    assert longer.targets("72071114") == ("C24",)
    assert set(longer.targets("84621010")) == {"C28"}


def test_no_key_leads_from_accounts_to_customs_codes() -> None:
    for source, target in (("RGS3.7", "CN2023"), ("COICOP1999", "COICOP2018"), ("A64", "CPA2.1")):
        with pytest.raises(CorrespondenceError) as caught:
            correspondence(source, target)
        assert caught.value.code == "correspondence.no_key"


def test_the_same_product_group_by_accounts_division_and_customs_code() -> None:
    assert correspondence("CPV2008", "A64").targets("39130000") == ("C31_32",)
    assert correspondence("CPV2008", "SPEND").targets("09310000") == ("energy:electricity",)
    assert correspondence("NACE2", "A64").targets("81.21") == ("N80T82",)
    assert correspondence("CPA2.1", "A64").candidates("C")[0].weight is None
    assert correspondence("CPA2.1", "A64").candidates("B") == (Pair("B", "exact", 1.0),)
    assert correspondence("CPA2.1", "A64").candidates("24") == (Pair("C24", "exact", 1.0),)
    assert correspondence("CPA2.1", "A64").candidates("10") == (Pair("C10T12", "broad", 1.0),)


def test_countries_without_a_region_of_their_own_are_the_rest_of_the_world() -> None:
    key = correspondence("COUNTRIES", "FIGARO")
    for code in ("HK", "TW", "SG", "VN", "TH", "MY", "UA", "IL", "MA", "NA"):
        assert key.targets(code) == ("FIGW1",)
        assert key.candidates(code)[0].relation == "broad"
    assert key.targets("ZA") == ("ZA",)
    assert key.candidates("NL")[0].relation == "exact"
    assert len(key.turned().targets("FIGW1")) == 249 - 49


def test_relations_are_read_from_the_form_of_a_key() -> None:
    pairs = [("a", "1"), ("b", "2"), ("c", "2"), ("d", "3"), ("d", "4"), ("e", "5"), ("e", "6"), ("f", "6")]
    assert relations(pairs) == ["exact", "broad", "broad", "narrow", "narrow", "related", "related", "broad"]


def test_pairs_that_follow_each_other_and_pairs_that_are_turned() -> None:
    first, second = Pair("b", "exact", 0.4), Pair("c", "broad", 0.5, derived=True, confidence=2, note="x")
    joined = first.then(second)
    assert (joined.target, joined.relation, joined.weight, joined.derived, joined.confidence) == (
        "c",
        "broad",
        0.2,
        True,
        2,
    )
    assert first.then(Pair("c", "narrow")).weight is None
    assert Pair("c", "narrow").then(Pair("d", "broad")).relation == "related"
    assert second.turned("b") == Pair("b", "narrow", None, True, 2, "x")


def test_two_ways_to_one_target_are_one_pair_with_both_shares() -> None:
    first = Correspondence("X", "Y", {"a": ("b", "c")}, {"a": (Pair("b", "narrow", 0.25), Pair("c", "narrow", 0.75))})
    second = Correspondence("Y", "Z", {"b": ("z",), "c": ("z",)})
    joined = first.then(second)
    assert joined.pairs == {"a": ("z",)}
    assert joined.candidates("a")[0].weight == 1.0
    assert joined.through == ("Y",)
    assert first.counted_twice() == ()
    wrong = Correspondence("X", "Y", {"a": ("b", "c")}, {"a": (Pair("b", "narrow", 0.5), Pair("c", "narrow", 0.75))})
    assert wrong.counted_twice() == ("a",)


def test_codes_of_a_year_in_the_next() -> None:
    key = same_code(["01012100", "76011000"], ["01012100", "76011010", "76011090"], SAID, source="X", target="Y")
    assert key.targets("01012100") == ("01012100",)
    assert key.targets("76011000") == ("76011010", "76011090")
    assert key.candidates("76011000")[0].weight is None


def test_codes_by_their_heading() -> None:
    known = Correspondence("X", "CPA", {"760110": ("24.42",), "84010000": ("28.1",), "84010010": ("25.3",)})
    key = by_heading(["84010020", "84020000", "84010090"], known, SAID, source="Y", used={"84010090"})
    assert key.targets("84010020") == ("28.1", "25.3")
    assert "84020000" not in key.pairs
    assert key.candidates("84010090")[0].note.startswith("used goods")


def test_revisions_are_never_joined_by_letter() -> None:
    def item(code: str, level: int, words: str) -> Item:
        return Item(code, words, "", words, "", level=level)

    old = [
        item("J", 1, "Information"),
        item("S", 1, "Other services"),
        item("01", 2, "Crops"),
        item("02", 2, "Forests"),
    ]
    new = [item("J", 1, "Publishing"), item("T", 1, "Other services"), item("01", 2, "Crops"), item("02", 2, "Woods")]
    key = same_words(old, new, SAID, source="NACE2", target="NACE2.1")
    assert "J" not in key.pairs
    assert key.targets("S") == ("T",)
    assert key.candidates("S")[0].confidence == 1
    assert key.candidates("01")[0] == Pair("01", "exact", 1.0, True, 2, "same code and words")
    assert key.candidates("02")[0].weight is None


def test_names_of_all_classifications_have_a_key_or_are_told_to_have_none() -> None:
    begin = {source for source, _ in keys()}
    assert set(CLASSIFICATIONS) - begin == {"A64", "NACE2.1", "HS2022", "COICOP1999", "COICOP2018", "HICP1"}

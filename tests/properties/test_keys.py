"""Keys and look-ups, whatever is asked of them: nothing is lost, nothing made up, a spelling never changes a code."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.classifications import Correspondence, Pair, classification, correspondence, keys, relations

KEYS = st.sampled_from(keys())
WRITTEN = st.sampled_from(["CPA2.1", "NACE2", "NACE2.1", "CN2023", "CPV2008", "HS2022"])
_PAIRS = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("12345")), min_size=1, unique=True)


@given(KEYS, st.data())
def test_totals_survive_every_key(key: tuple[str, str], data: st.DataObject) -> None:
    source = sorted(classification(key[0]).items)
    values = data.draw(
        st.dictionaries(st.sampled_from(source), st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=30)
    )
    found = correspondence(*key).totals(values)
    assert math.isclose(found.total, math.fsum(values.values()), rel_tol=1e-9, abs_tol=1e-6)
    assert not set(found.undecided) & set(found.missing)


@given(KEYS, st.data())
def test_aggregation_is_linear(key: tuple[str, str], data: st.DataObject) -> None:
    found, source = correspondence(*key), sorted(classification(key[0]).items)
    code = data.draw(st.sampled_from(source))
    once, twice = found.totals({code: 1.5}), found.totals({code: 3.0})
    assert {end: 2 * value for end, value in once.by_target.items()} == dict(twice.by_target)


@given(WRITTEN, st.data())
def test_dots_and_blanks_never_change_a_code(name: str, data: st.DataObject) -> None:
    known = classification(name)
    code = data.draw(st.sampled_from(sorted(known.items)))
    assert known.lookup(code).item.code == code
    bare = known.lookup(code.replace(".", ""))
    assert code in (bare.item.code, *bare.also)
    assert known.lookup(f" {code} ").item.code == code


@given(st.sampled_from(["CN2023", "CPV2008"]), st.data())
def test_a_lost_zero_comes_back(name: str, data: st.DataObject) -> None:
    known = classification(name)
    code = data.draw(st.sampled_from([code for code in known.items if code.startswith("0")]))
    found = known.lookup(code[1:])
    assert (found.item.code, found.how) == (code, "zero_restored")


@given(st.text(max_size=30), st.sampled_from(["A64", "CPA2.1", "CPV2008", "RGS3.7", "COUNTRIES"]))
def test_a_search_gives_items_of_the_list_in_order_of_score(text: str, name: str) -> None:
    found = classification(name).find_text(text)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(classification(name).items[one.item.code] == one.item for one in found)
    assert len({one.item.code for one in found}) == len(found) <= 10


@given(_PAIRS)
def test_the_form_of_a_key_says_the_same_from_both_sides(pairs: list[tuple[str, str]]) -> None:
    turned = relations([(end, start) for start, end in pairs])
    inverse = {"exact": "exact", "broad": "narrow", "narrow": "broad", "related": "related"}
    for one, other in zip(relations(pairs), turned, strict=True):
        assert other in (inverse[one], "related") or one == "related"


@given(_PAIRS, st.floats(0.1, 0.9))
def test_a_key_turned_twice_has_the_same_pairs(pairs: list[tuple[str, str]], share: float) -> None:
    details: dict[str, list[Pair]] = {}
    for start, end in pairs:
        details.setdefault(start, []).append(Pair(end, "related", share))
    key = Correspondence(
        "X", "Y", {code: tuple(p.target for p in found) for code, found in details.items()},
        {code: tuple(found) for code, found in details.items()},
    )  # fmt: skip
    again = key.turned().turned()
    assert {(code, end) for code, ends in again.pairs.items() for end in ends} == set(pairs)

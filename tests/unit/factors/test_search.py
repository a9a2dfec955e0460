"""What is found over a few made records, in which order, and why."""

from __future__ import annotations

import dataclasses
import datetime
import pickle

import pytest

from ketenkompas.factors import Factor, Link, SearchIndex, search_index
from tests.unit.factors.made import EDITION, made_factor

pytestmark = pytest.mark.xdist_group("search")  # one worker makes what they share


def of(source_id: str, native_id: str, nl: str, en: str, **given: object) -> Factor:
    source = dataclasses.replace(EDITION, source_id=source_id)
    told = {"key": f"{source_id}.{native_id}", **given}
    return made_factor(native_id, source=source, name_nl=nl, name_en=en, **told)


def goods(region: str, land: str, country: str, code: str = "72071114") -> Factor:
    link = (Link("CN2023", code, "exact"),)
    return of(
        "cbam-defaults", f"{region}/{code}", f"Halffabricaten van staal, {land}", f"Semi-finished steel, {country}",
        region=region, category="customs_goods", classifications=link,
    )  # fmt: skip


RECORDS = (
    of("co2emissiefactoren-nl", "67", "Diesel B7", "Diesel B7", search_terms_nl=("diesel", "gasolie")),
    of("co2emissiefactoren-nl", "58", "Diesel, fossiel (B0)", "Diesel, fossil (B0)"),
    of("co2emissiefactoren-nl", "178", "Trein, gemiddeld", "Train, average", category="passenger_transport"),
    of("co2emissiefactoren-nl", "184", "Trein, diesel", "Train, diesel", category="passenger_transport"),
    of("co2emissiefactoren-nl", "151", "Auto, benzine, hybride", "Car, petrol, hybrid", status="lapsed", value=None),
    of("co2emissiefactoren-nl", "149", "Auto, benzine, middel", "Car, petrol, medium"),
    of("co2emissiefactoren-nl", "17", "Koudemiddel R134a", "Refrigerant R134a", category="refrigerants"),
    of("co2emissiefactoren-nl", "14", "Koudemiddel R404A", "Refrigerant R404A", category="refrigerants"),
    of("desnz", "10", "Diesel, gemiddeld", "Diesel, average", region="GB"),
    of(
        "figaro-ecodex", "C31_32", "Meubelen, speelgoed", "Furniture, toys", category="spend", price_basis="purchaser",
        classifications=(Link("A64", "C31_32", "exact"),),
    ),
    goods("TR", "Turkije", "Türkiye"),
    goods("CN", "China", "China"),
    goods("RoW", "overige landen", "other countries"),
    goods("RoW", "overige landen", "other countries", code="72071190"),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return search_index(RECORDS)


def found(index: SearchIndex, text: str, **given: object) -> list[str]:
    return [f"{one.factor.source.source_id}:{one.factor.native_id}" for one in index.find(text, **given)]  # type: ignore[arg-type]


def test_the_national_list_comes_first_when_names_are_alike(index: SearchIndex) -> None:
    assert found(index, "diesel")[0] == "co2emissiefactoren-nl:67"
    assert "desnz:10" in found(index, "diesel")[1:]
    assert found(index, "gasolie")[0] == "co2emissiefactoren-nl:67"


def test_a_general_question_finds_the_general_factor(index: SearchIndex) -> None:
    assert found(index, "treinen")[0] == "co2emissiefactoren-nl:178"


def test_lapsed_factors_come_last(index: SearchIndex) -> None:
    assert found(index, "auto benzine hybride")[-1] == "co2emissiefactoren-nl:151"


def test_a_synonym_leads_to_a_product_group_and_says_so(index: SearchIndex) -> None:
    (only,) = index.find("kantoormeubelen")
    assert only.factor.native_id == "C31_32"
    assert [(why.code, why.asked, why.found) for why in only.why] == [("synonym", "kantoormeubelen", "a64=C31_32")]
    dutch, english = only.why[0].sentence("nl"), only.why[0].sentence("en")
    assert dutch.startswith("“kantoormeubelen” is opgevat als Meubelen, ")
    assert dutch.endswith(" (C31_32)")
    assert english.startswith("“kantoormeubelen” was taken to mean Furniture, ")


def test_a_typing_error_is_told(index: SearchIndex) -> None:
    first = index.find("deisel")[0]
    assert (first.factor.native_id, first.why[0].code) == ("67", "typo")
    assert "gelezen als “diesel”" in first.why[0].sentence("nl")


def test_what_was_not_used_is_told(index: SearchIndex) -> None:
    first = index.find("diesel xyzzyq")[0]
    assert [(why.code, why.asked) for why in first.why] == [("word", "diesel"), ("unused", "xyzzyq")]


@pytest.mark.parametrize("text", ["R-134a", "r134A", "r 134a", "HFC-134a", "koudemiddel R134a"])
def test_a_gas_in_any_spelling_and_no_other(index: SearchIndex, text: str) -> None:
    assert found(index, text) == ["co2emissiefactoren-nl:17"]


def test_one_country_stands_for_a_good_unless_one_is_named(index: SearchIndex) -> None:
    assert found(index, "halffabricaten", limit=1) == ["cbam-defaults:RoW/72071114"]
    assert found(index, "halffabricaten Turkije")[0] == "cbam-defaults:TR/72071114"
    assert found(index, "steel from Turkey", language="en")[0] == "cbam-defaults:TR/72071114"


def test_customs_codes_above_and_below(index: SearchIndex) -> None:
    assert found(index, "7207 11 14")[0] == "cbam-defaults:RoW/72071114"
    assert set(found(index, "7207")[:2]) == {"cbam-defaults:RoW/72071114", "cbam-defaults:RoW/72071190"}
    assert found(index, "72071114 China")[0] == "cbam-defaults:CN/72071114"
    assert found(index, "9999 99 99") == []


def test_a_key_and_an_id_find_exactly_their_factor(index: SearchIndex) -> None:
    diesel = RECORDS[0]
    for name in (diesel.key, diesel.factor_id, "co2emissiefactoren-nl:67", " CO2emissiefactoren-NL:67 "):
        assert found(index, name) == ["co2emissiefactoren-nl:67"]


def test_filters(index: SearchIndex) -> None:
    assert found(index, "diesel", category="passenger_transport") == ["co2emissiefactoren-nl:184"]
    assert found(index, "diesel", region="GB") == ["desnz:10"]
    assert found(index, "diesel", source="desnz") == ["desnz:10"]
    assert found(index, "diesel", boundary="GWP") == []


@pytest.mark.parametrize(
    "text", ["", "  ", "de het een", "42", "qwertyuiop", "'; --", "\x00\x1b", "\N{UNICORN FACE}" * 300]
)
def test_nothing_rather_than_something_far_fetched(index: SearchIndex, text: str) -> None:
    assert index.find(text) == ()


def test_the_limit_is_kept_and_may_be_none(index: SearchIndex) -> None:
    assert len(index.find("diesel", limit=2)) == 2
    assert index.find("diesel", limit=0) == ()


def test_the_home_region_can_be_another() -> None:
    assert found(search_index(RECORDS, home="TR"), "halffabricaten", limit=1) == ["cbam-defaults:TR/72071114"]


def test_an_index_survives_pickling_and_gives_the_same(index: SearchIndex) -> None:
    assert pickle.loads(pickle.dumps(index)).find("diesel") == index.find("diesel")  # noqa: S301 our own bytes


def test_nothing_is_found_where_there_are_no_records() -> None:
    assert search_index(()).find("diesel") == ()


def test_dates_of_records_play_no_part() -> None:
    older = tuple(dataclasses.replace(one, valid_from=datetime.date(2001, 1, 1)) for one in RECORDS)
    assert found(search_index(older), "diesel") == found(search_index(RECORDS), "diesel")


def test_what_is_kept_by_a_filter_is_measured_by_its_own_best(index: SearchIndex) -> None:
    assert "desnz:10" not in found(index, "trein diesel")
    assert found(index, "trein diesel", source="desnz") == ["desnz:10"]


def test_a_code_alone_gives_no_bonus_for_names_of_empty_words() -> None:
    records = (*RECORDS, of("co2emissiefactoren-nl", "1", "Van alles, staal", "Of all, steel"))
    assert found(search_index(records), "72071114")[0] == "cbam-defaults:RoW/72071114"

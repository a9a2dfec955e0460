"""Areas and schemes: every spelling leads to one code, and aggregates know their members."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.classifications import areas, available_areas, canonical_area, label_of, members, scheme
from ketenkompas.errors import UnknownCodeError

FIGARO46 = [code for code, area in areas().items() if area.in_figaro == "46"]


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("NL", "NL"), ("NLD", "NL"), ("nederland", "NL"), ("The Netherlands", "NL"), ("UK", "GB"), ("GBR", "GB"),
        ("EL", "GR"), ("GRC", "GR"), ("ROM", "RO"), ("ROU", "RO"), ("WRL_REST", "FIGW1"), ("RoW", "WIOD_ROW"),
        ("EU", "EU27_2020"), ("EU27", "EU27_2020"), ("wereld", "WORLD"), (" be ", "BE"),
    ],
)  # fmt: skip
def test_every_spelling_has_one_code(spelling: str, code: str) -> None:
    assert canonical_area(spelling) == code


def test_figaro_has_46_areas_and_four_that_come_later() -> None:
    assert len(FIGARO46) == 46
    assert sorted(code for code, area in areas().items() if area.in_figaro == "50") == ["AL", "ME", "MK", "RS"]
    assert sum(area.in_eu27 for area in areas().values()) == 27


@given(st.sampled_from(sorted(areas())))
def test_codes_and_names_lead_back_to_the_code(code: str) -> None:
    area = areas()[code]
    for spelling in (code, area.name_en, area.name_nl, *area.aliases):
        assert canonical_area(spelling) == code


@given(st.text(max_size=30))
def test_hostile_spellings_are_answered_with_a_hint(spelling: str) -> None:
    try:
        assert canonical_area(spelling) in areas()
    except UnknownCodeError as error:
        assert error.code == "area.unknown"
        assert error.params["nearest"]


def test_unions_depend_on_the_regions() -> None:
    assert "EU27_2020" in available_areas(FIGARO46)
    assert len(members("EU27", FIGARO46)) == 27
    assert len(members("EXT_EU27_2020", FIGARO46)) == 19
    without = [code for code in FIGARO46 if code != "HR"]
    assert "EU26" in available_areas(without)
    with pytest.raises(UnknownCodeError, match="EU26"):
        members("EU", without)
    assert members("WORLD", ["NL", "BE"]) == ("NL", "BE")


@pytest.mark.parametrize("spelling", ["C10T12", "C10-12", "C10-C12", "CPA_C10T12", "CPA_C10-12"])
def test_spellings_of_a_product_in_the_sources(spelling: str) -> None:
    assert scheme("A64").canonical(spelling) == "C10T12"


def test_schemes_are_whole_and_labelled_in_two_languages() -> None:
    assert [len(scheme(name).items) for name in ("A64", "WIOD2013_35", "FINAL_USE")] == [64, 35, 5]
    for name in ("A64", "WIOD2013_35", "FINAL_USE"):
        for item in scheme(name).items.values():
            assert item.en
            assert item.nl
            assert item.label("nl", product=True)
    assert label_of("c17", "nl") == "Elektriciteit, gas en water"
    assert label_of("P3_S14", "en") == "Households"
    assert label_of("nothing known", "nl") == "nothing known"


def test_an_unknown_product_is_never_dropped() -> None:
    with pytest.raises(UnknownCodeError, match="C10T12"):
        scheme("A64").canonical("C10T13")

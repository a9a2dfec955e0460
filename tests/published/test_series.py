"""Official and cited series through the library: Eurostat's totals, FIGARO results, and the model beside them."""

from __future__ import annotations

import pytest

import ketenkompas as kk
from ketenkompas.errors import InputError, KetenkompasError

# env_ac_ghgfp, update of 22 January 2026, kt CO2e (AR5); tolerance: the printed precision
NETHERLANDS = {2014: 159643, 2019: 171155, 2020: 154172, 2021: 160426, 2022: 159669, 2023: 141675}
# cited sum over Eurostat's total, as printed in the README of the data
RATIOS = {2014: 1.022, 2015: 1.042, 2016: 1.017, 2017: 1.029, 2018: 1.013, 2019: 0.983, 2020: 1.013, 2021: 0.951}
RATIOS |= {2022: 0.948, 2023: 1.058}
PLACES = {
    2014: (0.442, 0.136, 0.423),
    2019: (0.393, 0.148, 0.459),
    2022: (0.328, 0.167, 0.505),
    2023: (0.333, 0.166, 0.500),
}


@pytest.mark.parametrize("year", sorted(NETHERLANDS))
def test_official_totals(year: int) -> None:
    figure = kk.published("NL", year)
    assert figure.value == pytest.approx(NETHERLANDS[year] / 1e3, abs=0.0005)
    assert (figure.unit, figure.scope, figure.kind) == ("Mt CO2e_AR5", "industry_only", "official")
    assert figure.low is None
    assert figure.high is None
    assert figure.interval_reason == "The publisher states no margin of error."


def test_members_add_up_to_the_union_and_the_world() -> None:
    for year in range(2014, 2024):
        union, outside, world = (kk.published(area, year).value for area in ("EU27_2020", "EXT_EU27_2020", "WORLD"))
        members = [code for code in kk.area_codes("eurostat-ghgfp") if code in EU27]
        assert len(members) == 27
        assert sum(kk.published(code, year).value for code in members) == pytest.approx(union, abs=0.001)
        assert union + outside == pytest.approx(world, abs=0.001)
    assert kk.published("EU", 2022).value == pytest.approx(3742.521, abs=0.0005)
    assert kk.published("WORLD", 2023).value == pytest.approx(45840.613, abs=0.0005)


def test_cited_results_against_the_official_total() -> None:
    ratios = dict(kk.cited_against_official().select("year", "ratio").iter_rows())
    assert ratios == pytest.approx(RATIOS, abs=0.0006)


@pytest.mark.parametrize("year", sorted(PLACES))
def test_cited_places_of_emission(year: int) -> None:
    figure = kk.cited_series("NL", scope="industry_only").figure(year)
    shares = tuple(figure.part(code) / figure.value for code in ("domestic_industry", "other_eu", "rest"))
    assert shares == pytest.approx(PLACES[year], abs=0.003)
    assert figure.kind == "cited"


def test_households_beside_the_cited_results() -> None:
    with_households = kk.cited_series("NL").figure(2023)
    without = kk.cited_series("NL", scope="industry_only").figure(2023)
    assert with_households.part("households_direct") == pytest.approx(26.277414, abs=1e-6)
    assert with_households.value - without.value == pytest.approx(26.277414, abs=1e-6)


def test_cited_products() -> None:
    figure = kk.cited_series("NL", by="product", scope="industry_only").figure(2023)
    assert len(figure.parts) == 62
    assert figure.value == pytest.approx(149.942, abs=0.001)


def test_the_official_series_is_never_mixed_or_split() -> None:
    with pytest.raises(InputError) as households:
        kk.footprint("NL", 2022, model="eurostat-ghgfp", scope="with_households")
    assert households.value.code == "query.official_without_households"
    with pytest.raises(InputError) as split:
        kk.footprint("NL", 2022, model="eurostat-ghgfp", scope="industry_only", by="origin")
    assert split.value.code == "query.official_total_only"


@pytest.mark.parametrize(("year", "footprint"), [(2000, 209.177), (2005, 221.744), (2008, 225.769), (2010, 213.429)])
def test_the_model_through_the_library(year: int, footprint: float) -> None:
    assert kk.footprint("NL", year, model="wiod2013-co2").value == pytest.approx(footprint, abs=0.01)


def test_the_two_unions_are_never_taken_for_each_other() -> None:
    assert kk.footprint("EU26", 2008).value == pytest.approx(4707.4, abs=0.1)
    with pytest.raises(KetenkompasError, match="EU26"):
        kk.footprint("EU", 2008)
    with pytest.raises(KetenkompasError, match="EU27_2020"):
        kk.published("EU26", 2022)


EU27 = {
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
}

"""The packaged release: what it holds, the figures of the fact sheet through search and choice, and that it replays."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

import ketenkompas as kk
from ketenkompas.factors import Release, replay, validate

pytestmark = pytest.mark.xdist_group("factor-release")  # one worker makes what they share

NUMBER = "2026.1"


@pytest.fixture(scope="module")
def release() -> Release:
    return kk.factors.release(NUMBER)


def of(key: str) -> float:
    value = kk.factors.get(key, release=NUMBER).value
    assert value is not None
    return value


def test_it_holds_what_it_says(release: Release) -> None:
    """Counts of the sources: list 216 live and 13 lapsed (and 23 older refrigerant values), 411 foods, ..."""
    found = Counter(one.source.source_id for one in release.records)
    assert found == {
        "co2emissiefactoren-nl": 252, "rivm-food": 411, "desnz": 352, "figaro-ecodex": 123, "cbam-defaults": 10926,
        "cbam-benchmarks": 1804, "gwp-ipcc": 793, "grid-intensity": 213,
    }  # fmt: skip
    listed = [one for one in release.records if one.source.source_id == "co2emissiefactoren-nl"]
    own = [one for one in listed if not one.native_id.endswith("#ar4")]
    assert Counter(one.status for one in own) == {"active": 216, "lapsed": 13}
    domestic = [
        one for one in release.records if one.category not in ("customs_goods", "gwp") and one.status == "active"
    ]
    assert len(domestic) >= 1100
    assert all(one.source.attribution and one.cell for one in release.records if one.status == "active")


def test_it_passes_every_rule_and_is_built_again_to_the_same_bytes(release: Release) -> None:
    validate(release.records)
    assert kk.factors.check_build(NUMBER) == NUMBER


@pytest.mark.parametrize(
    ("activity", "quantity", "unit", "expected"),
    [
        ("fuel.petrol.e0", 1000, "L", 3059.0),
        ("electricity.grey", 500, "kWh", 241.5),
        ("train.diesel", 1000, "pkm", 89.0),
        ("freight.sea.container.deep-sea", 1000, "tkm", 12.0),
        ("fuel.natural-gas.g", 1000, "Nm3", 2134.0),
        ("gwp.ar6-100.ch4", 2, "kg", 55.8),
    ],
)
def test_arithmetic_of_the_fact_sheet(activity: str, quantity: float, unit: str, expected: float) -> None:
    """1,000 l petrol E0 and 500 kWh of grey power are 3,300.5 kg (public worked example)."""
    found = kk.factors.choose(activity, quantity, unit, year=2026, release=NUMBER)
    assert found.picked is not None, [one.code for one in found.warnings]
    assert found.picked.value_kg_co2e == pytest.approx(expected, rel=1e-12)
    assert found.picked.low is not None
    assert found.picked.high is not None
    assert found.picked.low < expected < found.picked.high


def test_the_done_when_of_an_adviser() -> None:
    """Diesel, office furniture and a customs code give the right factor with reason, source cell and interval."""
    diesel = kk.factors.choose("diesel", 1000, "liter", year=2026, release=NUMBER)
    assert diesel.picked is not None
    assert (diesel.picked.factor.key, diesel.picked.factor.cell) == ("fuel.diesel.b7", "B21")
    furniture = kk.factors.choose("kantoormeubelen", 1000, "EUR", year=2023, release=NUMBER)
    assert furniture.candidates[0].factor.key == "spend.nl.c31_32.purchaser"
    assert furniture.candidates[0].value_kg_co2e == pytest.approx(239.51)
    steel = kk.factors.search("7207 11 14", limit=20, release=NUMBER)
    assert {link.code for one in steel for link in one.factor.classifications if link.scheme == "CN2023"} == {
        "72071114"
    }


def test_a_power_bill_in_euros_is_asked_back() -> None:
    found = kk.factors.choose("stroom", 1000, "EUR", year=2026, release=NUMBER)
    assert found.picked is None
    assert "quantity.ask_physical" in [one.code for one in found.warnings]
    assert found.candidates[0].factor.category == "spend"


def test_what_has_lapsed_or_varies_is_never_zero() -> None:
    lapsed = next(one for one in kk.factors.release(NUMBER).current if one.status == "lapsed")
    found = kk.factors.choose(lapsed.key, 1, lapsed.unit, year=2026, release=NUMBER)
    assert (found.picked, found.candidates) == (None, ())
    assert [one.code for one in found.refusals] == ["lapsed"]


def test_a_stored_calculation_replays(release: Release) -> None:
    found = kk.factors.choose("fuel.diesel.b7", 123.4, "L", year=2026, release=NUMBER)
    stored = found.stored()
    assert (stored.release, stored.factor_id) == (NUMBER, found.picked.factor.factor_id if found.picked else "")
    assert replay(release, stored) == pytest.approx(123.4 * 3.251)


def test_as_of_before_the_first_release_is_an_error_and_today_is_not() -> None:
    assert kk.factors.get("fuel.diesel.b7", as_of=datetime.date(2026, 11, 28)).value == 3.251
    with pytest.raises(kk.KetenkompasError, match="no release"):
        kk.factors.get("fuel.diesel.b7", as_of=datetime.date(2026, 11, 27))


def test_only_green_leaves_the_open_records_alone() -> None:
    found = kk.factors.search("diesel", only_green=True, release=NUMBER)
    assert "co2emissiefactoren-nl" not in {one.factor.source.source_id for one in found}
    blocked = kk.factors.choose("fuel.diesel.b7", 1, "L", year=2026, only_green=True, release=NUMBER)
    assert [one.code for one in blocked.refusals] == ["licence_blocked"]


def test_an_origin_is_never_lent_to_purchases(release: Release) -> None:
    spend = [one for one in release.current if one.source.source_id == "figaro-ecodex"]
    assert all(bool(one.origins) == (one.price_basis == "basic") for one in spend)
    assert {one.price_year for one in spend} == {2023}

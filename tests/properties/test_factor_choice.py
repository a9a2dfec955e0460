"""What holds of choosing whatever the numbers: linear, independent of order and of strangers, and the same for ever."""

from __future__ import annotations

import datetime
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.factors import (
    ActivityUnit,
    Bridge,
    Component,
    Factor,
    Line,
    Release,
    activity_units,
    choose,
    convert_amount,
    inventory_total,
    replay,
)
from tests.unit.factors.choices import DESNZ, chain, grey_power, petrol, release_of
from tests.unit.factors.made import made_factor

amounts = st.floats(-1e9, 1e9, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-9)
positive = st.floats(1e-6, 1e6)
units = st.sampled_from(list(activity_units().values()))


@given(amounts, units, units)
def test_a_unit_there_and_back_gives_the_amount(value: float, one: ActivityUnit, other: ActivityUnit) -> None:
    bridges = () if one.kind == other.kind else (Bridge("made", one.code, other.code, 0.7310585, "made"),)
    there = convert_amount(value, one.code, other.code, bridges)
    back = convert_amount(there.value, other.code, one.code, bridges)
    assert back.value == pytest.approx(value, rel=1e-9)


@given(positive, amounts, st.floats(-1e3, 1e3))
def test_the_value_is_linear_in_the_quantity(factor: float, quantity: float, scale: float) -> None:
    release = release_of(petrol(value=factor))
    one, scaled = (
        choose(release, "fuel.petrol.e0", amount, "L", year=2026).candidates[0]
        for amount in (quantity, scale * quantity)
    )
    assert scaled.value_kg_co2e == pytest.approx(scale * one.value_kg_co2e, rel=1e-9, abs=1e-9)
    assert scaled.by_component == pytest.approx(
        {stage: scale * part for stage, part in one.by_component.items()}, rel=1e-9, abs=1e-9
    )


@given(positive, positive, positive, amounts, st.sampled_from(["AR4", "AR5", "AR6"]))
def test_gases_add_up_to_the_value_in_every_set(
    co2: float, ch4: float, n2o: float, quantity: float, report: str
) -> None:
    gases = {"co2_fossil": co2, "ch4_fossil": ch4, "n2o": n2o}
    factor = made_factor(source=DESNZ, gases=gases, value=co2 + 28 * ch4 + 265 * n2o)
    asked = f"{report}-100@gwp-0.13.2"
    found = choose(release_of(factor), factor.key, quantity, "L", year=2026, gwp_set=asked).candidates[0]
    assert found.gwp_set == asked
    assert math.fsum(found.by_gas.values()) == pytest.approx(found.value_kg_co2e, rel=1e-9)


KNOWN = (
    petrol(),
    petrol(version=2, supersedes=1, value=3.1, valid_from=datetime.date(2027, 1, 1), components=()),
    chain("fuel.petrol.e10", 2.139, 0.655, 2.794, variant_of="fuel.petrol.e0", variant="E10"),
    chain("fuel.petrol.de", 2.2, 0.7, 2.9, variant_of="fuel.petrol.e0", region="DE"),
    chain("fuel.petrol.old", 0, 0, None, status="lapsed", components=(), variant_of="fuel.petrol.e0"),
)
STRANGERS = (grey_power(), chain("fuel.coal", 2.88, 0, None, components=(Component("TTW", 2.88),)), made_factor("7"))


@given(st.permutations([*KNOWN, *STRANGERS]), st.integers(2020, 2030))
def test_neither_the_order_of_records_nor_strangers_change_the_answer(records: list[Factor], year: int) -> None:
    asked = ("fuel.petrol.e0", 10.0, "L")
    found = choose(release_of(*records), *asked, year=year)
    assert found.as_json() == choose(release_of(*KNOWN), *asked, year=year).as_json()


values = st.lists(st.floats(0.1, 10), min_size=1, max_size=6)


@given(values, st.integers(0, 2500), st.data())
def test_what_was_stored_replays_in_every_later_release(editions: list[float], days: int, data: st.DataObject) -> None:
    releases = tuple(
        Release(
            number=f"2026.{count}",
            sequence=count,
            published_on=datetime.date(2026, 1, 1) + datetime.timedelta(days=365 * count),
            records=tuple(
                petrol(
                    version=version, value=value, components=(Component("TTW", value / 2), Component("WTT", value / 2))
                )
                for version, value in enumerate(editions[:count], start=1)
            ),
        )
        for count in range(1, len(editions) + 1)
    )
    on = releases[0].published_on + datetime.timedelta(days=days)
    then = [one for one in releases if one.published_on <= on][-1]
    boundary = data.draw(st.sampled_from([None, "TTW"]))
    stored = choose(then, "fuel.petrol.e0", 12.5, "L", year=2026, boundary=boundary).stored()
    assert stored.version == then.sequence
    for later in releases[then.sequence - 1 :]:
        assert replay(later, stored) == stored.value_kg_co2e


lines = st.lists(st.builds(Line, st.floats(0.01, 1e6), st.floats(1, 5), st.sampled_from("abc")), min_size=1, max_size=8)


@given(lines)
def test_a_total_is_never_wider_than_its_widest_line(several: list[Line]) -> None:
    found = inventory_total(several)
    assert found.gsd2 is not None
    assert 1 <= found.gsd2 <= max(line.gsd2 for line in several) * (1 + 1e-9)
    assert found.low <= found.value <= found.high


@given(lines)
def test_splitting_a_line_in_halves_changes_no_width(several: list[Line]) -> None:
    halves = [Line(line.value / 2, line.gsd2, line.factor) for line in several for _ in range(2)]
    assert inventory_total(halves).gsd2 == pytest.approx(inventory_total(several).gsd2, rel=1e-9)

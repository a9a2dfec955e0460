"""The account of every place: what it adds up to, and what may not matter to it."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkompas.households import Account, Places, Settled, Situation, account, settle, types
from tests.household_world import SMALL, World, world

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=15)


def national(situation: Situation) -> float:
    """All final demand and what households emit themselves, kg."""
    observed = situation.observed
    return float(situation.demand.products.footprint.sum()) + observed.heating + observed.driving + observed.other


def settled_types(situation: Situation, settled: Settled) -> np.ndarray:
    heads, energy = situation.frame.heads(), situation.demand.energy
    return types(settled.account, settled.cells.sum(axis=0), settled.spending, heads, energy)


@FEW
@given(SEEDS)
def test_over_places_it_is_the_national_footprint_with_direct_emissions(seed: int) -> None:
    made = world(seed, frame=SMALL)
    for situation in (made.starter, made.situation):
        found = settle(situation)
        assert found.account.kg.sum() == pytest.approx(national(situation), rel=1e-9)
        assert (found.account.kg >= 0).all()


@FEW
@given(SEEDS)
def test_over_places_of_emission_every_part_is_itself(seed: int) -> None:
    """Direct emissions are home; shares of origin add up to 1 wherever there is anything."""
    made = world(seed, frame=SMALL)
    found = settle(made.starter).account
    some = found.kg.sum(axis=1) > 0
    np.testing.assert_allclose(found.origin[some].sum(axis=1), 1, rtol=1e-12)
    assert found.origin[found.parts.index("other_direct")].tolist() == [1, 0, 0]


@FEW
@given(SEEDS)
def test_over_kinds_of_households_every_part_is_itself(seed: int) -> None:
    made = world(seed, frame=SMALL)
    found = settle(made.starter)
    together = settled_types(made.starter, found) @ found.cells.sum(axis=0)
    np.testing.assert_allclose(together, found.account.kg.sum(axis=1), rtol=1e-9)


@FEW
@given(SEEDS)
def test_relabelling_places_changes_nothing(seed: int) -> None:
    made = world(seed, frame=SMALL)
    order = np.random.default_rng(seed).permutation(12)
    found, other = settle(made.starter), settle(reordered(made.starter, order))
    np.testing.assert_allclose(other.account.kg, found.account.kg[:, order], rtol=1e-8)
    np.testing.assert_allclose(other.cells, found.cells[order], rtol=1e-8)


def reordered(situation: Situation, order: np.ndarray) -> Situation:
    places, observed = situation.places, situation.observed
    moved = {one.name: getattr(places, one.name)[order] for one in fields(Places) if one.name != "codes"}
    return replace(
        situation,
        places=Places(codes=tuple(places.codes[at] for at in order), **moved),
        observed=replace(
            observed,
            use=observed.use[:, order],
            solar=observed.solar[order],
            cars=observed.cars[order],
            car_inhabitants=observed.car_inhabitants[order],
        ),
    )


@FEW
@given(SEEDS)
def test_relabelling_tenures_changes_nothing(seed: int) -> None:
    """The other order of the classes of a dimension gives the same households, in the other order."""
    made = world(seed, frame=SMALL)
    found = settle(made.starter)
    turned = replace(SMALL, tenure=("rent", "own"))
    margins = tuple(replace(one, member=one.member[:, _turn()]) for one in made.starter.survey.margins)
    survey = replace(made.starter.survey, margins=margins)
    other = settle(replace(made.starter, frame=turned, survey=survey))
    np.testing.assert_allclose(other.cells[:, _turn()], found.cells, rtol=1e-8)
    np.testing.assert_allclose(other.spending[_turn()], found.spending, rtol=1e-8)
    np.testing.assert_allclose(other.account.kg, found.account.kg, rtol=1e-8)


def _turn() -> np.ndarray:
    """Cells with own and rent exchanged: tenure is the last of the dimensions."""
    return np.arange(SMALL.count).reshape(-1, 2)[:, ::-1].reshape(-1)


@FEW
@given(SEEDS)
def test_splitting_every_cell_into_equal_ages_changes_nothing(seed: int) -> None:
    """Two ages of which nothing is known apart: halves of each cell, the same account."""
    made = world(seed, frame=SMALL)
    found = settle(made.starter)
    split = replace(SMALL, age=("first", "second"))
    margins = tuple(
        replace(one, member=_doubled(one.member)) for one in made.starter.survey.margins if one.name != "age"
    )
    other = settle(replace(made.starter, frame=split, survey=replace(made.starter.survey, margins=margins)))
    np.testing.assert_allclose(other.cells, _doubled(found.cells) / 2, rtol=1e-8)
    np.testing.assert_allclose(other.account.kg, found.account.kg, rtol=1e-8)
    both = settled_types(replace(made.starter, frame=split), other)
    np.testing.assert_allclose(both, _doubled(settled_types(made.starter, found)), rtol=1e-8)


def _doubled(columns: np.ndarray) -> np.ndarray:
    """Values by cell (k, 50) for cells with two ages (k, 100): each stands twice, age being the second dimension."""
    cube = columns.reshape(-1, 5, 1, 10)
    return np.repeat(cube, 2, axis=2).reshape(len(columns), -1)


@FEW
@given(SEEDS, st.floats(0.2, 5.0))
def test_more_money_everywhere_moves_nothing_between_places(seed: int, factor: float) -> None:
    """Only the division of a group over places counts: a level of spending that is wrong everywhere cancels."""
    made = world(seed, frame=SMALL)
    found, demand = settle(made.starter), made.starter.demand
    bought = found.cells @ found.spending
    arguments = (found.country, found.direct, made.starter.survey.groups, demand.fuel)
    one = account(*arguments, bought, found.keys, demand.buyers[1:])
    two = account(*arguments, factor * bought, found.keys, demand.buyers[1:])
    np.testing.assert_allclose(two.kg, one.kg, rtol=1e-12)


def test_a_group_without_spending_in_the_survey_is_not_lost() -> None:
    """Interest: nobody is asked, banks emit; it divides as all spending, over places and over kinds."""
    made = world(3, frame=SMALL)
    found = settle(made.situation)
    at = made.situation.survey.groups.index("interest")
    assert not found.spending[:, at].any()
    assert found.country.groups[at].sum() > 0
    bought = (found.cells @ found.spending).sum(axis=1)
    np.testing.assert_allclose(found.account.kg[at] / found.account.kg[at].sum(), bought / bought.sum(), rtol=1e-9)
    together = settled_types(made.situation, found) @ found.cells.sum(axis=0)
    np.testing.assert_allclose(together, found.account.kg.sum(axis=1), rtol=1e-9)


def test_equal_places_have_equal_accounts_and_parts_per_head_are_equal() -> None:
    made: World = world(4, frame=SMALL)
    order = np.array([0, 0, *range(2, 12)])
    found: Account = settle(replaced_by_the_first(made.starter, order)).account
    np.testing.assert_allclose(found.kg[:, 0], found.kg[:, 1], rtol=1e-9)
    heads = made.starter.places.inhabitants[order]
    rates = found.kg[-4:] / heads
    np.testing.assert_allclose(rates, np.repeat(rates[:, :1], 12, axis=1), rtol=1e-9)


def replaced_by_the_first(situation: Situation, order: np.ndarray) -> Situation:
    """The second place is the first once more; the country has as many households as its places, and gas enough."""
    other = reordered(situation, order)
    observed = replace(other.observed, heating=2 * other.observed.heating)
    whole = float((other.places.inhabitants_then / (other.places.mean_size + 0.03)).sum())
    return replace(other, observed=observed, households_then=whole, households=whole)

"""The full level on a made country of which everything is known: the engine finds the kilograms again, to the last.

The country (``tests/household_world.py``) has 200 kinds of households with age, a survey with every class of every
dimension, a national joint table, accounts, margins, taxes, a bridge, and a table of three regions. The answers are
worked out here by the formulas of the method pages, without the engine.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.household_world import BUYERS, GROUPS, SCALE, SHIFT, SPREAD, World, world

from ketenkompas.errors import AlignmentError, InputError
from ketenkompas.households import Counted, Settled, draws, settle

EXACT = {"rtol": 1e-9, "atol": 1e-3}  # kg: a milligram in a tonne


@pytest.fixture(scope="module")
def made() -> World:
    return world()


@pytest.fixture(scope="module")
def settled(made: World) -> Settled:
    return settle(made.situation)


def at_purchaser_prices(made: World) -> np.ndarray:
    """Kg of households by product and place of emission, the margins' share moved to the goods: fact sheet 3.5."""
    table = made.situation.table
    assert table is not None
    kg, values = table.bought[0], table.margins * table.demand
    received = np.where(values > 0, values, 0.0)
    gives = values < 0
    returned = sum(kg[at] * -table.margins[at] for at in np.flatnonzero(gives))
    moved = kg + received[:, None] / received.sum() * returned
    moved[gives] = kg[gives] * (1 + table.margins[gives, None])
    return moved


def by_group(made: World) -> np.ndarray:
    """Kg by group and place of emission over the known balanced bridge: fact sheet 3.6."""
    return made.bridge / made.bridge.sum(axis=0) @ at_purchaser_prices(made)


def used(made: World) -> np.ndarray:
    """Gas, electricity from the grid, heat and wood by place, TJ."""
    observed = made.situation.observed
    grid = observed.use[1] - 0.3 * observed.solar
    return np.stack([observed.use[0], grid, observed.use[2], observed.use[3]])


def expected_kg(made: World, settled: Settled) -> np.ndarray:
    """Kg by part and place; cars are the engine's, they have proofs of their own."""
    observed, table = made.situation.observed, made.situation.table
    assert table is not None
    bought = made.cells @ made.spending
    whole = bought.sum(axis=1) / bought.sum()
    groups = by_group(made).sum(axis=1)
    spread = np.stack([bought[:, at] / bought[:, at].sum() if bought[:, at].any() else whole for at in range(5)])
    kg = groups[:, None] * spread
    chain = used(made).sum(axis=1) * observed.factor
    kinds = groups[1] * chain / chain.sum()
    gas = observed.use[0].sum() * observed.gas_direct
    kinds[0] += gas
    kinds[3] += observed.heating - gas
    kg[1] = 0.0
    kg[2] = (groups[2] + observed.driving) * settled.cars.corrected / settled.cars.corrected.sum()
    heads = made.situation.places.inhabitants / made.situation.places.inhabitants.sum()
    energy = kinds[:, None] * used(made) / used(made).sum(axis=1, keepdims=True)
    others = table.bought[1:].sum(axis=(1, 2))
    return np.concatenate([kg, energy, observed.other * heads[None], others[:, None] * heads])


def test_every_cell_of_every_place_is_found(made: World, settled: Settled) -> None:
    np.testing.assert_allclose(settled.cells, SCALE * made.cells, rtol=1e-9)
    assert settled.factors["mean_size_shift"] == pytest.approx(SHIFT, abs=1e-9)
    assert settled.dropped == {}


def test_spending_of_every_cell_is_found(made: World, settled: Settled) -> None:
    np.testing.assert_allclose(settled.spending, made.spending, rtol=1e-9)
    margins = {name: value for name, value in settled.factors.items() if name.startswith("margin")}
    assert len(margins) == 4 * (1 + len(GROUPS))
    np.testing.assert_allclose(list(margins.values()), 1, rtol=1e-9)


def test_ratios_with_the_common_one_are_found(made: World, settled: Settled) -> None:
    np.testing.assert_allclose(settled.ratio, [1.2, 0.9, 1.5, 1.3, 1.3], rtol=1e-9)


def test_the_footprint_of_every_group_is_found(made: World, settled: Settled) -> None:
    groups, country = by_group(made), settled.country
    known = [0, 2, 3, 4]
    np.testing.assert_allclose(country.groups[known], groups[known], **EXACT)
    assert not country.groups[1].any()
    np.testing.assert_allclose(country.quantity.sum(axis=0), groups[1], **EXACT)
    np.testing.assert_allclose(country.unscaled, groups.sum(axis=1), **EXACT)
    assert country.level == 1.0


def test_every_kilogram_is_where_it_should_be(made: World, settled: Settled) -> None:
    np.testing.assert_allclose(settled.account.kg, expected_kg(made, settled), **EXACT)
    assert settled.account.parts[-4:] == ("other_direct", *BUYERS[1:])


def test_the_account_adds_up_to_the_table_with_direct_emissions(made: World, settled: Settled) -> None:
    observed = made.situation.observed
    direct = observed.heating + observed.driving + observed.other
    assert settled.account.kg.sum() == pytest.approx(made.bought.sum() + direct, rel=1e-12)
    by_origin = settled.account.kg.sum(axis=1) @ settled.account.origin
    np.testing.assert_allclose(by_origin, made.bought.sum(axis=(0, 1)) + np.array([direct, 0, 0]), rtol=1e-12)


def test_counts_take_the_place_of_what_is_inferred(made: World) -> None:
    """Sizes with incomes counted together and tenure counted: wrong means and shares of persons no longer matter."""
    shape = (len(made.cells), *made.situation.frame.shape)
    cube = made.cells.reshape(shape)
    counts = (
        Counted(("size", "income"), cube.sum(axis=(2, 4))),
        Counted(("tenure",), cube.sum(axis=(1, 2, 3))),
        Counted(("age",), cube.sum(axis=(1, 3, 4))),
    )
    wrong = replace(
        made.situation.places,
        mean_size=np.linspace(1.9, 2.4, shape[0]),
        single=np.full(shape[0], 0.4),
        own=np.full(shape[0], 0.5),
        low_income=np.full(shape[0], 0.4),
        high_income=np.full(shape[0], 0.2),
    )
    found = settle(replace(made.situation, places=wrong, counts=counts))
    np.testing.assert_allclose(found.cells.sum(axis=0), SCALE * made.cells.sum(axis=0), rtol=1e-9)
    cells = found.cells.reshape(shape) / SCALE
    for counted, axes in zip(counts, ((2, 4), (1, 2, 3), (1, 3, 4)), strict=True):
        np.testing.assert_allclose(cells.sum(axis=axes), counted.households, rtol=1e-9)


def test_counts_of_all_four_dimensions_together_are_the_cells(made: World) -> None:
    cube = made.cells.reshape(len(made.cells), *made.situation.frame.shape)
    counts = (Counted(("size", "age", "income", "tenure"), cube),)
    found = settle(replace(made.situation, joint=None, counts=counts))
    np.testing.assert_allclose(found.cells, SCALE * made.cells, rtol=1e-9)


def test_counts_that_contradict_each_other_name_the_place(made: World) -> None:
    cube = made.cells.reshape(len(made.cells), *made.situation.frame.shape)
    tenure = cube.sum(axis=(1, 2, 3))
    tenure[3] *= 1.1
    counts = (Counted(("size",), cube.sum(axis=(2, 3, 4))), Counted(("tenure",), tenure))
    with pytest.raises(InputError, match="In GM0004 one count gives") as caught:
        settle(replace(made.situation, counts=counts))
    assert caught.value.code == "households.counts_differ"
    with pytest.raises(AlignmentError) as shapes:
        settle(replace(made.situation, counts=(Counted(("size",), tenure),)))
    assert shapes.value.params["wanted"] == "(12, 5)"


def test_a_table_of_other_groups_is_refused(made: World) -> None:
    table = made.situation.table
    assert table is not None
    other = replace(table, groups=("clothes", *GROUPS[1:]))
    with pytest.raises(AlignmentError, match="clothes, food") as caught:
        settle(replace(made.situation, table=other))
    assert caught.value.code == "households.groups_differ"


def test_a_bridge_that_cannot_be_balanced_names_groups_and_products(made: World) -> None:
    table = made.situation.table
    assert table is not None
    links = table.bridge.copy()
    links[[0, 1, 3]] *= [1, 1, 1, 1, 1, 0]  # nobody buys trade
    with pytest.raises(Exception, match="trade") as caught:
        settle(replace(made.situation, table=replace(table, bridge=links)))
    assert caught.value.code == "balancing.infeasible"  # type: ignore[attr-defined]


def test_draws_of_the_full_level_add_up_each_to_its_own_table(made: World, settled: Settled) -> None:
    found = [one.account.kg.sum() for one in draws(made.situation, settled, SPREAD, 3, 20)]
    assert np.std(found) / np.mean(found) == pytest.approx(0.06, abs=0.03)
    (centre,) = draws(made.situation, settled, SPREAD, 3, 1, only=frozenset())
    np.testing.assert_allclose(centre.account.kg, settled.account.kg, rtol=1e-6)

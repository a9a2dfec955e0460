"""The central estimate of a situation: cells, spending, the country by group, and every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ketenkompas.errors import AlignmentError, InputError
from ketenkompas.households._account import Account, Direct, Keys, account
from ketenkompas.households._cars import Cars, lease_correction
from ketenkompas.households._checks import Array
from ketenkompas.households._country import ByQuantity, Country, buyers, by_product, full_country, starter_country
from ketenkompas.households._energy import grid_electricity, portion
from ketenkompas.households._local import joint_table, local_margins
from ketenkompas.households._margins import reconcile
from ketenkompas.households._project import project, two_level
from ketenkompas.households._situation import Demand, Observed, Places, Situation, SurveyTables
from ketenkompas.households._size import common_shift
from ketenkompas.households._spending import rake

_TOGETHER = 1e-10  # relative gap of national cells and local margins


@dataclass(frozen=True, slots=True)
class Settled:
    """A situation worked out.

    ``cells`` (m, h) households of the shown year; ``spending`` (h, p) EUR of the survey's year per household;
    ``country``, ``direct`` and ``account`` as their classes say; ``cars`` the lease correction; ``ratio`` (p,) accounts
    over survey with the solved common one; ``factors`` what was printed on the way; ``dropped`` margins by place;
    ``second`` (p,) kg of the groups from the side of the products.
    """

    cells: Array
    spending: Array
    country: Country
    direct: Direct
    keys: Keys
    cars: Cars
    account: Account
    ratio: Array
    factors: Mapping[str, float]
    dropped: Mapping[str, tuple[str, ...]]
    second: Array


def settle(situation: Situation) -> Settled:
    """The central estimate.

    Parameters
    ----------
    situation : Situation

    Returns
    -------
    Settled
        Over places the account adds up to the footprint of final demand and the direct emissions of households
        (``tests/published/test_household_starter.py``).

    Raises
    ------
    InputError, BalanceError
        Those of every step, naming the place, margin, group or product.
    """
    shift = 0.0 if situation.counts else shifted(situation, situation.places.mean_size)
    cells, dropped = fitted_cells(situation, shift)
    spending, printed = fitted_spending(cells.sum(axis=0), situation.survey)
    ratio = account_ratio(situation.survey)
    observed = situation.observed
    cars = corrected_cars(situation.places, observed, cells.sum(axis=1))
    grid = grid_electricity(observed.use[1], observed.solar, observed.own_solar)
    direct = direct_emissions(observed)
    codes = situation.places.codes
    used = (observed.use[0], grid, observed.use[2], observed.use[3])
    keys = Keys(
        energy=np.stack([portion(one, names=codes) for one in used]),
        cars=portion(cars.corrected, names=codes),
        heads=portion(situation.places.inhabitants, names=codes),
    )
    national = country(situation, cells.sum(axis=0) @ spending, ratio, grid)
    found = account(
        national,
        direct,
        situation.survey.groups,
        situation.demand.fuel,
        cells @ spending,
        keys,
        situation.demand.buyers[1:],
    )
    return Settled(
        cells, spending, national, direct, keys, cars, found, ratio,
        {"mean_size_shift": shift, "level": national.level, **printed}, dropped,
        second_way(situation, cells.sum(axis=0) @ spending, ratio, national),
    )  # fmt: skip


def second_way(situation: Situation, bought: Array, ratio: Array, first: Country) -> Array:
    """The groups of the country from the side of the products (p,), kg; a full table has no second way."""
    if situation.table is not None:
        return first.unscaled
    demand = situation.demand
    by_buyer = buyers(demand.products.footprint, demand.prior, demand.shares)
    spent = by_group(bought * situation.survey.price * ratio, demand)
    return by_product(by_buyer, demand.bridge, spent, demand.apart, float(first.groups.sum()))


def shifted(situation: Situation, mean_size: Array) -> float:
    """The common shift of mean sizes with which the country has its households."""
    return common_shift(mean_size, situation.places.inhabitants_then, situation.households_then)


def fitted_cells(situation: Situation, shift: float) -> tuple[Array, dict[str, tuple[str, ...]]]:
    """Households by place and kind (m, h) in the shown year, and the margins that were dropped by place.

    Notes
    -----
    The national joint table as the start, local margins and national cells in turn. Households of a place are counted,
    or ``inhabitants / (mean size + shift)``, times one scale to the shown year.
    """
    codes = situation.places.codes
    margins = local_margins(situation, situation.places.mean_size + shift)
    joint = joint_table(situation, margins)
    start = margins.households[:, None] * joint
    local = project(start, margins.rows, margins.totals, margins.names, names=codes)
    whole = two_level(
        local.cells,
        margins.rows,
        margins.totals,
        start.sum(axis=0),
        margins.names,
        codes,
        dropped=local.dropped,
        tolerance=_TOGETHER,
    )
    dropped = {code: gone for code, gone in zip(codes, local.dropped, strict=True) if gone}
    return whole.cells * (situation.households / float(margins.households.sum())), dropped


def fitted_spending(weights: Array, survey: SurveyTables) -> tuple[Array, dict[str, float]]:
    """Spending per household (..., h, p) in the survey's prices, and the factors that made its margins agree."""
    margins, factors = reconcile(weights, survey.everyone, survey.margins, groups=survey.groups, allowed=survey.allowed)
    amounts = rake(weights, survey.everyone, margins).amounts
    return amounts, {f"margin {name}": float(value) for name, value in factors.items()}


def account_ratio(survey: SurveyTables) -> Array:
    """National accounts over the survey by group (p,): known where published, one common ratio for the rest.

    Taxes and gifts are no consumption: 0. The common ratio makes the whole that of the accounts; where all groups with
    spending have a ratio of their own there is none.
    """
    indexed = survey.everyone * survey.price
    known, rest = survey.ratio_known & survey.consumption, ~survey.ratio_known & survey.consumption
    if not indexed[rest].any():
        return np.where(known, survey.ratio, 0.0)
    common = (survey.accounts - indexed[known] @ survey.ratio[known]) / indexed[rest].sum()
    if common <= 0:
        raise InputError("households.accounts", common=float(common), accounts=survey.accounts)
    return np.where(known, survey.ratio, np.where(rest, common, 0.0))


def country(situation: Situation, bought: Array, ratio: Array, grid: Array) -> Country:
    """The country by group: from a full table where there is one, else from the cited final demand.

    ``bought`` (p,) is what all households spend by the survey, EUR.
    """
    demand, observed = situation.demand, situation.observed
    quantity = energy_by_quantity(demand, observed, grid)
    if situation.table is not None:
        require_same_groups(situation.table.groups, situation.survey.groups)
        return full_country(situation.table, {demand.energy: quantity.kg / quantity.kg.sum()})
    by_buyer = buyers(demand.products.footprint, demand.prior, demand.shares)
    spent = by_group(bought * situation.survey.price * ratio, demand)
    return starter_country(demand.products, by_buyer, demand.bridge, spent, quantity, groups=situation.survey.groups)


def require_same_groups(table: tuple[str, ...], survey: tuple[str, ...]) -> None:
    """Refuse a full table whose groups are not those of the survey, in the same order."""
    if table != survey:
        apart = sorted(set(table) ^ set(survey)) or [
            one for one, other in zip(table, survey, strict=True) if one != other
        ]
        raise AlignmentError("households.groups_differ", found=", ".join(apart))


def by_group(spent: Array, demand: Demand) -> Array:
    """Spending by group without home energy, which is known by quantity."""
    found = spent.copy()
    found[..., demand.energy] = 0.0
    return found


def energy_by_quantity(demand: Demand, observed: Observed, grid: Array) -> ByQuantity:
    """The chain emission of the country's home energy, kg: what was used times the factor of each kind."""
    used = np.array([observed.use[0].sum(), grid.sum(), observed.use[2].sum(), observed.use[3].sum()])
    return ByQuantity(used * observed.factor, demand.energy_origin)


def direct_emissions(observed: Observed) -> Direct:
    """Direct emissions of the country's households: heating divides into gas by quantity and the rest, wood and oil."""
    gas = float(observed.use[0].sum()) * observed.gas_direct
    if not 0 < gas <= observed.heating:
        raise InputError("households.heating", gas=f"{gas / 1e9:.2f}", heating=f"{observed.heating / 1e9:.2f}")
    return Direct(gas, observed.heating - gas, observed.driving, observed.other)


def corrected_cars(places: Places, observed: Observed, households: Array) -> Cars:
    """Cars by where they are driven: see :func:`lease_correction`."""
    covariates = np.stack(
        [places.mean_size, places.single_family, np.log(places.income), places.urbanity, places.elderly], axis=1
    )
    return lease_correction(
        observed.cars, observed.car_inhabitants, households, covariates, threshold=observed.lease_threshold
    )

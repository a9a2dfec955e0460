"""The central estimate of a situation: cells, spending, the country by group, and every place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ketenkompas.errors import InputError
from ketenkompas.households._account import Account, Direct, Keys, account
from ketenkompas.households._cars import Cars, lease_correction
from ketenkompas.households._cells import CellFrame
from ketenkompas.households._checks import Array
from ketenkompas.households._country import ByQuantity, Country, buyers, full_country, starter_country
from ketenkompas.households._energy import grid_electricity
from ketenkompas.households._margins import reconcile
from ketenkompas.households._project import project, two_level
from ketenkompas.households._situation import Demand, Observed, Places, Situation, SurveyTables
from ketenkompas.households._size import common_shift, size_shares
from ketenkompas.households._spending import rake

MARGINS = ("size 1", "size 2", "size 3", "size 4", "size 5+", "tenure own", "low income", "high income")


@dataclass(frozen=True, slots=True)
class Settled:
    """A situation worked out.

    ``cells`` (m, h) households of the shown year; ``spending`` (h, p) EUR of the survey's year per household;
    ``country``, ``direct`` and ``account`` as their classes say; ``cars`` the lease correction; ``ratio`` (p,) accounts
    over survey with the solved common one; ``factors`` what was printed on the way; ``dropped`` margins by place.
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
    shift = common_shift(situation.places.mean_size, situation.places.inhabitants_then, situation.households_then)
    cells, dropped = fitted_cells(situation, shift)
    spending, printed = fitted_spending(cells.sum(axis=0), situation.survey)
    ratio = account_ratio(situation.survey)
    observed = situation.observed
    cars = corrected_cars(situation.places, observed, cells.sum(axis=1))
    grid = grid_electricity(observed.use[1], observed.solar, observed.own_solar)
    direct = direct_emissions(observed)
    keys = Keys(
        energy=_shares(np.stack([observed.use[0], grid, observed.use[2], observed.use[3]])),
        cars=_shares(cars.corrected),
        heads=_shares(situation.places.inhabitants),
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
    )  # fmt: skip


def fitted_cells(situation: Situation, shift: float) -> tuple[Array, dict[str, tuple[str, ...]]]:
    """Households by place and kind (m, h) in the shown year, and the margins that were dropped by place.

    Notes
    -----
    Product of margins as the start, the national joint table from it, local margins and national cells in turn.
    Households of a place are ``inhabitants / (mean size + shift)`` times one scale to the shown year.
    """
    places, frame = situation.places, situation.frame
    mean = places.mean_size + shift
    households = places.inhabitants_then / mean
    sizes = size_shares(places.single, mean, situation.size_prior, np.array(frame.persons), places.codes).shares
    rows, totals = (
        local_rows(frame),
        local_totals(places, frame, households, sizes, tenure_ratio(situation, households)),
    )
    start = _start(frame, households, sizes, places, rows, totals)
    local = project(households[:, None] * start, rows, totals, MARGINS, names=places.codes)
    whole = two_level(
        local.cells,
        rows,
        totals,
        households.sum() * start,
        MARGINS,
        places.codes,
        dropped=local.dropped,
        tolerance=1e-7,
    )
    dropped = {code: gone for code, gone in zip(places.codes, local.dropped, strict=True) if gone}
    return whole.cells * (situation.households / situation.households_then), dropped


def local_rows(frame: CellFrame) -> Array:
    """What a household of each cell adds to the margins of :data:`MARGINS`: (h, j)."""
    sizes = [frame.member("size", name) for name in frame.size]
    heads = frame.heads()
    low, high = frame.member("income", "1", "2"), frame.member("income", "5")
    return np.stack([*sizes, frame.member("tenure", "own"), heads * low, heads * high], axis=1)


def local_totals(places: Places, frame: CellFrame, households: Array, sizes: Array, tenure: float) -> Array:
    """What the margins must be: (..., m, j), households and persons; leading axes are draws."""
    by_size = households[..., None] * sizes
    persons = by_size @ np.array(frame.persons)
    own = households * np.minimum(places.own * tenure, 1.0)
    people = [persons * places.low_income, persons * places.high_income]
    return np.concatenate([by_size, np.stack([own, *people], axis=-1)], axis=-1)


def tenure_ratio(situation: Situation, households: Array) -> float:
    """Owner-occupying households over owner-occupied dwellings, as shares: the survey's own total gives the first."""
    (margin,) = (one for one in situation.survey.margins if one.name == "tenure" and one.total)
    own, rent = margin.published
    whole = situation.survey.everyone.sum()
    share = (whole - rent) / (own - rent)
    if not 0 < share < 1:
        raise InputError("households.tenure", own=float(own), rent=float(rent), everyone=float(whole))
    return float(share / (households @ situation.places.own / households.sum()))


def _start(frame: CellFrame, households: Array, sizes: Array, places: Places, rows: Array, totals: Array) -> Array:
    """The national joint table (h,), sum 1: a product of margins brought to the national sums of the local margins."""
    share = households / households.sum()
    fifths = np.full(len(frame.income), 1 / len(frame.income))
    own = float(totals[:, 5].sum() / households.sum())
    age = np.full(len(frame.age), 1 / len(frame.age))
    product = frame.product(share @ sizes, age, fifths, np.array([own, 1 - own]))
    quintiles = [frame.member("income", name) for name in frame.income[1:]]
    everywhere = np.concatenate([rows, np.stack(quintiles, axis=1)], axis=1)
    aims = np.concatenate([totals.sum(axis=0) / households.sum(), fifths[1:]])
    names = (*MARGINS, *(f"income {name}" for name in frame.income[1:]))
    found: Array = project(product[None], everywhere, aims[None], names, drop=(), names=["NL"]).cells[0]
    return found


def fitted_spending(weights: Array, survey: SurveyTables) -> tuple[Array, dict[str, float]]:
    """Spending per household (..., h, p) in the survey's prices, and the factors that made its margins agree."""
    margins, factors = reconcile(weights, survey.everyone, survey.margins, groups=survey.groups)
    amounts = rake(weights, survey.everyone, margins).amounts
    return amounts, {f"margin {name}": float(value) for name, value in factors.items()}


def account_ratio(survey: SurveyTables) -> Array:
    """Country accounts over the survey by group (p,): known where published, one common ratio for the rest.

    Taxes and gifts are no consumption: 0. The common ratio makes the whole that of the accounts.
    """
    indexed = survey.everyone * survey.price
    known, rest = survey.ratio_known & survey.consumption, ~survey.ratio_known & survey.consumption
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
        return full_country(situation.table, {demand.energy: quantity.kg / quantity.kg.sum()})
    by_buyer = buyers(demand.products.footprint, demand.prior, demand.shares)
    spent = by_group(bought * situation.survey.price * ratio, demand)
    return starter_country(demand.products, by_buyer, demand.bridge, spent, quantity)


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


def _shares(amounts: Array) -> Array:
    found: Array = amounts / amounts.sum(axis=-1, keepdims=True)
    return found

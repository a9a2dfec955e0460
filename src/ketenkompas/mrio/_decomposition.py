"""Why footprints changed between two years: an exact decomposition into the factors of the chain and of demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import xarray as xr

from ketenkompas.errors import AlignmentError, InputError, KetenkompasError, MissingValueError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._change import CHAIN, DEMAND, Moment, Split, areas_form, emitters_form, products_form, solved
from ketenkompas.mrio._footprints import _indicator, demand_by_area
from ketenkompas.mrio._prices import in_current_prices
from ketenkompas.mrio._solvers import System, solver_for
from ketenkompas.mrio._system import intensities

ChangeBy = Literal["product", "origin", "industry"]
EFFECTS = (*CHAIN, *DEMAND)
COARSE_EFFECTS = ("intensity", "structure", "demand")


def decomposition(
    before: Accounts,
    after: Accounts,
    *,
    by: ChangeBy = "product",
    population: tuple[xr.DataArray, xr.DataArray] | None = None,
    split: Split = "mean",
    current_prices: bool = False,
    systems: tuple[System, System] | None = None,
) -> xr.Dataset:
    """The change of the footprint of every area between two years, by effect; without direct household emissions.

    Parameters
    ----------
    before, after : Accounts
        The same sectors, regions and gases, in the same constant prices (:func:`deflate`).
    by : {"product", "origin", "industry"}
        How each effect is broken down: by final product (all suppliers), emitting region or emitting industry.
    population : pair of DataArray (area), optional
        Inhabitants of every region in both years, any unit. Without it ``demand_volume`` is of the whole population
        and ``population`` is zero.
    split : {"mean", "polar"}
        How technology and trade structure are told apart within A, and mix, volume and population within demand: at the
        mean of both years (the order of the factors has then no meaning), or polar like the rest.
    current_prices : bool
        Accept tables in prices of their own years. The effects then hold inflation and exchange rates, which are
        larger than what they are meant to show; ``attrs["price_basis"]`` says so.
    systems : pair of System, optional
        What answers for the two accounts, to use it again.

    Returns
    -------
    Dataset
        ``change``, ``first_form`` and ``second_form`` (effect, gas, ``by``, area), kt. ``change`` is the mean of the
        two polar forms, which are its range. Effects: intensity (emissions per output), technology (inputs per output,
        all origins together), trade_structure (from where), demand_mix, demand_volume, population.

    Raises
    ------
    InputError
        ``decomposition.faults`` with all of: other sectors, final uses, gases or emission units
        (``decomposition.other_axis``), ``decomposition.current_prices``, ``decomposition.other_prices``,
        ``decomposition.no_demand``, ``decomposition.population``.
    BalanceError
        ``leontief.singular``.

    Notes
    -----
    ``F = f L y``, ``A = s o h`` (trade shares times input per product), ``y = mix x volume x population``. In the first
    polar form each factor changes in this order with the factors left of it in the old year and those right of it in
    the new; in the second the other way round. Both are exact, and so is their mean:
    ``df (u_1 + u_0)/2``, ``(m_0 dA u_1 + m_1 dA u_0)/2``, ``(m_0 + m_1) dy/2`` with ``u = L y``, ``m = f L``, because
    ``L_1 - L_0 = L_0 dA L_1``. Solves only. Conserved: the effects add up to the change of the footprint, all areas
    together to the change of the world's emissions (``tests/properties/test_decomposition.py``). Dietzenbacher and Los
    (1998), Structural decomposition techniques: sense and sensitivity, Economic Systems Research 10(4).

    Examples
    --------
    >>> from dataclasses import replace
    >>> from ketenkompas.mrio import decomposition, example_accounts, Meta
    >>> early = example_accounts()
    >>> late = replace(early, _emissions=early.emissions.values / 2)
    >>> found = decomposition(early, late, current_prices=True)
    >>> found["change"].sum(["gas", "product"]).sel(effect="intensity").round(2).values.tolist()
    [-19.33, -0.67]
    """
    _checked(before, after, population, current_prices=current_prices)
    heads = [np.ones(len(before.regions))] * 2 if population is None else [_heads(one, before) for one in population]
    found = systems or _systems(before, after, by)
    start, end = (_moment(system, head) for system, head in zip(found, heads, strict=True))
    products = tuple(dict.fromkeys(before.sectors.products))
    by_product = _indicator(before.sectors.products, products)
    if by == "product":
        labels: tuple[str, ...] = products
        forms = (products_form(start, end, by_product, split), -products_form(end, start, by_product, split))
    else:
        named = before.sectors.regions if by == "origin" else before.sectors.products
        labels = tuple(dict.fromkeys(named))
        groups = _indicator(named, labels)
        forms = (
            emitters_form(start, end, by_product, groups, split),
            -emitters_form(end, start, by_product, groups, split),
        )
    return _labelled(before, after, {"effect": EFFECTS, by: labels}, forms)


def chained_decomposition(
    accounts: Iterable[Accounts],
    *,
    by: ChangeBy = "product",
    population: Iterable[xr.DataArray] | None = None,
    split: Split = "mean",
    current_prices: bool = False,
) -> xr.Dataset:
    """The change between the first and the last of a row of years, as the sum of the decompositions of its steps.

    Weights follow the table from year to year, so that the effects depend less on the two years at the ends.

    Parameters
    ----------
    accounts : iterable of Accounts
        At least two, in the order of time, all in the same constant prices; one is held at a time beside its
        predecessor.
    by, split, current_prices
        As :func:`decomposition`.
    population : iterable of DataArray (area), optional
        One for each of the accounts.

    Returns
    -------
    Dataset
        As :func:`decomposition`; the forms are the sums of the forms of the steps. Exact: it sums to the same change.

    Raises
    ------
    InputError
        ``decomposition.too_few`` with fewer than two accounts; see :func:`decomposition`.
    """
    total: xr.Dataset | None = None
    first: Accounts | None = None
    earlier: tuple[Accounts, System, xr.DataArray | None] | None = None
    heads = iter(population) if population is not None else None
    for each in accounts:
        here = (each, _system(each, by), next(heads) if heads is not None else None)
        if earlier is not None and first is not None:
            step = _step(earlier, here, by, split, current_prices)
            total = step if total is None else total + step
            total.attrs = {**step.attrs, "years": (first.meta.year, each.meta.year)}
        earlier, first = here, first or each
    if total is None:
        raise InputError("decomposition.too_few")
    return total


def three_factors(
    before: Accounts,
    after: Accounts,
    *,
    current_prices: bool = False,
    systems: tuple[System, System] | None = None,
) -> xr.Dataset:
    """The change of the footprint of every area by intensity, structure and demand: the coarse, fast decomposition.

    Parameters
    ----------
    before, after, current_prices, systems
        As :func:`decomposition`.

    Returns
    -------
    Dataset
        ``change``, ``first_form`` and ``second_form`` (effect, gas, area), kt, with the effects ``intensity``,
        ``structure`` (technology and trade together) and ``demand``: the sums of those of :func:`decomposition`, with
        half of its solves (``tests/properties/test_decomposition.py``).

    Raises
    ------
    InputError
        ``decomposition.faults``, as :func:`decomposition`.

    Examples
    --------
    >>> from ketenkompas.mrio import example_accounts, three_factors
    >>> found = three_factors(example_accounts(), example_accounts(), current_prices=True)
    >>> found["change"].shape, float(abs(found["change"]).max())
    ((3, 1, 2), 0.0)
    """
    _checked(before, after, None, current_prices=current_prices)
    found = systems or _systems(before, after, "product")
    start, end = (_moment(system, np.ones(len(before.regions))) for system in found)
    forms = (areas_form(start, end), -areas_form(end, start))
    return _labelled(before, after, {"effect": COARSE_EFFECTS}, forms)


def _step(
    earlier: tuple[Accounts, System, xr.DataArray | None],
    later: tuple[Accounts, System, xr.DataArray | None],
    by: ChangeBy,
    split: Split,
    current_prices: bool,
) -> xr.Dataset:
    heads = (earlier[2], later[2])
    both = None if heads[0] is None or heads[1] is None else (heads[0], heads[1])
    return decomposition(
        earlier[0],
        later[0],
        by=by,
        population=both,
        split=split,
        current_prices=current_prices,
        systems=(earlier[1], later[1]),
    )


def _systems(before: Accounts, after: Accounts, by: ChangeBy) -> tuple[System, System]:
    return _system(before, by), _system(after, by)


def _system(accounts: Accounts, by: ChangeBy) -> System:
    gases, areas = len(accounts.gases), len(accounts.regions)
    return solver_for(accounts, gases if by == "product" else gases + 5 * areas)


def _moment(system: System, heads: Array) -> Moment:
    accounts = system.accounts
    rows = intensities(accounts).values
    return Moment(accounts, system, rows, solved(system, rows), demand_by_area(accounts).values, heads)


def _heads(population: xr.DataArray, accounts: Accounts) -> Array:
    known = dict(zip(map(str, population["area"].values), map(float, population.values), strict=True))
    heads: Array = np.array([known.get(region, np.nan) for region in accounts.regions])
    return heads


def _checked(
    before: Accounts,
    after: Accounts,
    population: tuple[xr.DataArray, xr.DataArray] | None,
    *,
    current_prices: bool,
) -> None:
    faults = [*_axis_faults(before, after), *_price_faults(before, after, current_prices=current_prices)]
    for accounts in (before, after):
        faults += _demand_faults(accounts)
    for accounts, heads in zip((before, after), population or (), strict=False):
        faults += _population_faults(accounts, heads)
    if faults:
        years = (before.meta.year, after.meta.year)
        raise InputError("decomposition.faults", problems=faults, years=f"{years[0]}-{years[1]}", count=len(faults))


def _axis_faults(before: Accounts, after: Accounts) -> Iterator[KetenkompasError]:
    axes = {
        "sectors": (before.sectors.labels, after.sectors.labels),
        "final uses": (before.regions, after.regions),
        "gases": (before.gases, after.gases),
        "emission units": (before.meta.emission_units, after.meta.emission_units),
    }
    for axis, (one, other) in axes.items():
        if one != other:
            differing = sorted(set(one) ^ set(other)) or ["the order"]
            yield AlignmentError("decomposition.other_axis", axis=axis, found=", ".join(differing[:10]))


def _price_faults(before: Accounts, after: Accounts, *, current_prices: bool) -> Iterator[KetenkompasError]:
    current = [accounts for accounts in (before, after) if in_current_prices(accounts)]
    if len(current) == 2 and not current_prices:
        yield InputError("decomposition.current_prices", years=f"{before.meta.year}, {after.meta.year}")
    money = [f"{one.meta.price_basis} in {one.meta.money_unit}" for one in (before, after)]
    if money[0] != money[1]:
        yield InputError("decomposition.other_prices", before=money[0], after=money[1])


def _demand_faults(accounts: Accounts) -> Iterator[KetenkompasError]:
    totals = demand_by_area(accounts).values.sum(axis=0)
    areas = [area for area, total in zip(accounts.regions, totals, strict=True) if not total > 0]
    if areas:
        yield InputError("decomposition.no_demand", areas=", ".join(areas), year=accounts.meta.year)


def _population_faults(accounts: Accounts, population: xr.DataArray) -> Iterator[KetenkompasError]:
    heads = _heads(population, accounts)
    areas = [area for area, one in zip(accounts.regions, heads, strict=True) if not 0 < one < np.inf]
    if areas:
        yield MissingValueError("decomposition.population", areas=", ".join(areas), year=accounts.meta.year)


def _labelled(
    before: Accounts, after: Accounts, axes: Mapping[str, Sequence[str]], forms: tuple[Array, Array]
) -> xr.Dataset:
    first, second = forms
    part = {name: (name, list(labels)) for name, labels in axes.items()}
    coordinates = {**part, **before.gas, "area": ("area", list(before.regions))}
    effect, *rest = axes
    basis = before.meta.price_basis
    if in_current_prices(before):
        basis = f"CURRENT PRICES ({basis}): the effects hold inflation and exchange rates; not for publication"
    named = {"change": (first + second) / 2, "first_form": first, "second_form": second}
    dims = (effect, "gas", *rest, "area")
    arrays = {
        name: xr.DataArray(data, dims=dims, coords=coordinates, attrs={"units": before.emission_unit})
        for name, data in named.items()
    }
    return xr.Dataset(arrays, attrs={"price_basis": basis, "years": (before.meta.year, after.meta.year)})

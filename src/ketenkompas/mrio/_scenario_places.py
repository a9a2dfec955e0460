"""A scenario on accounts: which cells change, and into what; every fault of it named, all of them together."""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._scenario import (
    Change,
    DemandChange,
    IntensityChange,
    Scenario,
    Selection,
    TechnologyChange,
    TradeMove,
)
from ketenkompas.mrio._system import intensities, intensity_unit, reciprocal_output

Places = npt.NDArray[np.intp]
_Adjusting = DemandChange | TechnologyChange | IntensityChange


@dataclass(frozen=True)
class Changed:
    """What a scenario makes of accounts: a block of input coefficients that changes, demand and intensities.

    Attributes
    ----------
    rows, columns : arrays of positions
        Sellers and buyers of the block.
    delta : array (rows, columns)
        Change of the input coefficients, money per money.
    demand : array (n, final uses), intensity : array (g, n)
        As they become.
    """

    rows: Places = field(repr=False)
    columns: Places = field(repr=False)
    delta: Array = field(repr=False)
    demand: Array = field(repr=False)
    intensity: Array = field(repr=False)
    demand_changes: bool
    intensity_changes: bool

    @property
    def rank(self) -> int:
        """The largest rank that the change of the coefficients can have."""
        return int(min(self.delta.shape))


@dataclass(frozen=True)
class _State:
    """What the changes work on, one after the other."""

    accounts: Accounts
    rows: Places
    columns: Places
    inputs: Array
    demand: Array
    intensity: Array
    faults: list[KetenkompasError]

    def fault(self, change: Change, code: str, **params: Any) -> None:
        self.faults.append(InputError(code, where=change.name, **params))


def changed(accounts: Accounts, scenario: Scenario) -> Changed:
    """The cells that a scenario changes, as they become.

    Raises
    ------
    InputError
        ``scenario.missing_year``; ``scenario.faults`` with every fault of every change: unknown codes with the nearest,
        duplicate names, factors, values and units that do not fit, shares outside 0 to 1, moves of more than there is.
    """
    changes = scenario.of_year(accounts.meta.year)
    faults: list[KetenkompasError] = [
        InputError("scenario.duplicate_name", where=name, count=count)
        for (name, _), count in Counter((change.name, change.year) for change in scenario.changes).items()
        if count > 1
    ]
    found = [_cells(accounts, change, faults) for change in changes]
    rows, columns = (_union(places[axis] for places in found) for axis in (0, 1))
    per_output = reciprocal_output(accounts)
    before = accounts.flows.values[np.ix_(rows, columns)] * per_output[columns]
    demand, intensity = accounts.demand.values, intensities(accounts).values
    state = _State(accounts, rows, columns, before.copy(), demand.copy(), intensity.copy(), faults)
    for change, (sellers, buyers) in zip(changes, found, strict=True):
        _apply(state, change, sellers, buyers)
    if faults:
        raise InputError("scenario.faults", problems=faults, scenario=scenario.name, count=len(faults))
    delta = state.inputs - before
    kept, used = np.flatnonzero(delta.any(axis=1)), np.flatnonzero(delta.any(axis=0))
    return Changed(
        rows=rows[kept],
        columns=columns[used],
        delta=np.ascontiguousarray(delta[np.ix_(kept, used)]),
        demand=state.demand,
        intensity=state.intensity,
        demand_changes=not np.array_equal(state.demand, demand),
        intensity_changes=not np.array_equal(state.intensity, intensity),
    )


def _union(parts: Iterable[Places]) -> Places:
    listed = list(parts)
    return np.unique(np.concatenate(listed)) if listed else np.empty(0, dtype=np.intp)


_UNKNOWN = {
    "region": "scenario.unknown_region",
    "product": "scenario.unknown_product",
    "final use": "scenario.unknown_final_use",
    "gas": "scenario.unknown_gas",
}
_NONE: Places = np.empty(0, dtype=np.intp)


def _cells(accounts: Accounts, change: Change, faults: list[KetenkompasError]) -> tuple[Places, Places]:
    """Sellers and buyers of the coefficients that a change may touch; all codes of the change are checked here."""
    if isinstance(change, TechnologyChange):
        return _sectors(accounts, change, change.inputs, faults), _sectors(accounts, change, change.buyers, faults)
    if isinstance(change, TradeMove):
        return _moved(accounts, change, faults)
    if isinstance(change, DemandChange):
        _sectors(accounts, change, change.products, faults)
        _uses(accounts, change, faults)
    else:
        _sectors(accounts, change, change.emitters, faults)
        _known(change, "gas", change.gases, accounts.gases, faults)
    return _NONE, _NONE


def _moved(accounts: Accounts, change: TradeMove, faults: list[KetenkompasError]) -> tuple[Places, Places]:
    if change.origin == change.destination:
        faults.append(InputError("scenario.same_region", where=change.name, region=change.origin))
    for end in (change.origin, change.destination):
        _known(change, "region", (end,), accounts.regions, faults)
    rows = _sectors(accounts, change, Selection((change.origin, change.destination), change.products), [])
    _known(change, "product", change.products, accounts.sectors.products, faults)
    _known(change, "region", change.areas, accounts.regions, faults)
    if change.final_uses is not None:
        _known(change, "final use", change.final_uses, accounts.final_uses.categories, faults)
    if change.industries is None:
        return rows, _NONE
    _known(change, "product", change.industries, accounts.sectors.products, faults)
    return rows, _sectors(accounts, change, Selection(change.areas, change.industries), [])


def _known(
    change: Change, kind: str, asked: Sequence[str], known: Sequence[str], faults: list[KetenkompasError]
) -> None:
    listed = tuple(dict.fromkeys(known))
    for code in asked:
        if code not in listed:
            near = difflib.get_close_matches(code, listed, n=3, cutoff=0.3) or listed[:3]
            faults.append(UnknownCodeError(_UNKNOWN[kind], where=change.name, found=code, nearest=", ".join(near)))


def _sectors(accounts: Accounts, change: Change, chosen: Selection, faults: list[KetenkompasError]) -> Places:
    regions, products = np.array(accounts.sectors.regions), np.array(accounts.sectors.products)
    before = len(faults)
    _known(change, "region", chosen.regions, accounts.sectors.regions, faults)
    _known(change, "product", chosen.products, accounts.sectors.products, faults)
    inside = np.ones(len(accounts.sectors), dtype=bool)
    if chosen.regions:
        inside &= np.isin(regions, chosen.regions)
    if chosen.products:
        inside &= np.isin(products, chosen.products)
    if not inside.any() and len(faults) == before:
        faults.append(InputError("scenario.nothing_selected", where=change.name))
    return np.flatnonzero(inside)


def _uses(accounts: Accounts, change: DemandChange | TradeMove, faults: list[KetenkompasError]) -> Places:
    if change.final_uses is None:
        return _NONE
    uses = accounts.final_uses
    before = len(faults)
    _known(change, "region", change.areas, accounts.regions, faults)
    _known(change, "final use", change.final_uses, uses.categories, faults)
    inside = np.ones(len(uses), dtype=bool)
    if change.areas:
        inside &= np.isin(np.array(uses.regions), change.areas)
    if change.final_uses:
        inside &= np.isin(np.array(uses.categories), change.final_uses)
    if not inside.any() and len(faults) == before:
        faults.append(InputError("scenario.nothing_selected", where=change.name))
    return np.flatnonzero(inside)


def _apply(state: _State, change: Change, sellers: Places, buyers: Places) -> None:
    if any(fault.where.label == change.name for fault in state.faults):
        return  # its codes or its name are wrong already; its numbers would be about other cells
    accounts, money = state.accounts, state.accounts.meta.money_unit
    if isinstance(change, TradeMove):
        _move(state, change, sellers, buyers)
    elif isinstance(change, TechnologyChange):
        at = np.ix_(np.searchsorted(state.rows, sellers), np.searchsorted(state.columns, buyers))
        output = np.maximum(accounts.output.values[buyers], 0.0)
        state.inputs[at] = _adjusted(state, change, state.inputs[at], output, f"{money}/{money}", money)
    elif isinstance(change, DemandChange):
        at = np.ix_(_sectors(accounts, change, change.products, []), _uses(accounts, change, []))
        ones = np.ones(len(at[1][0]))
        state.demand[at] = _adjusted(state, change, state.demand[at], ones, money, money)
    else:
        _emit(state, change)


def _emit(state: _State, change: IntensityChange) -> None:
    accounts = state.accounts
    places = np.array(
        [k for k, gas in enumerate(accounts.gases) if gas in (change.gases or accounts.gases)], dtype=np.intp
    )
    units = {accounts.meta.emission_units[place] for place in places.tolist()}
    unit = units.pop() if len(units) == 1 else ""
    rate = f"{unit}/{accounts.meta.money_unit}" if unit else intensity_unit(accounts)
    emitters = _sectors(accounts, change, change.emitters, [])
    at = np.ix_(places, emitters)
    output = np.maximum(accounts.output.values[emitters], 0.0)
    state.intensity[at] = _adjusted(state, change, state.intensity[at], output, rate, unit or accounts.emission_unit)


def _adjusted(state: _State, change: _Adjusting, cells: Array, weight: Array, unit: str, amount_unit: str) -> Array:
    """The cells as an adjustment makes them; ``weight`` (columns) turns cells into amounts, 0 where there is no output.

    As it is a fault of the change when it cannot be done, the cells come back as they were.
    """
    given = [number for number in (change.factor, change.value, change.amount) if number is not None]
    expected = amount_unit if change.amount is not None else unit
    if len(given) != 1:
        state.fault(change, "scenario.one_effect", count=len(given))
    elif change.factor is None and change.unit != expected:
        state.fault(change, "scenario.unit", found=change.unit or "-", expected=expected)
    elif not math.isfinite(given[0]) or (change.amount is None and given[0] < 0):
        state.fault(change, "scenario.number", found=given[0])
    elif change.value is not None:
        return np.where(weight > 0, change.value, cells)
    elif change.factor is not None:
        return cells * change.factor
    else:
        total = float((cells * weight).sum())
        if total > 0 and total + given[0] >= 0:
            return cells * (1.0 + given[0] / total)
        state.fault(change, "scenario.more_than_there_is", asked=-given[0], there=total, unit=amount_unit)
    return cells


def _move(state: _State, change: TradeMove, sellers: Places, buyers: Places) -> None:
    accounts = state.accounts
    givers, takers = _pairs(state, change, sellers)
    uses = _uses(accounts, change, [])
    if (not buyers.size and not uses.size) or not givers.size:
        state.fault(change, "scenario.nothing_selected")
        return
    columns = np.searchsorted(state.columns, buyers)
    given, taken = (np.ix_(np.searchsorted(state.rows, rows), columns) for rows in (givers, takers))
    spent, used = state.inputs[given], state.demand[np.ix_(givers, uses)]
    there = float((spent * np.maximum(accounts.output.values[buyers], 0.0)).sum() + used.sum())
    share = _share(state, change, there)
    state.inputs[taken] += share * spent
    state.inputs[given] = (1.0 - share) * spent
    state.demand[np.ix_(takers, uses)] += share * used
    state.demand[np.ix_(givers, uses)] = (1.0 - share) * used


def _pairs(state: _State, change: TradeMove, sellers: Places) -> tuple[Places, Places]:
    """Sectors of the origin, and those of the destination that make the same products."""
    sectors = state.accounts.sectors
    ends: dict[str, dict[str, int]] = {change.origin: {}, change.destination: {}}
    for place in sellers.tolist():
        ends[sectors.regions[place]][sectors.products[place]] = place
    lacking = [product for product in ends[change.origin] if product not in ends[change.destination]]
    if lacking:
        state.fault(change, "scenario.not_made_there", region=change.destination, products=", ".join(lacking))
        return _NONE, _NONE
    pairs = [(place, ends[change.destination][product]) for product, place in ends[change.origin].items()]
    return np.array([giver for giver, _ in pairs], dtype=np.intp), np.array(
        [taker for _, taker in pairs], dtype=np.intp
    )


def _share(state: _State, change: TradeMove, there: float) -> float:
    """The part that moves; 0 where a fault was found."""
    if (change.share is None) == (change.amount is None):
        state.fault(change, "scenario.share_or_amount")
    elif change.share is not None:
        if 0.0 <= change.share <= 1.0:
            return change.share
        state.fault(change, "scenario.share", found=change.share)
    elif change.unit != state.accounts.meta.money_unit:
        state.fault(change, "scenario.unit", found=change.unit or "-", expected=state.accounts.meta.money_unit)
    elif change.amount is not None and not 0.0 <= change.amount <= there:
        state.fault(
            change, "scenario.more_than_there_is", asked=change.amount, there=there, unit=state.accounts.meta.money_unit
        )
    elif change.amount is not None:
        return change.amount / there if there > 0 else 0.0
    return 0.0

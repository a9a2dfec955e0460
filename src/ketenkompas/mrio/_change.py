"""One polar form of the change of footprints: factor after factor, what stands left of it old, right of it new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._solvers import System

CHAIN = ("intensity", "technology", "trade_structure")
DEMAND = ("demand_mix", "demand_volume", "population")
Split = Literal["mean", "polar"]
_COLUMNS = 256  # buyers at a time: what the change of technology is held in


@dataclass(frozen=True)
class Moment:
    """The factors of one year: intensities (g, n), multipliers (g, n), final demand (n, a), and population (a), ones
    where none is given.
    """

    accounts: Accounts
    system: System = field(repr=False)
    intensity: Array = field(repr=False)
    multiplier: Array = field(repr=False)
    demand: Array = field(repr=False)
    population: Array = field(repr=False)

    @property
    def total(self) -> Array:
        """Final demand of each area, (a)."""
        summed: Array = self.demand.sum(axis=0)
        return summed

    @property
    def volume(self) -> Array:
        """Final demand per head (or whole) of each area, (a)."""
        per_head: Array = self.total / self.population
        return per_head

    @property
    def mix(self) -> Array:
        """Shares of the delivering sectors in the demand of each area, (n, a)."""
        shares: Array = self.demand / self.total
        return shares


def demand_changes(start: Moment, end: Moment, split: Split) -> Array:
    """The change of final demand (3, n, a) by mix, volume and population; they add up to it."""
    if split == "mean":
        volume = _between(start.volume, end.volume)
        heads, whole = _between(start.population, end.population), _between(start.total, end.total)
        mix = _between(start.mix, end.mix)
    else:
        volume, mix, heads, whole = start.volume, start.mix, end.population, end.total
    by_mix = (end.mix - start.mix) * whole
    by_volume = mix * ((end.volume - start.volume) * heads)
    by_population = mix * (volume * (end.population - start.population))
    return np.stack([by_mix, by_volume, by_population])


def _between(one: Array, other: Array) -> Array:
    return (one + other) / 2


def technology_changes(start: Moment, end: Moment, by_product: Array, split: Split) -> Iterator[tuple[slice, Array]]:
    """The change of A by technology, (n, columns) at a time: trade shares with the change of the input of each product
    from all origins together.

    ``A = s o h``, so ``s_1 o dh = A_1 o (1 - h_0/h_1)`` and ``s_0 o dh = A_0 o (h_1/h_0 - 1)``. Where a product is no
    longer used its old trade shares count, where it is used for the first time its new ones: it is then all technology.
    """
    before, after = start.accounts.flows.values, end.accounts.flows.values
    place = by_product.argmax(axis=1)
    for first in range(0, before.shape[1], _COLUMNS):
        part = slice(first, first + _COLUMNS)
        old = before[:, part] * start.system.inverse_output[part]
        new = after[:, part] * end.system.inverse_output[part]
        had, has = by_product.T @ old, by_product.T @ new
        gained = new * (1.0 - _over(had, has))[place]
        at_new = np.where((has > 0)[place], gained, -old)
        if split == "polar":
            yield part, at_new
            continue
        lost = old * (_over(has, had) - 1.0)[place]
        at_old = np.where((had > 0)[place], lost, new)
        yield part, (at_new + at_old) / 2


def _over(one: Array, other: Array) -> Array:
    ratio: Array = np.divide(one, other, out=np.zeros_like(one), where=other > 0)
    return ratio


def products_form(start: Moment, end: Moment, by_product: Array, split: Split) -> Array:
    """Effects by final product, (6, g, p, a): one transposed solve with two rows for each gas.

    With ``k = f_0 L_1``: intensity ``m_1 - k`` and structure ``k - m_0`` per unit of new demand, the part of technology
    ``m_0 dA L_1``; change of demand at ``m_0``.
    """
    gases = start.intensity.shape[0]
    moved = np.empty_like(start.multiplier)
    for part, block in technology_changes(start, end, by_product, split):
        moved[:, part] = start.multiplier @ block
    solved = end.system.transposed(np.concatenate([start.intensity, moved]))
    crossed, technology = solved[:gases], solved[gases:]
    rows = (end.multiplier - crossed, technology, crossed - start.multiplier - technology)
    chain = [_grouped(each, end.demand, by_product) for each in rows]
    demand = [_grouped(start.multiplier, each, by_product) for each in demand_changes(start, end, split)]
    return np.stack([*chain, *demand])


def emitters_form(start: Moment, end: Moment, by_product: Array, groups: Array, split: Split) -> Array:
    """The same effects by emitting sector, summed in groups (n, k): (6, g, k, a).

    ``df u_1``; ``f_0 L_0 dA u_1 = f_0 (L_1 - L_0) y_1``; ``f_0 L_0 dy``. One solve with columns for every area.
    """
    was, now = start.system.outputs(start.demand), end.system.outputs(end.demand)
    asked = np.zeros_like(now)
    for part, block in technology_changes(start, end, by_product, split):
        asked += block @ now[part]
    changes = demand_changes(start, end, split)
    areas = now.shape[1]
    solved = start.system.outputs(np.concatenate([asked, *changes], axis=1))
    technology, *demand = (solved[:, at : at + areas] for at in range(0, solved.shape[1], areas))
    trade = now - was - technology - np.sum(demand, axis=0)
    old = start.intensity
    effects = [(end.intensity - old, now), *((old, each) for each in (technology, trade, *demand))]
    return np.stack([_grouped(row, column, groups) for row, column in effects])


def _grouped(rows: Array, columns: Array, groups: Array) -> Array:
    """``sum over i in p of row_gi column_ia``: (g, p, a)."""
    return np.stack([groups.T @ (row[:, None] * columns) for row in rows])

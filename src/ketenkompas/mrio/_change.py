"""One polar form of the change of footprints: factor after factor, what stands left of it old, right of it new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._solvers import System

CHAIN = ("intensity", "technology", "trade_structure")
DEMAND = ("demand_mix", "demand_volume", "population")
Split = Literal["mean", "polar"]
_ROWS = 64  # sellers at a time: what the change of technology is held in
_TOGETHER = 7


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


@dataclass(frozen=True)
class TechnologyChange:
    """The change of A by technology, never held whole: trade shares with the change of the input of each product from
    all origins together.

    ``A = s o h``, so ``s_1 o dh = A_1 o (1 - h_0/h_1)`` and ``s_0 o dh = A_0 o (h_1/h_0 - 1)``; it is
    ``Z_0 o old + Z_1 o new`` with a row of weights (product, use) for each product. Where a product is no longer used
    its old trade shares count, where it is used for the first time its new ones: it is then all technology.
    """

    flows: tuple[Array, Array] = field(repr=False)
    weights: tuple[Array, Array] = field(repr=False)
    place: npt.NDArray[np.intp] = field(repr=False)

    def rows_through(self, rows: Array) -> Array:
        """``rows dA`` (k, n) for rows (k, n)."""
        found = np.zeros_like(rows)
        for part, block in self._blocks():
            found += rows[:, part] @ block
        return found

    def columns_through(self, columns: Array) -> Array:
        """``dA columns`` (n, r)."""
        found = np.empty_like(columns)
        for part, block in self._blocks():
            found[part] = block @ columns
        return found

    def _blocks(self) -> Iterator[tuple[slice, Array]]:
        (old, new), (at_old, at_new) = self.flows, self.weights
        for first in range(0, len(self.place), _ROWS):
            part = slice(first, first + _ROWS)
            block = old[part] * at_old[self.place[part]]
            block += new[part] * at_new[self.place[part]]
            yield part, block


def technology_change(start: Moment, end: Moment, by_product: Array, split: Split) -> TechnologyChange:
    """The change of A by technology from one moment to another."""
    flows = (start.accounts.flows.values, end.accounts.flows.values)
    per_output = (start.system.inverse_output, end.system.inverse_output)
    had, has = ((by_product.T @ each) * per for each, per in zip(flows, per_output, strict=True))
    new, old = np.where(has > 0, 1.0 - _over(had, has), 0.0), np.where(has > 0, 0.0, -1.0)
    if split == "mean":
        new = (new + (had <= 0)) / 2
        old = (old + np.where(had > 0, _over(has, had) - 1.0, 0.0)) / 2
    return TechnologyChange(flows, (old * per_output[0], new * per_output[1]), by_product.argmax(axis=1))


def _over(one: Array, other: Array) -> Array:
    ratio: Array = np.divide(one, other, out=np.zeros_like(one), where=other > 0)
    return ratio


def products_form(start: Moment, end: Moment, by_product: Array, split: Split) -> Array:
    """Effects by final product, (6, g, p, a): two transposed solves of a row for each gas.

    With ``k = f_0 L_1``: intensity ``m_1 - k`` and structure ``k - m_0`` per unit of new demand, the part of technology
    ``m_0 dA L_1``; change of demand at ``m_0``.
    """
    crossed = solved(end.system, start.intensity)
    moved = technology_change(start, end, by_product, split).rows_through(start.multiplier)
    technology = solved(end.system, moved)
    rows = (end.multiplier - crossed, technology, crossed - start.multiplier - technology)
    chain = [_grouped(each, end.demand, by_product) for each in rows]
    demand = [_grouped(start.multiplier, each, by_product) for each in demand_changes(start, end, split)]
    return np.stack([*chain, *demand])


def areas_form(start: Moment, end: Moment) -> Array:
    """Effects of three factors by area, (3, g, a): intensity, structure (technology and trade), demand."""
    crossed = solved(end.system, start.intensity)
    rows = (end.multiplier - crossed, crossed - start.multiplier)
    return np.stack([*(each @ end.demand for each in rows), start.multiplier @ (end.demand - start.demand)])


def solved(system: System, rows: Array) -> Array:
    """``rows L``, seven at a time: what the compiled loops of an iteration take in one pass, beside its bound."""
    parts = [system.transposed(rows[first : first + _TOGETHER]) for first in range(0, len(rows), _TOGETHER)]
    return np.concatenate(parts) if parts else np.zeros_like(rows)


def emitters_form(start: Moment, end: Moment, by_product: Array, groups: Array, split: Split) -> Array:
    """The same effects by emitting sector, summed in groups (n, k): (6, g, k, a).

    ``df u_1``; ``f_0 L_0 dA u_1 = f_0 (L_1 - L_0) y_1``; ``f_0 L_0 dy``. One solve with columns for every area.
    """
    was, now = start.system.outputs(start.demand), end.system.outputs(end.demand)
    asked = technology_change(start, end, by_product, split).columns_through(now)
    changes = demand_changes(start, end, split)
    areas = now.shape[1]
    reached = start.system.outputs(np.concatenate([asked, *changes], axis=1))
    technology, *demand = (reached[:, at : at + areas] for at in range(0, reached.shape[1], areas))
    trade = now - was - technology - np.sum(demand, axis=0)
    old = start.intensity
    effects = [(end.intensity - old, now), *((old, each) for each in (technology, trade, *demand))]
    return np.stack([_grouped(row, column, groups) for row, column in effects])


def _grouped(rows: Array, columns: Array, groups: Array) -> Array:
    """``sum over i in p of row_gi column_ia``: (g, p, a)."""
    return np.stack([groups.T @ (row[:, None] * columns) for row in rows])

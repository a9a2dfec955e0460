"""One run of the household model: the central estimate and all draws, gathered by area and item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import InputError
from ketenkompas.households import (
    Account,
    Settled,
    Situation,
    Spread,
    draws,
    settle,
    types,
)
from ketenkompas.ingest import HouseholdGroup, HouseholdParameters, Purchasers

Array = npt.NDArray[np.float64]
COUNT, SEED = 1000, 20231


@dataclass(frozen=True)
class HouseholdRun:
    """Everything of one run: ``kg`` (a, i) and ``drawn_kg`` (d, a, i) by area and item, with ``households`` (a,) and
    ``drawn_households`` (d, a); ``type_kg`` (h, i) and ``drawn_type_kg`` (d, h, i) per household of a kind; ``origin``
    (i, 3) and ``drawn_origin`` (d, a, 3) kg of all by place of emission; ``levels`` (d,).

    Areas are NL, provinces, municipalities; items the leaves of the catalogue, its groups, ``households``, ``total``.
    """

    situation: Situation
    settled: Settled
    areas: tuple[str, ...]
    items: tuple[str, ...]
    member: Array
    leaves: tuple[str, ...]
    coicop: Mapping[str, tuple[str, ...]]
    kilometres: float
    kg: Array
    households: Array
    inhabitants: Array
    cells: Array
    type_kg: Array
    origin: Array
    drawn_kg: npt.NDArray[np.float32]
    drawn_households: npt.NDArray[np.float32]
    drawn_type_kg: npt.NDArray[np.float32]
    drawn_origin: npt.NDArray[np.float32]
    levels: Array
    totals: Array


def spread_of(parameters: HouseholdParameters, buyers: Purchasers, errors: tuple[Array, Array] | None = None) -> Spread:
    """The sizes of doubt of the packaged parameters; of the survey those measured, by group and of all, when given."""
    judged = parameters.doubt("survey_group"), parameters.doubt("survey_total")
    group, total = judged if errors is None else errors
    names = (
        "accounts", "mean_size", "intensity", "bridge", "national_total", "direct",
        "energy_factor", "energy", "gas_step", "whole_step", "cars", "car_use", "wood", "local", "few",
    )  # fmt: skip
    return Spread(
        survey_group=group,
        survey_total=total,
        buyers=buyers.standard_error,
        own_solar=parameters.between(f"own_solar_{parameters.shown_year}"),
        **{name: parameters.doubt(name) for name in names},
    )


def item_matrix(account: Account, groups: Sequence[HouseholdGroup]) -> tuple[tuple[str, ...], Array]:
    """Items of the catalogue and which parts of the account add up to each: (i, parts) of 0 and 1.

    A leaf is the part of its own name (home energy, what is equal per head), or the groups of the survey that it lists.
    """
    rows: dict[str, Array] = {}
    for leaf in (item for group in groups for item in group.items):
        parts = {leaf.id} if leaf.id in account.parts else set(leaf.coicop)
        rows[leaf.id] = np.array([part in parts for part in account.parts], dtype=np.float64)
    together = {group.id: np.sum([rows[item.id] for item in group.items], axis=0) for group in groups}
    total = np.sum(list(together.values()), axis=0)
    missing = [
        part for part, count, kg in zip(account.parts, total, account.kg.sum(axis=1), strict=True) if count != 1 and kg
    ]
    if missing:
        raise InputError("households.items", found=", ".join(missing))
    rows |= together | {"households": total - together["public"], "total": total}
    return tuple(rows), np.stack(list(rows.values()))


def area_matrix(codes: Sequence[str], province: Mapping[str, str]) -> tuple[tuple[str, ...], Array]:
    """NL, provinces and municipalities, and which municipalities each holds: (a, m) of 0 and 1."""
    provinces = sorted(set(province.values()))
    rows = [np.ones(len(codes)), *(np.array([province[code] == one for code in codes], float) for one in provinces)]
    return ("NL", *provinces, *codes), np.concatenate([np.stack(rows), np.eye(len(codes))])


def household_run(
    situation: Situation,
    spread: Spread,
    groups: Sequence[HouseholdGroup],
    province: Mapping[str, str],
    kg_per_km: float,
    *,
    count: int = COUNT,
    seed: int = SEED,
) -> HouseholdRun:
    """The central estimate and the draws, by area and item, kg.

    ``kg_per_km`` is that of a mean car, its chain included.

    About 20 s and 200 MB for 1,000 draws of 342 municipalities on one core (``benchmarks/results/households.json``).
    """
    settled = settle(situation)
    areas, member = area_matrix(situation.places.codes, province)
    items, placed = item_matrix(settled.account, groups)
    drawn = np.empty((count, len(areas), len(items)), np.float32)
    homes = np.empty((count, len(areas)), np.float32)
    kinds = np.empty((count, situation.frame.count, len(items)), np.float32)
    origin = np.empty((count, len(areas), 3), np.float32)
    levels, totals = np.empty(count), np.empty(count)
    for at, one in enumerate(draws(situation, settled, spread, seed, count)):
        by_place = member @ one.account.kg.T
        drawn[at], homes[at] = by_place @ placed.T, member @ one.cells.sum(axis=1)
        kinds[at] = (placed @ _types(situation, one.account, one.cells, one.spending)).T
        origin[at] = by_place @ one.account.origin
        levels[at], totals[at] = one.level, one.account.kg.sum()
    national = settled.account.kg.sum(axis=1)
    by_item = placed @ (national[:, None] * settled.account.origin)
    return HouseholdRun(
        situation=situation,
        settled=settled,
        areas=areas,
        items=items,
        member=member,
        leaves=tuple(item.id for group in groups for item in group.items),
        coicop={
            item.id: item.coicop for group in groups for item in group.items if item.id not in settled.account.parts
        },
        kilometres=float(by_item[items.index("driving")].sum()) / kg_per_km,
        kg=member @ settled.account.kg.T @ placed.T,
        households=member @ settled.cells.sum(axis=1),
        inhabitants=member @ situation.places.inhabitants,
        cells=member @ settled.cells,
        type_kg=(placed @ _types(situation, settled.account, settled.cells, settled.spending)).T,
        origin=by_item / by_item.sum(axis=1, keepdims=True),
        drawn_kg=drawn,
        drawn_households=homes,
        drawn_type_kg=kinds,
        drawn_origin=origin,
        levels=levels,
        totals=totals,
    )


def _types(situation: Situation, account: Account, cells: Array, spending: Array) -> Array:
    demand, frame = situation.demand, situation.frame
    return types(account, cells.sum(axis=0), spending, frame.heads(), demand.energy)

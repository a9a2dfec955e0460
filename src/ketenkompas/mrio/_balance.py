"""Balance checks: what an account must satisfy, how far it is off, and which cells are to blame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ketenkompas.errors import BalanceError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import demand_by_area, origin_cube, product_cube
from ketenkompas.mrio._system import LeontiefSystem, leontief, multipliers, reciprocal_output, spectral_radius

_NAMED = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was measured, what is allowed, and the cells that stand out."""

    name: str
    value: float
    tolerance: float
    passed: bool
    cells: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain data for a receipt; what depends on the processor (beyond 3 digits, below 1e-12) is not told."""
        rounded = float(f"{self.value:.2e}") if abs(self.value) > 1e-12 else 0.0
        return {
            "check": self.name,
            "value": rounded,
            "tolerance": self.tolerance,
            "passed": self.passed,
            "cells": list(self.cells),
        }


def balance(
    accounts: Accounts, *, stated_output: Array | None = None, system: LeontiefSystem | None = None
) -> tuple[Check, ...]:
    """Every balance check of accounts, each with the cells that fail it.

    Parameters
    ----------
    accounts : Accounts
    stated_output : array (n,), optional
        Output as the source states it, compared with the row sums the model uses.
    system : LeontiefSystem, optional

    Returns
    -------
    tuple of Check
        ``spectral_radius`` (< 1), ``solve_residual`` (relative, < 1e-10), ``world_total`` (footprints against
        emissions, after what is named next, < 1e-9), ``chains_into_no_output`` (emissions behind the inputs of sectors
        that deliver nothing: no demand can carry them), ``cube_marginals`` (the two cubes agree, < 1e-9),
        ``inputs_without_output`` and ``emissions_without_output`` (sectors with x <= 0), ``negative_output``,
        ``negative_value_added`` as shares of world output; ``stated_output`` (largest gap to the row sums) and
        ``column_balance`` (output against inputs and value added) in money, allowed as far as rounding can explain.
    """
    answered = system or leontief(accounts)
    demand = demand_by_area(accounts).values
    outputs = answered.outputs(demand)
    checks = [
        _limit("spectral_radius", spectral_radius(accounts), 1.0),
        _limit("solve_residual", _residual(accounts, answered, demand, outputs), 1e-10),
        *_totals(accounts, answered),
        *_without_output(accounts),
        _negative_value_added(accounts),
    ]
    if stated_output is not None:
        checks.append(_stated(accounts, stated_output))
    if accounts.value_added is not None:
        checks.append(_columns(accounts, accounts.value_added.values))
    return tuple(checks)


def require_balance(checks: tuple[Check, ...], *, model: str, year: int) -> None:
    """Raise when the table is not productive, does not solve, or loses emissions.

    Raises
    ------
    BalanceError
        ``balance.broken`` with one problem for each failed check; a share of inputs without output, negative value
        added and a deviating stated output are findings for the receipt, not reasons to refuse.
    """
    essential = {"spectral_radius", "solve_residual", "world_total", "cube_marginals", "emissions_without_output"}
    failed = [
        BalanceError(
            "balance.check",
            check=check.name,
            value=check.value,
            tolerance=check.tolerance,
            cells=", ".join(check.cells) or "-",
        )
        for check in checks
        if check.name in essential and not check.passed
    ]
    if failed:
        raise BalanceError("balance.broken", problems=failed, model=model, year=year)


def _limit(name: str, value: float, tolerance: float, cells: tuple[str, ...] = ()) -> Check:
    return Check(name, float(value), tolerance, bool(value < tolerance), cells)


def _residual(accounts: Accounts, system: LeontiefSystem, demand: Array, outputs: Array) -> float:
    back = outputs - accounts.flows.values @ (system.inverse_output[:, None] * outputs)
    return float(np.abs(back - demand).sum() / max(np.abs(demand).sum(), 1e-300))


def _totals(accounts: Accounts, system: LeontiefSystem) -> list[Check]:
    emitted = accounts.emissions.values.sum(axis=1)
    scale = np.where(emitted > 0, emitted, 1.0)
    by_origin = origin_cube(accounts, system=system).values.sum(axis=(1, 2))
    by_product = product_cube(accounts, system=system).values.sum(axis=(1, 2))
    bought = accounts.flows.values[:, system.inverse_output == 0].sum(axis=1)
    stranded = multipliers(accounts, system=system).values @ bought + emitted_without_output(accounts)
    unexplained = np.abs(by_origin + stranded - emitted) / scale
    leak = float((np.abs(stranded) / scale).max(initial=0.0))
    return [
        _limit("world_total", float(unexplained.max(initial=0.0)), 1e-9),
        _limit("chains_into_no_output", leak, 1e-6, _idle_cells(accounts) if leak > 1e-12 else ()),
        _limit("cube_marginals", float((np.abs(by_origin - by_product) / scale).max(initial=0.0)), 1e-9),
    ]


def emitted_without_output(accounts: Accounts) -> Array:
    """Emissions (gas) of industries without output, which no footprint can hold, kt."""
    summed: Array = accounts.emissions.values[:, reciprocal_output(accounts) == 0].sum(axis=1)
    return summed


def _from_largest(values: Array) -> npt.NDArray[np.intp]:
    """Places of the largest values, in the order in which they are told: what reads alike stays in the table's order.

    Sums differ in their last digit from processor to processor; the cells that a receipt names must not.
    """
    told = np.array([float(f"{value:g}") for value in values])
    return np.argsort(-told, kind="stable")[:_NAMED]


def _idle_cells(accounts: Accounts) -> tuple[str, ...]:
    bought = accounts.flows.values.sum(axis=0)
    idle = np.flatnonzero((reciprocal_output(accounts) == 0) & (bought != 0))
    ordered = idle[_from_largest(bought[idle])]
    return tuple(
        f"{accounts.sectors.labels[i]}: inputs {bought[i]:g}, output {accounts.output.values[i]:g}" for i in ordered
    )


def _without_output(accounts: Accounts) -> list[Check]:
    output, emitted = accounts.output.values, accounts.emissions.values
    world, total = max(output.sum(), 1e-300), max(emitted.sum(), 1e-300)
    idle = output <= 0
    lost = np.flatnonzero(idle & (np.abs(emitted).sum(axis=0) > 0))[:_NAMED]
    below = np.flatnonzero(output < 0)
    return [
        _limit(
            "inputs_without_output", float(accounts.flows.values[:, idle].sum() / world), 1e-6, _idle_cells(accounts)
        ),
        _limit(
            "emissions_without_output",
            float(np.abs(emitted[:, idle]).sum() / total),
            1e-9,
            tuple(accounts.sectors.labels[i] for i in lost),
        ),
        _limit(
            "negative_output",
            float(-output[below].sum() / world),
            1e-6,
            tuple(f"{accounts.sectors.labels[i]}: {output[i]:g}" for i in below[:_NAMED]),
        ),
    ]


def _negative_value_added(accounts: Accounts) -> Check:
    residual = accounts.output.values - accounts.flows.values.sum(axis=0)
    below = np.flatnonzero(residual < 0)
    worst = below[_from_largest(-residual[below])]
    share = float(-residual[below].sum() / max(accounts.output.values.sum(), 1e-300))
    return _limit(
        "negative_value_added", share, 1e-4, tuple(f"{accounts.sectors.labels[i]}: {residual[i]:g}" for i in worst)
    )


def _stated(accounts: Accounts, stated: Array) -> Check:
    gap = np.abs(accounts.output.values - stated)
    allowed = rounding_allowed(accounts, len(accounts.sectors) + len(accounts.final_uses))
    worst = _from_largest(gap)
    named = tuple(f"{accounts.sectors.labels[i]}: {gap[i]:g}" for i in worst if gap[i] > 0)
    return _limit("stated_output", float(gap.max(initial=0.0)), allowed, named)


def _columns(accounts: Accounts, value_added: Array) -> Check:
    gap = np.abs(accounts.output.values - accounts.flows.values.sum(axis=0) - value_added.sum(axis=0))
    allowed = rounding_allowed(accounts, len(accounts.sectors) + len(value_added))
    worst = _from_largest(gap)
    named = tuple(f"{accounts.sectors.labels[i]}: {gap[i]:g}" for i in worst if gap[i] > allowed)
    return _limit("column_balance", float(gap.max(initial=0.0)), allowed, named)


def rounding_allowed(accounts: Accounts, terms: int) -> float:
    """How far a sum of printed numbers may be off: ``0.5 x 10^-d`` for each term and the sum itself (fact sheet 8).

    ``d`` is the number of decimals that the table is printed with, read off the table; a table that is not rounded
    (more than six decimals) is held to 1e-9 of its largest number.
    """
    decimals = printed_decimals(accounts.flows.values)
    if decimals is None:
        return 1e-9 * max(float(np.abs(accounts.output.values).max(initial=0.0)), 1.0)
    return float(0.5 * 10.0**-decimals * (terms + 1))


def printed_decimals(values: Array, *, most: int = 6, sample: int = 200_000) -> int | None:
    """With how many decimals numbers are printed, or None when they are not rounded to so few.

    Examples
    --------
    >>> printed_decimals(np.array([1.0, 2.5, 0.125])), printed_decimals(np.array([1 / 3]))
    (3, None)
    """
    taken = values.ravel()[:: max(1, values.size // sample)]
    for decimals in range(most + 1):
        scaled = taken * 10.0**decimals
        if np.abs(scaled - np.round(scaled)).max(initial=0.0) < 1e-6 * max(
            1.0, float(np.abs(scaled).max(initial=0.0)) * 1e-6
        ):
            return decimals
    return None

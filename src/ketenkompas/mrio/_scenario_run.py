"""What a scenario does: before and after, by a low-rank update when small and by a new solution when large."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import xarray as xr

from ketenkompas.errors import BalanceError, KetenkompasError
from ketenkompas.mrio._accounts import Accounts, Array, FinalUses, Sectors
from ketenkompas.mrio._footprints import _indicator, demand_by_area
from ketenkompas.mrio._scenario import Scenario
from ketenkompas.mrio._scenario_places import Changed, changed
from ketenkompas.mrio._solvers import System, solver_for
from ketenkompas.mrio._system import intensities, intensity_unit, reciprocal_output

Method = Literal["unchanged", "intensities", "demand", "low_rank", "resolve"]
LARGEST_RANK = 10  # an update pays while its rank is at most a tenth of the sectors (fact sheet section 14)
WORST_CONDITION = 1e8
TOLERANCE = 1e-9


@dataclass(frozen=True)
class State:
    """Emissions of a table, before or after a scenario.

    Attributes
    ----------
    multipliers : DataArray (gas, make)
        kt per unit of money.
    footprint : DataArray (gas, origin, area)
        kt, by place of emission and consuming area, without direct emissions of households.
    production : DataArray (gas, region), world : DataArray (gas)
        Emissions of industries, kt.
    output : DataArray (make)
        Money.
    """

    multipliers: xr.DataArray
    footprint: xr.DataArray
    production: xr.DataArray
    world: xr.DataArray
    output: xr.DataArray


@dataclass(frozen=True)
class Outcome:
    """Before and after a scenario, with how it was computed.

    Attributes
    ----------
    method : {"unchanged", "intensities", "demand", "low_rank", "resolve"}
    rank : int
        Of the change of the input coefficients.
    reason : str
        Why this method.
    residual : float
        Largest deviation of the changed equations, put in anew, over their largest right-hand side or answer.
    """

    scenario: Scenario
    before: State
    after: State
    method: Method
    rank: int
    reason: str
    residual: float


@dataclass(frozen=True)
class _Answer:
    """Rows of multipliers and columns of output of the changed system."""

    rows: Array = field(repr=False)
    outputs: Array = field(repr=False)


def run_scenario(
    accounts: Accounts, scenario: Scenario, *, system: System | None = None, method: Literal["resolve"] | None = None
) -> Outcome:
    """Footprints, multipliers and emissions before and after a scenario; the accounts stay as they are.

    Parameters
    ----------
    accounts : Accounts
    scenario : Scenario
        Its changes of the year of the accounts are applied, in their order.
    system : System, optional
        What answers for these accounts, to use it again.
    method : {"resolve"}, optional
        Solve the changed system anew even where an update would do.

    Returns
    -------
    Outcome
        Demand changes are linear, moves of trade conserve what every buyer spends, an empty scenario changes nothing
        (``tests/properties/test_scenario.py``).

    Raises
    ------
    InputError
        ``scenario.faults``, ``scenario.missing_year``.
    BalanceError
        ``scenario.unproductive`` when an industry would need more than it makes, all chains together;
        ``scenario.idle`` when an industry without output would have to deliver; ``scenario.residual``.

    Notes
    -----
    ``A' = A + U V^T``, ``M = I - A``, ``C = I - V^T M^-1 U``; ``x' = x + M^-1 U C^-1 V^T x`` and
    ``m' = m + (m U) C^-1 V^T M^-1``. Changed columns: U holds the differences, V the columns; changed rows the other
    way round; the smaller of both. Fact sheet section 14; Woodbury (1950), Inverting modified matrices. Productive: the
    row ``1 M'^-1`` is positive (Hawkins and Simon 1949).

    Examples
    --------
    >>> from ketenkompas.mrio import IntensityChange, Scenario, Selection, example_accounts, run_scenario
    >>> half = IntensityChange(name="half", year=2020, source="made", emitters=Selection(("NL",)), factor=0.5)
    >>> outcome = run_scenario(example_accounts(), Scenario("half", (half,)))
    >>> outcome.after.footprint.sum("origin").round(2).values.tolist(), outcome.method
    ([[19.33, 0.67]], 'intensities')
    """
    change = changed(accounts, scenario)
    answering = system or solver_for(accounts, len(accounts.regions) + len(accounts.gases) + change.rank)
    demand = demand_by_area(accounts).values
    rows = intensities(accounts).values
    base = _Answer(answering.transposed(rows), answering.outputs(demand))
    before = _state(accounts, rows, base)
    if not (change.rank or change.demand_changes or change.intensity_changes):
        return Outcome(scenario, before, before, "unchanged", 0, "nothing changes", 0.0)
    wanted = _demanded(accounts, change) if change.demand_changes else demand
    chosen, reason = _choice(change, len(accounts.sectors), method)
    found = base
    if chosen != "resolve":
        found, chosen, reason = _updated(answering, change, wanted, base, chosen, reason)
    if chosen == "resolve":
        found = _resolved(accounts, scenario, change, wanted)
    residual = _residual(accounts, change, wanted, found)
    if chosen == "low_rank" and not residual <= TOLERANCE:
        chosen, reason = "resolve", f"the update left a residual of {residual:.1e}"
        found = _resolved(accounts, scenario, change, wanted)
        residual = _residual(accounts, change, wanted, found)
    _require(accounts, scenario, change, found, residual)
    count = len(accounts.gases)
    after = _state(accounts, change.intensity, _Answer(found.rows[:count], found.outputs))
    return Outcome(scenario, before, after, chosen, change.rank, reason, residual)


def apply_scenario(accounts: Accounts, scenario: Scenario, *, system: System | None = None) -> Accounts:
    """Fresh accounts with a scenario in them: output follows demand, emissions follow output and intensities.

    Returns
    -------
    Accounts
        Same axes; the accounts handed in stay as they are. Value added follows output; it is left out where a change of
        technology moves it between inputs and value added.

    Raises
    ------
    InputError, BalanceError
        As :func:`run_scenario`.

    Notes
    -----
    ``Z' = A' diag(x')`` and ``E' = f' diag(x')`` with the output ``x'`` of the changed system; emissions of industries
    without output stay (``tests/properties/test_scenario.py``).
    """
    outcome = run_scenario(accounts, scenario, system=system)
    change = changed(accounts, scenario)
    per_output, output = reciprocal_output(accounts), outcome.after.output.values
    making = per_output > 0
    growth = np.where(making, output * per_output, 1.0)
    flows = accounts.flows.values * growth
    at = np.ix_(change.rows, change.columns)
    flows[at] = np.maximum(flows[at] + change.delta * output[change.columns], 0.0)
    added = accounts.value_added
    moved = change.rank > 0 and float(np.abs(change.delta.sum(axis=0)).max()) > TOLERANCE
    kept = None if added is None or moved else added.values * growth
    return Accounts.build(
        flows=flows,
        demand=change.demand,
        emissions=np.where(making, change.intensity * output, accounts.emissions.values),
        direct=accounts.direct.values,
        sectors=Sectors(accounts.sectors.regions, accounts.sectors.products),
        final_uses=FinalUses(accounts.final_uses.regions, accounts.final_uses.categories),
        gases=accounts.gases,
        meta=dataclasses.replace(accounts.meta, notes=(*accounts.meta.notes, f"scenario {scenario.name}")),
        value_added=kept,
        value_added_rows=accounts.value_added_rows if kept is not None else (),
    )


def factors(change: Changed, sectors: int) -> tuple[Array, Array]:
    """``U`` (n, k) and ``V`` (n, k) of a change of input coefficients, ``A' = A + U V^T``, by columns or by rows."""
    by_columns = len(change.columns) <= len(change.rows)
    rank = change.rank
    left, right = np.zeros((sectors, rank)), np.zeros((sectors, rank))
    if by_columns:
        left[change.rows] = change.delta
        right[change.columns, np.arange(rank)] = 1.0
    else:
        left[change.rows, np.arange(rank)] = 1.0
        right[change.columns] = change.delta.T
    return left, right


def _demanded(accounts: Accounts, change: Changed) -> Array:
    return change.demand @ _indicator(accounts.final_uses.regions, accounts.regions)


def _choice(change: Changed, sectors: int, method: Literal["resolve"] | None) -> tuple[Method, str]:
    if not change.rank:
        return (
            ("demand", "only demand and intensities change")
            if change.demand_changes
            else (
                "intensities",
                "only intensities change: output stays",
            )
        )
    if method == "resolve":
        return "resolve", "asked for"
    if change.rank > sectors / LARGEST_RANK:
        return "resolve", f"rank {change.rank} is more than a tenth of {sectors} sectors"
    return "low_rank", f"rank {change.rank} is at most a tenth of {sectors} sectors"


def _updated(
    system: System, change: Changed, wanted: Array, base: _Answer, chosen: Method, reason: str
) -> tuple[_Answer, Method, str]:
    """Multipliers (with a row of ones below, when the coefficients change) and outputs by the system of before."""
    outputs = system.outputs(wanted) if change.demand_changes else base.outputs
    if chosen != "low_rank":
        return (
            _Answer(system.transposed(change.intensity) if change.intensity_changes else base.rows, outputs),
            chosen,
            reason,
        )
    left, right = factors(change, len(wanted))
    asked = np.vstack([change.intensity, np.ones((1, len(wanted))), right.T])
    solved = system.transposed(asked)
    rows, reached = solved[: -change.rank], solved[-change.rank :]
    core = np.eye(change.rank) - reached @ left
    condition = float(np.linalg.cond(core))
    if not condition <= WORST_CONDITION:
        return base, "resolve", f"the update has a condition of {condition:.1e}"
    updated = outputs + system.outputs(left) @ np.linalg.solve(core, right.T @ outputs)
    return _Answer(rows + np.linalg.solve(core.T, (rows @ left).T).T @ reached, updated), chosen, reason


def _resolved(accounts: Accounts, scenario: Scenario, change: Changed, wanted: Array) -> _Answer:
    """The same from the changed coefficients: a table of the same output that has them, its demand what is left."""
    output = accounts.output.values
    flows = accounts.flows.values.copy()
    flows[np.ix_(change.rows, change.columns)] += change.delta * np.maximum(output[change.columns], 0.0)
    np.maximum(flows, 0.0, out=flows)
    region = accounts.regions[0]
    other = Accounts.build(
        flows=flows,
        demand=(output - flows.sum(axis=1))[:, None],
        emissions=accounts.emissions.values,
        direct=accounts.direct.values,
        sectors=Sectors(accounts.sectors.regions, accounts.sectors.products),
        final_uses=FinalUses((region,), ("rest",)),
        gases=accounts.gases,
        meta=accounts.meta,
    )
    rows = np.vstack([change.intensity, np.ones((1, len(output)))])
    try:
        system = solver_for(other, wanted.shape[1] + len(rows))
        return _Answer(system.transposed(rows), system.outputs(wanted))
    except KetenkompasError as fault:
        raise BalanceError(
            "scenario.unproductive", where=fault.where, problems=[fault], scenario=scenario.name, value=float("inf")
        ) from fault


def _residual(accounts: Accounts, change: Changed, wanted: Array, found: _Answer) -> float:
    """The changed equations with the answers put in, both sides."""
    flows, per_output = accounts.flows.values, reciprocal_output(accounts)
    outputs = found.outputs - flows @ (per_output[:, None] * found.outputs) - wanted
    outputs[change.rows] -= change.delta @ found.outputs[change.columns]
    asked = np.vstack([change.intensity, np.ones((1, len(wanted)))])[: len(found.rows)]
    rows = found.rows - (found.rows @ flows) * per_output - asked
    rows[:, change.columns] -= found.rows[:, change.rows] @ change.delta
    scales = (np.abs(found.outputs).max(axis=0), np.abs(found.rows).max(axis=1))
    parts = (np.abs(outputs).max(axis=0), np.abs(rows).max(axis=1))
    return float(max((part / np.where(scale > 0, scale, 1.0)).max() for part, scale in zip(parts, scales, strict=True)))


def _require(accounts: Accounts, scenario: Scenario, change: Changed, found: _Answer, residual: float) -> None:
    labels = accounts.sectors.labels
    if change.rank:
        ones = found.rows[-1]
        if not ones.min() > 0.5:
            worst = int(np.argmin(ones))
            raise BalanceError(
                "scenario.unproductive", where=labels[worst], scenario=scenario.name, value=float(ones[worst])
            )
    if not residual <= TOLERANCE:
        raise BalanceError("scenario.residual", scenario=scenario.name, residual=residual, tolerance=TOLERANCE)
    before, after = accounts.output.values, found.outputs.sum(axis=1)
    small = 1e-9 * max(float(np.abs(before).max()), 1e-300)
    for place in np.flatnonzero((before <= 0) & (after > np.maximum(before, 0.0) + small)).tolist():
        raise BalanceError("scenario.idle", where=labels[place], scenario=scenario.name, asked=float(after[place]))


def _state(accounts: Accounts, rows: Array, answer: _Answer) -> State:
    regions = accounts.regions
    inside = _indicator(accounts.sectors.regions, regions)
    emitted = np.stack([inside.T @ (row[:, None] * answer.outputs) for row in rows])
    still = np.where(reciprocal_output(accounts) > 0, 0.0, accounts.emissions.values) @ inside
    made = emitted.sum(axis=2) + still
    unit, gas = accounts.emission_unit, accounts.gas
    place, area = {"origin": ("origin", list(regions))}, {"area": ("area", list(regions))}
    region = {"region": ("region", list(regions))}
    units = {"units": unit}
    return State(
        multipliers=xr.DataArray(
            answer.rows,
            dims=("gas", "make"),
            coords={**gas, **accounts.make},
            attrs={"units": intensity_unit(accounts)},
        ),
        footprint=xr.DataArray(emitted, dims=("gas", "origin", "area"), coords={**gas, **place, **area}, attrs=units),
        production=xr.DataArray(made, dims=("gas", "region"), coords={**gas, **region}, attrs=units),
        world=xr.DataArray(made.sum(axis=1), dims=("gas",), coords=gas, attrs=units),
        output=xr.DataArray(
            answer.outputs.sum(axis=1), dims=("make",), coords=accounts.make, attrs={"units": accounts.meta.money_unit}
        ),
    )

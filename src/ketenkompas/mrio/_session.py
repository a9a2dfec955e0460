"""A prepared what-if: the inverse is kept, so that the effect of a few changed columns takes a moment."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import xarray as xr

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._footprints import _indicator, demand_by_area
from ketenkompas.mrio._scenario import Scenario
from ketenkompas.mrio._scenario_places import Places, changed
from ketenkompas.mrio._scenario_run import LARGEST_RANK
from ketenkompas.mrio._session_kernels import meet, spread, through
from ketenkompas.mrio._system import intensities, intensity_unit, leontief, reciprocal_output

Single = npt.NDArray[np.float32]
_STRIP = 256


@dataclass(frozen=True)
class Update:
    """A scenario as a prepared table takes it: changed columns, demand and intensities.

    Attributes
    ----------
    columns : positions (k,), inputs : array (k, n)
        Buyers whose recipe changes, and by how much: money per money, float32.
    demand : array (n, areas), optional
        Change of final demand, money.
    emitters : positions (q,), intensity : array (g, q)
        Change of the intensities, kt per unit of money.
    """

    name: str
    columns: Places = field(repr=False)
    inputs: Single = field(repr=False)
    demand: Array | None = field(repr=False)
    emitters: Places = field(repr=False)
    intensity: Array = field(repr=False)


@dataclass(frozen=True)
class Session:
    """Accounts made ready for many what-ifs (:func:`prepare`); a value that no question changes.

    It keeps the inverse in float32, the one place where an inverse is kept: 4 n^2 bytes. Multipliers and footprints of
    the table itself are exact (float64); only what changes carries the rounding of float32.
    """

    accounts: Accounts
    _inverse: Single = field(repr=False)
    _rows: Array = field(repr=False)  # multipliers, and below them a row of ones times the inverse
    _single: Single = field(repr=False)  # the same in float32
    _outputs: Array = field(repr=False)
    _totals: xr.DataArray = field(repr=False)
    _multipliers: xr.DataArray = field(repr=False)

    def update(self, scenario: Scenario) -> Update:
        """A scenario, checked, for the other methods.

        Raises
        ------
        InputError
            As :func:`run_scenario`; ``scenario.wide`` when more than a tenth of the columns change.
        BalanceError
            ``scenario.idle``.
        """
        accounts, change = self.accounts, changed(self.accounts, scenario)
        n = len(accounts.sectors)
        if len(change.columns) > n / LARGEST_RANK:
            raise InputError("scenario.wide", scenario=scenario.name, count=len(change.columns), sectors=n)
        inputs = np.zeros((len(change.columns), n), dtype=np.float32)
        inputs[:, change.rows] = change.delta.T
        demand = (change.demand - accounts.demand.values) @ _indicator(accounts.final_uses.regions, accounts.regions)
        lifted = demand.max(axis=1, initial=0.0) + inputs.max(axis=0, initial=0.0)
        for place in np.flatnonzero((reciprocal_output(accounts) == 0) & (lifted > 0)).tolist():
            label, asked = accounts.sectors.labels[place], float(demand[place].sum())
            raise BalanceError("scenario.idle", where=label, scenario=scenario.name, asked=asked)
        cut = change.intensity - intensities(accounts).values
        emitters = np.flatnonzero(cut.any(axis=0))
        return Update(
            name=scenario.name,
            columns=change.columns,
            inputs=inputs,
            demand=demand if change.demand_changes else None,
            emitters=emitters,
            intensity=np.ascontiguousarray(cut[:, emitters]),
        )

    def totals(self, update: Update) -> xr.DataArray:
        """Footprint of every area after an update (gas, area), kt, without direct emissions of households.

        Raises
        ------
        BalanceError
            ``scenario.unproductive``.
        """
        summed = self._totals.values.copy()
        if update.emitters.size:
            spread(update.intensity, self._outputs, update.emitters, summed)
        weights = self._weights(update)
        spread(weights[:-1], self._outputs, update.columns, summed)
        if update.demand is not None:
            through(self._changed_rows(update, weights), update.demand, summed)
        return self._totals.copy(deep=False, data=summed)

    def multipliers(self, update: Update) -> xr.DataArray:
        """Multipliers after an update (gas, make), kt per unit of money.

        Raises
        ------
        BalanceError
            ``scenario.unproductive``.
        """
        return self._multipliers.copy(deep=False, data=self._changed_rows(update, self._weights(update)))

    def residual(self, update: Update) -> float:
        """Largest deviation of ``m' (I - A') = f'`` for the multipliers of an update, over the largest multiplier."""
        accounts = self.accounts
        rows: Array = self.multipliers(update).values
        pushed: Array = (rows @ accounts.flows.values) * reciprocal_output(accounts)
        deviation = rows - pushed - intensities(accounts).values
        deviation[:, update.columns] -= rows @ update.inputs.T.astype(np.float64)
        deviation[:, update.emitters] -= update.intensity
        largest = float(np.abs(rows).max())
        return float(np.abs(deviation).max()) / largest if largest > 0 else 0.0

    def _changed_rows(self, update: Update, weights: Array) -> Array:
        rows = self._rows[:-1].copy()
        if update.emitters.size:
            spread(update.intensity, self._inverse, update.emitters, rows)
        spread(weights[:-1], self._inverse, update.columns, rows)
        return rows

    def _weights(self, update: Update) -> Array:
        """``(m U) C^-1`` (g + 1, k), checked: the row of ones stays positive in a table that can deliver."""
        size, count = len(self._rows), len(update.columns)
        if not count:
            return np.zeros((size, 0))
        met, pushed = np.empty((count, count)), np.empty((size, count))
        meet(self._inverse, update.columns, update.inputs, met)
        meet(self._single, np.arange(size), update.inputs, pushed)
        if update.emitters.size:
            pushed[:-1] += update.intensity @ self._lifted(update)
        try:
            weights = np.asarray(np.linalg.solve((np.eye(count) - met).T, pushed.T).T, dtype=np.float64)
        except np.linalg.LinAlgError:
            weights = np.full((size, count), np.inf)
        ones = self._rows[-1:].copy()
        spread(weights[-1:], self._inverse, update.columns, ones)
        if not ones.min() > 0.5:
            worst = int(np.argmin(ones[0]))
            label, value = self.accounts.sectors.labels[worst], float(ones[0, worst])
            raise BalanceError("scenario.unproductive", where=label, scenario=update.name, value=value)
        return np.ascontiguousarray(weights)

    def _lifted(self, update: Update) -> Array:
        """What the changed recipes ask of the emitters whose intensity changes, (q, k)."""
        found = np.empty((len(update.emitters), len(update.columns)))
        meet(self._inverse, update.emitters, update.inputs, found)
        return found


def prepare(accounts: Accounts) -> Session:
    """Accounts made ready for what-ifs that answer at once.

    Parameters
    ----------
    accounts : Accounts
        Money and kt; 4 n^2 bytes are kept beside it (35 MB for FIGARO's 2,944 sectors).

    Returns
    -------
    Session
        Deviations from :func:`run_scenario` stay below 1e-5 of the largest value
        (``tests/properties/test_session.py``).

    Raises
    ------
    BalanceError
        ``leontief.singular``.

    Notes
    -----
    With L the inverse kept, J the changed columns and D their differences: ``C = I - L[J] D``,
    ``m' = m + (m D) C^-1 L[J]`` and the footprints ``F' = F + (m D) C^-1 (L y)[J]``. Fact sheet section 14.

    Examples
    --------
    >>> from ketenkompas.mrio import IntensityChange, Scenario, Selection, example_accounts, prepare
    >>> session = prepare(example_accounts())
    >>> half = IntensityChange(name="half", year=2020, source="made", emitters=Selection(("NL",)), factor=0.5)
    >>> session.totals(session.update(Scenario("half", (half,)))).round(2).values.tolist()
    [[19.33, 0.67]]
    """
    system, n = leontief(accounts), len(accounts.sectors)
    inverse = np.empty((n, n), dtype=np.float32)
    for first in range(0, n, _STRIP):
        at = np.arange(first, min(first + _STRIP, n))
        unit = np.zeros((len(at), n))
        unit[np.arange(len(at)), at] = 1.0
        inverse[at] = system.transposed(unit)
    rows = system.transposed(np.vstack([intensities(accounts).values, np.ones((1, n))]))
    demand = demand_by_area(accounts).values
    outputs = np.ascontiguousarray(system.outputs(demand))
    gas, area = accounts.gas, {"area": ("area", list(accounts.regions))}
    totals, chain = rows[:-1] @ demand, {"units": intensity_unit(accounts)}
    single = rows.astype(np.float32)
    for kept in (inverse, rows, single, outputs):
        kept.flags.writeable = False
    return Session(
        accounts,
        inverse,
        rows,
        single,
        outputs,
        xr.DataArray(totals, dims=("gas", "area"), coords={**gas, **area}, attrs={"units": accounts.emission_unit}),
        xr.DataArray(rows[:-1], dims=("gas", "make"), coords={**gas, **accounts.make}, attrs=chain),
    )

"""Monte Carlo: footprints from tables, emissions and demand drawn within their errors, each draw reproducible alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from ketenkompas.errors import BalanceError, InputError
from ketenkompas.mrio._accounts import Accounts, Array
from ketenkompas.mrio._blocks import blocks_of, eight_rows
from ketenkompas.mrio._coarse import Array32
from ketenkompas.mrio._errors_of_data import DataErrors
from ketenkompas.mrio._first_order import emission_errors, region_places
from ketenkompas.mrio._footprints import demand_by_area
from ketenkompas.mrio._system import intensities, multipliers, reciprocal_output

_WORDS = 65536
_STREAMS = 5  # inputs, emissions, regions, demand from 1; a year's own are 16 (year + 1) + stream
_MOST_SWEEPS = 40


@dataclass(frozen=True)
class DrawState:
    """Everything a draw of one year needs, as plain arrays: what is sent to workers, whichever the scheduler.

    Rows are gases, filled up to eight; ``tables`` hold equally likely factors of each kind, for the part of an error
    that all years share and for the year's own.
    """

    year: int
    gases: int
    rebalanced: bool
    inputs: Array32 = field(repr=False)
    starts: npt.NDArray[np.intp] = field(repr=False)
    inverses: Array32 = field(repr=False)
    region: npt.NDArray[np.int64] = field(repr=False)
    outer: npt.NDArray[np.int64] = field(repr=False)
    direct: Array = field(repr=False)
    chain: Array32 = field(repr=False)
    demand: Array = field(repr=False)
    own: npt.NDArray[np.int64] = field(repr=False)
    tables: Array32 = field(repr=False)


def prepare_draws(accounts: Accounts, errors: DataErrors, *, rebalanced: bool = False) -> DrawState:
    """Prepare the draws of a year.

    Parameters
    ----------
    accounts : Accounts
        At most eight gases.
    errors : DataErrors
    rebalanced : bool
        Scale the inputs of each draw (RAS, twenty rounds) so that rows and columns of A keep their sums; without it a
        draw is not balanced: outputs follow from demand and the drawn inputs.

    Raises
    ------
    InputError
        ``uncertainty.gases``.
    """
    if len(accounts.gases) > 8:
        raise InputError("uncertainty.gases", count=len(accounts.gases))
    blocks = blocks_of(accounts, reciprocal_output(accounts))
    region = region_places(accounts)
    own = np.arange(len(accounts.regions))[None, :] == region[:, None]
    relative = emission_errors(accounts, errors)
    outer = (relative == errors.emissions_elsewhere).astype(np.int64)
    return DrawState(
        year=accounts.meta.year,
        gases=len(accounts.gases),
        rebalanced=rebalanced,
        inputs=blocks.inputs,
        starts=blocks.starts,
        inverses=blocks.inverses,
        region=region,
        outer=outer,
        direct=eight_rows(intensities(accounts).values),
        chain=eight_rows(multipliers(accounts).values).astype(np.float32),
        demand=demand_by_area(accounts).values,
        own=own.astype(np.int64),
        tables=_tables(errors),
    )


def draw_footprints(state: DrawState, seed: int, first: int, count: int) -> Array:
    """Footprints of the draws ``first`` to ``first + count``: (count, gas, area), kt, without households.

    The same numbers whatever the machine's number of threads and the order of chunks
    (``tests/properties/test_draws.py``). Draws of two years with the same seed and number share the part of their
    errors that stays over the years.

    Raises
    ------
    BalanceError
        ``uncertainty.unproductive`` naming a draw whose inputs exceed outputs, so that no solution exists.

    Notes
    -----
    A cell with relative standard error e is multiplied by a log-normal factor with ``s^2 = ln(1 + e^2)`` and mean 1,
    in 65,536 equally likely steps; zero stays zero and signs stay. With correlation rho between years the factor is
    the product of two, with variances ``rho s^2`` and ``(1 - rho) s^2``. Random words are those of a counter (Philox),
    keyed by seed, draw, stream and cell. The system is solved by block iteration from the undrawn multipliers, in
    float32, until the residual is below a millionth.
    """
    from ketenkompas.mrio._draw_kernels import draw  # compiled code is loaded when it is needed

    found, room = np.empty((count, 8, state.demand.shape[1])), np.empty_like(state.inputs)
    streams = np.array([[kind, 16 * (state.year + 1) + kind] for kind in range(_STREAMS)], dtype=np.int64)
    for k in range(count):
        passes = draw(
            state.inputs, state.starts, state.inverses, state.region, state.outer, state.direct, state.chain,
            state.demand, state.own, state.tables, streams, seed, first + k, _MOST_SWEEPS, state.rebalanced, room,
            found[k],
        )  # fmt: skip
        if passes >= _MOST_SWEEPS:
            raise BalanceError("uncertainty.unproductive", draw=first + k, year=state.year)
    return found[:, : state.gases]


def _tables(errors: DataErrors) -> Array32:
    """Factors (kind, part, word): inputs home, trade; demand home, trade; emissions inner, outer, of the industry
    alone; the same of its region. Parts are what years share and the year's own.
    """
    alone, together = 1 - errors.emissions_shared, errors.emissions_shared
    kinds = [
        (errors.inputs_home, 1.0, errors.inputs_years),
        (errors.inputs_trade, 1.0, errors.inputs_years),
        (errors.demand_home, 1.0, errors.demand_years),
        (errors.demand_trade, 1.0, errors.demand_years),
        (errors.emissions, alone, errors.emissions_years),
        (errors.emissions_elsewhere, alone, errors.emissions_years),
        (errors.emissions, together, errors.emissions_years),
        (errors.emissions_elsewhere, together, errors.emissions_years),
    ]
    tables = np.empty((len(kinds), 2, _WORDS), dtype=np.float32)
    for place, (error, part, years) in enumerate(kinds):
        variance = np.log1p(error**2) * part
        tables[place, 0], tables[place, 1] = _lognormal(variance * years), _lognormal(variance * (1 - years))
    return tables


def _lognormal(variance: float) -> Array:
    """Equally likely values of a log-normal factor with mean exactly 1, in the middle of each step."""
    normal = ndtri((np.arange(_WORDS) + 0.5) / _WORDS)
    values = np.exp(np.sqrt(variance) * normal)
    scaled: Array = values / values.mean()
    return scaled

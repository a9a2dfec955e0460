"""Monte Carlo runs: fixed chunks, any scheduler, a killed run resumes; and the product ``draws``."""

from __future__ import annotations

import functools
import io
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from ketenkompas import ingest
from ketenkompas.classifications import available_areas, members
from ketenkompas.errors import InputError
from ketenkompas.mrio import Accounts, Check, DataErrors, DrawState, draw_footprints, first_order, prepare_draws
from ketenkompas.pipeline._models import WIOD, WIOD_YEARS, read_wiod, wiod_inputs
from ketenkompas.pipeline._plan import Made, Plan
from ketenkompas.pipeline._receipt import Identity, Step
from ketenkompas.pipeline._store import home, write_bytes

Array = npt.NDArray[np.float64]
CHUNK = 25
KEPT_DRAWS, KEPT_SEED = 1000, 20261124
LEVEL = 0.95
DRAW_STEPS = (Step("mrio.draw_footprints", 1), Step("mrio.first_order", 1))
_SOURCES = ("emissions_independent", "emissions_shared", "inputs", "demand")


def run_draws(
    states: Sequence[DrawState],
    *,
    seed: int,
    draws: int,
    workers: int = 1,
    cluster: str | None = None,
    run: str | None = None,
) -> dict[int, Array]:
    """Draws of every year: (draw, gas, region), kt; bitwise the same however many workers there are.

    Parameters
    ----------
    states : sequence of DrawState
        One a year.
    workers : int
        Threads on this machine.
    cluster : str, optional
        Address of a Dask scheduler instead (extra ``cluster``).
    run : str, optional
        Name of the run (its receipt): finished chunks are kept in the user's folder under it, a killed run that is
        started again takes them up, and a finished run leaves nothing.

    Raises
    ------
    InputError
        ``uncertainty.draws``, ``uncertainty.workers``; ``uncertainty.no_dask`` where the extra is not installed.
    BalanceError
        ``uncertainty.unproductive``.
    """
    if draws < 2:
        raise InputError("uncertainty.draws", found=draws)
    if workers < 1:
        raise InputError("uncertainty.workers", found=workers)
    folder = None if run is None else home() / "draws" / run
    jobs = [(state, first, min(CHUNK, draws - first)) for state in states for first in range(0, draws, CHUNK)]
    made = {(job[0].year, job[1]): values for job in jobs if (values := _kept(folder, job)) is not None}
    waiting = [job for job in jobs if (job[0].year, job[1]) not in made]
    made |= dict(_done(waiting, seed, workers, cluster, folder))
    found = {
        state.year: np.concatenate([made[(state.year, job[1])] for job in jobs if job[0].year == state.year])
        for state in states
    }
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    return found


_Job = tuple[DrawState, int, int]


def _kept(folder: Path | None, job: _Job) -> Array | None:
    """A chunk that an earlier run finished; anything that is not whole counts as none."""
    if folder is None:
        return None
    try:
        values: Array = np.load(folder / f"{job[0].year}-{job[1]}.npy", allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return values if len(values) == job[2] else None


def _done(
    jobs: Sequence[_Job], seed: int, workers: int, cluster: str | None, folder: Path | None
) -> Iterator[tuple[tuple[int, int], Array]]:
    work: Callable[[_Job], Array] = functools.partial(_chunk, seed)
    finished = _on_cluster(jobs, work, cluster) if cluster else _in_threads(jobs, work, workers)
    for (state, first, _), values in finished:
        if folder is not None:
            buffer = io.BytesIO()
            np.save(buffer, values)
            write_bytes(folder / f"{state.year}-{first}.npy", buffer.getvalue())
        yield (state.year, first), values


def _chunk(seed: int, job: _Job) -> Array:
    state, first, count = job
    return draw_footprints(state, seed, first, count)


def _in_threads(jobs: Sequence[_Job], work: Callable[[_Job], Array], workers: int) -> Iterator[tuple[_Job, Array]]:
    with ThreadPoolExecutor(workers) as pool:
        yield from zip(jobs, pool.map(work, jobs), strict=True)


def _on_cluster(jobs: Sequence[_Job], work: Callable[[_Job], Array], address: str) -> Iterator[tuple[_Job, Array]]:
    try:
        from distributed import Client
    except ImportError as missing:
        raise InputError("uncertainty.no_dask") from missing
    with Client(address) as client:  # type: ignore[no-untyped-call]
        waiting = client.map(work, jobs, pure=False)
        yield from zip(jobs, client.gather(waiting), strict=True)


def of_area(draws: Array, accounts: Accounts, area: str, gas: str) -> Array:
    """The draws of an area or aggregate, kt."""
    inside = [accounts.regions.index(region) for region in members(area, accounts.regions)]
    summed: Array = draws[:, accounts.gases.index(gas)][:, inside].sum(axis=1)
    return summed


def interval(draws: Array) -> tuple[float, float]:
    """The middle 95 % of draws."""
    low, high = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def draw_plans(years: Sequence[int] = WIOD_YEARS) -> list[Plan]:
    """The plan of ``draws``: for every area an interval each year, its variance by source, and for every pair of years
    the interval of the change and the share of draws in which the later footprint is the lower.

    Columns ``gas, area, from_year, to_year, value, low, high, deviation, first_order, lower`` and the share of variance
    of each source; kt. Rows with equal years are of one year (``lower`` is null), others of a change.
    """
    stated = ingest.read_errors()
    identity = Identity(
        product="draws",
        model=WIOD,
        year=None,
        steps=(Step("ingest.wiod2013", 1), *DRAW_STEPS),
        inputs=tuple(dict.fromkeys(item for year in years for item in wiod_inputs(year))),
        parameters={"years": list(years), "draws": KEPT_DRAWS, "rebalanced": False, "errors": dict(stated.raw)},
        seed=KEPT_SEED,
    )

    def make() -> Made:
        tables = [read_wiod(year)[0] for year in years]
        states = [prepare_draws(accounts, stated.errors) for accounts in tables]
        found = run_draws(states, seed=KEPT_SEED, draws=KEPT_DRAWS, workers=cores(), run=identity.id)
        frame, worst = _frame(tables, found, stated.errors)
        return frame, (Check("means_of_draws_are_the_figures", worst, 0.02, worst <= 0.02),), ()

    return [Plan(identity, make)]


def _frame(tables: Sequence[Accounts], found: Mapping[int, Array], errors: DataErrors) -> tuple[pl.DataFrame, float]:
    """The rows, and the largest deviation of a mean of draws from its figure, over the figure (areas above 1 %)."""
    rows: list[dict[str, Any]] = []
    worst = 0.0
    known = {accounts.meta.year: first_order(accounts, errors) for accounts in tables}
    for gas in tables[0].gases:
        for area in available_areas(tables[0].regions):
            drawn = {one.meta.year: of_area(found[one.meta.year], one, area, gas) for one in tables}
            values: dict[int, float] = {}
            for accounts in tables:
                year = accounts.meta.year
                row = single_row(accounts, known[year], drawn[year], area, gas)
                values[year] = row["value"]
                worst = max(worst, abs(drawn[year].mean() / row["value"] - 1)) if area == "WORLD" else worst
                rows.append(row)
            rows += [
                pair_row(gas, area, years, (values[years[0]], values[years[1]]), (drawn[years[0]], drawn[years[1]]))
                for years in combinations(values, 2)
            ]
    kinds = {"gas": pl.Categorical, "area": pl.Categorical, "from_year": pl.Int32, "to_year": pl.Int32}
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col(name).cast(kind) for name, kind in kinds.items()
    ), float(worst)


def single_row(accounts: Accounts, known: Any, drawn: Array, area: str, gas: str) -> dict[str, Any]:
    """One year: figure, interval, deviation by draws and to first order, shares of variance by source."""
    inside = list(members(area, accounts.regions))
    value = float(known["footprint"].sel(gas=gas, area=inside).sum())
    parts = variance_of(known, inside, gas)
    low, high = interval(drawn)
    total = sum(parts.values())
    return {
        "gas": gas, "area": area, "from_year": accounts.meta.year, "to_year": accounts.meta.year, "value": value,
        "low": low, "high": high, "deviation": float(drawn.std(ddof=1)),
        "first_order": float(np.sqrt(total)) if len(inside) == 1 else None, "lower": None,
        **{name: (part / total if total and len(inside) == 1 else None) for name, part in parts.items()},
    }  # fmt: skip


def variance_of(known: Any, inside: Sequence[str], gas: str) -> dict[str, float]:
    """Variance of one region's footprint by source, to first order; of an aggregate it is not the sum."""
    summed = known["variance"].sel(gas=gas, area=list(inside)).sum("area")
    return {name: float(summed.sel(source=name)) for name in _SOURCES}


def pair_row(
    gas: str, area: str, years: tuple[int, int], values: tuple[float, float], drawn: tuple[Array, Array]
) -> dict[str, Any]:
    """A change between two years: interval, and the share of draws in which the second is the lower."""
    change = drawn[1] - drawn[0]
    low, high = interval(change)
    return {
        "gas": gas, "area": area, "from_year": years[0], "to_year": years[1], "value": values[1] - values[0],
        "low": low, "high": high, "deviation": float(change.std(ddof=1)), "first_order": None,
        "lower": float((change < 0).mean()), **dict.fromkeys(_SOURCES),
    }  # fmt: skip

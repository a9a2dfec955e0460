"""Decomposition against two inverses, Monte Carlo draws against a new inverse each, and first-order deviations.

Made tables of FIGARO's size (46 x 64, 7 gases) and WIOD 2000 and 2008 where the mirror is at hand. Results are compared
before anything is timed. Writes ``results/change_and_chance.json``; ``--quick`` takes 6 x 20 and keeps nothing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from _made_accounts import made_accounts
from _results import Row, keep
from ketenkompas.errors import SourceError
from ketenkompas.ingest import read_errors
from ketenkompas.mrio import (
    Accounts,
    demand_by_area,
    draw_footprints,
    first_order,
    intensities,
    leontief,
    multipliers,
    prepare_draws,
    three_factors,
)
from ketenkompas.pipeline import WIOD, cores, table

Array = np.ndarray


def best(work: Callable[[], Any], runs: int) -> float:
    """The best of some runs, seconds."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def two_inverses(before: Accounts, after: Accounts) -> Array:
    """Three factors and two polar forms as an analyst writes them down: (form, effect, gas, area)."""
    parts = []
    for accounts in (before, after):
        output = accounts.output.values
        per_output = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
        inputs = accounts.flows.values * per_output
        inverse = np.linalg.inv(np.eye(len(inputs)) - inputs)
        parts.append((intensities(accounts).values, inverse, demand_by_area(accounts).values))
    (f0, l0, y0), (f1, l1, y1) = parts
    first = [(f1 - f0) @ (l1 @ y1), f0 @ ((l1 - l0) @ y1), f0 @ (l0 @ (y1 - y0))]
    second = [(f1 - f0) @ (l0 @ y0), f1 @ ((l1 - l0) @ y0), f1 @ (l1 @ (y1 - y0))]
    return np.array([first, second])


def new_inverse(accounts: Accounts, random: np.random.Generator, sigma: float = 0.2) -> Array:
    """One draw as practice has it: log-normal factors by NumPy, a new inverse, footprints of all areas."""
    output = accounts.output.values
    per_output = np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)
    inputs = accounts.flows.values * per_output
    drawn = inputs * random.lognormal(-(sigma**2) / 2, sigma, inputs.shape)
    rows = intensities(accounts).values
    rates = rows * random.lognormal(-(sigma**2) / 2, sigma, rows.shape)
    demand = demand_by_area(accounts).values
    bought = demand * random.lognormal(-(sigma**2) / 2, sigma, demand.shape)
    found: Array = rates @ np.linalg.inv(np.eye(len(inputs)) - drawn) @ bought
    return found


def decomposition_row(before: Accounts, after: Accounts, name: str, runs: int, goal: bool) -> tuple[Row, float]:
    found = three_factors(before, after, current_prices=True)  # made prices, or only timed: nothing is published
    known = two_inverses(before, after)
    mine = np.stack([found["first_form"].values, found["second_form"].values])
    gap = float(np.abs(mine - known).max() / np.abs(known).max())
    assert gap < 1e-8, gap
    ours, theirs = (
        best(lambda: three_factors(before, after, current_prices=True), runs),
        best(lambda: two_inverses(before, after), 2),
    )
    row = Row(f"decomposition, 3 factors, 2 forms, {name}", "two inverses", ours, theirs, "8 times" if goal else "-",
              theirs / ours >= 8 or not goal, "12" if goal else "")  # fmt: skip
    return row, gap


def draw_rows(accounts: Accounts, name: str, draws: int, goal: bool) -> tuple[list[Row], dict[str, float]]:
    errors = read_errors().errors
    state = prepare_draws(accounts, errors)
    chunks = range(0, draws, 5)

    def run() -> Array:
        with ThreadPoolExecutor(cores()) as pool:
            return np.concatenate(list(pool.map(lambda first: draw_footprints(state, 1, first, 5), chunks)))

    drawn = run()
    chain, outputs = multipliers(accounts), leontief(accounts).outputs(demand_by_area(accounts).values)
    known = first_order(accounts, errors, chain=chain, outputs=outputs)
    ratio = float((drawn.std(axis=0, ddof=1) / known["standard_deviation"].values).mean())
    assert 0.8 < ratio < 1.3, ratio
    seconds = best(run, 2) / draws
    random = np.random.default_rng(1)
    theirs = best(lambda: new_inverse(accounts, random), 3)
    analytic = best(lambda: first_order(accounts, errors, chain=chain, outputs=outputs), 9)
    rows = [
        Row(f"one Monte Carlo draw of A, F and Y, {name}", "new inverse per draw", seconds, theirs,
            "25 times" if goal else "-", theirs / seconds >= 25 or not goal, "40" if goal else ""),
        Row(f"1,000 draws, {name} (from {draws})", "-", 1000 * seconds, None, "< 60 s" if goal else "-",
            1000 * seconds < 60 or not goal),
        Row(f"standard deviations of all footprints, first order, {name}", "1,000 draws", analytic, 1000 * seconds,
            "< 50 ms" if goal else "-", analytic < 0.05 or not goal),
    ]  # fmt: skip
    return rows, {"deviation of draws over first order": ratio}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a small table, to try the script; nothing is kept")
    quick = parser.parse_args().quick
    shape = (6, 20) if quick else (46, 64)
    before, after = made_accounts(*shape, seed=1), made_accounts(*shape, seed=2)
    name = "n = 2,944" if not quick else "n = 120"
    row, gap = decomposition_row(before, after, name, 5, not quick)
    rows, notes = [row], {f"{name}: largest difference to two inverses": gap}
    more, told = draw_rows(before, name, 20 if quick else 60, not quick)
    rows += more
    notes |= {f"{name}: {key}": value for key, value in told.items()}
    try:
        real = [table(WIOD, year).accounts for year in (2000, 2008)]
    except SourceError:
        print("WIOD is not at hand (KETENKOMPAS_MIRROR): made tables only")
    else:
        row, gap = decomposition_row(real[0], real[1], "WIOD 2000-2008", 5, False)
        more, told = draw_rows(real[1], "WIOD 2008", 60, False)
        rows += [row, *more]
        notes |= {"WIOD: largest difference to two inverses": gap, **{f"WIOD: {k}": v for k, v in told.items()}}
    keep("" if quick else "change_and_chance", rows, notes)


if __name__ == "__main__":
    main()

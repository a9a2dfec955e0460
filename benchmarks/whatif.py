"""Prepared what-ifs against a new factorisation: 16 changed columns of a table of FIGARO's size (46 x 64).

The prepared answers are held against the full solution of the same changed table before anything is timed. Both sides
run in one process, as it is (no thread is pinned); the prepared what-if uses the thread that asks. Medians and 99th
percentiles over many runs, each with other numbers. Writes ``results/whatif.json``; ``--quick`` takes 6 x 20.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.linalg

from _made_accounts import made_accounts
from _results import Row, keep
from ketenkompas.mrio import (
    Accounts,
    Scenario,
    Selection,
    Session,
    TechnologyChange,
    Update,
    coefficients,
    intensities,
    prepare,
    run_scenario,
)

COLUMNS = 16
NEAR = 1e-5
TURNS, RUNS = 9, 300  # in turns, so that a busy machine slows all alike


def scenario(accounts: Accounts, columns: int) -> Scenario:
    """Less of every input for the first industries of one region."""
    industries = tuple(dict.fromkeys(accounts.sectors.products))[:columns]
    buyers = Selection((accounts.regions[0],), industries)
    return Scenario("less", (TechnologyChange(name="less", year=2020, source="made", buyers=buyers, factor=0.9),))


def updates(update: Update, count: int, seed: int) -> list[Update]:
    """The same columns with other numbers each time."""
    random = np.random.default_rng(seed)
    shape = update.inputs.shape
    return [
        dataclasses.replace(update, inputs=update.inputs * random.uniform(0.5, 1.5, shape).astype(np.float32))
        for _ in range(count)
    ]


def timed(work: Callable[[Any], Any], given: list[Any]) -> np.ndarray:
    seconds = []
    for one in given:
        started = time.perf_counter()
        work(one)
        seconds.append(time.perf_counter() - started)
    return np.array(seconds)


def refactorised(inputs: np.ndarray, rows: np.ndarray, update: Update) -> np.ndarray:
    """Multipliers by a new LU of ``I - A'``, transposed so that the table's rows are its columns."""
    matrix = -inputs.T
    matrix[update.columns] -= update.inputs
    matrix[np.diag_indices_from(matrix)] += 1.0
    factors = scipy.linalg.lu_factor(matrix, overwrite_a=True, check_finite=False)
    return scipy.linalg.lu_solve(factors, rows.T, check_finite=False).T


def compared(accounts: Accounts, session: Session, inputs: np.ndarray, rows: np.ndarray) -> dict[str, float]:
    """Largest deviations over largest values; refuses to go on when they are large."""
    asked = scenario(accounts, COLUMNS)
    update, outcome = session.update(asked), run_scenario(accounts, asked)
    full = outcome.after.footprint.sum("origin").values
    change = full - outcome.before.footprint.sum("origin").values
    totals, chain = session.totals(update).values, session.multipliers(update).values
    anew = refactorised(inputs, rows, update)
    found = {
        "totals": float(np.abs(totals - full).max() / np.abs(full).max()),
        "totals over largest change": float(np.abs(totals - full).max() / np.abs(change).max()),
        "multipliers": float(np.abs(chain - outcome.after.multipliers.values).max() / anew.max()),
        "refactorised": float(np.abs(anew - outcome.after.multipliers.values).max() / anew.max()),
        "residual": session.residual(update),
        "residual of the full update": outcome.residual,
    }
    if not max(found["totals"], found["multipliers"], found["refactorised"], found["residual"]) < NEAR:
        raise SystemExit(f"The results differ: {found}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a small table, to try the script")
    quick = parser.parse_args().quick
    accounts = made_accounts(6, 20) if quick else made_accounts(46, 64)
    started = time.perf_counter()
    session = prepare(accounts)
    prepared = time.perf_counter() - started
    inputs, rows = coefficients(accounts)["inputs"].values, intensities(accounts).values
    columns = COLUMNS if not quick else 8
    deviations = compared(accounts, session, inputs, rows) if not quick else {}
    update = session.update(scenario(accounts, columns))
    ones = session.update(scenario(accounts, 1))
    session.totals(update), session.multipliers(update)
    parts: dict[str, list[np.ndarray]] = {"totals": [], "chain": [], "single": [], "lu": []}
    for turn in range(TURNS):
        many = updates(update, RUNS, turn)
        parts["totals"].append(timed(session.totals, many))
        parts["chain"].append(timed(session.multipliers, many))
        parts["single"].append(timed(session.totals, updates(ones, RUNS, turn)))
        parts["lu"].append(timed(lambda one: refactorised(inputs, rows, one), many[:1]))
    totals, chain, single, lu = (np.concatenate(parts[name]) for name in ("totals", "chain", "single", "lu"))
    quickest = float(lu.min())  # the median would flatter us on a busy machine
    last, top = (lambda seconds: float(np.percentile(seconds, 99))), 1e-3
    table = [
        Row(
            f"What-if, {columns} columns, footprints of all areas, 7 gases (median)",
            "a new factorisation (LU) of the changed table, quickest run",
            float(np.median(totals)),
            quickest,
            "1,000 times",
            quickest / float(np.median(totals)) >= 1000,
        ),
        Row("  the same, 99th percentile", "", last(totals), None, "p99 < 1 ms", last(totals) < top),
        Row(
            f"What-if, {columns} columns, all multipliers, 7 gases (median)",
            "a new factorisation (LU) of the changed table, quickest run",
            float(np.median(chain)),
            quickest,
            "5 ms",
            float(np.median(chain)) < 5e-3,
        ),
        Row("  the same, 99th percentile", "", last(chain), None, "p99 < 5 ms", last(chain) < 5e-3),
        Row("What-if, 1 column, footprints of all areas (median)", "", float(np.median(single)), None, "-", True),
    ]
    notes = {
        "sectors": len(accounts.sectors),
        "load": os.getloadavg()[0],
        "runs": {"prepared": len(totals), "factorisation": len(lu)},
        "prepare_seconds": round(prepared, 3),
        "kept_megabytes": round(4e-6 * len(accounts.sectors) ** 2, 1),
        "deviations": deviations,
        "factorisation_seconds": [round(float(one), 4) for one in lu],
    }
    keep("" if quick else "whatif", table, notes)


if __name__ == "__main__":
    main()

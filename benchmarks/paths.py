"""Structural paths: at equal threshold against pyspa, and exactly the largest thousand of a full-size table.

pyspa (GPL) runs in an environment of its own as a process of its own, on the same arrays. Its paths and ours are the
same before anything is timed, and the largest thousand are checked against a plain search that knows no multiplier
bound of ours. What is timed is a search with the table prepared; preparing is told beside it. Made table of FIGARO's
size (46 x 64), and WIOD 2008 where it is at hand. Writes ``results/paths.json``. ``--quick`` takes 6 x 20.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from _made_accounts import made_accounts
from _peers import peer
from _results import Row, keep
from ketenkompas.errors import KetenkompasError
from ketenkompas.mrio import Accounts, Paths, PathSearch, coefficients, demand_of, paths, prepare_paths
from ketenkompas.pipeline import WIOD, table

PYSPA = ("pyspa==2.4",)
THRESHOLDS = (1e-3, 1e-4)
STAGES = 15
TOP = 1000
RUNS = 30
FLOOR, LIMIT, AIM = 1000, 0.020, 0.010


def best(work: Callable[[], Any], runs: int) -> float:
    """The shortest of so many runs, seconds."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def asked(search: PathSearch, inputs: np.ndarray, target: int, threshold: float, python: Path) -> dict[str, Any]:
    """What pyspa finds behind one unit delivered by the target."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, values in (("inputs", inputs), ("direct", search.direct), ("total", search.chain)):
            np.save(folder / f"{name}.npy", values)
        (folder / "asked.json").write_text(json.dumps({"target": target, "threshold": threshold}), "utf-8")
        script = Path(__file__).parent / "_pyspa_peer.py"
        told = subprocess.run(
            [str(python), str(script), str(folder), "2", str(STAGES)], check=True, stdout=subprocess.PIPE, text=True
        )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


def same(found: Paths, theirs: dict[str, Any]) -> dict[str, float]:
    """Refuses anything but the same paths with the same values; how many, and how far apart."""
    cut = found.threshold * abs(found.total)
    known = {tuple(one["chain"]): one["value"] for one in theirs["paths"] if one["value"] >= cut}
    ours = dict(zip(found.chains, found.values.tolist(), strict=True))
    assert max(len(chain) for chain in known) <= STAGES, "pyspa was stopped by the number of stages"
    assert ours.keys() == known.keys(), (len(ours), len(known))
    apart = max(abs(ours[chain] - value) / abs(found.total) for chain, value in known.items())
    assert apart < 1e-12, apart
    return {"paths": len(ours), "visited by pyspa": len(theirs["paths"]), "largest difference": apart}


def plain(search: PathSearch, inputs: np.ndarray, demand: np.ndarray, cut: float) -> np.ndarray:
    """Own emissions of at least ``cut`` of every path, largest first, by a walk that only uses A, f and m."""
    found, waiting = [], [(int(k), float(demand[k])) for k in np.flatnonzero(np.abs(search.chain * demand) >= cut)]
    while waiting:
        sector, amount = waiting.pop()
        found.append(abs(search.direct[sector] * amount))
        bought = inputs[:, sector] * amount
        near = np.flatnonzero(np.abs(search.chain * bought) >= cut)
        waiting += zip(near.tolist(), bought[near].tolist(), strict=True)
    values = np.sort(np.array(found))[::-1]
    return values[values >= cut]


def against_pyspa(name: str, accounts: Accounts, search: PathSearch, python: Path, notes: dict[str, Any]) -> list[Row]:
    """The paths behind the product whose suppliers emit most for final demand."""
    inputs = np.ascontiguousarray(coefficients(accounts)["inputs"].values)
    everyone = demand_of(accounts, accounts.regions)
    target = int(np.argmax((search.chain - search.direct) * everyone))
    delivered = np.zeros(len(everyone))
    delivered[target] = 1.0
    rows = []
    for threshold in THRESHOLDS:
        theirs = asked(search, inputs, target, threshold, python)
        equal = same(paths(search, delivered, threshold=threshold), theirs)
        mine = best(lambda cut=threshold: paths(search, delivered, threshold=cut), RUNS)
        slow = min(theirs["seconds"])
        work = f"paths of one product from {threshold:g} of its emissions, {name}"
        rows.append(Row(work, "pyspa extract_pathways", mine, slow, f"{FLOOR} times", slow / mine >= FLOOR))
        notes[work] = equal | {"pyspa": theirs["versions"], "pyspa seconds": theirs["seconds"]}
    return rows


def largest(name: str, accounts: Accounts, search: PathSearch, notes: dict[str, Any]) -> list[Row]:
    """The largest thousand behind the demand of one country, and of all together."""
    inputs = coefficients(accounts)["inputs"].values
    home = "NL" if "NL" in accounts.regions else accounts.regions[0]
    rows = []
    for whose, regions in ((home, [home]), ("the world", list(accounts.regions))):
        demand = demand_of(accounts, regions)
        found = paths(search, demand, top=TOP)
        checked = plain(search, inputs, demand, float(np.abs(found.values[-1])) * (1 - 1e-12))
        np.testing.assert_allclose(np.abs(found.values), checked[:TOP], rtol=1e-9)
        assert abs(found.recorded + found.small + found.pruned - found.total) <= 1e-14 * abs(found.total)
        mine = best(lambda of=demand: paths(search, of, top=TOP), RUNS)
        work = f"exact largest {TOP} paths, {whose}, {name}"
        rows.append(Row(work, "-", mine, None, f"{LIMIT * 1e3:.0f} ms", mine < LIMIT, f"{AIM * 1e3:.0f} ms"))
        notes[work] = {
            "recorded": found.recorded / found.total,
            "small": found.small / found.total,
            "pruned": found.pruned / found.total,
            "visited": found.visited,
        }
    return rows


def of_table(name: str, accounts: Accounts, python: Path, notes: dict[str, Any]) -> list[Row]:
    """All rows of one table."""
    search = prepare_paths(accounts)
    paths(search, demand_of(accounts, accounts.regions), top=10)
    notes[f"{name}: preparing, seconds"] = best(lambda: prepare_paths(accounts), 2)
    return [*largest(name, accounts, search, notes), *against_pyspa(name, accounts, search, python, notes)]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a small table, to try the script; nothing is kept")
    arguments = parser.parse_args()
    python, notes = peer("pyspa", *PYSPA), {}
    shape = (6, 20) if arguments.quick else (46, 64)
    accounts = made_accounts(*shape, 1)
    rows = of_table(f"n = {len(accounts.sectors):,}", accounts, python, notes)
    if not arguments.quick:
        try:
            rows += of_table("WIOD 2008", table(WIOD, 2008).accounts, python, notes)
        except KetenkompasError as fault:
            notes["WIOD 2008"] = fault.text().splitlines()[0]  # the rest names folders of this machine
            print(fault.text())
    keep("" if arguments.quick else "paths", rows, notes)


if __name__ == "__main__":
    main()

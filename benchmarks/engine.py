"""Multipliers, footprints and whole account sets of full-size tables, against pymrio in the same run.

Made tables of FIGARO's size (46 x 64) and EXIOBASE's (49 x 200) with 7 gases, and WIOD 2008 where it is at hand;
pymrio with the newest NumPy in an environment of its own. Results are compared before anything is timed; both sides run
in fresh processes on the same arrays, compiled code loaded and the tables in memory. Writes ``results/engine.json``.
``--quick`` takes 6 x 20.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import subprocess
import sys
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
from ketenkompas.ingest import open_cache, read_ahead, read_pymrio, save_cache
from ketenkompas.mrio import Accounts, account_set, footprint, leontief, multipliers, origin_cube
from ketenkompas.pipeline import WIOD, table

PYMRIO = ("pymrio==0.7.0", "pyarrow")
YEARS = 14
SIZES = {"n = 2,944": (46, 64), "n = 9,800": (49, 200)}
REAL = "WIOD 2008"
FLOORS = {"n = 2,944": (15, 40), "n = 9,800": (60, 100)}  # the issue's; a real table is far smaller and has none


def write(accounts: Accounts, folder: Path) -> None:
    """The arrays for the peer, and the cache for ourselves."""
    uses = list(zip(accounts.final_uses.regions, accounts.final_uses.categories, strict=True))
    labels = [list(accounts.regions), list(dict.fromkeys(accounts.sectors.products)), list(accounts.gases), uses]
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
    for name in ("flows", "demand", "emissions"):
        np.save(folder / f"{name}.npy", getattr(accounts, name).values)
    save_cache(accounts, folder / "cache")


def loaded(folder: Path) -> Accounts:
    """Accounts in memory, not mapped."""
    mapped = open_cache(folder / "cache")
    return Accounts.build(
        flows=np.array(mapped.flows.values),
        demand=np.array(mapped.demand.values),
        emissions=np.array(mapped.emissions.values),
        direct=np.array(mapped.direct.values),
        sectors=mapped.sectors,
        final_uses=mapped.final_uses,
        gases=mapped.gases,
        meta=mapped.meta,
    )


def _best(work: Callable[[], Any], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def _both(accounts: Accounts) -> None:
    footprint(accounts, chain=multipliers(accounts))


def child_multipliers(folder: Path, runs: int) -> dict[str, Any]:
    accounts = loaded(folder)
    _both(accounts)
    return {"seconds": _best(lambda: _both(accounts), runs)}


def child_set(folder: Path, runs: int, precision: str) -> dict[str, Any]:
    accounts = loaded(folder)
    return {"seconds": _best(lambda: account_set(accounts, precision=precision), runs)}  # type: ignore[arg-type]


def child_memory(folder: Path, runs: int) -> dict[str, Any]:  # noqa: ARG001 (the form of all)
    multipliers(made_accounts(40, 51, 7))  # compiled code and libraries are no part of the question
    accounts = loaded(folder)
    Path("/proc/self/clear_refs").write_text("5", "utf-8")
    before = _status("VmRSS")
    _both(accounts)
    return {"seconds": [], "peak_mb": (_status("VmHWM") - before) / 1e3}


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def child_years(folder: Path, years: int, source: str) -> dict[str, Any]:
    multipliers(made_accounts(40, 51, 7))
    place, read = (folder / "saved-2020", read_pymrio) if source == "parquet" else (folder / "cache", open_cache)
    start = time.perf_counter()
    for accounts in read_ahead([place] * years, read, ahead=2):
        _both(accounts)
    return {"seconds": [time.perf_counter() - start]}


def child_cubes(folder: Path, years: int) -> dict[str, Any]:
    import resource

    multipliers(made_accounts(40, 51, 7))
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "utf-8")
    start = time.perf_counter()
    for _ in range(years):
        origin_cube(open_cache(folder / "cache"))
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return {"seconds": [seconds], "peak_gb": own, "above_gb": (_status("VmHWM") - before) / 1e6}


CHILDREN: dict[str, Callable[[Path, int], dict[str, Any]]] = {
    "multipliers": child_multipliers,
    "double": lambda folder, runs: child_set(folder, runs, "double"),
    "single": lambda folder, runs: child_set(folder, runs, "single"),
    "memory": child_memory,
    "parquet": lambda folder, years: child_years(folder, years, "parquet"),
    "cache": lambda folder, years: child_years(folder, years, "cache"),
    "cubes": child_cubes,
}


def run(python: Path | str, script: str, *arguments: object) -> dict[str, Any]:
    """A fresh process's answer."""
    told = subprocess.run(
        [str(python), str(Path(__file__).parent / script), *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


def ours(work: str, folder: Path, times: int) -> dict[str, Any]:
    """Our own side in a fresh process."""
    return run(sys.executable, "engine.py", "--child", work, folder, times)


def compare(accounts: Accounts, folder: Path) -> dict[str, float]:
    """Largest differences to pymrio's results, and of the iteration to the factorisation, relative to the largest."""
    found = account_set(accounts)
    differences = {}
    for name in ("M", "D_cba", "D_pba", "D_imp", "D_exp"):
        known = np.load(folder / f"pymrio_{name}.npy")
        values = found[name].values
        mine = values if values.ndim == 2 else np.moveaxis(values, 1, 2).reshape(known.shape)
        differences[name] = float(np.abs(mine - known).max() / np.abs(known).max())
    direct = multipliers(accounts, system=leontief(accounts)).values
    iterated = multipliers(accounts)
    differences["iteration"] = float((np.abs(iterated.values - direct).max(axis=1) / direct.max(axis=1)).max())
    differences["iteration, cell by cell"] = float(
        np.max(np.abs(iterated.values - direct) / np.maximum(np.abs(direct), 1e-300), where=direct > 0, initial=0.0)
    )
    single = account_set(accounts, precision="single")
    differences["single"] = float(abs(single["origin"] - found["origin"]).max() / abs(found["origin"]).max())
    assert max(differences[name] for name in ("M", "D_cba", "D_pba", "D_imp", "D_exp")) < 1e-8, differences
    assert differences["iteration"] < 1e-10, differences
    assert differences["single"] < 1e-4, differences
    return differences


def in_turns(rounds: int, works: dict[str, Callable[[], dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Both sides in turn, several rounds: a shared machine is not as fast at one time as at another."""
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            told[name].append(work())
    return told


def best_of(tries: list[dict[str, Any]]) -> float:
    """The shortest run of all tries."""
    return min(float(seconds) for one in tries for seconds in one["seconds"])


def of_size(name: str, shape: tuple[int, int], python: Path, notes: dict[str, Any], quick: bool) -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        accounts = table(WIOD, 2008).accounts if name == REAL else made_accounts(*shape)
        write(accounts, folder)
        gases, small = len(accounts.gases), len(accounts.sectors) < 5000
        run(python, "_pymrio_peer.py", "calculate", folder, 1)
        notes[f"{name}: differences"] = compare(accounts, folder)
        del accounts
        rounds, peers, runs = (3, 3, 5) if small else (2, 1, 2)
        works: dict[str, Callable[[], dict[str, Any]]] = {
            "pymrio": lambda: run(python, "_pymrio_peer.py", "calculate", folder, peers)
        }
        for work in ("multipliers", "double", "single"):
            works[work] = functools.partial(ours, work, folder, runs)
        told = in_turns(rounds, works)
        notes[f"{name}: runs"] = told
        theirs = best_of(told["pymrio"])
        floor, aim = FLOORS.get(name, (0, 0))
        for work, wanted, better, what in (
            ("multipliers", floor, aim, f"{gases} gas multipliers and footprints"),
            ("double", 4, 6, "accounts without L and A, origin cube, double"),
            ("single", 8, 12, "accounts without L and A, origin cube, single"),
        ):
            mine = best_of(told[work])
            told_floor, told_aim = (f"{wanted} times", f"{better}") if floor else ("", "")
            met = not floor or theirs / mine >= wanted
            rows.append(Row(f"{what}, {name}", "pymrio calc_all", mine, theirs, told_floor, met, told_aim))
        if name == REAL:
            return rows
        peak, limit = ours("memory", folder, 1)["peak_mb"], 60 if small else 500
        notes[f"{name}: memory above the accounts, MB"] = {"peak": peak, "limit": limit, "met": peak <= limit}
        verdict = "met" if peak <= limit else "NOT met"
        print(f"memory above the loaded accounts, {name}: {peak:.0f} MB ({verdict}: {limit})")
        if small:
            rows += from_disk(folder, python, notes, 2 if quick else YEARS)
    return rows


def from_disk(folder: Path, python: Path, notes: dict[str, Any], years: int) -> list[Row]:
    run(python, "_pymrio_peer.py", "save", folder, 1)
    works: dict[str, Callable[[], dict[str, Any]]] = {
        "pymrio": lambda: run(python, "_pymrio_peer.py", "from_disk", folder, years)
    }
    for work in ("parquet", "cache", "cubes"):
        works[work] = functools.partial(ours, work, folder, years)
    told = in_turns(3, works)
    notes["years from disk: runs"] = told
    slow, rows = best_of(told["pymrio"]), []
    for work, floor, aim, label in (
        ("parquet", 10, "", "multipliers from the same Parquet"),
        ("cache", 25, "40", "multipliers from the cache"),
        ("cubes", 4, "10", "full origin x destination x gas cube from the cache"),
    ):
        seconds = best_of(told[work])
        met = slow / seconds >= floor and all(one.get("above_gb", 0) < 0.6 for one in told[work])
        what = f"{years} years from disk, {label}"
        rows.append(Row(what, "pymrio load_all, calc_all", seconds, slow, f"{floor} times", met, aim))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--child", nargs=3, metavar=("WORK", "FOLDER", "TIMES"), help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="a small table, to try the script; nothing is kept")
    parser.add_argument("--size", choices=[REAL, *SIZES], help="one size only; nothing is kept")
    arguments = parser.parse_args()
    if arguments.child:
        work, folder, times = arguments.child
        print(json.dumps(CHILDREN[work](Path(folder), int(times))))
        return
    python, notes, rows = peer("pymrio", *PYMRIO), {}, []
    sizes = {"n = 2,944": (6, 20)} if arguments.quick else SIZES
    try:
        table(WIOD, 2008)
        sizes = {REAL: (0, 0), **sizes}
    except KetenkompasError as fault:
        notes[REAL] = fault.text().splitlines()[0]  # the rest names folders of this machine
    for name, shape in sizes.items():
        if arguments.size in (None, name):
            rows += of_size(name, shape, python, notes, arguments.quick)
    keep("engine" if not arguments.quick and arguments.size is None else "", rows, notes)


if __name__ == "__main__":
    main()

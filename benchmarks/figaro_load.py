"""How fast one full-size FIGARO year becomes checked accounts, against ``pandas.read_csv`` + pivot in the same run.

Makes files in the real layout (46 areas x 64 industries = 2,944 sectors, 9.4 million lines in the flat form) with made
numbers, then reads them in fresh processes, in turns, from a warm page cache. Ours goes all the way to checked accounts
(labels, numbers, signs, balance, emissions aligned); pandas only reads and pivots. Prints ratios of the best runs (a
busy machine only ever adds time) and writes ``benchmarks/results/figaro_load.json`` with all runs. Run it with
``python benchmarks/figaro_load.py`` (about three minutes); ``--quick`` takes a small table, to try the script itself.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from _made_figaro import (
    figaro_regions,
    made_table,
    write_flat,
    write_footprint_emissions,
    write_households,
    write_matrix,
    zipped,
)
from ketenkompas.classifications import scheme

YEAR = 2022
RESULTS = Path(__file__).parent / "results" / "figaro_load.json"
LABELS = ["icioiRow", "icioiCol", "obsValue"]
# name: (reader, file, how often)
RUNS: Mapping[str, tuple[str, str, int]] = {
    "flat csv, ours": ("ours", "flat.csv", 3),
    "flat csv, pandas": ("pandas", "flat.csv", 3),
    "flat csv, pandas three columns": ("pandas_columns", "flat.csv", 2),
    "flat csv, pandas pyarrow engine": ("pandas_pyarrow", "flat.csv", 2),
    "flat zip, ours": ("ours", "flat.zip", 3),
    "flat zip, pandas": ("pandas", "flat.zip", 2),
    "matrix csv, ours": ("ours", "matrix.csv", 3),
    "matrix csv, pandas": ("pandas_matrix", "matrix.csv", 3),
    "cache, ours": ("cache", "cache", 3),
}
RATIOS = {
    "flat csv": ("flat csv, pandas", "flat csv, ours"),
    "flat csv, pandas reads three columns": ("flat csv, pandas three columns", "flat csv, ours"),
    "flat csv, pandas with pyarrow": ("flat csv, pandas pyarrow engine", "flat csv, ours"),
    "flat zip": ("flat zip, pandas", "flat zip, ours"),
    "matrix csv (pandas need not pivot)": ("matrix csv, pandas", "matrix csv, ours"),
}


def make_files(folder: Path, quick: bool) -> dict[str, Path]:
    regions = ("DE", "FIGW1", "NL") if quick else figaro_regions()
    made = made_table(regions, tuple(scheme("A64").items))
    flat = write_flat(made, folder / f"flatfile_eu-ic-io_ind-by-ind_24ed_{YEAR}.csv")
    matrix = write_matrix(made, folder / f"matrix_eu-ic-io_ind-by-ind_24ed_{YEAR}.csv")
    write_footprint_emissions(made, folder / "ghgfp.csv", YEAR)
    write_households(made, folder / "households.csv", YEAR)
    return {"flat.csv": flat, "matrix.csv": matrix, "flat.zip": zipped(flat), "cache": folder / "cache"}


def load_ours(path: Path) -> tuple[float, float]:
    from ketenkompas.ingest import read_figaro_accounts

    started = time.perf_counter()
    folder = path.parent
    accounts = read_figaro_accounts(path, folder / "ghgfp.csv", folder / "households.csv")
    return time.perf_counter() - started, float(accounts.flows.values.sum())


def load_cache(path: Path) -> tuple[float, float]:
    from ketenkompas.ingest import open_cache

    started = time.perf_counter()
    accounts = open_cache(path)
    seconds = time.perf_counter() - started
    return seconds, float(accounts.flows.values.sum())


def load_pandas(path: Path, **options: Any) -> tuple[float, float]:
    import pandas as pd

    started = time.perf_counter()
    table = pd.read_csv(path, **options).pivot(index="icioiRow", columns="icioiCol", values="obsValue")
    return time.perf_counter() - started, float(table.to_numpy().sum())


def load_pandas_matrix(path: Path) -> tuple[float, float]:
    import pandas as pd

    started = time.perf_counter()
    table = pd.read_csv(path, index_col=0)
    return time.perf_counter() - started, float(table.to_numpy().sum())


READERS: Mapping[str, Callable[[Path], tuple[float, float]]] = {
    "ours": load_ours,
    "cache": load_cache,
    "pandas": load_pandas,
    "pandas_columns": lambda path: load_pandas(path, usecols=LABELS),
    "pandas_pyarrow": lambda path: load_pandas(path, usecols=LABELS, engine="pyarrow"),
    "pandas_matrix": load_pandas_matrix,
}


def child(reader: str, path: Path) -> None:
    before = os.times()
    seconds, total = READERS[reader](path)
    after = os.times()
    cpu = after.user - before.user + after.system - before.system
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak_gb": peak, "total": total}))


def in_fresh_process(reader: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", reader, str(path)]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    read: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return read


def warm(files: Mapping[str, Path]) -> None:
    for path in files.values():
        if path.is_file():
            path.read_bytes()


def measure(files: Mapping[str, Path]) -> dict[str, list[dict[str, float]]]:
    """All runs in turns, so that a busy machine slows all of them alike."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in RUNS}
    for turn in range(max(times for *_, times in RUNS.values())):
        warm(files)
        for name, (reader, file, times) in RUNS.items():
            if turn < times:
                found[name].append(in_fresh_process(reader, files[file]))
    return found


def save_for_cache(files: Mapping[str, Path]) -> None:
    code = (
        "import sys; from pathlib import Path; from ketenkompas.ingest import read_figaro_accounts, save_cache; "
        "t, c = map(Path, sys.argv[1:]); "
        "save_cache(read_figaro_accounts(t, t.parent / 'ghgfp.csv', t.parent / 'households.csv'), c)"
    )
    subprocess.run([sys.executable, "-c", code, str(files["matrix.csv"]), str(files["cache"])], check=True)


def summary(found: Mapping[str, list[dict[str, float]]]) -> dict[str, Any]:
    import numpy as np
    import pandas as pd
    import polars as pl

    best = {name: min(run["seconds"] for run in runs) for name, runs in found.items()}
    cpu = {name: min(run["cpu"] for run in runs) for name, runs in found.items()}
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "machine": {
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "load": os.getloadavg()[0],
            "python": platform.python_version(),
            "pandas": pd.__version__,
            "polars": pl.__version__,
            "numpy": np.__version__,
        },
        "warm": True,
        "seconds": {name: round(value, 3) for name, value in best.items()},
        "cpu_seconds": {name: round(value, 3) for name, value in cpu.items()},
        "peak_gb": {name: round(max(run["peak_gb"] for run in runs), 2) for name, runs in found.items()},
        "ratio": {name: round(best[slow] / best[fast], 2) for name, (slow, fast) in RATIOS.items()},
        "ratio_cpu": {name: round(cpu[slow] / cpu[fast], 2) for name, (slow, fast) in RATIOS.items()},
        "runs": {name: [round(run["seconds"], 3) for run in runs] for name, runs in found.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--child", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="a small table, to try the script")
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.child[0], Path(arguments.child[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        files = make_files(Path(folder), arguments.quick)
        save_for_cache(files)
        told = summary(measure(files))
    for name, seconds in told["seconds"].items():
        peak, busy = told["peak_gb"][name], told["cpu_seconds"][name]
        print(f"{name:36} {seconds:8.3f} s  processor {busy:6.2f} s  peak {peak:5.2f} GB")
    for name, ratio in told["ratio"].items():
        print(f"{name:36} {ratio:8.2f} times faster than pandas ({told['ratio_cpu'][name]:.2f} in processor time)")
    if not arguments.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()

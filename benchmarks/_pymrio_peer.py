"""Run by the interpreter of pymrio's environment: ``calc_all`` on arrays in a folder, timed; results written back."""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pymrio

warnings.simplefilter("ignore")


def system(folder: Path) -> pymrio.IOSystem:
    """A pymrio system of the made arrays."""
    regions, products, gases, uses = json.loads((folder / "labels.json").read_text("utf-8"))
    rows = pd.MultiIndex.from_product([regions, products], names=["region", "sector"])
    columns = pd.MultiIndex.from_tuples([tuple(use) for use in uses], names=["region", "category"])
    flows, demand, emissions = (np.load(folder / f"{name}.npy") for name in ("flows", "demand", "emissions"))
    found = pymrio.IOSystem(Z=pd.DataFrame(flows, rows, rows), Y=pd.DataFrame(demand, rows, columns))
    found.unit = pd.DataFrame({"unit": ["MEUR"] * len(rows)}, rows)
    unit = pd.DataFrame({"unit": ["kt"] * len(gases)}, gases)
    found.emissions = pymrio.Extension(name="emissions", F=pd.DataFrame(emissions, gases, rows), unit=unit)
    return found


def calculate(folder: Path, runs: int) -> dict[str, object]:
    """Best and all seconds of ``calc_all``; writes multipliers and accounts of the last run."""
    seconds = []
    for _ in range(runs):
        made = system(folder)
        start = time.perf_counter()
        made.calc_all()
        seconds.append(time.perf_counter() - start)
    for name in ("M", "D_cba", "D_pba", "D_imp", "D_exp"):
        np.save(folder / f"pymrio_{name}.npy", getattr(made.emissions, name).to_numpy())
    return {"seconds": seconds}


def save(folder: Path, runs: int) -> dict[str, object]:  # noqa: ARG001 (the form of all three)
    """The system as pymrio saves it, Parquet."""
    system(folder).save_all(folder / "saved-2020", table_format="parquet")
    return {"seconds": []}


def from_disk(folder: Path, years: int) -> dict[str, object]:
    """Year by year: load what pymrio saved, ``calc_all``."""
    start = time.perf_counter()
    for _ in range(years):
        pymrio.load_all(folder / "saved-2020").calc_all()
    return {"seconds": [time.perf_counter() - start]}


if __name__ == "__main__":
    work = {"calculate": calculate, "save": save, "from_disk": from_disk}[sys.argv[1]]
    answer = work(Path(sys.argv[2]), int(sys.argv[3]))
    versions = {"pymrio": pymrio.__version__, "numpy": np.__version__, "pandas": pd.__version__}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({**answer, "peak_gb": peak, "versions": versions}))

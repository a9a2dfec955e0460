"""The household footprint: the whole build with 1,000 draws, the synthetic population, and raking against ipfn.

The build runs as a user runs it, in a process of its own on the mirror's files (``KETENKOMPAS_MIRROR``), with its peak
of memory. ipfn (MIT) runs in an environment of its own on the same cells and margins; both answers are the same before
anything is timed. Made spending; writes ``results/households.json``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from _peers import peer
from _results import Row, keep
from ketenkompas import library
from ketenkompas.households import Margin, rake, rank_intervals
from ketenkompas.pipeline import write_population

IPFN = ("ipfn==1.4.4", "pandas<3")
SHAPE, GROUPS, DRAWS, PLACES = (5, 5, 2), 29, 1000, 342
RUNS = 5


def best(work: Callable[[], Any], runs: int = RUNS) -> float:
    """The shortest of so many runs, seconds."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def built() -> tuple[float, float]:
    """Seconds and megabytes of ``ketenkompas build households`` into an empty folder."""
    command = [sys.executable, "-c", "from ketenkompas.cli import main; main()", "build", "households"]
    with tempfile.TemporaryDirectory() as home:
        start = time.perf_counter()
        subprocess.run(command, check=True, env={**os.environ, "KETENKOMPAS_HOME": home}, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3


def population() -> float:
    """Seconds to write one row for every household of the published cells."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_population(Path(folder) / "population.parquet")
        return time.perf_counter() - start


def margins() -> tuple[np.ndarray, np.ndarray, list[Margin], dict[str, np.ndarray]]:
    """Households by cell, spending of all by group, class totals by size, fifth and tenure; and the same as sums."""
    rng = np.random.default_rng(3)
    weights = rng.uniform(20, 400, int(np.prod(SHAPE)))
    spent = rng.uniform(10, 90, (*SHAPE, GROUPS))
    mass = weights.reshape(*SHAPE, 1) * spent
    found, sums = [], {"groups": mass.sum(axis=(0, 1, 2))}
    index = np.indices(SHAPE).reshape(3, -1)
    for axis, (name, many) in enumerate(zip(("sizes", "fifths", "tenures"), SHAPE, strict=True)):
        member = (index[axis] == np.arange(many)[:, None]).astype(float)
        sums[name] = mass.sum(axis=tuple(other for other in range(4) if other != axis))
        found.append(Margin(name, member, sums[name] / (member @ weights), np.ones(many, dtype=bool), total=True))
    return weights, sums["groups"] / weights.sum(), found, sums


def against_ipfn() -> tuple[float, float, float]:
    """Seconds of ours and of ipfn for one fit, and how far the answers are apart."""
    weights, everyone, found, sums = margins()
    ours = rake(weights, everyone, found).amounts
    seconds = best(lambda: rake(weights, everyone, found), 20)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        np.save(folder / "start.npy", weights.reshape(*SHAPE, 1) * np.broadcast_to(everyone, (*SHAPE, GROUPS)))
        for name, values in sums.items():
            np.save(folder / f"{name}.npy", values)
        script = Path(__file__).parent / "_ipfn_peer.py"
        told = subprocess.run(
            [str(peer("ipfn", *IPFN)), str(script), str(folder), "20"], check=True, stdout=subprocess.PIPE, text=True
        )
        theirs = np.load(folder / "found.npy").reshape(-1, GROUPS) / weights[:, None]
    apart = float(np.abs(theirs / ours - 1).max())
    assert apart < 1e-7, apart
    return seconds, float(json.loads(told.stdout.splitlines()[-1])["seconds"]), apart


def main() -> None:
    """Run and keep."""
    seconds, megabytes = built()
    many = population()
    fit, theirs, apart = against_ipfn()
    drawn = np.random.default_rng(1).normal(size=(DRAWS, PLACES))
    ranks = best(lambda: rank_intervals(drawn))
    library.households.calculate(library.households.Household(size=2))
    asked = best(lambda: library.households.calculate(library.households.Household(size=2)), 50)
    rows = [
        Row("Build of all products, 342 municipalities, 1,000 draws", "", seconds, None, "< 60 s", seconds < 60),
        Row("Its memory at most", "", megabytes, None, "< 500 MB", megabytes < 500, unit="MB"),
        Row("Synthetic population, 8.2 million households, Parquet", "", many, None, "< 60 s", many < 60),
        Row("Spending raked to size, fifth, tenure and group", "ipfn 1.4.4", fit, theirs, "", met=True),
        Row("Rank intervals of 342 places from 1,000 draws", "", ranks, None, "", met=True),
        Row("One household worked out on the server", "", asked, None, "< 100 ms", asked < 0.1),
    ]
    keep("households", rows, {"largest relative difference from ipfn": apart, "cells": SHAPE, "groups": GROUPS})


if __name__ == "__main__":
    main()

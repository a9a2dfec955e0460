"""Runs in the environment of ipfn: fits the arrays of a folder to their margins, tells the seconds and the result."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from ipfn import ipfn


def main(folder: Path, runs: int) -> None:
    """``start`` (s, q, t, p) to sums by group, size, fifth and tenure; the best of so many runs."""
    start = np.load(folder / "start.npy")
    names = ("groups", "sizes", "fifths", "tenures")
    aims = [np.load(folder / f"{name}.npy") for name in names]
    seconds = []
    for _ in range(runs):
        fit = ipfn.ipfn(
            start.copy(), aims, [[3], [0], [1], [2]], convergence_rate=1e-10, rate_tolerance=0.0, max_iteration=2000
        )
        before = time.perf_counter()
        found = fit.iteration()
        seconds.append(time.perf_counter() - before)
    np.save(folder / "found.npy", found)
    print(json.dumps({"seconds": min(seconds)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

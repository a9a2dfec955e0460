"""Runs of draws: the same on any number of workers and on a cluster; killed and resumed without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_errors
from ketenkompas.mrio import prepare_draws
from ketenkompas.pipeline import run_draws
from tests.properties.systems import made

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import sys
from ketenkompas.ingest import read_errors
from ketenkompas.mrio import prepare_draws
from ketenkompas.pipeline import run_draws
from tests.properties.systems import made
run_draws([prepare_draws(made(5, 4, 6), read_errors().errors)], seed=3, draws=60000, workers=1, run="killed")
"""


def test_one_two_and_four_workers_and_a_cluster_give_the_same_bits() -> None:
    from distributed import LocalCluster

    states = [prepare_draws(made(5, 3, 4), read_errors().errors)]
    one, two, four = (run_draws(states, seed=3, draws=130, workers=workers)[2020] for workers in (1, 2, 4))
    assert (one == two).all()
    assert (one == four).all()
    with (
        warnings.catch_warnings(action="ignore"),  # of the scheduler: a page of its own that cannot be opened
        LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None) as cluster,
    ):
        there = run_draws(states, seed=3, draws=130, cluster=cluster.scheduler_address)[2020]
    assert (one == there).all()


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {
        **os.environ, "KETENKOMPAS_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    }  # fmt: skip
    folder = tmp_path / "draws" / "killed"
    with subprocess.Popen([sys.executable, "-c", SCRIPT], env=environment) as process:
        for _ in range(1200):
            if len(list(folder.glob("*.npy"))) >= 3 or process.poll() is not None:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    finished = sorted(folder.glob("*.npy"))
    assert 3 <= len(finished) < 2400
    (folder / "2020-59975.npy").write_bytes(b"half written")
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    states = [prepare_draws(made(5, 4, 6), read_errors().errors)]
    few = {int(path.stem.split("-")[1]): np.load(path) for path in finished}
    resumed = run_draws(states, seed=3, draws=60000, workers=2, run="killed")[2020]
    whole = run_draws(states, seed=3, draws=60000, workers=2)[2020]
    assert (resumed == whole).all()
    assert all((whole[first : first + 25] == values).all() for first, values in few.items())
    assert not folder.exists()


def test_faults_are_named() -> None:
    states = [prepare_draws(made(5, 2, 2), read_errors().errors)]
    for asked, code in (({"draws": 1}, "uncertainty.draws"), ({"draws": 9, "workers": 0}, "uncertainty.workers")):
        with pytest.raises(InputError) as caught:
            run_draws(states, seed=1, **asked)
        assert caught.value.code == code

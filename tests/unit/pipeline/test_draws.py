"""Runs of draws: the same on any number of workers and on a cluster; killed and resumed without a trace."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ketenkompas.errors import InputError
from ketenkompas.ingest import read_errors
from ketenkompas.mrio import prepare_draws
from ketenkompas.pipeline import home, run_draws
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


CLUSTER = """
import hashlib
from distributed import LocalCluster
from ketenkompas.ingest import read_errors
from ketenkompas.mrio import prepare_draws
from ketenkompas.pipeline import run_draws
from tests.properties.systems import made

if __name__ == "__main__":
    states = [prepare_draws(made(5, 3, 4), read_errors().errors)]
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        found = run_draws(states, seed=3, draws=130, cluster=cluster.scheduler_address)[2020]
    print(hashlib.sha256(found.tobytes()).hexdigest())
"""


def test_one_two_and_four_workers_give_the_same_bits() -> None:
    states = [prepare_draws(made(5, 3, 4), read_errors().errors)]
    one, two, four = (run_draws(states, seed=3, draws=130, workers=workers)[2020] for workers in (1, 2, 4))
    assert (one == two).all()
    assert (one == four).all()


def test_a_dask_cluster_of_two_processes_gives_the_same_bits(tmp_path: Path) -> None:
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    told = subprocess.run(
        [sys.executable, str(script)], env=environment, check=True, capture_output=True, text=True, timeout=180
    )
    here = run_draws([prepare_draws(made(5, 3, 4), read_errors().errors)], seed=3, draws=130)[2020]
    assert told.stdout.split()[-1] == hashlib.sha256(here.tobytes()).hexdigest()


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


def test_a_run_goes_on_where_another_run_clears_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    states = [prepare_draws(made(5, 3, 4), read_errors().errors)]
    flush, cleared = os.fsync, []

    def clear_once(file: int) -> None:
        flush(file)
        if not cleared:
            cleared.append(home() / "draws" / "shared")
            shutil.rmtree(cleared[0])

    monkeypatch.setattr(os, "fsync", clear_once)
    found = run_draws(states, seed=3, draws=130, run="shared")[2020]
    assert not cleared[0].exists()
    assert (found == run_draws(states, seed=3, draws=130)[2020]).all()

"""Building: only what changed, whole or not at all, one writer at a time, killed at any moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ketenkompas import pipeline
from ketenkompas.errors import BalanceError, InputError, ProductError, UnknownCodeError
from ketenkompas.mrio import Accounts, Check, example_accounts
from ketenkompas.pipeline import Store
from ketenkompas.pipeline._mrio_plans import mrio_plans
from ketenkompas.pipeline._receipt import Step

from .made import built, plans

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


PRODUCTS = 6  # of a model and year


def test_a_second_run_does_nothing(tmp_path: Path) -> None:
    store, reads = Store(tmp_path), []
    first = built(store, plans(reads=reads))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    second = built(store, plans(reads=reads))
    assert [item.state for item in first] == ["built"] * PRODUCTS
    assert [item.state for item in second] == ["unchanged"] * PRODUCTS
    assert reads == [2020]
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == before


def test_a_changed_input_rebuilds_only_what_rests_on_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    built(store, [*plans("a", year=2020), *plans("a", year=2021)])
    again = built(store, [*plans("a", year=2020), *plans("b", year=2021)])
    assert [item.state for item in again] == ["unchanged"] * PRODUCTS + ["built"] * PRODUCTS
    assert len(list(tmp_path.rglob("*.parquet"))) == 2 * PRODUCTS


def test_a_new_version_of_a_step_rebuilds(tmp_path: Path) -> None:
    store = Store(tmp_path)
    built(store, plans(version=1))
    assert {item.state for item in built(store, plans(version=2))} == {"built"}


def test_a_damaged_product_is_noticed_and_made_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    receipt = built(store, plans())[0].receipt
    path = store.path(receipt)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ProductError) as noticed:
        store.read(receipt)
    assert noticed.value.code == "product.file_changed"
    states = [item.state for item in built(store, plans())]
    assert states == ["built", *["unchanged"] * (PRODUCTS - 1)]
    assert store.read(receipt).height == receipt.result["rows"]


def test_a_full_disk_leaves_the_old_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    old = built(store, plans("a"))[0].receipt

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProductError) as refused:
        built(store, plans("b"))
    assert refused.value.code == "product.cannot_write"
    assert "No space left" in str(refused.value)
    assert not list(tmp_path.rglob("*.part"))
    kept = store.receipt("made", 2020, "footprint")
    assert kept is not None
    assert kept.id == old.id
    assert store.intact(kept)


def other_process(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.unit.pipeline.made", *arguments], cwd=ROOT, env=ENVIRONMENT)


@pytest.mark.parametrize("step", [1, 2, 3, 5, 8])
def test_a_killed_run_needs_no_repair(tmp_path: Path, step: int) -> None:
    store = Store(tmp_path)
    built(store, plans("a"))
    assert other_process("kill", str(tmp_path), str(step)).wait(60) == -signal.SIGKILL
    for product in ("footprint", "products", "multipliers", "trade", "paths"):
        receipt = store.receipt("made", 2020, product)
        assert receipt is not None
        assert store.intact(receipt)
    states = [item.state for item in built(store, plans("b"))]
    assert set(states) <= {"built", "unchanged"}
    assert [item.state for item in built(store, plans("b"))] == ["unchanged"] * PRODUCTS
    assert not list(tmp_path.rglob("*.part"))
    assert len(list(tmp_path.rglob("*.parquet"))) == PRODUCTS


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    writers = [other_process("write", str(tmp_path), content) for content in ("a", "b") * 2]
    assert [writer.wait(120) for writer in writers] == [0] * 4
    store = Store(tmp_path)
    receipts = list(store.receipts())
    assert len(receipts) == PRODUCTS
    assert len({tuple(item["sha256"] for item in receipt.identity["inputs"]) for receipt in receipts}) == 1
    assert all(store.intact(receipt) for receipt in receipts)


def test_a_reader_never_sees_a_mixture(tmp_path: Path) -> None:
    store = Store(tmp_path)
    built(store, plans("a"))
    writer = other_process("rewrite", str(tmp_path), "20")
    seen, gone, until = 0, 0, time.monotonic() + 60
    while writer.poll() is None and time.monotonic() < until:
        receipt = store.receipt("made", 2020, "footprint")
        assert receipt is not None
        if store.path(receipt).exists():
            try:
                assert store.read(receipt).height == receipt.result["rows"]
            except (ProductError, FileNotFoundError):
                gone += 1
            seen += 1
    assert writer.wait(60) == 0
    assert seen >= 5
    assert gone <= seen // 5


def test_a_table_that_loses_emissions_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    example = example_accounts()

    def read() -> tuple[Accounts, None]:
        flows, demand = example.flows.values.copy(), example.demand.values.copy()
        flows[0], demand[0] = 0.0, 0.0
        return (
            Accounts.build(
                flows=flows, demand=demand, emissions=np.array([[40.0, 0.0]]), direct=example.direct.values,
                sectors=example.sectors, final_uses=example.final_uses, gases=("CO2",), meta=example.meta,
            ),
            None,
        )  # fmt: skip

    broken = mrio_plans(model="made", year=2020, read=read, reader=Step("ingest.made", 1), inputs=[])
    with pytest.raises(BalanceError) as refused:
        built(Store(tmp_path), broken)
    assert refused.value.code == "balance.broken"
    assert "NL_A" in refused.value.text("nl")
    assert not list(tmp_path.rglob("*.parquet"))


def test_unknown_models_and_years_are_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnknownCodeError, match="wiod2013-co2"):
        pipeline.build(["exiobase"], store=Store(tmp_path))
    with pytest.raises(UnknownCodeError, match="2000-2011"):
        pipeline.build(["wiod2013-co2"], years=[1995], store=Store(tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_receipt_has_two_parts_and_its_id_follows_from_the_identity(tmp_path: Path) -> None:
    receipt = built(Store(tmp_path), plans())[0].receipt
    data = json.loads(json.dumps(receipt.as_json()))
    assert set(data) == {"format", "id", "identity", "validation", "notes", "result", "circumstances"}
    assert "time" in data["circumstances"]
    assert "time" not in json.dumps(data["identity"])
    assert plans()[0].identity.id == receipt.id
    assert plans("other")[0].identity.id != receipt.id


def test_a_user_s_own_table_through_pymrio_s_layout(tmp_path: Path) -> None:
    from ketenkompas import ingest

    folder = tmp_path / "table"
    ingest.write_pymrio(example_accounts(), folder)
    own = pipeline.OwnTable(table=folder, like="pymrio", model="my-table", year=2020)
    first = pipeline.build_own(own)
    assert [item.state for item in first] == ["built"] * PRODUCTS
    assert [item.state for item in pipeline.build_own(own)] == ["unchanged"] * PRODUCTS
    assert pipeline.replay(first[0].receipt.id).verdict == "identical_bytes"
    import ketenkompas as kk

    assert kk.footprint("NL", 2020, model="my-table", scope="industry_only").value * 1e3 == pytest.approx(116 / 3)
    assert kk.footprint("BE", 2020, model="my-table").part("households_direct") == pytest.approx(0.005)
    assert "my-table" in [model.id for model in kk.models()]


def test_a_bad_model_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        pipeline.build_own(pipeline.OwnTable(table=tmp_path, like="pymrio", model="../evil"))
    assert refused.value.code == "own.bad_name"


def test_checks_round_to_what_a_machine_can_repeat() -> None:
    assert Check("x", 1e-16, 1.0, True).as_json()["value"] == 0.0
    assert Check("x", 0.123456, 1.0, True).as_json()["value"] == 0.123

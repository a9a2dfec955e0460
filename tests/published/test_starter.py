"""The starter set: equal to a rebuild from the mirror, small, without a raw file, replayable."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from ketenkompas import pipeline
from ketenkompas.cli import app


@pytest.fixture(scope="module")
def rebuilt(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> pipeline.Store:
    folder = tmp_path_factory.mktemp("starter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENKOMPAS_MIRROR", str(mirror))
        patch.setenv("KETENKOMPAS_HOME", str(tmp_path_factory.mktemp("home")))
        pipeline.build_starter(folder)
    return pipeline.Store(folder)


@pytest.mark.mirror
def test_the_starter_set_equals_a_rebuild_from_the_mirror(rebuilt: pipeline.Store) -> None:
    shipped = pipeline.Store(pipeline.starter_folder())
    committed = {receipt.id: receipt for receipt in shipped.receipts()}
    again = {receipt.id: receipt for receipt in rebuilt.receipts()}
    assert sorted(committed) == sorted(again)
    for id_, receipt in again.items():
        difference = pipeline.largest_difference(shipped.read(committed[id_]), rebuilt.read(receipt))
        assert difference <= pipeline.replay_tolerance(receipt.identity["product"]), (receipt.identity, difference)
        assert receipt.validation == committed[id_].validation
    assert shipped.models() == rebuilt.models()


@pytest.mark.mirror
def test_one_year_built_by_the_command_on_this_machine_has_identical_bytes(
    rebuilt: pipeline.Store, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    asked = ["build", "wiod2013-co2", "--year", "2011", "--lang", "en"]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0
    assert told.stdout.startswith("7 product(s) built, 0 left")
    assert "2011 trade: built" in told.stderr
    assert CliRunner().invoke(app, asked).stdout.startswith("0 product(s) built, 7 left")
    receipts = list(pipeline.user_store().receipts())
    assert len(receipts) == 7
    for receipt in receipts:
        first = rebuilt.receipt(receipt.identity["model"], receipt.identity["year"], receipt.identity["product"])
        assert first is not None
        assert receipt.result["sha256"] == first.result["sha256"]
        assert pipeline.replay(receipt.id).verdict == "identical_bytes"


@pytest.mark.mirror
def test_no_raw_file_is_in_the_starter_set(mirror: Path) -> None:
    raw = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (mirror / "mrio").rglob("*") if path.is_file()}
    shipped = {hashlib.sha256(path.read_bytes()).hexdigest() for path in pipeline.starter_folder().rglob("*.parquet")}
    assert shipped
    assert not raw & shipped


def test_the_starter_set_is_small_and_whole() -> None:
    folder = pipeline.starter_folder()
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 15_000_000
    store = pipeline.Store(folder)
    for receipt in store.receipts():
        assert store.intact(receipt), receipt.id
        assert store.read(receipt).height == receipt.result["rows"]


def test_the_notice_about_the_licence_is_in_the_starter_set() -> None:
    model = json.loads((pipeline.starter_folder() / "wiod2013-co2" / "model.json").read_text("utf-8"))
    assert "confirmed with the publisher" in model["note_en"]
    assert "bij de uitgever worden bevestigd" in model["note_nl"]


# columns that have no meaning in some rows, as their product's description says: null there, and only there
NOT_APPLICABLE = {
    "paths": {"small", "pruned"},
    "calculator": {
        "size",
        "income",
        "tenure",
        "quantity",
        "kg",
        "low",
        "high",
        "eur",
        "home",
        "unit",
        "source",
    },
    "course": {"quantity", "kg"},
    "mix": {"share", "households"},
    "national": {"low", "high"},
    "places": {"province", "urbanity", "income_keur", "own_share"},
    "draws": {"lower", "first_order", "emissions_independent", "emissions_shared", "inputs", "demand"},
}


def test_products_hold_no_missing_value() -> None:
    store = pipeline.Store(pipeline.starter_folder())
    for receipt in store.receipts():
        frame = store.read(receipt)
        open_ones = NOT_APPLICABLE.get(str(receipt.identity["product"]), set())
        frame = frame.drop(open_ones, strict=False)  # products of two models may share a name
        assert sum(frame.null_count().row(0)) == 0, receipt.identity
        assert (
            not frame.select(pl.any_horizontal(pl.col(pl.Float64).is_nan()).any()).item()
            if frame.select(pl.col(pl.Float64)).width
            else True
        )

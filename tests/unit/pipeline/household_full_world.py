"""A made country at the full level: its tables on disk, and a store built from them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from ketenkompas import ingest
from ketenkompas.households import CellFrame, Situation
from ketenkompas.pipeline import OwnTable, build_own, household_plans, user_store, writing
from ketenkompas.pipeline._factor_store import read_some
from ketenkompas.pipeline._household_files import HouseholdFiles, household_files
from ketenkompas.pipeline._household_inputs import household_situation, purchaser_key
from ketenkompas.pipeline._plan import carry_out
from tests import household_tables_made as tables

DRAWS = 6
FRAME = CellFrame(persons=(1.0, 2.0, 3.0, 4.0, 5.35))
BUILT = ("figures", "origins", "types", "mix", "cells", "national", "places")


def starter() -> tuple[Situation, HouseholdFiles, ingest.HouseholdParameters]:
    """The starter's situation, its files and its parameters."""
    parameters, buyers = ingest.household_parameters(), ingest.purchasers()
    keys = {*parameters.factors.values(), *(purchaser_key(code) for code in buyers.prior)}
    files = household_files()
    records = read_some(parameters.factor_release, keys)
    return household_situation(files, parameters, buyers, records), files, parameters


@dataclass(frozen=True)
class World:
    """The made country, the folder with all its tables, and the files of its own multi-regional table."""

    made: tables.Country
    folder: Path
    figaro: dict[str, Path]


def at_hand(
    world: World,
    mirror: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    leave: Sequence[str] = (),
    *,
    own: bool = True,
) -> Path:
    """Make the tables available but those left out; the folder that holds them."""
    folder = home / "tables"
    shutil.copytree(world.folder, folder)
    for path in folder.rglob("*.json"):
        if path.stem in leave:
            path.unlink()
    monkeypatch.setenv("KETENKOMPAS_HOME", str(home))
    monkeypatch.setenv("KETENKOMPAS_MIRROR", f"{mirror}:{folder}")
    if own:
        build_own(OwnTable(like="figaro", model="made-figaro", year=tables.YEAR, **world.figaro))
    return folder


def built(products: Sequence[str] = BUILT, count: int = DRAWS) -> None:
    with writing(user_store()):
        for plan in household_plans(count=count):
            if plan.identity.product in products:
                carry_out(user_store(), plan)


def product(name: str) -> pl.DataFrame:
    receipt = user_store().receipt("households", tables.YEAR, name)
    assert receipt is not None
    return user_store().read(receipt)

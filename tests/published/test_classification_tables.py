"""The packaged classifications are those of the registered files: made again, they are the same, row by row."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path

import polars as pl
import pytest

from ketenkompas.pipeline import build_classifications

pytestmark = pytest.mark.mirror
PACKAGED = Path(str(importlib.resources.files("ketenkompas"))) / "data/classifications"
ROWS = {
    "schemes/cpa21": 5522, "schemes/nace2": 996, "schemes/nace21": 1047, "schemes/cn2021": 9494,
    "schemes/cn2022": 9736, "schemes/cn2023": 9759, "schemes/hs2022": 6939, "schemes/cpv2008": 9454,
    "schemes/coicop1999": 59, "schemes/coicop2018": 67, "schemes/hicp1": 461, "schemes/rgs37": 1598,
    "schemes/countries": 249, "keys/cn2021-to-cn2022": 10086, "keys/cn2022-to-cpa21": 9698,
    "keys/nace2-to-cpa21": 5522, "keys/countries-to-figaro": 249,
}  # fmt: skip


def test_a_rebuild_gives_the_packaged_tables(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    built = build_classifications(tmp_path)
    assert {one.name: one.rows for one in built} == ROWS
    for one in built:
        packaged = json.loads((PACKAGED / f"{one.name}.meta.json").read_text("utf-8"))
        assert packaged == json.loads((tmp_path / f"{one.name}.meta.json").read_text("utf-8")), one.name
        assert packaged["rows_sha256"] == one.sha256, one.name
        mine = pl.read_parquet(PACKAGED / f"{one.name}.parquet")
        assert mine.equals(pl.read_parquet(tmp_path / f"{one.name}.parquet")), one.name


def test_no_table_of_codes_is_missing_or_left_over_and_all_are_small() -> None:
    stems = {path.relative_to(PACKAGED).as_posix().removesuffix(".parquet") for path in PACKAGED.rglob("*.parquet")}
    assert stems == set(ROWS)
    assert sum(path.stat().st_size for path in PACKAGED.rglob("*") if path.is_file()) < 2_500_000

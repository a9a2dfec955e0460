"""``ketenkompas data get`` of a table in pages: one file, checked, read by its title."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from tests.unit.ingest._cbs_odata_forms import HOUSEHOLDS, Service, running
from typer.testing import CliRunner

from ketenkompas.cli._data import app
from ketenkompas.ingest import household_counts_from_cbs, read_cbs_cells

SHARED = {
    "title": "Own table", "title_nl": "Eigen tabel", "publisher": "Us", "citation": "Us (2026)", "url": "-",
    "published": "2026", "licence": "CC0-1.0", "licence_confirmed": True, "attribution": "Us", "second_hand": False,
    "run_against_publisher": False, "columns": [], "known_faults": [],
}  # fmt: skip


@pytest.mark.parametrize("version", ["3", "4"])
def test_a_table_comes_in_pages_and_can_be_read(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KETENKOMPAS_ODATA", version)
    monkeypatch.setenv("KETENKOMPAS_REGISTRY", str(tmp_path))
    with running(Service([HOUSEHOLDS], page=3)) as service:
        odata = service.odata("71486ned", filter="startswith(RegioS,'GM')")
        content = {
            "id": "own-households",
            **SHARED,
            "download_url": odata["3"],
            "odata": odata,
            "path": "own/71486ned.json",
        }
        (tmp_path / "own-households.yml").write_text(yaml.safe_dump(content), "utf-8")
        got = CliRunner().invoke(app, ["get", "own-households", "--format", "json"])
    assert got.exit_code == 0, got.output
    path = Path(json.loads(got.stdout)[0]["path"])
    counts = household_counts_from_cbs(read_cbs_cells(path), year=2025)
    assert counts.sizes.filter(area="GM0363")["households"].to_list() == [270, 140, 45, 30, 15]
    told = CliRunner().invoke(app, ["explain", "own-households", "--format", "json"])
    assert json.loads(told.stdout)["odata"]["filter"] == "startswith(RegioS,'GM')"

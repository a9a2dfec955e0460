"""Scenarios through every door, on a small table of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from tests.unit.library.test_split import small
from typer.testing import CliRunner

from ketenkompas import ingest, library, pipeline, web
from ketenkompas.cli import app
from ketenkompas.errors import InputError, KetenkompasError

GIVEN: dict[str, Any] = {
    "id": "goods-from-germany",
    "title": {"en": "Goods from Germany", "nl": "Goederen uit Duitsland"},
    "stated": "2026-11-24",
    "note": {"en": "A made what-if", "nl": "Een bedachte wat-als"},
    "changes": [
        {
            "kind": "trade",
            "name": "goods",
            "year": 2020,
            "basis": "assumption",
            "source": "made for a test",
            "from": "NL",
            "to": "DE",
            "products": ["metal"],
            "areas": ["NL"],
            "share": 0.5,
        }
    ],
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    ingest.write_pymrio(small(), tmp_path / "table")
    pipeline.build_own(pipeline.OwnTable(table=tmp_path / "table", like="pymrio", model="made", year=2020))
    path = tmp_path / "goods.yml"
    path.write_text(yaml.safe_dump(GIVEN), "utf-8")
    return path


def test_a_fall_at_home_that_comes_back_elsewhere_is_shown(table: Path) -> None:
    found = library.scenario(table, "NL", model="made")
    inside, elsewhere = (found.item(code).value for code in ("inside_change", "elsewhere_change"))
    assert inside < 0 < elsewhere
    assert found.item("shifted").value == min(-inside, elsewhere)
    assert found.item("world_change").value == pytest.approx(inside + elsewhere)
    home, abroad = (found.item(f"footprint_{part}_change").value for part in ("home", "abroad"))
    assert home < 0 < abroad
    assert found.item("footprint_change").value == pytest.approx(home + abroad)
    assert sum(row["emissions_change"] for row in found.rows) == pytest.approx(found.item("world_change").value)
    assert any("goods (trade): share 0.500 (assumption). made for a test" in note for note in found.notes)
    assert found.identity["parameters"]["scenario"] == GIVEN
    assert found.years == (2020,)


def test_the_command_gives_what_the_library_gives(table: Path) -> None:
    asked = ["scenario", "run", str(table), "--area", "DE", "--year", "2020", "--model", "made", "--lang", "nl"]
    given = CliRunner().invoke(app, [*asked, "--format", "json"])
    assert given.exit_code == 0, given.stderr
    assert json.loads(given.stdout) == library.scenario(table, "DE", year=2020, model="made", lang="nl").to_dict()
    shown = CliRunner().invoke(app, asked)
    assert "Een bedachte wat-als" in shown.stdout
    listed = CliRunner().invoke(app, ["scenario", "list", "--lang", "en"])
    assert "metals-from-germany  (2000-2024)" in listed.stdout
    assert "A made what-if" in listed.stdout
    as_json = CliRunner().invoke(app, ["scenario", "list", "--lang", "en", "--format", "json"])
    assert json.loads(as_json.stdout) == library.scenarios("en")


def test_the_api_gives_what_the_library_gives(table: Path) -> None:
    assert table.is_file()
    web.prepare()
    client, address = Client(HTTP_HOST="localhost"), "/api/v1/scenarios"
    listed = client.get(f"{address}?lang=nl").json()
    assert listed == {"items": library.scenarios("nl"), "count": 2}
    given = client.post(f"{address}?model=made&lang=en", json.dumps(GIVEN), content_type="application/json")
    assert given.status_code == 200
    assert given.json() == library.scenario(GIVEN, "NL", model="made").to_dict()
    for body, code in (("[]", "scenario_file.unreadable"), ("{", "scenario_file.unreadable"), ("{}", "schema")):
        refused = client.post(f"{address}?model=made&lang=en", body, content_type="application/json")
        assert refused.status_code == 400
        assert code in refused.content.decode()
    unknown = client.get(f"{address}/nothing?year=2020&model=made&lang=en")
    assert unknown.status_code == 404
    assert unknown.json()["code"] == "scenario_file.unknown"
    other = client.get(f"{address}/metals-from-germany?year=2020&model=made&lang=en")
    assert other.status_code == 400
    assert "scenario_file.other_scheme" in other.content.decode()


def test_years_are_asked_for_and_must_be_there(table: Path) -> None:
    with pytest.raises(InputError) as several:
        library.scenario("metals-from-germany", model="made")
    assert several.value.code == "scenario_file.which_year"
    with pytest.raises(KetenkompasError) as absent:
        library.scenario(table, year=2031, model="made")
    assert {fault.code for fault in absent.value.problems or (absent.value,)} == {"year.unknown"}
    late = {**GIVEN, "changes": [{**GIVEN["changes"][0], "year": 2021}]}
    with pytest.raises(InputError) as missing:
        library.scenario(late, year=2020, model="made")
    assert missing.value.code == "scenario.missing_year"

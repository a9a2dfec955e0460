"""Paths and extraction through library, command line and API: the same answers, complete, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import InputError, KetenkompasError, UnknownCodeError

pytestmark = pytest.mark.mirror
YEAR = 2008


@pytest.fixture(autouse=True)
def _tables(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))


def test_the_items_add_up_and_every_path_is_told_in_words() -> None:
    found = kk.paths("NL", YEAR, threshold=1e-3)
    total, *parts = (found.item(code).value for code in ("total", "recorded", "small", "pruned"))
    assert sum(parts) == pytest.approx(total, rel=1e-12)
    assert total == pytest.approx(187.426, abs=1e-3)
    assert len(found.rows) == 75
    first = found.rows[0]
    assert first["chain"] == "NL_c17"
    assert first["emitter"].startswith("Netherlands: ")
    assert first["share"] == pytest.approx(100 * first["value"] / total)
    assert "29.4%" in found.notes[1]


def test_paths_of_chinese_electricity() -> None:
    found = kk.paths("NL", YEAR, top=5, emitter_regions=["CN"], emitter_industries=["c17"], lang="nl")
    assert all(row["chain"].endswith("CN_c17") for row in found.rows)
    assert all(row["emitter"].startswith("China: ") for row in found.rows)
    assert found.title.startswith("Ketens achter de voetafdruk van Nederland")


def test_moving_work_home_shows_where_emissions_go() -> None:
    found = kk.extract("NL", YEAR, move="CN:c12", to="NL")
    inside, elsewhere, world = (found.item(f"{name}_change").value for name in ("inside", "elsewhere", "world"))
    assert inside > 0 > elsewhere
    assert world == pytest.approx(inside + elsewhere)
    rows = {row["code"]: row for row in found.rows}
    assert rows["NL"]["change"] == pytest.approx(inside)
    assert sum(row["change"] for row in found.rows) == pytest.approx(world)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "extraction.one_question"),
        ({"industry": "NL:c17", "link": "CN:NL"}, "extraction.one_question"),
        ({"industry": "c17"}, "extraction.form"),
        ({"move": "CN"}, "extraction.form"),
        ({"link": "CN:NL", "keep_demand": True}, "extraction.keep_demand"),
        ({"industry": "NL:c99"}, "paths.sector"),
        ({"link": "CN:XX"}, "area.unknown"),
    ],
)
def test_faults_are_named(asked: dict[str, str | bool], code: str) -> None:
    with pytest.raises(KetenkompasError) as caught:
        kk.extract("NL", YEAR, **asked)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.text("nl") != caught.value.text("en")


def test_keeping_final_demand_keeps_the_own_emissions_for_it() -> None:
    cut, kept = (kk.extract("NL", YEAR, industry="NL:c17", keep_demand=keep) for keep in (False, True))
    assert cut.item("world_change").value == pytest.approx(-63.4195, abs=1e-4)
    assert cut.item("world_change").value < kept.item("world_change").value < 0
    assert "taken out too" in cut.notes[2]
    assert "stays" in kept.notes[2]


def test_a_union_cannot_buy_elsewhere_as_one() -> None:
    with pytest.raises(InputError) as caught:
        kk.extract("EU26", YEAR, move="CN:c12", to="DE")
    assert caught.value.code == "query.economy_only"


def test_unknown_filters_are_named() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        kk.paths("NL", YEAR, products=["steel"])
    assert caught.value.code == "paths.sector"


def test_commands_give_what_the_library_gives() -> None:
    given = CliRunner().invoke(app, ["paths", "NL", "--year", "2008", "--threshold", "0.01", "--format", "json"])
    assert given.exit_code == 0, given.stderr
    assert json.loads(given.stdout) == json.loads(kk.paths("NL", YEAR, threshold=0.01, lang="nl").to_json())
    shown = CliRunner().invoke(app, ["extract", "NL", "--year", "2008", "--link", "CN:NL", "--lang", "en"])
    assert "-27.975" in shown.stdout.replace("\N{MINUS SIGN}", "-")

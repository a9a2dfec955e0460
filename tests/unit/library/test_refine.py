"""National refinement through library, command line and files: bridges that close, faults by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from tests.unit.ingest._cbs_forms import write_cbs
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas import ingest
from ketenkompas.cli import app
from ketenkompas.errors import InputError, KetenkompasError
from ketenkompas.mrio import example_accounts
from ketenkompas.pipeline import WIOD, table

YEAR, MADE = 2008, "nl-reexports-made"


@pytest.fixture
def tables(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))


@pytest.mark.mirror
@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize("embed", [False, True])
def test_the_bridge_adds_up_and_the_made_numbers_say_so(embed: bool) -> None:
    found = kk.refine("NL", YEAR, national=MADE, embed=embed)
    difference = found.item("difference").value
    assert sum(row["value"] for row in found.rows) == pytest.approx(difference, abs=1e-6)
    assert found.item("refined").value - found.item("plain").value == pytest.approx(difference)
    assert found.item("plain").value == pytest.approx(187.426, abs=1e-3)
    assert -24.6 < difference < -23.6
    assert any("MADE NUMBERS" in note for note in found.notes)
    assert sum("assumption, 2026-11-24" in note for note in found.notes) == 3
    assert found.identity["parameters"]["definition"]["id"] == MADE


@pytest.mark.mirror
@pytest.mark.usefixtures("tables")
def test_without_national_data_the_three_modes() -> None:
    found = kk.refine("NL", YEAR, lang="nl")
    assert [round(row["value"], 2) for row in found.rows] == [185.31, 186.45, 187.43]
    assert found.item("difference").value == 0
    assert "niets verfijnd" in " ".join(found.notes)


@pytest.mark.mirror
@pytest.mark.usefixtures("tables")
@pytest.mark.parametrize(
    ("area", "asked", "code"),
    [
        ("DE", {"national": MADE}, "refine.other_region"),
        ("EU26", {"national": MADE}, "query.economy_only"),
        ("NL", {"embed": True}, "refine.nothing_to_embed"),
        ("NL", {"national": "nothing.yml"}, "definition.unknown"),
        ("NL", {"national": MADE, "mode": "none"}, "refine.mode"),
    ],
)
def test_faults_are_named(area: str, asked: dict[str, object], code: str) -> None:
    with pytest.raises(KetenkompasError) as caught:
        kk.refine(area, YEAR, **asked)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert caught.value.text("nl") != caught.value.text("en")


@pytest.mark.mirror
@pytest.mark.usefixtures("tables")
def test_the_command_gives_what_the_library_gives() -> None:
    given = CliRunner().invoke(app, ["refine", "NL", "--year", "2008", "--national", MADE, "--format", "json"])
    assert given.exit_code == 0, given.stderr
    assert json.loads(given.stdout) == json.loads(kk.refine("NL", YEAR, national=MADE, lang="nl").to_json())


def test_a_file_with_faults_tells_all_of_them(tmp_path: Path) -> None:
    file = tmp_path / "national.yml"
    words = {"en": "x", "nl": "x"}
    good = {"id": "trial", "stated": "2026-01-01", "region": "NL", "title": words, "note": words}
    file.write_text(yaml.safe_dump({**good, "imports": {"default": -1}, "extra": 1}), "utf-8")
    with pytest.raises(InputError) as caught:
        ingest.read_national_definition(file)
    assert len(caught.value.problems) == 4
    assert "data/national/schema.json" in caught.value.text()
    shares = {"products": {"A": {"DE": 0.5}}, "basis": "assumption", "source": "own assumption"}
    file.write_text(yaml.safe_dump({**good, "origins": shares}), "utf-8")
    with pytest.raises(InputError) as caught:
        ingest.read_national_definition(file)
    assert [fault.code for fault in caught.value.problems] == ["definition.total"]


def test_codes_that_the_table_does_not_have_are_named(tmp_path: Path) -> None:
    file = tmp_path / "national.yml"
    words = {"en": "x", "nl": "x"}
    factors = {"default": 1.0, "products": {"Q": 0.5}, "basis": "assumption", "source": "own assumption"}
    origins = {"products": {"A": {"XX": 1.0}}, "basis": "assumption", "source": "own assumption"}
    raw = {"id": "trial", "stated": "2026-01-01", "region": "NL", "title": words, "note": words, "imports": factors,
           "origins": origins}  # fmt: skip
    file.write_text(yaml.safe_dump(raw), "utf-8")
    with pytest.raises(InputError) as caught:
        ingest.read_national_definition(file).national(example_accounts())
    assert {fault.code for fault in caught.value.problems} == {"definition.product", "definition.origin"}


def tables_file(folder: Path) -> Path:
    """The Dutch block of 2008 of the global table, written as national tables."""
    accounts = table(WIOD, YEAR).accounts
    files = write_cbs(folder, accounts, list(accounts.sectors.products[: len(set(accounts.sectors.products))]), YEAR)
    words = {"en": "Own tables", "nl": "Eigen tabellen"}
    named = {part: getattr(files, part).name for part in ("deliveries", "imports", "emissions", "origins", "key")}
    raw = {"id": "own-tables", "stated": "2026-11-28", "region": "NL", "title": words, "note": words,
           "tables": {"layout": "cbs", **named, "basis": "derived", "source": "the table's own block"}}  # fmt: skip
    path = folder / "tables.yml"
    path.write_text(yaml.safe_dump(raw), "utf-8")
    return path


@pytest.mark.mirror
@pytest.mark.usefixtures("tables")
def test_whole_national_tables_go_through_the_command(tmp_path: Path) -> None:
    path = tables_file(tmp_path)
    for more, near in (([], 1e-6), (["--embed"], 0.02)):  # embedded, every user gets the origins of the product
        asked = ["refine", "NL", "--year", "2008", "--national", str(path), "--format", "json", *more]
        given = CliRunner().invoke(app, asked)
        assert given.exit_code == 0, given.stderr
        items = {one["code"]: one["value"] for one in json.loads(given.stdout)["items"]}
        assert items["plain"] == pytest.approx(187.426, abs=1e-3)
        assert items["difference"] == pytest.approx(0, abs=near)
    found = kk.refine("NL", YEAR, national=path)
    named = {one["source"] for one in found.identity["inputs"]}
    assert named >= {f"user:{name}.csv" for name in ("deliveries", "imports", "emissions", "origins", "key")}
    assert any("derived, 2026-11-28" in note for note in found.notes)


@pytest.mark.mirror
@pytest.mark.usefixtures("tables")
def test_an_import_that_the_tables_halve_moves_the_footprint(tmp_path: Path) -> None:
    path = tables_file(tmp_path)
    imports = tmp_path / "imports.csv"
    lines = imports.read_text("utf-8-sig").splitlines()
    halved = [f"{head};{float(value) / 2!r}" for head, _, value in (line.rpartition(";") for line in lines[1:])]
    imports.write_text("\n".join([lines[0], *halved]) + "\n", "utf-8")
    found = kk.refine("NL", YEAR, national=path)
    assert found.item("difference").value < -30
    assert sum(row["value"] for row in found.rows) == pytest.approx(found.item("difference").value, abs=1e-6)


def test_tables_and_factors_exclude_each_other_and_absent_files_are_named(tmp_path: Path) -> None:
    file = tmp_path / "national.yml"
    words = {"en": "x", "nl": "x"}
    named = {part: f"{part}.csv" for part in ("deliveries", "imports", "emissions", "origins", "key")}
    both = {"id": "trial", "stated": "2026-01-01", "region": "NL", "title": words, "note": words,
            "tables": {"layout": "cbs", **named, "basis": "cited", "source": "a publication"}}  # fmt: skip
    factors = {"default": 1.0, "basis": "assumption", "source": "own assumption"}
    file.write_text(yaml.safe_dump({**both, "imports": factors}), "utf-8")
    with pytest.raises(InputError) as caught:
        ingest.read_national_definition(file)
    assert caught.value.code == "definition.faults"
    file.write_text(yaml.safe_dump(both), "utf-8")
    with pytest.raises(InputError) as caught:
        ingest.read_national_definition(file).national(example_accounts())
    assert "deliveries.csv" in caught.value.text("nl")

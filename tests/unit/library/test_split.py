"""The split through every door, on a small table of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from ketenkompas import ingest, library, pipeline
from ketenkompas.cli import app
from ketenkompas.errors import CorrespondenceError, KetenkompasError
from ketenkompas.mrio import Accounts, FinalUses, Meta, Sectors

AMOUNT = {"basis": "assumption", "source": "made"}
DEFINITION = {
    "id": "made-routes",
    "title": {"en": "Made routes", "nl": "Gemaakte routes"},
    "stated": "2026-11-24",
    "note": {"en": "A made scenario", "nl": "Een gemaakt scenario"},
    "product": {"any": "metal"},
    "variants": [
        {
            "code": code,
            "label": {"en": code, "nl": code},
            "definition": {"en": code, "nl": code},
            "price": {"value": 1.0, **AMOUNT},
            "emissions": {"value": value, **AMOUNT},
        }
        for code, value in (("dirty", 2.0), ("clean", 0.5))
    ],
    "shares": {
        "default": {"by_variant": {"dirty": 0.6, "clean": 0.4}, **AMOUNT},
        "NL": {"by_variant": {"dirty": 0.9, "clean": 0.1}, **AMOUNT},
    },
    "path": {"rising": "clean", "falling": "dirty", "steps": [0.5, 0.8], **AMOUNT},
}


def small() -> Accounts:
    return Accounts.build(
        flows=np.array([[4.0, 10, 1, 2], [2, 5, 1, 1], [3, 6, 20, 30], [1, 2, 6, 9]]),
        demand=np.array([[20.0, 3], [60, 11], [10, 31], [2, 80]]),
        emissions=np.array([[30.0, 5, 90, 8]]),
        direct=np.array([[3.0, 4.0]]),
        sectors=Sectors(("NL", "NL", "DE", "DE"), ("metal", "goods", "metal", "goods")),
        final_uses=FinalUses(("NL", "DE"), ("households", "households")),
        gases=("CO2",),
        meta=Meta(model="made", year=2020, money_unit="MEUR", emission_units=("kt CO2",)),
    )


@pytest.fixture
def definition(tmp_path: Path) -> str:
    ingest.write_pymrio(small(), tmp_path / "table")
    pipeline.build_own(pipeline.OwnTable(table=tmp_path / "table", like="pymrio", model="made", year=2020))
    path = tmp_path / "routes.yml"
    path.write_text(yaml.safe_dump(DEFINITION), "utf-8")
    return str(path)


def test_the_split_alone_changes_nothing_and_the_path_does(definition: str) -> None:
    found = library.split("NL", 2020, model="made", variants=definition)
    assert found.item("split").value == pytest.approx(found.item("unsplit").value, rel=1e-12)
    first, last = found.rows
    assert last["area_change"] < first["area_change"] < 0
    assert last["world_change"] <= last["area_change"] + 1e-12
    assert last["everyone_change"] < last["area_change"]
    assert found.item("last_change").value == last["area_change"]
    assert found.item("intensity.clean").value < found.item("intensity.dirty").value
    assert found.item("intensity.clean").unit == "kg CO2/EUR_2020"
    assert any("price.clean = 1.0 (assumption). made" in note for note in found.notes)
    assert any("NL make too little" in note for note in found.notes)
    assert found.identity["parameters"]["definition"]["id"] == "made-routes"
    assert [step["id"] for step in found.identity["steps"]][1:] == ["mrio.split_products", "mrio.choose_variants"]


def test_without_a_path_the_variants_are_shown(definition: str) -> None:
    raw = {name: value for name, value in DEFINITION.items() if name != "path"}
    Path(definition).write_text(yaml.safe_dump(raw), "utf-8")
    found = library.split("DE", 2020, model="made", variants=definition, lang="nl")
    assert [row["code"] for row in found.rows] == ["dirty", "clean"]
    assert found.title.startswith("Gemaakte routes")
    with pytest.raises(KeyError):
        found.item("last_change")


def test_what_is_known_of_buyers_moves_the_footprint(definition: str) -> None:
    known = {"users": ["NL_goods"], "suppliers": ["DE"], "by_variant": {"dirty": 0.9, "clean": 0.1}, **AMOUNT}
    Path(definition).write_text(yaml.safe_dump({**DEFINITION, "buyers": [known]}), "utf-8")
    found = library.split("NL", 2020, model="made", variants=definition)
    other = library.split("DE", 2020, model="made", variants=definition)
    moved = [one.item("split").value - one.item("unsplit").value for one in (found, other)]
    assert moved[0] > 1e-6
    assert sum(moved) == pytest.approx(0.0, abs=1e-12)
    assert any("buyers.NL_goods" in note for note in found.notes)


def test_balanced_buyers_are_told_with_their_shift(definition: str) -> None:
    known = {"users": ["NL_households", "NL_goods"], "suppliers": ["NL"], "by_variant": {"dirty": 0.2, "clean": 0.8}}
    raw = {**DEFINITION, "buyers": [{**known, **AMOUNT}]}
    Path(definition).write_text(yaml.safe_dump(raw), "utf-8")
    with pytest.raises(KetenkompasError) as caught:
        library.split("NL", 2020, model="made", variants=definition)
    assert caught.value.code == "variants.infeasible"
    Path(definition).write_text(yaml.safe_dump({**raw, "balance": "all"}), "utf-8")
    found = library.split("NL", 2020, model="made", variants=definition)
    assert any("balanced (GRAS)" in note and "NL" in note for note in found.notes)


def test_a_customs_code_of_another_industry_is_refused(tmp_path: Path, mirror: Path) -> None:
    assert mirror.is_dir()
    raw = yaml.safe_load((Path(ingest.__file__).parents[1] / "data/variants/steel-routes.yml").read_text("utf-8"))
    raw["variants"][0]["cn_codes"] = ["01012100"]
    path = tmp_path / "horses.yml"
    path.write_text(yaml.safe_dump(raw), "utf-8")
    with pytest.raises(CorrespondenceError) as caught:
        library.split("NL", 2008, variants=path)
    assert caught.value.code == "split.other_product"
    assert caught.value.params["found"] == "01012100"


def test_the_command_gives_what_the_library_gives(definition: str) -> None:
    asked = ["split", "NL", "--year", "2020", "--model", "made", "--variants", definition, "--lang", "en"]
    given = CliRunner().invoke(app, [*asked, "--format", "json"])
    assert given.exit_code == 0, given.stderr
    assert json.loads(given.stdout) == library.split("NL", 2020, model="made", variants=definition).to_dict()
    shown = CliRunner().invoke(app, asked)
    assert "A made scenario" in shown.stdout
    assert "clean-0.8" in shown.stdout


def test_faults_have_a_name_and_an_exit_code(definition: str) -> None:
    asked = ["split", "NL", "--year", "2020", "--model", "made", "--lang", "en"]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 2
    assert "names no product of the scheme" in told.stderr
    assert CliRunner().invoke(app, [*asked, "--variants", "nothing.yml"]).exit_code == 2
    with pytest.raises(KetenkompasError) as caught:
        library.split("XX", 2019, model="made", variants=definition)
    assert {fault.code for fault in caught.value.problems} == {"area.unknown", "year.unknown"}


def test_every_packaged_definition_can_be_asked_by_name() -> None:
    assert ingest.packaged_definitions() == library.VARIANT_DEFINITIONS

"""From files in FIGARO's layout to every door: one build command, and library, API and page show the new model.

The numbers are made; the labels, files and code variants are those of the real tables.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks._made_figaro import (
    figaro_regions,
    made_table,
    write_flat,
    write_footprint_emissions,
    write_households,
    write_matrix,
    zipped,
)
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.errors import MissingValueError
from ketenkompas.i18n import text
from ketenkompas.web import prepare

CANNOT = ("change", "variants")  # one year only; no industry for basic metals
INDUSTRIES = ("A01", "C10T12", "C31_32", "D35", "J62_63")


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = made_table(figaro_regions(46), INDUSTRIES)
    return {
        "matrix": write_matrix(made, tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv"),
        "flat": zipped(write_flat(made, tmp_path / "flatfile_eu-ic-io_ind-by-ind_24ed_2022.csv")),
        "emissions": write_footprint_emissions(made, tmp_path / "env_ac_ghgfp.csv", 2022),
        "households": write_households(made, tmp_path / "env_ac_ainah_r2.csv", 2022),
    }


def build(files: dict[str, Path], form: str) -> str:
    options = ["--from", str(files[form]), "--like", "figaro", "--model", f"made-{form}", "--lang", "en"]
    beside = ["--emissions", str(files["emissions"]), "--households", str(files["households"])]
    result = CliRunner().invoke(app, ["build", *options, *beside])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_one_command_and_every_door_has_it(files: dict[str, Path]) -> None:
    assert build(files, "matrix").startswith("7 product(s) built")
    model = kk.model("made-matrix")
    assert (model.info.kind, model.years, model.info.gases) == ("model", (2022,), ("GHG",))
    assert "EU27_2020" in model.areas
    figure = kk.footprint("NL", 2022, model="made-matrix", by="product", lang="nl")
    assert figure.unit == "Mt CO2e_AR5"
    assert {part.code for part in figure.parts} == {*INDUSTRIES, "households_direct"}
    assert figure.value == pytest.approx(kk.footprint("NL", 2022, model="made-matrix").value, rel=1e-12)
    union = kk.footprint("EU", 2022, model="made-matrix", by="origin")
    assert len(union.parts) == 47
    world = kk.footprint("WORLD", 2022, model="made-matrix", scope="industry_only")
    produced = kk.footprint("WORLD", 2022, model="made-matrix", view="production", scope="industry_only")
    assert world.value == pytest.approx(produced.value, rel=1e-12)


def test_the_matrix_and_the_flat_file_give_the_same_figures(files: dict[str, Path]) -> None:
    build(files, "matrix")
    build(files, "flat")
    for by in ("origin", "industry", "product", "final_use"):
        one, other = (kk.footprint("NL", 2022, model=f"made-{form}", by=by) for form in ("matrix", "flat"))  # type: ignore[arg-type]
        np.testing.assert_allclose([part.value for part in one.parts], [part.value for part in other.parts], rtol=1e-12)


def test_every_page_and_the_api_move_to_the_new_model(files: dict[str, Path]) -> None:
    """All pages, in both languages, show what the new table can answer and say what it cannot, without other code."""
    build(files, "matrix")
    prepare()
    from django.test import Client

    from ketenkompas.web._site import PAGES

    visitor, model = Client(headers={"host": "localhost"}), kk.model("made-matrix")
    for page in PAGES.values():
        for language, path in page.paths.items():
            answered = visitor.get(f"/{language}/{path}")
            shown = answered.content.decode()
            assert answered.status_code == 200
            assert ("kk-panel" in shown and text("web.panel.problem", language) not in shown) is (page.id not in CANNOT)
            if page.id in ("origin", "sources"):
                assert model.title(language) in shown
    answer = visitor.get("/api/v1/footprints?area=NL&year=2022&model=made-matrix").json()
    assert answer["items"][0] == kk.footprint("NL", 2022, model="made-matrix", lang="nl").to_dict()


def test_unknown_households_are_never_counted_as_zero(files: dict[str, Path]) -> None:
    options = ["--from", str(files["matrix"]), "--like", "figaro", "--model", "no-households", "--lang", "en"]
    result = CliRunner().invoke(app, ["build", *options, "--emissions", str(files["emissions"])])
    assert result.exit_code == 0, result.stderr
    with pytest.raises(MissingValueError, match="--households"):
        kk.footprint("NL", 2022, model="no-households")
    figure = kk.footprint("NL", 2022, model="no-households", scope="industry_only")
    assert any("household" in note for note in figure.notes)
    assert list(kk.receipt(figure.receipt).notes) == list(figure.notes)


def test_an_area_without_household_accounts_has_no_figure_with_households(files: dict[str, Path]) -> None:
    """Eurostat's accounts end at Europe's border: the areas outside it are absent, and so are the sums they are in."""
    rows = files["households"].read_text("utf-8").splitlines(keepends=True)
    files["households"].write_text("".join(row for row in rows if ",US,2022," not in row), "utf-8")
    build(files, "matrix")
    assert kk.footprint("NL", 2022, model="made-matrix").scope == "with_households"
    for by in ("origin", "product"):
        for area in ("US", "WORLD"):
            with pytest.raises(MissingValueError, match="for US") as raised:
                kk.footprint(area, 2022, model="made-matrix", by=by)  # type: ignore[arg-type]
            assert raised.value.code == "query.without_households"
    assert "households_direct" in {row["code"] for row in kk.trade("NL", 2022, model="made-matrix").rows}
    assert "households_direct" not in {row["code"] for row in kk.trade("US", 2022, model="made-matrix").rows}


def test_a_figaro_table_without_emissions_says_which_file_is_needed(files: dict[str, Path]) -> None:
    options = ["--from", str(files["matrix"]), "--like", "figaro", "--model", "bare", "--lang", "nl"]
    result = CliRunner().invoke(app, ["build", *options])
    assert result.exit_code == 2
    assert "env_ac_ghgfp" in result.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["build", "--from", str(tmp_path / "none.csv"), "--like", "figaro", "--model", "made", "--lang", "nl"]
    )
    assert result.exit_code == 3
    assert "none.csv" in result.stderr

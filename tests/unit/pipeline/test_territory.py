"""The territorial view through every door: a table in FIGARO's layout with a bridge in Eurostat's; made numbers."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
import xarray as xr
from benchmarks._made_figaro import (
    figaro_regions,
    made_table,
    write_bridge,
    write_footprint_emissions,
    write_households,
    write_matrix,
)
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas import pipeline
from ketenkompas.classifications import areas
from ketenkompas.cli import app
from ketenkompas.errors import InputError, MissingValueError, UnitError
from ketenkompas.i18n import Language, text
from ketenkompas.library import area_codes
from ketenkompas.mrio import example_accounts, territorial
from ketenkompas.pipeline._territory import _checks, territory_frame
from ketenkompas.web import prepare

MODEL = "made-bridged"
CODES = ["resident_industries", "households_direct", "residents_abroad", "non_residents"]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = made_table(figaro_regions(46), ("A01", "D35", "J62_63"))
    return {
        "from": write_matrix(made, tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv"),
        "emissions": write_footprint_emissions(made, tmp_path / "env_ac_ghgfp.csv", 2022),
        "households": write_households(made, tmp_path / "env_ac_ainah_r2.csv", 2022),
        "bridge": write_bridge(made, tmp_path / "env_ac_aibrid_r2.csv", 2022),
    }


def build(files: dict[str, Path], *, without: str = "", lang: str = "en") -> tuple[int, str]:
    options = [part for name, path in files.items() if name != without for part in (f"--{name}", str(path))]
    told = CliRunner().invoke(app, ["build", *options, "--like", "figaro", "--model", MODEL, "--lang", lang])
    return told.exit_code, told.stdout + told.stderr


def stated(path: Path, place: str) -> dict[str, float]:
    """The items of the bridge's file for an area, kt."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["indic_env"]: float(row["OBS_VALUE"]) for row in csv.DictReader(file) if row["geo"] == place}


def asked(area: str = "NL", **more: object) -> kk.Footprint:
    return kk.footprint(area, 2022, model=MODEL, view="territorial", **more)  # type: ignore[arg-type]


def test_territory_is_production_by_residence_with_the_items_of_the_bridge(files: dict[str, Path]) -> None:
    """``T = P - residents abroad + non-residents``, P with households, each as the file states it; parts add up."""
    code, said = build(files)
    assert code == 0, said
    assert said.startswith("8 product(s) built")
    for area, place in (("NL", "NL"), ("GR", "EL"), ("DE", "DE")):
        figure, items = asked(area), stated(files["bridge"], place)
        produced = kk.footprint(area, 2022, model=MODEL, view="production").value
        moved = (items["AEMIS_TER_NRES"] - items["AEMIS_RES_ABR"]) / 1e3
        assert figure.value == pytest.approx(produced + moved, rel=1e-12)
        assert [part.code for part in figure.parts] == CODES
        assert figure.part("residents_abroad") == pytest.approx(-items["AEMIS_RES_ABR"] / 1e3, rel=1e-12)
        assert figure.value == pytest.approx(sum(part.value for part in figure.parts), rel=1e-12)
    assert asked().unit == "Mt CO2e_AR5"
    assert asked().interval_reason
    assert "United Nations" in " ".join(asked().notes)


def test_the_territory_of_a_union_is_that_of_its_members(files: dict[str, Path]) -> None:
    build(files)
    union = asked("EU27_2020")
    members = [asked(code).value for code in area_codes("eurostat-ghgfp") if areas()[code].in_eu27]
    assert len(members) == 27
    assert union.value == pytest.approx(sum(members), rel=1e-12)
    assert "cancels" in " ".join(union.notes)


def test_the_receipt_names_the_bridge_and_replays(files: dict[str, Path]) -> None:
    build(files)
    figure = asked()
    inputs = [item["source"] for item in kk.receipt(figure.receipt).identity["inputs"]]
    assert inputs[-1] == "user:env_ac_aibrid_r2.csv"
    assert "env_ac_aibrid_r2" in " ".join(source.attribution for source in figure.sources)
    assert pipeline.replay(figure.receipt).verdict == "identical_bytes"
    other = kk.footprint("NL", 2022, model=MODEL)
    assert "user:env_ac_aibrid_r2.csv" not in [item["source"] for item in kk.receipt(other.receipt).identity["inputs"]]


def test_a_model_says_which_views_it_has(files: dict[str, Path]) -> None:
    build(files)
    views = {model.id: model.views for model in kk.models()}
    assert views[MODEL] == ("consumption", "production", "territorial")
    assert views["wiod2013-co2"] == ("consumption", "production")
    assert views["eurostat-ghgfp"] == ("consumption",)
    assert kk.series("NL", model=MODEL, view="territorial").years == (2022,)
    code, said = build(files, without="bridge")
    assert code == 0, said
    assert kk.model(MODEL).views == ("consumption", "production")  # the old bridge went with its accounts


def test_what_the_bridge_cannot_tell_is_a_named_error(files: dict[str, Path]) -> None:
    build(files)
    for asks in ({"area": "US"}, {"area": "WORLD"}):
        with pytest.raises(MissingValueError, match="US") as lacking:
            asked(**asks)
        assert lacking.value.code == "territorial.needs_bridge"
    for more in ({"by": "origin"}, {"by": "product"}, {"scope": "industry_only"}):
        with pytest.raises(InputError) as refused:
            asked(**more)
        assert refused.value.code == "territorial.whole_only"
        assert refused.value.text("nl") != refused.value.text("en")
    with pytest.raises(MissingValueError, match="wiod2013-co2"):
        kk.footprint("NL", 2008, view="territorial")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_bridge_without_households_or_for_another_year_builds_nothing(files: dict[str, Path], lang: str) -> None:
    code, said = build(files, without="households", lang=lang)
    assert (code, "--households" in said) == (4, True)
    files["bridge"].write_text(files["bridge"].read_text("utf-8").replace(",2022,", ",2019,"), "utf-8")
    code, said = build(files, lang=lang)
    assert (code, "2019" in said) == (2, True)
    assert MODEL not in [model.id for model in kk.models()]
    assert not list(pipeline.user_store().receipts())


def test_units_of_bridge_and_accounts_must_agree() -> None:
    accounts = example_accounts()
    items = xr.DataArray(
        [[[1.0, 2.0], [1.0, 2.0]]],
        dims=("gas", "region", "item"),
        coords={"gas": ["CO2"], "region": ["NL", "BE"], "item": ["residents_abroad", "non_residents"]},
        attrs={"units": "kt CO2e_AR5"},
    )
    with pytest.raises(UnitError) as refused:
        territory_frame(accounts, items)
    assert refused.value.code == "territorial.units"
    frame, checks = territory_frame(accounts, items.assign_attrs(units="kt CO2"))
    residents = xr.DataArray([[50.0, 5.0]], dims=("gas", "region"), coords={"gas": ["CO2"], "region": ["NL", "BE"]})
    assert frame["territorial"].to_list() == territorial(residents, items)[0].values.tolist()
    parts = pl.col("production") + pl.col("households") - pl.col("residents_abroad") + pl.col("non_residents")
    assert frame.select(parts - pl.col("territorial")).to_series().to_list() == [0.0, 0.0]
    assert all(check.passed for check in checks)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_command_api_and_page_say_the_same(files: dict[str, Path], language: Language) -> None:
    build(files)
    figure = asked(lang=language)
    told = CliRunner().invoke(
        app, ["footprint", "NL", "--model", MODEL, "--year", "2022", "--view", "territorial", "--lang", language]
    )
    assert told.exit_code == 0, told.stderr
    assert text("library.part.non_residents", language) in told.stdout
    prepare()
    from django.test import Client

    visitor = Client(headers={"host": "localhost"})
    query = f"area=NL&year=2022&model={MODEL}&view=territorial&lang={language}"
    answer = visitor.get(f"/api/v1/footprints?{query}").json()
    assert answer["items"][0] == figure.to_dict()
    listed = {one["id"]: one["views"] for one in visitor.get("/api/v1/models").json()["items"]}
    assert listed[MODEL] == ["consumption", "production", "territorial"]
    page, asks = {"nl": ("/nl/voetafdruk", "weergave=territoriaal"), "en": ("/en/footprint", "view=territorial")}[
        language
    ]
    plain, chosen = (visitor.get(f"{page}?{query}").content.decode() for query in ("", asks))
    label = text("web.course.territorial", language)
    assert label not in plain
    assert label in chosen
    assert 'id="view"' in plain
    assert text("web.territory.heading", language) in plain
    taken = visitor.get(f"{page}/territory.csv").content.decode()
    rows = {row["code"]: float(row["value"]) for row in csv.DictReader(taken.splitlines())}
    assert rows["end"] == pytest.approx(figure.value, rel=1e-9)


def test_a_page_whose_model_has_no_bridge_says_why(files: dict[str, Path]) -> None:
    build(files, without="bridge")
    prepare()
    from django.test import Client

    visitor = Client(headers={"host": "localhost"})
    shown = visitor.get("/nl/voetafdruk?weergave=territoriaal").content.decode()
    assert 'id="view"' not in shown
    assert "env_ac_aibrid_r2" in shown or "--bridge" in shown
    assert text("web.territory.heading", "nl") not in shown


def test_a_gas_that_nobody_emits_is_no_fault_and_more_abroad_than_at_all_is() -> None:
    columns = {"gas": ["SF6", "SF6"], "region": ["NL", "BE"], "production": [0.0, 2.0], "households": [0.0, 0.0]}
    for abroad, fine in (([0.0, 1.0], True), ([0.0, 3.0], False), ([1.0, 1.0], False)):
        (check,) = _checks(pl.DataFrame({**columns, "residents_abroad": abroad}))
        assert check.passed is fine

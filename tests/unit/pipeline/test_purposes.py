"""What households buy it for, through every door: a made table in FIGARO's layout and the packaged key."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from benchmarks._made_figaro import (
    figaro_regions,
    made_table,
    write_footprint_emissions,
    write_households,
    write_matrix,
)
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas import pipeline
from ketenkompas.cli import app
from ketenkompas.errors import InputError, MissingValueError
from ketenkompas.i18n import Language, text
from ketenkompas.ingest import read_purposes
from ketenkompas.web import prepare

MODEL = "made-keyed"
INDUSTRIES = ("A01", "C10T12", "C19", "C24", "D35", "G47", "I", "L")
OTHERS = ["P3_S13", "P3_S15", "P51G", "P5M"]


@pytest.fixture
def _built(tmp_path: Path) -> None:
    made = made_table(figaro_regions(46), INDUSTRIES)
    table = write_matrix(made, tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2022.csv")
    emissions = write_footprint_emissions(made, tmp_path / "env_ac_ghgfp.csv", 2022)
    households = write_households(made, tmp_path / "env_ac_ainah_r2.csv", 2022)
    files = {"table": table, "emissions": emissions, "households": households}
    pipeline.build_own(pipeline.OwnTable(like="figaro", model=MODEL, year=2022, **files))


def asked(area: str = "NL", by: str = "purpose", **more: object) -> kk.Footprint:
    return kk.footprint(area, 2022, model=MODEL, by=by, **more)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_built")
def test_what_households_buy_is_kept_to_the_last_tonne() -> None:
    """Divisions, trade and what has no link add up to the households of ``by="final_use"``; the whole to the whole."""
    figure, uses = asked(), asked(by="final_use")
    apart = {*OTHERS, "households_direct"}
    bought = sum(part.value for part in figure.parts if part.code not in apart)
    assert bought == pytest.approx(uses.part("P3_S14"), rel=1e-12)
    assert figure.value == pytest.approx(uses.value, rel=1e-12)
    assert all(figure.part(code) == uses.part(code) for code in OTHERS)
    products = asked(by="product", scope="industry_only")
    assert products.value == pytest.approx(asked(scope="industry_only").value, rel=1e-12)


@pytest.mark.usefixtures("_built")
def test_each_division_has_what_the_key_says() -> None:
    """Energy at home is where D35 goes, trade and basic metals are in no purpose; labels in both languages."""
    figure = asked(lang="nl")
    labels = {part.code: part.label for part in figure.parts}
    assert labels["04"] == "Wonen, water en energie"
    assert labels["trade_margins"] == text("library.part.trade_margins", "nl")
    assert figure.part("trade_margins") != 0
    assert figure.part("not_linked") != 0
    assert figure.part("10") == 0  # no education in the made table
    assert "voorlopige sleutel" in figure.title
    assert "inschatting" in " ".join(figure.notes)
    receipt = kk.receipt(figure.receipt)
    assert {"coicop-cpa-a64-prior", "cbs-bo2020-coicop"} <= {item["source"] for item in receipt.identity["inputs"]}
    assert receipt.identity["parameters"]["key"]["status"] == "prior"
    assert pipeline.replay(figure.receipt).verdict == "identical_bytes"


@pytest.mark.usefixtures("_built")
def test_where_there_is_no_key_it_is_said() -> None:
    assert "purpose" in kk.model(MODEL).breakdowns
    assert "purpose" not in kk.model("wiod2013-co2").breakdowns
    with pytest.raises(MissingValueError) as elsewhere:
        asked("DE")
    assert elsewhere.value.code == "purpose.no_key"
    with pytest.raises(MissingValueError) as older:
        kk.footprint("NL", 2008, by="purpose")
    assert older.value.code == "purpose.not_here"
    with pytest.raises(InputError):
        asked(view="production")
    with pytest.raises(InputError):
        kk.cited_series("NL", by="purpose")
    for fault in (elsewhere.value, older.value):
        assert fault.text("nl") != fault.text("en")


@pytest.mark.usefixtures("_built")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_command_api_and_page_say_the_same(language: Language) -> None:
    figure = asked(lang=language)
    options = ["--model", MODEL, "--year", "2022", "--by", "purpose", "--lang", language]
    told = CliRunner().invoke(app, ["footprint", "NL", *options])
    assert told.exit_code == 0, told.stderr
    assert read_purposes().divisions["07"][language] in told.stdout
    prepare()
    from django.test import Client

    visitor = Client(headers={"host": "localhost"})
    query = f"area=NL&year=2022&model={MODEL}&by=purpose&lang={language}"
    answer = visitor.get(f"/api/v1/footprints?{query}").json()["items"][0]
    assert answer == figure.to_dict()
    assert answer["notes"] == list(figure.notes)
    page = {"nl": "/nl/voetafdruk/producten", "en": "/en/footprint/products"}[language]
    shown = visitor.get(page).content.decode()
    assert text("web.year.heading.purpose", language) in shown
    assert read_purposes().words("note", language)[:40] in shown
    taken = visitor.get(f"{page}/purposes.csv").content.decode()
    rows = [float(row["value"]) for row in csv.DictReader(taken.splitlines())]
    assert sum(rows) == pytest.approx(figure.value, rel=1e-9)


@pytest.mark.mirror
def test_the_key_is_the_one_of_its_sources(mirror: Path) -> None:
    """Links as in the prior; spending is the survey's, less groups with rows of their own; six share the rest."""
    key, raw = read_purposes().key, read_purposes().raw
    with (mirror / "households/bridge/coicop_cpa_a64_prior.csv").open(encoding="utf-8", newline="") as file:
        links = {(row["coicop"], row["cpa"]): float(row["prior_weight"]) for row in csv.DictReader(file)}
    consumption = {place: weight for place, weight in links.items() if place[0] not in ("13", "15")}
    assert {(code, cpa): share for code, of in key.links.items() for cpa, share in of.items()} == consumption
    with (mirror / "households/bo2020/bo2020_by_coicop.csv").open(encoding="utf-8", newline="") as file:
        spent = {row["code"]: float(row["all_eur"]) for row in csv.DictReader(file)}
    inside = {"05": ["05.6.1"], "07.2": ["07.2.2"], "09": ["09.3.4", "09.3.5", "09.4.2.3", "09.6"]}
    for code, amount in key.spending.items():
        if code in spent:
            assert amount == spent[code] - sum(spent[one] for one in inside.get(code, []))
    assumed = [group for group in raw["groups"] if group["basis"] == "assumption"]
    printed = (
        spent["00"]
        - sum(amount for code, amount in spent.items() if code != "00")
        + sum(spent[one] for of in inside.values() for one in of)
    )
    assert len(assumed) == 6
    assert sum(group["spending"] for group in assumed) == pytest.approx(printed, abs=0.05)

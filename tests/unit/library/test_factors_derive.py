"""Spend factors by the library and the command line: from the real WIOD table and from a made FIGARO table."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import typer
from tests.unit.factors.test_spend import two_areas
from tests.unit.ingest.test_valuation import USES, written
from typer.testing import CliRunner

from ketenkompas.cli import _factors_derive as command
from ketenkompas.errors import InputError, ProductError, SourceError, UnknownCodeError
from ketenkompas.ingest import read_edition
from ketenkompas.library import _factors_derive as door
from ketenkompas.library import derive, derive_notes, derived_sentence, write_factor_edition
from ketenkompas.mrio import Accounts, Sectors, multipliers
from ketenkompas.pipeline import Input, ModelInfo, Step, Table, table

ON = datetime.date(2026, 11, 28)
N_WIOD = 69  # households as employers emit nothing here; what is bought of them comes from elsewhere
FITS = {code: USES[code] for code in ("CPA_C17", "CPA_C10-12")}
OWN = "product,basic,margins,taxes,margin_supply\nc4,90,8,2,\nc20,99,0,1,60\nc23,97,0,3,40\n"


@pytest.fixture
def cli() -> typer.Typer:
    app = typer.Typer()
    app.command()(command.derive)
    return app


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Table:
    """A made table with FIGARO's codes, so that Eurostat's valuation fits it."""
    accounts = two_areas()
    codes = ("C17", "D35", "G46", "G47", "H49", "C10T12")
    size = 2 * len(codes)
    spread = np.full((size, size), 2.0)
    figaro = Accounts.build(
        flows=spread, demand=np.full((size, 2), 50.0), emissions=np.full((1, size), 20.0), direct=np.zeros((1, 2)),
        sectors=Sectors(("NL",) * len(codes) + ("BE",) * len(codes), codes * 2), final_uses=accounts.final_uses,
        gases=("GHG",),
        meta=replace(accounts.meta, model="figaro-made", table_edition="FIGARO 26ed", emission_edition="GHGFP made"),
    )  # fmt: skip
    info = ModelInfo(
        id="figaro-made", kind="model", title_en="Made", title_nl="Gemaakt", gases=("GHG",), units=("kt CO2e_AR5",),
        money="MEUR", scheme="A64", regions=("NL", "BE"), edition="26ed", note_en="", note_nl="",
    )  # fmt: skip
    found = Table(figaro, info, (Input("user:made.csv", "0" * 64),), Step("ingest.figaro", 1))
    monkeypatch.setattr(door, "table", lambda model, year: found)  # noqa: ARG005 (the door's own names)
    return found


def test_factors_of_a_figaro_table_at_purchaser_prices(made: Table, tmp_path: Path) -> None:
    found = derive("figaro-made", 2023, valuation=written(tmp_path, FITS), vat=0.21, suppliers=["Belgium"], on=ON)
    by_key = {one.key: one for one in found.records}
    paper = by_key["spend.nl.c17.purchaser"]
    chain = multipliers(made.accounts).values[0]
    assert paper.value == pytest.approx(0.849 * (chain[0] + chain[6]) / 2 + 0.133 * chain[2])  # all margins alike here
    assert by_key["spend.nl.c17.purchaser.vat-21"].value == pytest.approx(paper.value / 1.21)
    assert by_key["spend.nl.c10t12.demand.from-be"].region == "BE"
    assert (paper.mrio_id, paper.mrio_edition) == ("figaro", "FIGARO 26ed; GHGFP made")
    assert (found.edition.edition, found.edition.licence_verdict) == ("2023-figaro-26ed", "green")
    assert found.edition.gwp_set == "AR5-100@gwp-0.13.2"
    assert {(one.where, one.reason) for one in found.skipped} == {
        (f"{product}/purchaser", "no_valuation") for product in ("D35", "G46", "G47", "H49")
    }


def test_the_same_files_give_the_same_edition_and_others_another(made: Table, tmp_path: Path) -> None:
    once, again = (derive("figaro-made", 2023, on=ON) for _ in range(2))
    assert once == again
    other = derive("figaro-made", 2023, valuation=written(tmp_path, FITS), on=ON)
    assert other.edition.file_sha256 != once.edition.file_sha256
    assert made.accounts.meta.year == once.records[0].price_year


def test_an_edition_is_written_read_and_never_written_over(made: Table, tmp_path: Path) -> None:
    assert made.info.id == "figaro-made"
    found = derive("figaro-made", 2023, on=ON)
    folder = write_factor_edition(found, tmp_path / "spend")
    assert read_edition(folder) == found.records
    with pytest.raises(ProductError) as fault:
        write_factor_edition(found, folder)
    assert fault.value.code == "factor.folder_taken"
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ProductError) as fault:
        write_factor_edition(found, tmp_path / "file" / "below")
    assert fault.value.code == "product.cannot_write"


def test_the_registered_tables_of_eurostat_must_be_at_hand(made: Table) -> None:
    assert made.info.id == "figaro-made"
    with pytest.raises(SourceError) as fault:
        derive("figaro-made", 2023, valuation="eurostat")
    assert fault.value.params["id"] == "eurostat-naio_10_cp15-nl"


def test_a_table_of_unknown_terms_is_not_passed_on(made: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts = made.accounts
    other = Accounts.build(
        flows=accounts.flows.values.copy(), demand=accounts.demand.values.copy(), gases=accounts.gases,
        emissions=accounts.emissions.values.copy(), direct=accounts.direct.values.copy(), sectors=accounts.sectors,
        final_uses=accounts.final_uses, meta=replace(accounts.meta, table_edition="mine"),
    )  # fmt: skip
    monkeypatch.setattr(door, "table", lambda model, year: replace(made, accounts=other))  # noqa: ARG005
    edition = derive("figaro-made", 2023, on=ON).edition
    assert (edition.licence_verdict, edition.redistribute) == ("amber", False)


def test_notes_and_sentence_in_both_languages(made: Table) -> None:
    assert made.info.id == "figaro-made"
    found = derive("figaro-made", 2023, on=ON)
    assert derived_sentence(found, "nl").startswith("12 uitgavenfactoren voor Nederland 2023")
    assert any("(G46, G47)" in note for note in derive_notes(found, "nl"))
    assert [len(derive_notes(found, language)) for language in ("nl", "en")] == [5, 5]


def test_a_model_without_a_table_says_what_is_missing() -> None:
    with pytest.raises(ProductError) as fault:
        derive("figaro-26ed", 2023)
    assert fault.value.code == "product.absent"


@pytest.mark.mirror
def test_wiod_at_basic_prices(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    found = derive("wiod2013-co2", 2011, on=ON)
    accounts = table("wiod2013-co2", 2011).accounts
    chain, places = multipliers(accounts).values[0], {label: at for at, label in enumerate(accounts.sectors.labels)}
    assert len(found.records) == N_WIOD
    for one in found.records:
        code = one.classifications[0].code
        if one.region_role == "production":
            assert one.value == pytest.approx(chain[places[f"NL_{code}"]], rel=1e-9)
        assert one.flags == ("partial",)
        assert 0.005 < (one.value or 0.0) < 5.0
    assert found.edition.licence_verdict == "amber"


@pytest.mark.mirror
def test_wiod_in_euros_at_purchaser_prices(mirror: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    path = tmp_path / "shares.csv"
    path.write_text(OWN, encoding="utf-8")
    dollars = derive("wiod2013-co2", 2011, valuation=path, on=ON)
    assert "price shares: shares.csv" in dollars.edition.attribution
    assert not dollars.edition.redistribute
    euros = derive("wiod2013-co2", 2011, valuation=path, currency="EUR", rate=0.7192, on=ON)
    for first, second in zip(dollars.records, euros.records, strict=True):
        assert second.value == pytest.approx((first.value or 0.0) / 0.7192)
        assert second.unit == "{EUR2011}"


@pytest.mark.mirror
def test_the_command(mirror: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cli: typer.Typer) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    run = CliRunner()
    folder = tmp_path / "edition"
    asked = ["--model", "wiod2013-co2", "--area", "NL", "--year", "2011", "--out", str(folder)]
    done = run.invoke(cli, asked)
    assert done.exit_code == 0, done.output
    assert "69 uitgavenfactoren voor Nederland 2011" in done.output
    assert len(read_edition(folder)) == N_WIOD
    assert run.invoke(cli, asked).exit_code == 4
    told = json.loads(run.invoke(cli, ["--year", "2011", "--format", "json", "--lang", "en"]).output)
    assert (told["taken"], len(told["notes"])) == (N_WIOD, 7)
    lines = run.invoke(cli, ["--year", "2011", "--format", "csv"]).output.splitlines()
    assert len(lines) == N_WIOD + 1


def test_questions_that_make_no_sense(made: Table, cli: typer.Typer, tmp_path: Path) -> None:
    assert made.info.id == "figaro-made"
    with pytest.raises(UnknownCodeError):
        derive("figaro-made", 2023, "FR")
    with pytest.raises(InputError) as fault:
        derive("figaro-made", 2023, valuation=tmp_path)
    assert fault.value.code == "valuation.tables_absent"
    done = CliRunner().invoke(cli, ["--year", "2023", "--currency", "USD", "--lang", "en"])
    assert (done.exit_code, "exchange rate" in done.output) == (2, True)

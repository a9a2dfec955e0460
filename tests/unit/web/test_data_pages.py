"""The pages about data and methods, the bundle of everything, the catalogue, and panels on other sites."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from django.utils.html import escape
from typer.testing import CliRunner

import ketenkompas as kk
from ketenkompas.cli import app
from ketenkompas.i18n import Language
from ketenkompas.pipeline import edition_now, products_stamp
from ketenkompas.web import _addresses
from ketenkompas.web._addresses import METHODS


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", list(METHODS))
def test_every_method_has_its_page(client: Client, name: str, language: Language) -> None:
    page = client.get(_addresses.method(name, language)).content.decode()
    assert page.count("<h2") >= 2
    assert "<details" in page


def test_an_unknown_method_is_not_there(client: Client) -> None:
    assert client.get("/nl/methode/alchemie").status_code == 404


def test_the_bundle_holds_every_product_with_its_receipt(client: Client, tmp_path: Path) -> None:
    link = re.search(r'href="(/downloads/[^"]+)"', client.get("/nl/gegevens").content.decode())
    assert link
    answered = client.get(link[1])
    content = b"".join(answered.streaming_content)  # type: ignore[arg-type]
    answered.close()
    archive = zipfile.ZipFile(io.BytesIO(content))
    names = set(archive.namelist())
    assert {"README.nl.txt", "README.en.txt", "sources.json", "models.json"} <= names
    receipts = [name for name in names if name.endswith(".receipt.json")]
    assert len(receipts) == len({path for path, _ in products_stamp()})
    for name in receipts:
        stem = name.removesuffix(".receipt.json")
        told = json.loads(archive.read(name))
        parquet = archive.read(f"{stem}.parquet")
        assert hashlib.sha256(parquet).hexdigest() == told["result"]["sha256"]
    frame = pl.read_csv(archive.read("wiod2013-co2/2008/trade.csv"))
    assert frame.height == 41
    assert pl.read_csv(archive.read("households/2023/places.csv"))["peers"].str.contains("GM").any()
    assert "households/2023/draws.csv" not in names  # packed bytes: Parquet alone
    told = CliRunner().invoke(app, ["bundle", str(tmp_path / "again.zip"), "--lang", "en"])
    assert told.exit_code == 0


def test_the_same_products_give_the_same_bundle(tmp_path: Path) -> None:
    first, second = (kk.bundle(tmp_path / f"{name}.zip", edition="x").read_bytes() for name in ("one", "two"))
    assert first == second


def test_a_bundle_of_another_edition_is_not_there(client: Client) -> None:
    assert client.get("/downloads/ketenkompas-2020-01-abc.zip").status_code == 404


def test_the_catalogue_names_every_model_with_its_forms(client: Client) -> None:
    made = json.loads(client.get("/catalog.jsonld").content)
    releases = {f"emission-factors-{one.number}" for one in kk.factors.releases()}
    wanted = {str(model.id) for model in kk.models()} | releases
    assert {one["dct:identifier"] for one in made["dcat:dataset"]} == wanted
    for dataset in made["dcat:dataset"]:
        assert dataset["dct:rights"]
        for one in dataset["dcat:distribution"]:
            address = one["dcat:accessURL"]["@id"].split("/", maxsplit=3)[3]
            form = one["dcat:mediaType"]["@id"].split("media-types/")[1]
            with contextlib.closing(client.get(f"/{address}", headers={"accept": form})) as answered:
                assert answered.status_code == 200
                assert answered.headers["Content-Type"].startswith(form)


def test_every_source_says_its_licence_and_its_faults() -> None:
    for language in ("nl", "en"):
        listed = kk.data_sources(language)
        assert len(listed) > 5
        assert all(source["licence"] and source["attribution"] for source in listed)
        assert any(source["known_faults"] for source in listed)


def test_the_shipped_edition_is_in_the_changelog_of_figures(client: Client) -> None:
    shipped = edition_now()
    assert kk.library.figure_changes()[0]["edition"] == shipped, (
        "the starter set changed: say in data/changes.json what changed, and why"
    )
    assert shipped in client.get("/en/data").content.decode()


def test_a_panel_can_stand_on_another_site_and_a_page_cannot(client: Client) -> None:
    alone = client.get("/en/footprint/embed/recent?area=NL")
    assert alone.status_code == 200
    assert "frame-ancestors *" in alone.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in alone.headers
    page = alone.content.decode()
    assert "<svg" in page
    assert "kk-source" in page
    whole = client.get("/en/footprint")
    assert "frame-ancestors 'none'" in whole.headers["Content-Security-Policy"]
    assert whole.headers["X-Frame-Options"] == "DENY"
    assert "/en/footprint/embed/recent" in whole.content.decode()


def test_the_api_is_described_for_people_too(client: Client) -> None:
    page = client.get("/nl/api").content.decode()
    for path in ("/footprints", "/flows", "/receipts/{id}"):
        assert path in page


def test_addresses_for_elsewhere_are_whole(client: Client) -> None:
    page = client.get("/nl/voetafdruk").content.decode()
    for wanted in (
        '<link rel="canonical" href="http://localhost/nl/voetafdruk">',
        'hreflang="en" href="http://localhost/en/footprint">',
        "&lt;iframe src=&quot;http://localhost/nl/voetafdruk/insluiten/recent",
    ):
        assert wanted in page.replace('"http://localhost/nl/voetafdruk/ins', "&quot;http://localhost/nl/voetafdruk/ins")


def test_every_route_of_the_api_is_told_in_both_languages(client: Client) -> None:
    described = json.loads(client.get("/api/v1/openapi.json").content)["paths"]
    told = {language: client.get(_addresses.plain("api", language)).content.decode() for language in ("nl", "en")}
    for operations in described.values():
        for operation in operations.values():
            assert escape(operation["summary"]) in told["en"]
            assert escape(operation.get("description", "")) in told["en"]
    assert "Bronnen naast elkaar" in told["nl"]
    assert told["nl"].count("<details") == sum(map(len, described.values()))


def test_a_source_without_an_edition_or_an_address_says_neither(client: Client) -> None:
    for page in (client.get(address).content.decode() for address in ("/nl/gegevens", "/en/data")):
        assert re.search(r"Editie: \.|Edition: \.", page) is None
        assert 'href="-"' not in page

"""A page, a file and an answer of the API in the edition that their address names, after the figures have changed."""

import json
import re

import polars as pl
import pytest
from django.test import Client

from ketenkompas import library, pipeline
from ketenkompas.pipeline import Store, starter_folder, user_store
from ketenkompas.pipeline._plan import Plan, carry_out
from ketenkompas.pipeline._receipt import Identity, Step
from ketenkompas.web import _addresses

MODEL, YEAR, FACTOR = "wiod2013-co2", 2008, 1.25


def changed() -> Plan:
    """The footprints of 2008, a quarter larger: figures that another edition would have."""
    starter = Store(starter_folder())
    receipt = starter.receipt(MODEL, YEAR, "footprint")
    assert receipt is not None
    frame = starter.read(receipt)
    numeric = [name for name, kind in frame.schema.items() if kind.is_float()]
    made = frame.with_columns(pl.col(numeric) * FACTOR)
    identity = Identity(model=MODEL, product="footprint", year=YEAR, inputs=(), steps=(Step("made", 1),), parameters={})
    return Plan(identity, lambda: (made, [], []))


@pytest.fixture
def editions() -> tuple[str, str]:
    """The edition of the starter set, and a newer one in which 2008 is another."""
    first = pipeline.keep_edition()
    with pipeline.writing(user_store()):
        carry_out(user_store(), changed())
    return first, pipeline.keep_edition()


def value(client: Client, **asked: str) -> float:
    answer = client.get("/api/v1/footprints", {"area": "NL", "year": str(YEAR), **asked})
    assert answer.status_code == 200, answer.content
    return float(json.loads(answer.content)["items"][0]["value"])


def test_the_api_answers_from_the_edition_asked(client: Client, editions: tuple[str, str]) -> None:
    first, second = editions
    with pipeline.reading_edition(first):
        known = library.footprint("NL", YEAR).value
    assert value(client, edition=first) == pytest.approx(known, rel=1e-12)
    assert value(client, edition=second) == pytest.approx(FACTOR * known, rel=1e-12)
    assert value(client) == value(client, edition=second)


def test_a_page_and_its_files_stay_at_their_edition(client: Client, editions: tuple[str, str]) -> None:
    first, second = editions
    pages = {
        name: client.get("/nl/voetafdruk", {"jaar": str(YEAR), **({"editie": name} if name else {})}).content.decode()
        for name in ("", first, second)
    }
    assert f"eerdere editie van de cijfers: {first}" in pages[first]
    assert "eerdere editie" not in pages[""] + pages[second]
    assert f'name="editie" value="{first}"' in pages[first]  # another choice on the page stays in this edition
    links = re.findall(r'href="(/nl/voetafdruk/[^"]+\.csv[^"]*)"', pages[first])
    assert links
    assert all(f"editie={first}" in link for link in links)
    old, new = (
        client.get("/nl/voetafdruk/origin-map.csv", {"jaar": str(YEAR), "editie": name}, follow=True).content
        for name in (first, second)
    )
    assert old != new


def test_every_edition_is_offered_on_the_data_page(client: Client, editions: tuple[str, str]) -> None:
    for address, said in (
        (_addresses.plain("data", "nl"), "bewaard sinds"),
        (_addresses.plain("data", "en"), "kept since"),
    ):
        page = client.get(address).content.decode()
        assert page.count(said) == 2
        assert all(f"ketenkompas-{name}.zip" in page for name in editions)
    sizes = [len(b"".join(client.get(f"/downloads/ketenkompas-{name}.zip").streaming_content)) for name in editions]
    assert min(sizes) > 1_000_000
    assert client.get("/downloads/ketenkompas-2020-01-00000000.zip").status_code == 404


def test_the_api_lists_them_and_names_one_that_is_not_kept(client: Client, editions: tuple[str, str]) -> None:
    first, second = editions
    listed = json.loads(client.get("/api/v1/editions").content)
    assert [one["id"] for one in listed["items"]] == [second, first]
    refused = client.get("/api/v1/footprints", {"area": "XX", "year": "2008", "edition": "2020-01-x", "lang": "nl"})
    said = refused.content.decode()
    assert refused.status_code == 400
    assert "2020-01-x" in said
    assert first in said
    assert "XX" in said  # all faults together


def test_a_page_of_an_edition_that_is_not_kept_shows_the_newest_and_says_so(
    client: Client, editions: tuple[str, str]
) -> None:
    page = client.get("/en/footprint", {"edition": "2020-01-00000000"}).content.decode()
    assert "not kept here" in page
    assert editions[1] in page

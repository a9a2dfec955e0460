"""The pages: both languages, every state in the address, downloads equal to what is shown."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.i18n import Language
from ketenkompas.web._pages import preferred
from ketenkompas.web._state import State, query, read

NL, EN = "/nl/voetafdruk", "/en/footprint"
STATES = st.builds(
    State,
    area=st.sampled_from(["NL", "DE", "WORLD", "GB", "EU26"]),
    scope=st.sampled_from(["with_households", "industry_only"]),
    per=st.sampled_from(["total", "head"]),
    year=st.sampled_from([None, 2000, 2008, 2011]),
)


@given(STATES, st.sampled_from(["nl", "en"]))
def test_the_address_holds_the_whole_state(state: State, language: Language) -> None:
    asked = QueryDict(query(state, language)).dict()
    assert read(asked, language, areas=["NL", "DE", "WORLD", "GB", "EU26"], years=range(2000, 2012)) == (state, [])


def test_the_usual_state_has_no_query() -> None:
    assert query(State(), "nl") == ""


@pytest.mark.parametrize("path", [NL, EN])
def test_a_page_says_its_language_and_has_one_heading(client: Client, path: str) -> None:
    answered = client.get(path)
    page = answered.content.decode()
    assert answered.status_code == 200
    assert f'<html lang="{path[1:3]}"' in page
    assert page.count("<h1") == 1
    assert 'hreflang="nl"' in page
    assert 'hreflang="en"' in page
    assert "<script>" not in page
    assert "style=" not in page
    assert not re.search(r"\bweb\.[a-z_.]+\b", re.sub(r"<[^>]+>", "", page)), "a key stands where a text should be"


def test_the_answer_stands_above_with_whose_it_is(client: Client) -> None:
    assert "141,7\N{NO-BREAK SPACE}Mt CO₂-equivalent" in client.get(NL).content.decode()
    english = client.get(EN).content.decode()
    assert "141.7\N{NO-BREAK SPACE}Mt CO₂ equivalent" in english
    assert "Eurostat&#x27;s official figure" in english


def test_the_switch_of_language_keeps_the_state(client: Client) -> None:
    page = client.get(f"{NL}?gebied=DE&huishoudens=zonder&eenheid=inwoner&jaar=2008").content.decode()
    assert 'href="/en/footprint?area=DE&amp;households=without&amp;unit=person&amp;year=2008"' in page


def test_every_kind_of_series_is_labelled(client: Client) -> None:
    page = client.get(NL).content.decode()
    for label in ("Geciteerd, voorlopig", "Officieel", "Demonstratie", "VOORLOPIG", "DEMONSTRATIE"):
        assert label in page


def test_an_address_with_faults_gives_the_usual_page_and_says_so(client: Client) -> None:
    answered = client.get(f"{NL}?gebied=XX&kleur=rood")
    assert answered.status_code == 200
    page = answered.content.decode()
    assert "XX" in page
    assert "kleur" in page
    assert "Klimaatvoetafdruk van Nederland" in page


@pytest.mark.parametrize("area", ["DE", "WORLD", "EU26", "CH", "EU27_2020", "TW"])
def test_every_area_has_a_page(client: Client, area: str) -> None:
    answered = client.get(f"{EN}?area={area}")
    assert answered.status_code == 200
    assert "<svg" in answered.content.decode()


def test_a_download_is_the_table_of_the_page(client: Client) -> None:
    page = client.get(NL).content.decode()
    table = ElementTree.fromstring(re.search(r'<table[^>]*id="recent-table".*?</table>', page, re.S)[0])  # type: ignore[index] # noqa: S314
    shown = [[cell.text for cell in row] for row in table.iter("tr")][1:]
    rows = list(csv.reader(io.StringIO(client.get("/nl/voetafdruk/recent.csv").content.decode())))[1:]
    assert [row[0] for row in rows] == [row[0] for row in shown]
    for downloaded, seen in zip(rows, shown, strict=True):
        assert [f"{float(value):.1f}".replace(".", ",") for value in downloaded[1:]] == seen[1:]


@pytest.mark.parametrize("panel", ["recent", "wiod2013-co2", "products", "industries"])
@pytest.mark.parametrize(
    ("form", "starts"), [("csv", b""), ("json", b"["), ("svg", b"<svg"), ("png", b"\x89PNG"), ("vega", b"{")]
)
def test_every_panel_can_be_taken_along(client: Client, panel: str, form: str, starts: bytes) -> None:
    answered = client.get(f"/en/footprint/{panel}.{form}")
    assert answered.status_code == 200
    assert answered.content.startswith(starts)
    assert len(answered.content) > 200
    if form == "svg":
        assert b"Licence:" in answered.content
    if form == "json":
        assert {"receipt", "sources", "kind", "parts"} <= set(json.loads(answered.content)[0])


def test_a_receipt_can_be_read(client: Client) -> None:
    id_ = re.search(r"/nl/herkomstbewijs/(\w+)", client.get(NL).content.decode())
    assert id_
    page = client.get(id_[0]).content.decode()
    assert id_[1] in page
    assert "Controlegetal" in page


@pytest.mark.parametrize(
    "path", ["/nl/weg", "/en/receipt/ffffffffffffffff", "/nl/voetafdruk/recent.exe", "/nl/voetafdruk/"]
)
def test_what_is_not_there_is_a_page_of_404(client: Client, path: str) -> None:
    answered = client.get(path)
    assert answered.status_code == 404
    assert "<h1" in answered.content.decode()


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "nl"), ("fr", "nl"), ("en-GB,en;q=0.8", "en"), ("en;q=0.3,nl;q=0.9", "nl"), ("*", "nl"), ("en;q=x", "nl")],
)
def test_the_first_page_follows_the_browser(client: Client, header: str, language: str) -> None:
    assert preferred(header) == language
    answered = client.get("/", headers={"accept-language": header})
    assert answered.headers["Location"] == f"/{language}/"


def test_pages_allow_own_scripts_and_styles_only(client: Client) -> None:
    headers = client.get(NL).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_another_host_name_is_refused() -> None:
    answered = Client(HTTP_HOST="evil.example", raise_request_exception=False).get(NL)
    assert answered.status_code == 400

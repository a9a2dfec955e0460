"""The pages: both languages, every state in the address, downloads equal to what is shown."""

import contextlib
import csv
import html
import io
import json
import re
from xml.etree import ElementTree

import polars as pl
import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ketenkompas.i18n import Language
from ketenkompas.web._addresses import METHODS, OTHERS
from ketenkompas.web._pages import preferred
from ketenkompas.web._site import PAGES, makers
from ketenkompas.web._state import Known, State, query, read

NL, EN = "/nl/voetafdruk", "/en/footprint"
STATES = st.builds(
    State,
    area=st.sampled_from(["NL", "DE", "WORLD", "GB", "EU26"]),
    scope=st.sampled_from(["with_households", "industry_only"]),
    per=st.sampled_from(["total", "head", "money"]),
    view=st.sampled_from(["production", "territorial"]),
    year=st.sampled_from([None, 2000, 2008, 2011]),
    first=st.sampled_from([None, 2000, 2004]),
    last=st.sampled_from([None, 2008, 2011]),
    others=st.lists(st.sampled_from(["DE", "GB", "EU26"]), unique=True).map(tuple),
    series=st.sampled_from(["official", "own"]),
    target=st.sampled_from(["", "fr-snbc3"]),
    base=st.sampled_from([None, 2008, 2014]),
    end=st.integers(2025, 2100),
    low=st.integers(-99, -50),
    high=st.integers(-50, 100),
    shape=st.sampled_from(["geometric", "linear", "point"]),
    budgets=st.sampled_from([(), ("2019-2023",), ("2019-2023", "2024-2028")]),
    revised=st.sampled_from(["own", "se-2008", "fr-2022"]),
    revision=st.integers(-500, 1000).map(lambda tenths: tenths / 10),
    edition=st.sampled_from(["", "2026-11-38c409d4"]),
)
KNOWN = Known(
    ("NL", "DE", "WORLD", "GB", "EU26"),
    frozenset(range(2000, 2012)),
    "2026-11-38c409d4",
    frozenset({"fr-snbc3"}),
    frozenset({"se-2008", "fr-2022"}),
    frozenset(range(2000, 2024)),
)


@given(STATES, st.sampled_from(["nl", "en"]))
def test_the_address_holds_the_whole_state(state: State, language: Language) -> None:
    asked = QueryDict(query(state, language)).dict()
    assert read(asked, language, KNOWN) == (state, [])


@given(STATES, st.sampled_from(["nl", "en"]), st.sampled_from(sorted(PAGES)))
def test_an_address_of_a_page_holds_what_the_page_can_show(state: State, language: Language, page: str) -> None:
    shown, notices = read(QueryDict(query(state, language, PAGES[page].controls)).dict(), language, KNOWN)
    assert notices == []
    assert all(getattr(shown, field) == getattr(state, field) for field in (*PAGES[page].controls, "edition"))


def test_years_in_the_wrong_order_and_a_gone_edition_are_told() -> None:
    given_address = {"van": "2008", "tot": "2004", "editie": "2020-01-abc"}
    state, notices = read(given_address, "nl", KNOWN)
    assert state == State()
    assert "2008" in notices[0]
    assert "2020-01-abc" in notices[1]
    assert "2026-11-38c409d4" in notices[1]


@pytest.mark.parametrize("periods", ["2024", "2028-2024", "2019-2023,2023-2027", "1900-2100"])
def test_budget_periods_that_cannot_be_are_told(periods: str) -> None:
    state, notices = read({"budgetten": periods}, "nl", KNOWN)
    assert state == State()
    assert periods in notices[0]


def test_a_percentage_is_read_with_a_comma_too() -> None:
    assert read({"herziening": "eigen", "procent": "-7,8"}, "nl", KNOWN) == (State(revised="own", revision=-7.8), [])
    assert read({"percent": "1e9"}, "en", KNOWN)[1]


def test_the_usual_state_has_no_query() -> None:
    assert query(State(), "nl") == ""


EVERY = [f"/{language}/{page.paths[language]}" for page in PAGES.values() for language in ("nl", "en")]
EVERY += [
    f"/{language}/{words[language]}" for words in OTHERS.values() for language in words if "<" not in words[language]
]
EVERY += [
    f"/{language}/{OTHERS['methods'][language]}/{word[language]}" for word in METHODS.values() for language in word
]


def test_titles_and_descriptions_are_unique_within_a_language(client: Client) -> None:
    for language in ("nl", "en"):
        pages = [client.get(path).content.decode() for path in EVERY if path.startswith(f"/{language}/")]
        for pattern in (r"<title>(.*?)</title>", r'<meta name="description" content="(.*?)"'):
            found = [re.search(pattern, page) for page in pages]
            said = [one[1] for one in found if one]
            assert len(said) == len(pages)
            assert len(set(said)) == len(said), sorted(said)


def test_every_link_inside_the_site_leads_somewhere(client: Client) -> None:
    links = {link for path in EVERY for link in re.findall(r'href="(/[^"#]*)"', client.get(path).content.decode())}
    asked = {html.unescape(link) for link in links if not link.startswith("/static/")}
    # pages of municipalities are one view: the first and the last of each language stand for all 342
    places = sorted(link for link in asked if re.search(r"/(?:consumptiekompas|consumption-compass)/GM\d{4}", link))
    asked -= {link for link in places if not re.search(r"/GM(?:0014|1992)\b", link)}
    lost = []
    for link in sorted(asked):
        with contextlib.closing(client.get(link)) as answered:
            if answered.status_code != 200:
                lost.append(link)
    assert lost == []


@pytest.mark.parametrize("path", EVERY)
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
    assert not re.search(r"\b(?:web|page)\.[a-z_]+\.?[a-z_.]*\b", re.sub(r"<[^>]+>", "", page)), (
        "a key stands where a text should be"
    )


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
    for (_, *values, status), seen in zip(rows, shown, strict=True):
        assert [f"{float(value):.1f}".replace(".", ",") for value in values] == seen[1:]
        assert status in {"provisional", "official", "demo"}


PANELS = [(page.id, panel) for page in PAGES.values() for panel in makers(page)]


@pytest.mark.parametrize(
    "form", ["csv", "puntkomma.csv", "xlsx", "parquet", "jsonstat.json", "metadata.json", "txt", "bib", "csl.json"]
)
@pytest.mark.parametrize(("page", "panel"), PANELS)
def test_every_panel_comes_in_every_form(client: Client, page: str, panel: str, form: str) -> None:
    answered = client.get(f"/nl/{PAGES[page].paths['nl']}/{panel}.{form}")
    assert answered.status_code == 200
    assert len(answered.content) > 60
    if form == "csv":
        frame = pl.read_csv(answered.content)
        assert frame.height > 1
        assert "status" in frame.columns
    if form == "metadata.json":
        said = json.loads(answered.content)
        assert "editie=" in said["permalink"]


@pytest.mark.parametrize("panel", ["recent", "wiod2013-co2", "products", "industries"])
@pytest.mark.parametrize(
    ("form", "starts"), [("csv", b""), ("json", b"["), ("svg", b"<svg"), ("png", b"\x89PNG"), ("vega", b"{")]
)
def test_every_panel_can_be_taken_along(client: Client, panel: str, form: str, starts: bytes) -> None:
    answered = client.get(f"/en/footprint/{panel}.{form}", follow=True)
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


def test_a_missing_page_answers_in_the_language_of_its_address(client: Client) -> None:
    dutch = client.get("/nl/bestaat-niet", headers={"accept-language": "en"})
    assert dutch.status_code == 404
    assert "Deze pagina bestaat niet" in dutch.content.decode()
    english = client.get("/en/nowhere", headers={"accept-language": "nl"}).content.decode()
    assert "This page does not exist" in english


@pytest.mark.parametrize("series", ["", "?reeks=eigen"])
def test_the_figures_beside_a_path_have_their_receipt(client: Client, series: str) -> None:
    page = client.get(f"/nl/streefpad{series}").content.decode()
    panel = page[page.index('id="path"') : page.index('id="path-numbers"')]
    assert "/nl/herkomstbewijs/" in panel


def test_revisions_are_told_in_the_language_of_the_page(client: Client) -> None:
    page = client.get("/nl/streefpad").content.decode()
    assert "drie gassen, voorlopig" in page
    assert "three gases" not in page
    assert "three gases, provisional" in client.get("/en/target-path").content.decode()

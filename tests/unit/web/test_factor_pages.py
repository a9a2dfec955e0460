"""The pages about emission factors: the numbers of the records, both languages, the right release, hostile input."""

from __future__ import annotations

import contextlib
import csv
import html
import io
import json
import re
from pathlib import Path
from typing import get_args

import polars as pl
import pytest
from django.test import Client

from ketenkompas import pipeline
from ketenkompas.factors import Boundary, Category, Flag
from ketenkompas.i18n import LANGUAGES, Language, messages, text
from ketenkompas.library import factors
from ketenkompas.web._addresses import CATEGORIES
from ketenkompas.web.factorpages._boundary import boundary
from ketenkompas.web.factorpages._words import MARKED, region_name
from tests.unit.factors.made import made_factor
from tests.unit.web.factor_release import FIRST, HOSTILE, SECOND, write_made_releases

START: dict[Language, str] = {"nl": "/nl/emissiefactoren", "en": "/en/emission-factors"}
PETROL = "fuel.petrol.e0"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two made releases, newer than the packaged one."""
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    write_made_releases(tmp_path / "factors" / "releases")


def _read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(answer.content.decode())


def test_every_closed_list_has_words() -> None:
    wanted = [f"factors.category.{one}" for one in get_args(Category)]
    wanted += [f"factors.category_about.{one}" for one in get_args(Category)]
    wanted += [f"factors.boundary.{one}.{part}" for one in get_args(Boundary) for part in ("name", "words")]
    wanted += [f"factors.{part}.{one}" for one in get_args(Flag) for part in ("mark", "flag")]
    assert [one for one in wanted if one not in messages()] == []
    assert set(CATEGORIES) == set(get_args(Category))
    assert set(MARKED) <= set(get_args(Flag))


def test_what_the_packaged_release_holds_has_words() -> None:
    records = factors.release("2026.1").current
    stages = {part.stage for one in records for part in (*one.components, *one.alternatives)}
    told = {"stage": stages, "gas": {gas for one in records for gas in one.gases}}
    told |= {"scope": {hint for one in records for hint in one.scope_hint}}
    told |= {"origin_share": {code for one in records for code in one.origins}}
    missing = [f"factors.{name}.{code}" for name, codes in told.items() for code in codes]
    assert [one for one in missing if one not in messages()] == []
    assert [code for code in {one.region for one in records} if region_name(code, "nl") == code] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_counts_what_the_release_holds(client: Client, language: Language) -> None:
    page = _read(client, f"{START[language]}?release=2026.1")
    release = factors.release("2026.1")
    for code, words in CATEGORIES.items():
        count = sum(one.category == code for one in release.current)
        shown = f"{count:,}" if language == "en" else f"{count:,}".replace(",", ".")
        address = f"{START[language]}/{'categorie' if language == 'nl' else 'category'}/{words[language]}"
        assert re.search(rf'href="{address}\?release=2026\.1">[^<]+</a> <span[^>]*>{re.escape(shown)}<', page), code
    for one in release.editions:
        assert one.attribution in page


@pytest.mark.parametrize(("language", "words", "name"), [("nl", "benzine", "Benzine"), ("en", "petrol", "Petrol")])
def test_a_search_shows_value_unit_place_and_why(client: Client, language: Language, words: str, name: str) -> None:
    page = _read(client, f"{START[language]}?q={words}&release=2026.1")
    first = page.split('<li class="kk-factor">')[1]
    assert name in first
    assert "kg CO₂e per" in first
    assert ("Nederland" if language == "nl" else "Netherlands") in first
    assert f"“{words}”" in first


def test_a_search_without_results_says_what_to_do(client: Client) -> None:
    page = _read(client, f"{START['nl']}?q=zxcvbnmpoiuytrewq")
    assert "Niets gevonden voor 'zxcvbnmpoiuytrewq'" in page
    assert 'class="kk-factor"' not in page


@pytest.mark.parametrize(("language", "shown"), [("nl", "3,059"), ("en", "3.059")])
def test_a_page_shows_the_value_of_the_record(client: Client, language: Language, shown: str) -> None:
    page = _read(client, f"{START[language]}/{PETROL}?release=2026.1")
    record = factors.get(PETROL, release="2026.1")
    assert f"<strong>{shown}</strong>" in page
    for told in (record.cell, record.native_id, record.ref, record.source.file_sha256, record.source.attribution):
        assert told in page
    assert text("factors.boundary.WTW.name", language) in page
    assert f"/api/v1/factors/{record.ref}?release=2026.1" in page
    assert page.count("<h1") == 1


def test_the_parts_are_those_of_the_record_in_every_form(client: Client) -> None:
    ref = factors.get(PETROL, release="2026.1").ref
    base = f"{START['en']}/{ref}/parts"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{base}.csv?release=2026.1").content.decode())))
    assert {row["code"]: float(row["value"]) for row in rows} == {"TTW": 2.374, "WTT": 0.685}
    frame = pl.read_parquet(client.get(f"{base}.parquet?release=2026.1").content)
    assert sum(frame["value"]) == pytest.approx(3.059)
    assert client.get(f"{base}.png?release=2026.1").content.startswith(b"\x89PNG")
    assert client.get(f"{base}.jsonstat.json?release=2026.1").json()["class"] == "dataset"
    assert client.get(f"{base}.json?release=2026.1").json()[0]["value"] == 3.059
    bib = client.get(f"{base}.bib?release=2026.1").content.decode()
    assert f"{ref}?release=2026.1" in bib
    assert "<svg" in client.get(f"{base}.svg?release=2026.1").content.decode()
    assert client.get(f"{base}.geojson?release=2026.1").status_code == 404


@pytest.mark.parametrize("panel", ["value", "record"])
@pytest.mark.parametrize(
    "form", ["csv", "puntkomma.csv", "xlsx", "json", "jsonstat.json", "metadata.json", "txt", "csl.json"]
)
def test_every_panel_comes_in_every_form(client: Client, panel: str, form: str) -> None:
    answer = client.get(f"{START['nl']}/customs.72071114.tr/{panel}.{form}?release=2026.1")
    assert answer.status_code == 200
    assert len(answer.content) > 100


def test_a_chart_can_stand_on_another_site(client: Client) -> None:
    alone = client.get(f"{START['nl']}/{PETROL}/insluiten/value?release=2026.1")
    assert alone.status_code == 200
    assert "frame-ancestors *" in alone.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in alone.headers


def test_the_switch_of_language_keeps_what_was_asked(client: Client) -> None:
    page = _read(client, f"{START['nl']}/{PETROL}?release=2026.1&open=ja")
    assert f'href="{START["en"]}/{PETROL}?release=2026.1&open=yes"' in page


def test_a_sum_gives_the_value_times_the_amount_with_its_reasons(client: Client) -> None:
    page = _read(client, f"{START['nl']}/{PETROL}?hoeveelheid=1.000&eenheid=L&jaar=2026&release=2026.1")
    assert "1.000 liter = <strong>3.059 kg CO₂e</strong>" in page
    late = _read(client, f"{START['nl']}/{PETROL}?hoeveelheid=1.000&eenheid=L&jaar=2023&release=2026.1")
    assert "2023" in late.split('class="utrecht-unordered-list kk-warnings"')[1].split("</ul>")[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("hoeveelheid=veel", "'veel' is geen getal"),
        ("hoeveelheid=10&jaar=12", "'12' is geen jaar"),
        ("hoeveelheid=10&eenheid=km{vehicle}&jaar=2026", "kg CO₂e"),
        ("hoeveelheid=10&eenheid=onzin&jaar=2026", "onzin"),
        ("hoeveelheid=1e999", "'1e999' is geen getal"),
    ],
)
def test_a_sum_that_cannot_be_made_says_why(client: Client, query: str, said: str) -> None:
    page = _read(client, f"{START['nl']}/{PETROL}?release=2026.1&{query}")
    assert said in page
    assert 'class="kk-sum"' not in page


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nl/emissiefactoren/fuel.petrol.e00", "Bedoelde u: Benzine"),
        ("/nl/emissiefactoren/fuel.petrol.e0@9", "9"),
        ("/nl/emissiefactoren?release=1999.1", "1999.1"),
        ("/nl/emissiefactoren/release/1999.1", "1999.1"),
        ("/nl/emissiefactoren/categorie/alchemie", "categorie"),
        ("/nl/emissiefactoren/bron/alchemie", "bron"),
        ("/nl/emissiefactoren/wijzigingen?van=1999.1", "1999.1"),
    ],
)
def test_what_is_not_there_is_a_readable_page(client: Client, path: str, said: str) -> None:
    page = _read(client, path, 404)
    assert said in page
    assert "<h1" in page


@pytest.mark.usefixtures("made")
class TestMadeReleases:
    """What needs more than one release, or records that no source has."""

    def test_the_newest_is_shown_and_an_older_one_says_so(self, client: Client) -> None:
        assert f"Release {SECOND}" in _read(client, START["nl"])
        older = _read(client, f"{START['nl']}?release={FIRST}")
        assert f"U bekijkt een eerdere release: {FIRST}. De nieuwste is {SECOND}." in older

    def test_a_corrected_value_keeps_its_older_version(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/fuel.made.diesel")
        assert "<strong>3,5</strong>" in page
        assert "Tikfout" in page
        ref = factors.get("fuel.made.diesel", release=SECOND).factor_id
        assert f"{ref}@1" in page
        assert "<strong>3,251</strong>" in _read(client, f"{START['nl']}/{ref}@1")
        assert "<strong>3,251</strong>" in _read(client, f"{START['nl']}/fuel.made.diesel?release={FIRST}")
        rows = list(csv.DictReader(io.StringIO(client.get(f"{START['nl']}/{ref}/versions.csv").content.decode())))
        assert [float(row["value"]) for row in rows] == [3.251, 3.5]

    def test_changes_are_told_by_cause_with_before_and_after(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/wijzigingen")
        assert f"Van release {FIRST} naar {SECOND}" in page
        assert "verbetering van een fout" in page
        assert "3,251 kg CO₂e per liter" in page
        assert "3,5 kg CO₂e per liter" in page
        assert "+7,7 %" in page
        assert "Tikfout" in page

    def test_the_first_release_says_so(self, client: Client) -> None:
        page = _read(client, f"{START['en']}/changes?to={FIRST}")
        assert "This is the first release" in page
        assert "<table" not in page

    def test_only_open_licences_is_kept_and_obeyed(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/categorie/brandstoffen?open=ja")
        assert "Ambergas" not in page
        assert "Proefdiesel" in page
        assert f"{START['nl']}/fuel.made.diesel?open=ja" in page
        assert "Bron: amber" not in _read(client, f"{START['nl']}?open=ja")
        assert "Deze heeft eigen voorwaarden" in _read(client, f"{START['nl']}/fuel.made.amber?open=ja")
        for query, holds in (("?open=ja", False), ("", True)):
            with contextlib.closing(client.get(f"{START['nl']}/bestand/{SECOND}/csv{query}")) as answer:
                content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
            assert (b"Ambergas" in content) is holds

    def test_hostile_names_are_shown_as_text(self, client: Client) -> None:
        for path in (f"{START['nl']}/fuel.made.hostile", f"{START['nl']}/categorie/brandstoffen"):
            raw = client.get(path).content.decode()
            assert "<script>alert" not in raw
            assert html.escape(HOSTILE) in raw
        for path in (f"{START['nl']}?q={HOSTILE}", f"{START['nl']}/vergelijk?a={HOSTILE}&b={HOSTILE}"):
            raw = client.get(path).content.decode()
            assert "<script>alert" not in raw

    def test_a_lapsed_factor_has_no_value_and_is_not_zero(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/fuel.made.gone")
        assert "vervallen" in page
        assert "kan niet" not in page
        assert 'id="use"' not in page
        assert "kk-chain" not in page

    def test_what_is_missing_in_a_chain_is_drawn_as_not_known(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/fuel.made.part?hoeveelheid=2&eenheid=L&jaar=2026")
        assert "geen totaal: alleen een deel van de keten is bekend" in page
        assert "Niet bekend: winning van energie, maken van brandstof, levering." in page
        assert "2,5 kg CO₂e" in page

    def test_what_stands_apart_is_said_to_stand_apart(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/waste.made.metal")
        assert "Vermeden uitstoot: −1.958 kg CO₂e per ton" in page
        assert "Biogeen koolstofdioxide: 4 kg CO₂ per ton" in page

    def test_a_key_of_several_factors_lets_the_reader_choose(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/fuel.made.twice", 300)
        assert page.count('<li class="kk-factor">') == 2

    def test_two_factors_are_put_side_by_side(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/vergelijk?a=fuel.made.diesel&b=fuel.made.amber")
        assert "Per dezelfde hoeveelheid is Ambergas 0,929 keer Proefdiesel." in page
        assert "<strong>verschilt</strong>" in page
        other = _read(client, f"{START['nl']}/vergelijk?a=fuel.made.diesel&b=waste.made.metal")
        assert "Er is geen verhouding: de twee tellen iets anders" in other

    def test_words_instead_of_a_key_give_what_may_be_meant(self, client: Client) -> None:
        page = _read(client, f"{START['nl']}/vergelijk?a=proefdiesel&b=fuel.made.amber")
        assert f"{START['nl']}/vergelijk?a=fuel.made.diesel&b=fuel.made.amber" in page

    def test_the_site_finds_factors_and_the_front_page_leads_to_them(self, client: Client) -> None:
        found = _read(client, "/nl/zoeken?q=proefdiesel")
        assert f'href="{START["nl"]}/fuel.made.diesel"' in found
        assert "3,5 kg CO₂e per liter" in found
        assert f'href="{START["nl"]}"' in _read(client, "/nl/")

    def test_the_catalogue_has_a_dataset_for_each_release(self, client: Client) -> None:
        named = {one["dct:identifier"] for one in json.loads(client.get("/catalog.jsonld").content)["dcat:dataset"]}
        assert {f"emission-factors-{number}" for number in ("2026.1", FIRST, SECOND)} <= named

    def test_a_fault_is_reported_with_the_reference(self, client: Client) -> None:
        record = factors.get("fuel.made.diesel")
        page = _read(client, f"{START['nl']}/fuel.made.diesel")
        link = re.search(r'href="(/nl/contact\?[^"]+)"', page)
        assert link
        assert f"{record.ref} uit release {SECOND}" in _read(client, link[1])


def test_a_new_release_is_shown_at_once_where_answers_are_kept(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    pipeline.keep_edition()
    before = _read(client, START["nl"])
    assert before == _read(client, START["nl"])
    assert SECOND not in before
    write_made_releases(tmp_path / "factors" / "releases")
    assert f"Release {SECOND}" in _read(client, START["nl"])


def test_a_file_of_a_release_is_made_once_and_never_changes(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKOMPAS_HOME", str(tmp_path))
    write_made_releases(tmp_path / "factors" / "releases")
    address = f"{START['en']}/file/{FIRST}/json"
    with contextlib.closing(client.get(address)) as first:
        told = json.loads(b"".join(first.streaming_content))  # type: ignore[arg-type]
    assert (told["release"], len(told["records"])) == (FIRST, 8)
    with contextlib.closing(client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])) as again:
        assert again.status_code == 304
    assert len(list((tmp_path / "downloads").iterdir())) == 1
    assert client.get(f"{START['en']}/file/{FIRST}/exe").status_code == 404


@pytest.mark.parametrize("one", get_args(Boundary))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_of_a_boundary_says_what_it_shows(one: Boundary, language: Language) -> None:
    made = boundary(made_factor("1", boundary=one), language)
    if one == "GWP":
        assert made.picture is None
        return
    assert made.picture is not None
    assert made.picture.count("<rect") == len(made.stages) == 5
    counted = [label for label, state, _ in made.stages if state == "in"]
    assert counted
    assert all(label in html.unescape(made.picture) for label in counted)


def test_a_word_leads_to_its_codes_and_a_code_to_its_factors(client: Client) -> None:
    found = _read(client, f"{START['nl']}/codes?q=kantoormeubelen")
    assert f'href="{START["nl"]}/codes/CPA2.1/31.01"' in found
    page = _read(client, f"{START['nl']}/codes/CN2023/72071114?release=2026.1")
    assert "C24" in page
    assert "/customs.72071114." in page
    counted = sum(
        "72071114" in {link.code for link in one.classifications} for one in factors.release("2026.1").current
    )
    assert f"Emissiefactoren met deze code ({counted})" in page


def test_the_beginning_of_a_code_gives_all_that_begin_so(client: Client) -> None:
    page = _read(client, f"{START['en']}/codes?q=7207&scheme=CN2023")
    listed = re.findall(r"/codes/CN2023/(\d+)", page)
    assert len(listed) > 5
    assert all(one.startswith("7207") for one in listed)


@pytest.mark.parametrize("path", ["codes/CN2023/99999999", "codes/ALCHEMIE/1"])
def test_a_code_that_does_not_exist_is_a_readable_page(client: Client, path: str) -> None:
    assert "<h1" in _read(client, f"{START['nl']}/{path}", 404)


def test_words_that_are_no_code_say_so(client: Client) -> None:
    page = _read(client, f"{START['nl']}/codes?q=zxcvbnmpoiuytrewq&indeling=CN2023")
    assert "zxcvbnmpoiuytrewq" in page.split("<main")[1]
    assert 'role="status"' in page

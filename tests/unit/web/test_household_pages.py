"""Pages of the compass besides the map: a place, one's own household, policy, why figures differ; on made figures."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from urllib.parse import quote

import pytest
import yaml
from django.test import Client

from ketenkompas import reports
from ketenkompas.errors import MissingValueError
from ketenkompas.i18n import LANGUAGES, Language, messages, number, text
from ketenkompas.library import households
from ketenkompas.web._files import FORMS, PICTURES, SHAPES
from ketenkompas.web.householdpages._mine_state import NAMES as MINE
from ketenkompas.web.householdpages._policy_state import NAMES as POLICY
from ketenkompas.web.householdpages._policy_state import Policy
from tests import household_made

START = {"nl": "/nl/consumptiekompas", "en": "/en/consumption-compass"}
MINE_AT = {"nl": f"{START['nl']}/mijn-huishouden", "en": f"{START['en']}/my-household"}
POLICY_AT = {"nl": f"{START['nl']}/beleid", "en": f"{START['en']}/policy"}
WHY_AT = {"nl": f"{START['nl']}/waarom-anders", "en": f"{START['en']}/why-different"}
PANELS = ("whole", "groups", "origin", "course", "change", "types", "local")
HOSTILE = ["<script>alert(1)</script>", "%00", "../../etc/passwd", "é" * 300, "-1", "1e400", "nan"]


@pytest.fixture(autouse=True)
def _made(_own_store: None) -> None:
    household_made.write()


def _read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("per", ["household", "person"])
def test_a_place_begins_with_its_figure_its_interval_and_what_is_measured(
    client: Client, language: Language, per: str
) -> None:
    word = {
        "nl": {"household": "huishouden", "person": "persoon"},
        "en": {"household": "household", "person": "person"},
    }
    page = _read(client, f"{START[language]}/GM0417?per={word[language][per]}")
    figure = households.footprint("GM0417", per=per, lang=language)
    said = reports.said_with(figure.value, figure.low, figure.high, language)
    lead = text(
        f"household.place.lead.{per}", language, place="Laren", value=said.value, low=said.low, high=said.high,
        measured=reports.percent(100 * figure.observed_share, language),
    )  # fmt: skip
    assert lead in page
    assert households.situation(language) in page
    assert all(one in page for one in figure.missing)
    for name in PANELS:
        assert f'id="{name}"' in page
    assert text("household.place.report", language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_the_groups_is_that_of_the_library(client: Client, language: Language) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get(f"{START[language]}/GM0417/groups.csv").content.decode())))
    figure = households.footprint("GM0417", lang=language)
    assert [row["code"] for row in rows] == [part.id for part in figure.parts]
    assert [float(row["value"]) for row in rows] == pytest.approx([part.value for part in figure.parts])
    assert {row["level"] for row in rows} == {"0.9"}


def test_a_former_name_and_a_name_lead_to_the_place(client: Client) -> None:
    for asked in ("Laren", "laren", "gm0417"):
        assert client.get(f"{START['nl']}/{asked}").headers["Location"] == f"{START['nl']}/GM0417"
    assert client.get(f"{START['nl']}/Brielle").headers["Location"].endswith("/GM1992")


def test_an_unknown_place_says_which_are_near(client: Client) -> None:
    page = _read(client, f"{START['nl']}/Larn", 404)
    assert "Laren" in page


@pytest.mark.parametrize("form", FORMS)
def test_every_panel_of_a_place_can_be_taken_along(client: Client, form: str) -> None:
    for name in PANELS:
        answer = client.get(f"{START['en']}/GM0417/{name}.{form}")
        lacking = form == SHAPES or (form in PICTURES and name == "local")
        assert answer.status_code == (404 if lacking else 200), name
        assert lacking or len(answer.content) > 50
    assert client.get(f"{START['en']}/GM0417/nothing.{form}").status_code == 404


def test_a_path_of_the_reader_is_a_bar_and_a_mark_and_stays_in_links(client: Client) -> None:
    page = _read(client, f"{START['nl']}/GM0417?minder=60&in=2040")
    country = households.footprint("NL", lang="nl")
    assert number(0.4 * country.value, "nl", 0) in page
    assert "uw pad: 60% minder in 2040" in page
    assert "minder=60&in=2040" in page
    assert "uw pad" not in _read(client, f"{START['nl']}/GM0417?minder=600")


def test_places_beside_each_other_say_only_what_is_sure(client: Client) -> None:
    page = _read(client, f"{START['nl']}/GM0417?vergelijk=Amsterdam,Rotterdm")
    pair = households.compare(["GM0417", "GM0363"]).pair("GM0417", "GM0363")
    assert pair.verdict == "above"
    assert text("household.beside.higher", "nl", one="Laren", other="Amsterdam") in page
    assert "Geen plaats gevonden voor ‘Rotterdm’. Bedoelde u Rotterdam" in page


def test_withheld_kinds_of_households_are_said_not_shown(client: Client) -> None:
    for area, told in household_made.MUNICIPALITIES.items():
        page = _read(client, f"{START['nl']}/{area}")
        for by in households.CLASSES:
            try:
                households.footprint(area, by, "households", lang="nl")
            except MissingValueError as fault:
                assert fault.sentences("nl")["what"] in page, told


def test_the_panel_of_another_site_has_its_source_and_the_way_back(client: Client) -> None:
    answer = client.get(f"{START['en']}/GM0417/embed/groups")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert f"{START['en']}/GM0417" in answer.content.decode()


@pytest.mark.parametrize(("language", "ending"), [("nl", "profiel.pdf"), ("en", "profile.pdf")])
def test_the_profile_is_two_pages_in_the_language_of_the_page(client: Client, language: Language, ending: str) -> None:
    answer = client.get(f"{START[language]}/GM0417/{ending}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert b"/Count 2" in answer.content
    assert f"/Lang ({language}-".encode() in answer.content
    title = text("household.profile.title", language, place="Laren")
    assert title.encode("utf-16-be").hex().upper().encode() in answer.content


def test_a_report_of_an_error_carries_the_place_and_the_receipt(client: Client) -> None:
    link = re.search(r'href="(/nl/contact\?place=[^"]+)"', _read(client, f"{START['nl']}/GM0417"))
    assert link
    page = _read(client, link[1])
    assert "GM0417" in page
    assert households.footprint("GM0417").receipt in page


def test_a_household_without_scripts_is_that_of_the_library(client: Client) -> None:
    asked = "personen=3&inkomen=4&woning=koop&gas=1500&autos=2&doen=less_gas,drive_less"
    page = _read(client, f"{MINE_AT['nl']}?{asked}")
    one = households.Household(3, income="4", tenure="own", gas_m3=1500.0, cars=2.0)
    found = households.calculate(one, ["less_gas", "drive_less"], lang="nl")
    said = reports.said_with(found.value, found.low, found.high, "nl")
    assert text("household.live.answer.household", "nl", value=said.value, low=said.low, high=said.high) in page
    assert reports.said_rounded(found.after, "nl") in page
    usual = households.calculate(households.Household(3, income="4", tenure="own"), lang="nl")
    assert usual.value == pytest.approx(found.usual)
    assert f"{reports.said_rounded(abs(found.value - usual.value), 'nl')} kg" in page
    assert 'value="1500"' in page
    assert text("households.action.not_modelled", "nl") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_of_language_keeps_the_household(client: Client, language: Language) -> None:
    names = MINE[language]
    told = {"size": "4", "gas_m3": "900", "actions": "heat_pump"}
    page = _read(client, f"{MINE_AT[language]}?{'&'.join(f'{names[field]}={value}' for field, value in told.items())}")
    other = next(one for one in LANGUAGES if one != language)
    same = "&".join(f"{MINE[other][field]}={value}" for field, value in told.items())
    assert f"{MINE_AT[other]}?{same}" in page


@pytest.mark.parametrize("name", MINE["nl"].values())
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_household_is_answered(client: Client, name: str, value: str) -> None:
    answer = client.get(f"{MINE_AT['nl']}?{name}={quote(value)}")
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_what_somebody_fills_in_is_kept_nowhere(client: Client) -> None:
    assert client.get(f"{MINE_AT['nl']}?gas=1234").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get(MINE_AT["nl"]).headers.get("Cache-Control", "")


def test_a_household_beyond_reason_says_so_and_shows_another(client: Client) -> None:
    page = _read(client, f"{MINE_AT['nl']}?gas=999999")
    assert text("household.mine.unread", "nl", field=text("household.mine.gas_m3", "nl")) not in page
    assert "999999" in page
    assert 'role="status"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_for_a_browser_is_small_and_speaks_its_language(client: Client, language: Language) -> None:
    at = re.search(r'table="([^"]+\.json)"', _read(client, MINE_AT[language]))
    assert at
    content = client.get(at[1]).content
    assert len(content) < 200_000
    told = json.loads(content)
    assert told["words"]["answer.person"] == messages()["household.live.answer.person"][language]
    assert told["cells"] == json.loads(json.dumps(households.calculator()["cells"]))
    assert client.get(at[1].replace(at[1].rsplit("/", 1)[1], "other.json")).status_code == 404


@pytest.mark.parametrize("per", ["huishouden", "persoon"])
def test_sliders_are_the_scenario_of_the_library(client: Client, per: str) -> None:
    asked = Policy(place="GM0417", things=30, longer=50, gas=10, driving=5, share=80)
    page = _read(client, f"{POLICY_AT['nl']}?per={per}&{asked.query('nl')}")
    found = households.scenario(asked.definition(), "GM0417", lang="nl")
    heads = households.heads("GM0417", "person" if per == "persoon" else "household")
    assert reports.said_rounded(found.after / heads, "nl") in page
    assert reports.said_change(found.home / heads, "nl") in page
    assert reports.said_change(found.abroad / heads, "nl") in page
    assert text("households.action.not_modelled", "nl") in page


def test_the_scenario_file_runs_and_says_how(client: Client) -> None:
    asked = Policy(place="GM0417", longer=40, respend=False)
    answer = client.get(f"{POLICY_AT['nl']}/scenario.yml?{asked.query('nl')}")
    said = answer.content.decode()
    assert said.startswith("# ketenkompas households scenario DIT-BESTAND --place GM0417")
    again = households.scenario(yaml.safe_load(said), "GM0417")
    assert again.after == pytest.approx(households.scenario(asked.definition(), "GM0417").after)
    assert again.rebound == 0.0
    assert client.get(f"{POLICY_AT['nl']}/other.yml").status_code == 404


def test_sliders_at_nothing_change_nothing(client: Client) -> None:
    page = _read(client, f"{POLICY_AT['nl']}?spullen=0&langer=0&gas=0&rijden=0")
    before = reports.said_rounded(households.footprint("NL", group="households").value, "nl")
    assert text("household.policylive.answer.household.same", "nl", place="Nederland", before=before) in page


@pytest.mark.parametrize("name", POLICY["nl"].values())
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_sliders_are_answered(client: Client, name: str, value: str) -> None:
    answer = client.get(f"{POLICY_AT['nl']}?{name}={quote(value)}")
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_figures_differ_names_those_of_others_and_every_printed_factor(client: Client, language: Language) -> None:
    page = _read(client, WHY_AT[language])
    for one in households.comparisons():
        assert "person" not in one.id or number(one.value, language, 1) in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"{WHY_AT[language]}/level.csv").content.decode())))
    assert [row["name"] for row in rows] == [row["name"] for row in households.level().rows]


def test_no_sentence_has_an_empty_place_in_it(client: Client) -> None:
    for language in LANGUAGES:
        for path in (f"{START[language]}/GM0417", MINE_AT[language], POLICY_AT[language], WHY_AT[language]):
            words = re.sub(r"<(script|style|pre|svg).*?</\1>|<[^>]+>", " ", _read(client, path), flags=re.DOTALL)
            assert not re.findall(r"\{\w+\}", words), path

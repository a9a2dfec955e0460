"""Map and list of the municipalities: state in the address, order only of what is measured, search, files."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory

from ketenkompas.library import households
from ketenkompas.web.householdpages import searched
from ketenkompas.web.householdpages._asked import Asked, asked
from tests import household_made

NL, EN = "/nl/consumptiekompas", "/en/consumption-compass"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.content.decode())


def rows(html: str) -> list[list[str]]:
    """The cells of the list, as text."""
    listed = html[html.index('id="list"') :]
    found = re.findall(r"<tr class=\"utrecht-table__row\">(<th class=\"utrecht-table__cell.*?)</tr>", listed, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[hd]>", row)[:-1]] for row in found]


@pytest.mark.parametrize("path", [NL, EN])
def test_all_municipalities_are_in_the_list_with_interval_and_share_measured(client: Client, path: str) -> None:
    found = rows(page(client, path))
    assert len(found) == 342
    assert found[0][0] == "Aa en Hunze"
    figure = households.footprint("GM1680")
    shown = re.sub(r"[.,]", "", found[0][2])
    assert int(shown) == round(figure.value)
    assert re.fullmatch(r"[\d.,]+ – [\d.,]+ (vrij zeker|rather sure)", found[0][3])
    assert found[0][4].startswith(f"{round(100 * figure.observed_share)}%")


def test_the_list_can_be_one_province(client: Client) -> None:
    found = rows(page(client, f"{NL}?provincie=PV23"))
    assert {row[1] for row in found} == {"Overijssel"}
    assert len(found) == 25


def test_only_what_is_measured_can_be_put_in_order_of_its_figures(client: Client) -> None:
    measured = rows(page(client, f"{NL}?waarvoor=aardgas&volgorde=hoogte"))
    values = [int(row[2].replace(".", "")) for row in measured]
    assert values == sorted(values, reverse=True)
    modelled = page(client, f"{NL}?waarvoor=eten&volgorde=hoogte")
    assert [row[0] for row in rows(modelled)][:2] == ["Aa en Hunze", "Aalsmeer"]
    assert "Hoogste eerst" not in modelled
    assert "De lijst is niet te ordenen op deze cijfers" in modelled


def test_a_position_is_an_interval_or_is_not_told_and_never_told_of_goods(client: Client) -> None:
    whole = {row[5] for row in rows(page(client, NL))}
    assert "niet te onderscheiden" in whole
    assert any(re.fullmatch(r"tussen plaats \d+ en \d+ van 342", one) for one in whole)
    html = page(client, f"{EN}?item=food")
    assert "Place among all" not in html
    assert "not been measured locally" in html


def test_what_is_not_measured_here_is_grey_with_the_reason(client: Client) -> None:
    found = {row[0].split(" Hier")[0]: row for row in rows(page(client, f"{NL}?waarvoor=warmte"))}
    assert found["Aalsmeer"][0].endswith("Hier niet gemeten.")
    assert found["Aalsmeer"][2:4] == ["–", "–"]
    assert found["Almere"][2] == "586"
    drawn = json.loads(client.get(f"{NL}/map.geojson?waarvoor=warmte").content)["features"]
    said = {one["properties"]["label"]: one["properties"] for one in drawn}
    assert (said["Aalsmeer"]["value"], said["Aalsmeer"]["tint"]) == (None, "#e6e8ec")


def test_corrected_cars_are_marked_and_said(client: Client) -> None:
    html = page(client, f"{NL}?waarvoor=auto")
    assert "Almere, Amersfoort, Breda, Haarlemmermeer, Hengelo, Houten, Rijswijk, Tynaarlo, Wierden" in html
    assert "leasebedrijven zetten hier auto's op kenteken" in html
    assert "Weert" not in html[html.index("Op de kaart gemarkeerd") : html.index("<figure")]


def test_places_beside_each_other_are_told_apart_only_where_it_is_sure(client: Client) -> None:
    html = page(client, f"{NL}?waarvoor=energie-in-huis&vergelijk=GM0363&vergelijk=GM0417,GM0034")
    assert "Laren is hoger dan Amsterdam." in html
    assert "Laren is hoger dan Almere." in html
    alone = page(client, f"{NL}?vergelijk=GM0363")
    assert "Kies in de lijst een tweede gemeente" in alone
    assert "Welke hoger is noemen we niet" in page(client, f"{NL}?waarvoor=eten&vergelijk=GM0363,GM0417")


def test_the_state_reads_the_same_in_both_languages_and_stays_with_the_pages(client: Client) -> None:
    html = page(client, f"{NL}?waarvoor=auto&per=persoon&provincie=PV23&vergelijk=GM0363")
    assert f'href="{EN}?item=car&per=person&compare=GM0363&province=PV23"' in html
    assert f'href="{NL}/GM0141?waarvoor=auto&per=persoon&vergelijk=GM0363"' in html
    assert f'href="{NL}?waarvoor=auto&vergelijk=GM0363&provincie=PV23">Per huishouden' in html


def test_what_is_not_known_in_an_address_is_left_out() -> None:
    request = RequestFactory().get(
        NL, {"waarvoor": "kaas", "per": "hond", "provincie": "PV99", "vergelijk": "GM9999,GM0363"}
    )
    assert asked(request, "nl") == Asked("nl", compare=("GM0363",))


def test_at_most_five_places_are_compared_and_the_last_stay() -> None:
    shown = Asked("nl")
    for code in ("GM0363", "GM0599", "GM0518", "GM0344", "GM0772", "GM0014"):
        shown = shown.with_place(code)
    assert shown.compare == ("GM0599", "GM0518", "GM0344", "GM0772", "GM0014")
    assert shown.without_place("GM0344").compare == ("GM0599", "GM0518", "GM0772", "GM0014")


@pytest.mark.parametrize(
    ("text", "area"),
    [("Amsterdam", "GM0363"), ("den haag", "GM0518"), ("GM0599", "GM0599"), ("s-gravenhage", "GM0518")],
)
def test_a_name_leads_straight_to_its_place(client: Client, text: str, area: str) -> None:
    response = client.get(f"{NL}/zoeken", {"zoek": text, "per": "persoon"})
    assert (response.status_code, response["Location"]) == (302, f"{NL}/{area}?per=persoon")


def test_typing_errors_and_former_municipalities_are_found_with_the_reason(client: Client) -> None:
    assert "Amsterdam lijkt hierop." in page(client, f"{NL}/zoeken?zoek=Amstrdam")
    assert "Weesp hoort nu bij Amsterdam." in page(client, f"{NL}/zoeken?zoek=weesp")
    assert "Brielle is part of Voorne aan Zee now." in page(client, f"{EN}/search?search=brielle")
    assert "Geen plaats lijkt op" in page(client, f"{NL}/zoeken?zoek=xqzwv")
    assert "Typ de naam van een gemeente" in page(client, f"{NL}/zoeken")


def test_the_search_of_the_site_finds_municipalities_and_former_ones(client: Client) -> None:
    assert f'href="{NL}/GM0363"' in page(client, "/nl/zoeken?q=weesp")
    assert len(searched("en")) == 343


@pytest.mark.parametrize("form", ["csv", "puntkomma.csv", "xlsx", "parquet", "json", "jsonstat.json", "metadata.json"])
def test_the_numbers_can_be_taken_in_every_form(client: Client, form: str) -> None:
    response = client.get(f"{EN}/map.{form}?item=home-energy&per=person")
    assert response.status_code == 200
    assert f"ketenkompas-map-home-energy-person.{form}" in response["Content-Disposition"]
    if form == "csv":
        table = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert len(table) == 342
        assert {"code", "label", "province", "value", "low", "high", "share", "rank", "level"} <= set(table[0])
        assert table[0]["level"] == "0.9"


@pytest.mark.parametrize("form", ["svg", "png", "vega", "txt", "bib", "csl.json"])
def test_the_picture_and_its_citation_can_be_taken(client: Client, form: str) -> None:
    assert client.get(f"{NL}/map.{form}").status_code == 200


def test_other_panels_and_forms_are_not_there(client: Client) -> None:
    assert client.get(f"{NL}/map.exe").status_code == 404
    assert client.get(f"{NL}/plan.csv").status_code == 404
    assert client.get(f"{NL}/insluiten/plan").status_code == 404
    assert client.get(f"{NL}/GM9999").status_code == 404
    assert client.get(f"{NL}/gegevens/plan.json").status_code == 404


def test_the_frame_for_another_site_holds_its_table(client: Client) -> None:
    response = client.get(f"{EN}/embed/map?item=natural-gas")
    html = response.content.decode()
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert html.count("<tr") > 342
    assert "<kk-places" in html


def test_layers_for_a_browser_hold_every_choice_and_agree_with_the_list(client: Client) -> None:
    layers: dict[str, Any] = json.loads(client.get(f"{NL}/gegevens/layers.json").content)
    assert len(layers["codes"]) == 342
    items = [item["id"] for group in layers["groups"] for item in group["items"]]
    assert set(layers["layers"]) == {f"{item}|{per}" for item in items for per in ("household", "person")}
    assert "public" not in items
    figure = households.footprint("GM0363", group="car", per="person")
    at = layers["codes"].index("GM0363")
    assert layers["layers"]["car|person"]["value"][at] == round(figure.value)
    assert len(client.get(f"{NL}/gegevens/layers.json").content) < 300_000


def test_outlines_name_every_municipality(client: Client) -> None:
    outlines = json.loads(client.get(f"{EN}/data/outlines.json").content)
    assert len(outlines["areas"]["features"]) == 342
    assert outlines["attribution"] == "CBS and Kadaster (PDOK), CC BY 4.0"


def test_with_figures_of_a_few_places_the_page_shows_those(client: Client) -> None:
    household_made.write()
    found = rows(page(client, f"{NL}?waarvoor=auto"))
    assert [re.split(" Verbeterd| Mogelijk", row[0])[0] for row in found] == [
        "Almere", "Amsterdam", "Laren", "Rotterdam", "'s-Gravenhage", "Voorne aan Zee",
    ]  # fmt: skip


def test_the_front_page_leads_to_the_compass_with_the_figure_of_the_country(client: Client) -> None:
    html = page(client, "/nl/")
    tonnes = f"{households.footprint('NL', per='person').value / 1000:.1f}".replace(".", ",")
    assert f'href="{NL}">Uw gemeente in het consumptiekompas' in html
    assert f"ongeveer {tonnes} ton" in html

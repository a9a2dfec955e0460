"""Household footprints over the API: the same as the library, in every form, faults as problems."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest
from django.test import Client

from ketenkompas.library import households
from tests import household_made as made

BASE = "/api/v1/households"


@pytest.fixture(autouse=True)
def _made() -> None:
    made.write()


def test_places_come_in_pages_and_are_searched(client: Client) -> None:
    answered = client.get(f"{BASE}?limit=2&offset=2")
    told = answered.json()
    assert told["count"] == 6
    assert [one["name"] for one in told["items"]] == ["Laren", "Rotterdam"]
    assert 'rel="next"' in answered.headers["Link"]
    assert client.get(f"{BASE}?kind=all").json()["count"] == 9
    found = client.get(f"{BASE}?q=hellevoetsluis").json()["items"]
    assert [one["area"] for one in found] == ["GM1992"]
    csv = client.get(BASE, headers={"accept": "text/csv"}).content.decode()
    assert "Brielle; Hellevoetsluis; Westvoorne" in csv


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    ("path", "by", "group"),
    [
        ("GM0363", None, None),
        ("GM0363?group=home_energy", None, "home_energy"),
        ("GM0363?by=tenure&per=person", "tenure", None),
        ("GM0363/groups", "group", None),
        ("GM0363/items?group=car", "item", "car"),
        ("GM0363/origins", "origin", None),
        ("GM0363/types", "size", None),
        ("GM0363/types?by=income", "income", None),
    ],
)
def test_a_place_is_the_library_s(client: Client, path: str, by: str | None, group: str | None, lang: str) -> None:
    sign = "&" if "?" in path else "?"
    answered = client.get(f"{BASE}/{path}{sign}lang={lang}")
    per = "person" if "person" in path else "household"
    assert answered.json() == json.loads(households.footprint("GM0363", by, group, per=per, lang=lang).to_json())
    assert answered.headers["Content-Language"] == lang
    assert answered.headers["API-Version"]


def test_a_name_finds_the_place_too(client: Client) -> None:
    assert client.get(f"{BASE}/Den%20Haag").json()["area"] == "GM0518"


@pytest.mark.parametrize(
    "path",
    [
        "figures?item=home_energy&per=person",
        "ranks?item=car",
        "types?income=all&tenure=all",
        "level",
        "GM0417/course",
        "GM0417/changes",
        "GM0363/origins",
        "compare?places=GM0363,GM0599",
        "calculation?size=2&gas=1000&actions=less_gas,diet",
        "scenarios/less-gas?place=GM0363",
        "scenarios",
    ],
)
def test_every_form_is_given(client: Client, path: str) -> None:
    told = client.get(f"{BASE}/{path}").json()
    rows = client.get(f"{BASE}/{path}", headers={"accept": "text/csv"}).content.decode()
    assert rows.count("\r\n") >= 3
    stat = client.get(f"{BASE}/{path}", headers={"accept": "application/vnd.json-stat+json"}).json()
    assert stat["class"] == "dataset"
    parquet = client.get(f"{BASE}/{path}", headers={"accept": "application/vnd.apache.parquet"}).content
    assert pl.read_parquet(io.BytesIO(parquet)).height == rows.count("\r\n") - 1
    if path != "scenarios":
        assert told["kind"] == "model"
        assert told["receipt"] in json.dumps(stat)


def test_rows_are_the_library_s(client: Client) -> None:
    assert client.get(f"{BASE}/GM0417/course?lang=nl").json() == households.course("GM0417", lang="nl").as_json()
    assert client.get(f"{BASE}/GM0417/changes?lang=en").json() == households.changes("GM0417").as_json()
    assert client.get(f"{BASE}/types?size=2&lang=en").json() == households.types("2").as_json()
    assert client.get(f"{BASE}/level?lang=en").json() == households.level().as_json()
    assert client.get(f"{BASE}/ranks?lang=en").json() == households.ranks().as_json()
    both = ["GM0363", "GM0599"]
    assert client.get(f"{BASE}/compare?places=GM0363,GM0599&lang=en").json() == households.compare(both).as_json()
    assert client.get(f"{BASE}/calculator").json() == households.calculator()


def test_geojson_has_the_shapes_of_municipalities(client: Client) -> None:
    answered = client.get(f"{BASE}/figures?item=car", headers={"accept": "application/geo+json"})
    assert answered.headers["Content-Type"] == "application/geo+json"
    told = answered.json()
    assert len(told["features"]) == 6
    first = told["features"][0]
    assert (first["id"], first["geometry"]["type"]) == ("GM0034", "MultiPolygon")
    assert first["properties"]["value"] == households.figures("car").rows[0]["value"]
    assert "Kadaster" in told["attribution"]
    provinces = client.get(f"{BASE}/figures?kind=province", headers={"accept": "application/geo+json"}).json()
    assert {feature["geometry"] for feature in provinces["features"]} == {None}


def test_one_household_and_its_actions(client: Client) -> None:
    asked = "size=2&income=3&tenure=own&gas=1000&km=12000&actions=less_gas,heat_pump&respend=false&per=person&lang=nl"
    wanted = households.calculate(
        households.Household(2, "3", "own", gas_m3=1000, km=12000),
        ["less_gas", "heat_pump"],
        respend=False,
        per="person",
        lang="nl",
    )
    assert client.get(f"{BASE}/calculation?{asked}").json() == json.loads(wanted.to_json())


def test_a_scenario_of_one_s_own(client: Client) -> None:
    given = {
        "id": "mine",
        "title": {"nl": "Mijn", "en": "Mine"},
        "note": {"nl": "Bedacht", "en": "Made"},
        "stated": "2026-11-28",
        "respend": True,
        "changes": [{"item": "goods", "longer_life": 1, "basis": "assumption", "source": "made"}],
    }
    answered = client.post(f"{BASE}/scenarios?place=GM0363&lang=en", json.dumps(given), content_type="application/json")
    assert answered.json() == json.loads(households.scenario(given, "GM0363").to_json())
    for body, code in (
        ("no json", "definition.unreadable"),
        ("[]", "definition.unreadable"),
        ("{}", "definition.faults"),
    ):
        refused = client.post(f"{BASE}/scenarios", body, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (400, code)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("GM9999", 404, "households.place_unknown"),
        ("Amstrdam/groups", 404, "households.place_unknown"),
        ("GM0363?group=meat", 400, "households.item_unknown"),
        ("GM0363?by=age", 404, "household_tables.no_age"),
        ("GM0363?by=moon", 400, "web.request_faults"),
        ("GM0363?year=1999", 400, "households.year_unknown"),
        ("GM0417/types?by=income", 404, "households.mix_absent"),
        ("compare?places=GM0363,Atlantis", 400, "households.place_unknown"),
        ("compare?places=GM0363", 400, "households.compare_number"),
        ("compare", 400, "web.request_faults"),
        ("calculation?size=99", 400, "households.calculator_faults"),
        ("calculation?size=2&actions=moon", 400, "households.action_unknown"),
        ("calculation", 400, "web.request_faults"),
        ("scenarios/nothing", 404, "definition.unknown"),
        ("scenarios/less-gas?place=Atlantis", 400, "households.place_unknown"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_faults_are_problems(client: Client, path: str, status: int, code: str, lang: str) -> None:
    sign = "&" if "?" in path else "?"
    answered = client.get(f"{BASE}/{path}{sign}lang={lang}")
    assert (answered.status_code, answered.json()["code"]) == (status, code)
    assert answered.headers["Content-Type"].startswith("application/problem+json")
    assert answered.headers["Content-Language"] == lang


def test_what_is_not_accepted_is_told(client: Client) -> None:
    refused = client.get(f"{BASE}/GM0363", headers={"accept": "application/pdf"})
    assert refused.status_code == 406

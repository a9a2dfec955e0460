"""Emission factors over the API: what the library answers, whole releases, faults as problems."""

from __future__ import annotations

import io
import json

import jsonschema
import polars as pl
import pytest
from django.test import Client

import ketenkompas as kk
from tests.unit.factors.published import publish


@pytest.fixture(autouse=True)
def _published() -> None:
    publish()


def test_a_record_is_that_of_the_library(client: Client) -> None:
    told = client.get("/api/v1/factors/car.electric?lang=en").json()
    found = kk.factors.get("car.electric")
    assert (told["value"], told["version"], told["release"], told["superseded"]) == (0.109, 2, "2090.2", False)
    assert (told["ref"], told["attribution"], told["cell"]) == (found.ref, "Source: made for tests", "B7")
    assert client.get(f"/api/v1/factors/{found.ref}").json() == told
    past = client.get("/api/v1/factors/car.electric?asOf=2090-02-01").json()
    assert (past["value"], past["release"]) == (1.09, "2090.1")


def test_history_and_changes(client: Client) -> None:
    history = client.get("/api/v1/factors/car.electric/history").json()
    assert [(one["version"], one["superseded"]) for one in history["items"]] == [(1, True), (2, False)]
    changes = client.get("/api/v1/factor-releases/2090.2/changes?limit=1").json()
    assert changes["byCause"] == {"correction": 1, "lapsed": 1, "new": 1}
    assert (changes["count"], len(changes["items"])) == (3, 1)
    rows = client.get("/api/v1/factor-releases/2090.2/changes", HTTP_ACCEPT="text/csv").content.decode()
    assert "car.electric" in rows


@pytest.mark.parametrize(("accept", "form"), [("text/csv", "csv"), ("application/json", "json")])
def test_a_whole_release_is_the_export(client: Client, accept: str, form: str) -> None:
    answered = client.get("/api/v1/factor-releases/2090.2/records", HTTP_ACCEPT=accept)
    assert answered.content == kk.factors.export(form, release="2090.2")  # type: ignore[arg-type]
    assert b"Bron: amber" in answered.content
    green = client.get("/api/v1/factor-releases/2090.2/records?onlyGreen=true", HTTP_ACCEPT=accept)
    assert b"Bron: amber" not in green.content


def test_a_whole_release_as_parquet_and_its_schema(client: Client) -> None:
    answered = client.get("/api/v1/factor-releases/2090.1/records", HTTP_ACCEPT="application/vnd.apache.parquet")
    assert pl.read_parquet(io.BytesIO(answered.content))["value"].to_list() == [3.251, 1.09, 3.251]
    schema = client.get("/api/v1/factor-schema").json()
    records = json.loads(client.get("/api/v1/factor-releases/2090.2/records").content)["records"]
    validator = jsonschema.Draft202012Validator(schema)
    assert [list(validator.iter_errors(one)) for one in records] == [[]] * 6
    refused = client.get("/api/v1/factor-releases/2090.1/records", HTTP_ACCEPT="application/xml")
    assert refused.status_code == 406


def test_releases_come_with_licence_and_hash(client: Client) -> None:
    items = client.get("/api/v1/factor-releases?lang=nl").json()["items"]
    assert [one["release"] for one in items[:2]] == ["2090.2", "2090.1"]
    assert items[1]["note"] == "eerste"
    assert {one["licenceVerdict"] for one in items[0]["sources"]} == {"green", "amber"}
    assert len(items[0]["sha256"]) == 64


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("factors/fuel.coal", 404, "factor.unknown"),
        ("factors/car.electric@7", 404, "factor.version_unknown"),
        ("factors/car.electric?release=2099.1", 404, "factor.release_unknown"),
        ("factors/car.electric?asOf=yesterday", 400, "factor.no_date"),
        ("factor-releases/1/records", 404, "factor.release_unknown"),
        ("factor-releases/2090.2/changes?since=9", 404, "factor.release_unknown"),
        ("factors/%00%3Cscript%3E", 404, "factor.unknown"),
    ],
)
def test_faults_are_problems_in_both_languages(client: Client, address: str, status: int, code: str) -> None:
    for language in ("nl", "en"):
        answered = client.get(f"/api/v1/{address}{'&' if '?' in address else '?'}lang={language}")
        assert (answered.status_code, answered.json()["code"]) == (status, code)
        assert answered.headers["Content-Type"].startswith("application/problem+json")


def test_the_search_and_the_choice_are_those_of_the_library(client: Client) -> None:
    answered = client.get("/api/v1/factors?q=dieseltrein&release=2026.1&lang=nl").json()
    found = kk.factors.search("dieseltrein", release="2026.1", limit=200)
    assert answered["count"] == len(found)
    assert [one["key"] for one in answered["items"]] == [one.factor.key for one in found][:25]
    assert answered["items"][0]["why"] == [why.sentence("nl") for why in found[0].why]
    address = "/api/v1/factor-choices?activity=diesel&quantity=1000&unit=liter&year=2026&release=2026.1&lang=en"
    chosen = kk.factors.choose("diesel", 1000, "liter", year=2026, release="2026.1", language="en")
    assert client.get(address).json() == json.loads(json.dumps(chosen.as_json("en")))
    assert chosen.picked is not None
    assert chosen.picked.value_kg_co2e == pytest.approx(3251)
    rows = client.get(address, HTTP_ACCEPT="text/csv").content.decode().splitlines()
    assert rows[1].startswith("1,True,")


def test_browsing_takes_category_region_and_licence(client: Client) -> None:
    answered = client.get("/api/v1/factors?category=fuels&release=2026.1&limit=200").json()
    assert answered["count"] == 62
    assert {one["category"] for one in answered["items"]} == {"fuels"}
    green = client.get("/api/v1/factors?release=2026.1&onlyGreen=true&limit=5&source=co2emissiefactoren-nl").json()
    assert green["count"] == 0
    assert client.get("/api/v1/factors?release=2026.1").headers["Link"].endswith('rel="next"')


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("activity=diesel&quantity=1000&unit=furlong&year=2026", "factor.unit_unknown"),
        ("activity=xyzzyxyzzy&quantity=1000&unit=L&year=2026", "factor.words_unknown"),
        ("activity=diesel&quantity=much&unit=L&year=2026", "web.parameter_decimal"),
        ("activity=diesel&quantity=1&unit=L&year=1066", "factor.year_out_of_range"),
        ("activity=diesel&unit=L&year=2026", "web.parameter_missing"),
    ],
)
def test_a_choice_that_cannot_be_made_says_why(client: Client, query: str, code: str) -> None:
    answered = client.get(f"/api/v1/factor-choices?release=2026.1&{query}")
    assert answered.status_code == 400
    told = answered.json()
    assert code in {told["code"], *(one.get("code") for one in told["errors"])}

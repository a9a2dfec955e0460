"""The API: shapes, forms, headers, faults; every figure is that of the library."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.test import Client

import ketenkompas as kk
from ketenkompas import web

ROOT = Path(__file__).resolve().parents[3]
BASE = "/api/v1"


def test_a_figure_is_exactly_that_of_the_library(client: Client) -> None:
    answered = client.get(f"{BASE}/footprints?area=NL&year=2008&by=origin&lang=nl")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"] == "application/json"
    assert answered.json()["items"] == [kk.footprint("NL", 2008, by="origin", lang="nl").to_dict()]
    assert answered.json()["items"][0]["value"] == pytest.approx(225.769, abs=0.01)


def test_without_a_year_every_year_comes(client: Client) -> None:
    answered = client.get(f"{BASE}/footprints?area=NL").json()
    assert [item["year"] for item in answered["items"]] == list(range(2000, 2012))
    assert answered["count"] == 12


def test_official_figures(client: Client) -> None:
    item = client.get(f"{BASE}/published?area=NL&year=2022").json()["items"][0]
    assert item["value"] == pytest.approx(159.669, abs=5e-4)
    assert (item["kind"], item["scope"], item["unit"]) == ("official", "industry_only", "Mt CO2e_AR5")
    assert item["low"] is None
    assert item["interval_reason"]


@pytest.mark.parametrize(
    "path", ["models", "areas", "areas?model=eurostat-ghgfp", "footprints?area=NL", "published?area=EU27"]
)
def test_every_list_counts_its_items(client: Client, path: str) -> None:
    answered = client.get(f"{BASE}/{path}").json()
    assert answered["count"] == len(answered["items"]) > 0


@pytest.mark.parametrize("name", ["multipliers", "trade"])
def test_a_list_is_exactly_that_of_the_library(client: Client, name: str) -> None:
    answer = client.get(f"/api/v1/{name}?area=NL&year=2008&lang=en")
    assert answer.json() == getattr(kk, name)("NL", 2008).to_dict()
    rows = client.get(f"/api/v1/{name}?area=NL&year=2008", headers={"accept": "text/csv"}).content.decode()
    assert rows.count("\n") == len(answer.json()["rows"]) + 1
    refused = client.get(f"/api/v1/{name}?area=NL")
    assert refused.status_code == 400


def test_csv_has_the_same_numbers(client: Client) -> None:
    path = f"{BASE}/footprints?area=NL&year=2008&by=origin"
    answered = client.get(path, headers={"accept": "text/csv"})
    assert answered.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answered.content.decode())))
    figure = client.get(path).json()["items"][0]
    assert [float(row["value"]) for row in rows[:-1]] == [part["value"] for part in figure["parts"]]
    assert rows[-1]["code"] == "total"
    assert float(rows[-1]["value"]) == figure["value"]
    assert rows[-1]["receipt"] == figure["receipt"]


@pytest.mark.parametrize(
    ("accept", "got"),
    [
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/*", "text/csv"),
        ("*/*", "application/json"),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
def test_accept_is_weighed(client: Client, accept: str, got: str) -> None:
    answered = client.get(f"{BASE}/models", headers={"accept": accept})
    assert answered.headers["Content-Type"].startswith(got)


def test_a_form_that_does_not_exist_is_406(client: Client) -> None:
    answered = client.get(f"{BASE}/models", headers={"accept": "application/xml"})
    assert answered.status_code == 406
    assert answered.headers["Content-Type"] == "application/problem+json"


def test_all_faults_come_together_with_hints(client: Client) -> None:
    answered = client.get(f"{BASE}/footprints?area=NX&yaer=2008&by=planet&year=1850&lang=en")
    assert answered.status_code == 400
    assert answered.headers["Content-Type"] == "application/problem+json"
    body = answered.json()
    assert body["status"] == 400
    assert {fault["code"] for fault in body["errors"]} == {
        "web.parameter_unknown",
        "web.parameter_choice",
        "area.unknown",
        "year.unknown",
    }
    told = {fault["location"]["name"]: fault for fault in body["errors"]}
    assert "nearest: year" in told["yaer"]["expected"]
    assert "nearest: 2000" in told["year"]["expected"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "web.parameter_missing"),
        ("area=NL&area=DE", "web.parameter_repeated"),
        ("area=NL&year=two", "web.parameter_number"),
        ("area=NL&year=2²", "web.parameter_number"),
        ("area=NL&model=wiod", "model.unknown"),
        ("area=", "web.parameter_missing"),
        ("area=NL&view=territorial&year=2008", "territorial.needs_bridge"),
    ],
)
def test_each_fault_is_named(client: Client, query: str, code: str) -> None:
    answered = client.get(f"{BASE}/footprints?{query}")
    assert answered.status_code in (400, 404)
    body = answered.json()
    assert code in {fault["code"] for fault in body.get("errors", [])} | {body["code"]}


def test_faults_speak_the_language_of_the_reader(client: Client) -> None:
    path = f"{BASE}/footprints"
    assert client.get(path, headers={"accept-language": "en"}).json()["title"] == "The request has faults"
    assert client.get(path, headers={"accept-language": "nl"}).json()["title"] == "Het verzoek bevat fouten"
    assert client.get(f"{path}?lang=en", headers={"accept-language": "nl"}).json()["title"] == "The request has faults"


@pytest.mark.parametrize("path", ["/nothing", "/models/", "/", "/receipts/ffffffffffffffff", "/footprints.csv"])
def test_what_is_not_there_is_a_problem_of_404(client: Client, path: str) -> None:
    answered = client.get(BASE + path)
    assert answered.status_code == 404
    assert answered.headers["Content-Type"] == "application/problem+json"
    assert answered.headers["API-Version"] == "1.0.0"


def test_other_methods_are_405(client: Client) -> None:
    answered = client.post(f"{BASE}/models")
    assert answered.status_code == 405
    assert answered.headers["Content-Type"] == "application/problem+json"
    assert "GET" in answered.headers["Allow"]


def test_head_answers_as_get_without_the_body(client: Client) -> None:
    answered = client.head(f"{BASE}/models")
    assert answered.status_code == 200
    assert answered.content == b""


def test_a_receipt_belongs_to_its_figure(client: Client) -> None:
    id_ = client.get(f"{BASE}/footprints?area=NL&year=2008").json()["items"][0]["receipt"]
    receipt = client.get(f"{BASE}/receipts/{id_}").json()
    assert receipt["id"] == id_
    assert (receipt["identity"]["model"], receipt["identity"]["year"]) == ("wiod2013-co2", 2008)


def test_headers_of_every_answer(client: Client) -> None:
    answered = client.get(f"{BASE}/models")
    assert answered.headers["API-Version"] == "1.0.0"
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["ETag"]
    again = client.get(f"{BASE}/models", headers={"if-none-match": answered.headers["ETag"]})
    assert again.status_code == 304


def test_the_committed_description_is_the_one_the_code_gives(client: Client) -> None:
    committed = (ROOT / "docs" / "reference" / "openapi.json").read_text("utf-8")
    assert committed == web.openapi_text(), "run: ketenkompas api-schema > docs/reference/openapi.json"
    assert client.get(f"{BASE}/openapi.json").json() == json.loads(committed)


def test_the_description_keeps_the_design_rules() -> None:
    described = json.loads(web.openapi_text())
    assert described["openapi"].startswith("3.1")
    assert described["info"]["contact"]["name"]
    assert described["info"]["version"] == "1.0.0"
    for path, operations in described["paths"].items():
        assert not path.endswith("/")
        for operation in operations.values():
            assert all("_" not in one["name"] for one in operation["parameters"])
            assert {"200", "400", "404", "406"} <= set(operation["responses"])


def test_every_documented_figure_field_is_given(client: Client) -> None:
    described = json.loads(web.openapi_text())["components"]["schemas"]["FigureOut"]["properties"]
    assert set(described) == set(client.get(f"{BASE}/footprints?area=NL&year=2008").json()["items"][0])

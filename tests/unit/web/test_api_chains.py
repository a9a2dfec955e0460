"""Paths and extraction through the API: the answers of the library, and faults by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

import ketenkompas as kk

pytestmark = pytest.mark.mirror


@pytest.fixture(autouse=True)
def _tables(mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))


def test_paths(client: Client) -> None:
    answer = client.get("/api/v1/paths?area=NL&year=2008&threshold=0.01&lang=nl")
    assert answer.json() == json.loads(kk.paths("NL", 2008, threshold=0.01, lang="nl").to_json())
    rows = client.get("/api/v1/paths?area=NL&year=2008&top=5&product=c17,c18", headers={"accept": "text/csv"})
    assert rows.content.decode().count("\n") == 6


def test_extractions(client: Client) -> None:
    answer = client.get("/api/v1/extractions?area=NL&year=2008&link=CN:NL&lang=en").json()
    assert answer["items"][2]["value"] == pytest.approx(-27.975, abs=1e-3)
    assert answer["identity"]["parameters"]["supplier"] == "CN"
    kept = client.get("/api/v1/extractions?area=NL&year=2008&industry=NL:c17&keepDemand=true&lang=en").json()
    assert kept["identity"]["parameters"]["keep_demand"] is True


def test_faults(client: Client) -> None:
    wrong = client.get("/api/v1/paths?area=NL&year=2008&threshold=much")
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["code"] == "web.parameter_decimal"


def test_without_the_table_it_says_what_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", "")
    answer = client.get("/api/v1/extractions?area=NL&year=2008&link=CN:NL&lang=en")
    assert answer.status_code == 404
    assert answer.json()["code"] == "table.not_here"

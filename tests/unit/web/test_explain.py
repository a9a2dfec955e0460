"""The address of explain: the library's answer, never in current prices."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

import ketenkompas as kk

ASKED = "/api/v1/explain?area=NL&fromYear=2000&toYear=2008&lang=en"


@pytest.mark.mirror
def test_it_is_exactly_that_of_the_library(client: Client, mirror: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_MIRROR", str(mirror))
    answered = client.get(ASKED)
    assert answered.status_code == 200
    assert answered.json() == kk.explain("NL", 2000, 2008).to_dict()
    rows = client.get(ASKED, headers={"accept": "text/csv"}).content.decode()
    assert rows.splitlines()[0] == "code,label,value,lowest_form,highest_form"


def test_current_prices_cannot_be_asked_here(client: Client) -> None:
    refused = client.get(f"{ASKED}&currentPrices=true")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["code"] == "web.parameter_unknown"


def test_years_must_go_forward(client: Client) -> None:
    refused = client.get("/api/v1/explain?area=NL&fromYear=2008&toYear=2000")
    assert refused.status_code == 400
    assert refused.json()["code"] == "explain.order"

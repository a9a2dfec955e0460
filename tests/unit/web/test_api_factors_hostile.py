"""The addresses of emission factors asked by somebody who means no good: an answer or a problem, never a fault."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from django.test import Client

LONG = 10_000
PLAIN = {"activity": "fuel.diesel.b7", "quantity": "1", "unit": "L", "year": "2026", "release": "2026.1"}
HOSTILE = {
    "quantity": ["1e308", "-1e308", "NaN", "Infinity", "-inf", "1e309", "9" * 400, "0x10", "", "1,5"],
    "year": ["-5", "0", "9" * 50, "2026.0", "9" * 5000, ""],
    "unit": ["\x00", "🦊", "L" * 5000, "{EUR99999}", "..", "ml"],
    "region": ["\x00", "../", "X" * LONG, "Atlantis", "XK\n"],
    "boundary": ["xx"],
    "gwpSet": ["x", "AR5@x" * 1000],
    "activity": [
        "\x00", "a" * LONG, "🦊", "../../etc/passwd", "fuel.diesel.b7@²", "fuel.diesel.b7@" + "9" * 5000, "@", "@1",
        " ", "<script>", "(a" * 5000, "\u202e\x00", "ß" * 300,
    ],
    "release": ["../..", "2026.1/../2026.1", "2026.01", "\x00", "2026.1\n", "²026.1", "9" * 5000 + ".1", ""],
    "vat": ["x"], "onlyGreen": ["TRUE"], "lang": ["xx"], "nonsense": ["1"],
}  # fmt: skip
PLACES = [
    "factors/%2e%2e%2f%2e%2e", "factors/fuel.diesel.b7@%C2%B2", "factors/fuel.diesel.b7@" + "9" * 5000, "factors/%00",
    "factors/" + "a" * LONG, "factors/@", "factors/%F0%9F%A6%8A/history", "factors/fuel.diesel.b7/history?release=..",
    "factor-releases/..%2f../records", "factor-releases/%2e%2e/records", "factor-releases/..%5c..%5cx/records",
    "factor-releases/%00/changes", "factor-releases/2026.1/changes?since=..", "factor-releases?limit=-1",
    "factors?release=2026.1&q=diesel&offset=-1", "factors?release=2026.1&limit=0", "factors?release=2026.1&category=x",
    "factors?release=2026.1&region=Atlantis",
]  # fmt: skip


@pytest.fixture
def client() -> Client:
    """A client that raises what the application lets through."""
    return Client(HTTP_HOST="localhost", raise_request_exception=True)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("name", "value"), [(name, one) for name, several in HOSTILE.items() for one in several])
def test_a_choice_with_hostile_input_is_a_problem(client: Client, name: str, value: str, language: str) -> None:
    query = "&".join(f"{key}={quote(one)}" for key, one in {**PLAIN, name: value}.items())
    answered = client.get(f"/api/v1/factor-choices?{query}", headers={"Accept-Language": language})
    assert answered.status_code == 400
    assert answered.headers["Content-Type"] == "application/problem+json"
    assert answered.json()["code"].partition(".")[0] in {"factor", "web"}


@pytest.mark.parametrize("place", PLACES)
def test_addresses_that_lead_nowhere(client: Client, place: str) -> None:
    answered = client.get(f"/api/v1/{place}")
    assert answered.status_code in {400, 404}
    assert answered.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["\x00", "a" * LONG, "🦊", "(((", "   ", "9" * LONG, "diesel " * 2000, "7207" * 900])
def test_any_text_can_be_searched(client: Client, text: str) -> None:
    answered = client.get(f"/api/v1/factors?release=2026.1&limit=3&q={quote(text)}")
    assert answered.status_code == 200
    assert len(answered.json()["items"]) <= 3


def test_an_offset_beyond_the_end_is_an_empty_page(client: Client) -> None:
    told = client.get("/api/v1/factors?release=2026.1&q=diesel&offset=999999").json()
    assert told["items"] == []
    assert told["count"] > 0


@pytest.mark.parametrize("quantity", ["1e15", "-1e15", "1e-320", "0", "-0"])
def test_every_figure_in_an_answer_is_json(client: Client, quantity: str) -> None:
    query = "&".join(f"{key}={one}" for key, one in {**PLAIN, "quantity": quantity}.items())
    answered = client.get(f"/api/v1/factor-choices?{query}")
    assert answered.status_code == 200

    def refuse(word: str) -> float:
        raise AssertionError(word)

    json.loads(answered.content, parse_constant=refuse)


@pytest.mark.parametrize("spelling", ["uk", "UK", "GBR", "Verenigd Koninkrijk"])
def test_a_country_goes_by_any_of_its_names(client: Client, spelling: str) -> None:
    told = client.get(f"/api/v1/factors?release=2026.1&q=hotel&region={quote(spelling)}").json()
    assert {one["region"] for one in told["items"]} == {"GB"}
    plain = client.get(f"/api/v1/factors?release=2026.1&source=desnz&limit=1&region={quote(spelling)}").json()
    assert plain["count"] > 100


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "text/csv;q=0", "\x01", "image/png, */*;q=0"])
def test_forms_that_nobody_makes_are_refused(client: Client, accept: str) -> None:
    answered = client.get("/api/v1/factors?release=2026.1&q=diesel", headers={"Accept": accept})
    assert answered.status_code == 406

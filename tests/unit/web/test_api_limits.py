"""Limits of the API: by address and by key, told as a problem; a key that is not known is refused."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from ketenkompas import web
from ketenkompas.errors import InputError, UnknownCodeError
from ketenkompas.web._environment import Rate, api_rates, proxies


@pytest.fixture(autouse=True)
def _fresh() -> None:
    from django.core.cache import cache  # after the settings

    cache.clear()


@pytest.fixture
def _three_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENKOMPAS_API_RATE", "3/d")
    monkeypatch.setenv("KETENKOMPAS_API_RATE_WITH_KEY", "5/d")


@pytest.mark.usefixtures("_three_a_day")
def test_an_address_that_asks_too_often_is_told_to_wait(client: Client) -> None:
    asked = [client.get(f"/api/v1/areas?limit={at + 1}") for at in range(4)]
    assert [one.status_code for one in asked] == [200, 200, 200, 429]
    told = asked[3].json()
    assert (told["code"], told["title"]) == ("web.too_often", "Te vaak gevraagd")
    assert 1 <= int(asked[3].headers["Retry-After"]) <= 86400
    assert client.get("/api/v1/areas?limit=9", REMOTE_ADDR="10.0.0.9").status_code == 200


@pytest.mark.usefixtures("_three_a_day")
def test_a_key_lifts_the_limit_and_an_unknown_one_is_refused(client: Client) -> None:
    key = web.add_api_key("CBS")
    asked = [client.get(f"/api/v1/areas?limit={at + 1}", HTTP_X_API_KEY=key) for at in range(6)]
    assert [one.status_code for one in asked] == [200] * 5 + [429]
    refused = client.get("/api/v1/areas?limit=2", HTTP_X_API_KEY="guess", HTTP_ACCEPT_LANGUAGE="en")
    assert (refused.status_code, refused.json()["title"]) == (401, "Key not accepted")
    web.drop_api_key("CBS")
    assert client.get("/api/v1/areas?limit=2", HTTP_X_API_KEY=key).status_code == 401


def test_keys_are_kept_as_hashes_for_their_owner_only() -> None:
    key = web.add_api_key("CBS")
    assert key not in "".join(web.api_keys().values())
    for name in ("CBS", "", "x" * 81):
        with pytest.raises(InputError, match="No key can be made"):
            web.add_api_key(name)
    with pytest.raises(UnknownCodeError, match="no key for Eurostat"):
        web.drop_api_key("Eurostat")


def test_nobody_passes_for_another_address_without_a_proxy_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    from ketenkompas.web._limits import client_address

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 5.6.7.8")
    assert client_address(request) == "10.0.0.1"
    monkeypatch.setenv("KETENKOMPAS_PROXIES", "1")
    assert client_address(request) == "5.6.7.8"


def test_rates_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KETENKOMPAS_API_RATE", raising=False)
    assert api_rates() == (Rate(600, 60), Rate(6000, 60))
    monkeypatch.setenv("KETENKOMPAS_API_RATE", "off")
    assert api_rates()[0] is None
    for name, value, read in (
        ("KETENKOMPAS_API_RATE", "often", api_rates),
        ("KETENKOMPAS_API_RATE", "0/min", api_rates),
        ("KETENKOMPAS_PROXIES", "two", proxies),
    ):
        monkeypatch.setenv(name, value)
        with pytest.raises(InputError, match=value):
            read()
        monkeypatch.delenv(name)

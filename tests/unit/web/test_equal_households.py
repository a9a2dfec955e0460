"""What the library computes, the command prints and the API answers about households is one number, in any state."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ketenkompas.cli import app
from ketenkompas.errors import KetenkompasError
from ketenkompas.library import households
from tests import household_made as made

EASY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LANGUAGES = st.sampled_from(["nl", "en"])
PLACES = [*made.MUNICIPALITIES, *made.PROVINCES, "NL", "Den Haag", "hellevoetsluis"]


@pytest.fixture(autouse=True)
def _made() -> None:
    made.write()


def command(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(app, ["households", *arguments, "--format", "json"])
    found: dict[str, object] = json.loads(result.stdout or result.stderr)
    return found


@EASY
@given(
    place=st.sampled_from(PLACES),
    by=st.sampled_from([None, "group", "item", "origin", "income", "size", "tenure"]),
    group=st.sampled_from(["total", "households", "home_energy", "car", "goods", "public", "gas", "clothing"]),
    per=st.sampled_from(["household", "person"]),
    lang=LANGUAGES,
)
def test_a_figure(client: Client, place: str, by: str | None, group: str, per: str, lang: str) -> None:
    asked = {name: value for name, value in {"by": by, "group": group, "per": per, "lang": lang}.items() if value}
    answered = client.get(f"/api/v1/households/{quote(place)}?{urlencode(asked)}").json()
    printed = command(place, *(part for name, value in asked.items() for part in (f"--{name}", value)))
    try:
        figure = households.footprint(place, by, group, per=per, lang=lang)
    except KetenkompasError as fault:
        assert answered["code"] == fault.code
        assert printed["error"]["code"] == fault.code  # type: ignore[index]
        return
    assert answered == printed == json.loads(figure.to_json())


@EASY
@given(
    size=st.integers(1, 12),
    income=st.sampled_from([None, "1", "5"]),
    tenure=st.sampled_from([None, "own", "rent"]),
    gas=st.none() | st.integers(0, 4000),
    km=st.none() | st.integers(0, 60_000),
    actions=st.lists(st.sampled_from(["fewer_things", "less_gas", "heat_pump", "diet"]), unique=True),
    respend=st.booleans(),
    lang=LANGUAGES,
)
def test_a_household(
    client: Client,
    size: int,
    income: str | None,
    tenure: str | None,
    gas: int | None,
    km: int | None,
    actions: list[str],
    respend: bool,
    lang: str,
) -> None:
    said = {"size": size, "income": income, "tenure": tenure, "gas": gas, "km": km, "lang": lang}
    asked = {name: str(value) for name, value in said.items() if value is not None}
    more = {"respend": "true" if respend else "false", **({"actions": ",".join(actions)} if actions else {})}
    answered = client.get(f"/api/v1/households/calculation?{urlencode(asked | more)}").json()
    options = [part for name, value in asked.items() for part in (f"--{name}", value)]
    options += ["--respend" if respend else "--no-respend", *(f"--action={one}" for one in actions)]
    household = households.Household(size, income, tenure, gas_m3=gas, km=km)
    wanted = json.loads(households.calculate(household, actions, respend=respend, lang=lang).to_json())
    assert answered == command("calculate", *options) == wanted


@EASY
@given(
    places=st.lists(st.sampled_from([*made.MUNICIPALITIES]), min_size=2, max_size=4, unique=True),
    item=st.sampled_from(households.RANKED),
    per=st.sampled_from(["household", "person"]),
    lang=LANGUAGES,
)
def test_a_comparison(client: Client, places: list[str], item: str, per: str, lang: str) -> None:
    asked = urlencode({"places": ",".join(places), "item": item, "per": per, "lang": lang})
    answered = client.get(f"/api/v1/households/compare?{asked}").json()
    printed = command("compare", *places, "--item", item, "--per", per, "--lang", lang)
    assert answered == printed == json.loads(households.compare(places, item, per, lang=lang).to_json())

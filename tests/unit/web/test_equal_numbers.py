"""What a page shows, what the API answers and what the library computes are one number, in any state."""

from __future__ import annotations

import io
import re
from urllib.parse import urlencode
from xml.etree import ElementTree

import polars as pl
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ketenkompas as kk
from ketenkompas.i18n import Language, number

AREAS = ["NL", "DE", "BE", "US", "CN", "EU26", "WORLD"]
STATES = st.fixed_dictionaries(
    {
        "area": st.sampled_from(AREAS),
        "scope": st.sampled_from(["with_households", "industry_only"]),
        "per": st.sampled_from([None, "head", "money"]),
        "year": st.sampled_from(range(2000, 2012)),
        "by": st.sampled_from(["product", "industry", "final_use", "origin"]),
        "language": st.sampled_from(["nl", "en"]),
    }
)
PANELS = {"product": "products", "industry": "industries", "final_use": "uses", "origin": "map"}
EASY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def address(state: dict[str, object], form: str = "") -> str:
    english, by = state["language"] == "en", str(state["by"])
    if by == "origin":
        page = "/en/footprint/origin" if english else "/nl/voetafdruk/herkomst"
    else:
        page = "/en/footprint/products" if english else "/nl/voetafdruk/producten"
    names = ("area", "households", "unit", "year") if english else ("gebied", "huishoudens", "eenheid", "jaar")
    words = {
        "industry_only": "without" if english else "zonder",
        "head": "person" if english else "inwoner",
        "money": "money" if english else "geld",
    }
    given_ = (state["area"], words.get(str(state["scope"])), words.get(str(state["per"])), state["year"])
    asked = {name: value for name, value in zip(names, given_, strict=True) if value is not None}
    return f"{page}{form and f'/{PANELS[by]}.{form}'}?{urlencode(asked)}"


@EASY
@given(STATES)
def test_page_download_api_and_library_say_the_same(client: Client, state: dict[str, object]) -> None:
    language: Language = "nl" if state["language"] == "nl" else "en"
    chosen = {name: state[name] for name in ("scope", "per", "by")}
    figure = kk.footprint(str(state["area"]), int(str(state["year"])), lang=language, **chosen)  # type: ignore[arg-type]
    values = {part.code: part.value for part in figure.parts}

    asked = {name: value for name, value in {**state, "lang": language}.items() if name != "language" and value}
    answered = client.get(f"/api/v1/footprints?{urlencode(asked)}").json()["items"][0]
    assert answered == figure.to_dict()
    assert {part["code"]: part["value"] for part in answered["parts"]} == values

    taken = pl.read_csv(io.BytesIO(client.get(address(state, "csv")).content), infer_schema_length=None)
    kept = dict(zip(taken["code"].to_list(), taken["value"].to_list(), strict=True))
    assert {code: kept[code] for code in kept if code in values} == {
        code: values[code] for code in kept if code in values
    }
    assert sum(kept.values()) == pytest.approx(figure.value, rel=1e-9)

    page = client.get(address(state)).content.decode()
    found = re.search(rf'<table[^>]*id="{PANELS[str(state["by"])]}-table".*?</table>', page, re.DOTALL)
    assert found
    cells = [[cell.text or "" for cell in row] for row in ElementTree.fromstring(found[0]).iter("tr")][1:]  # noqa: S314
    assert len(cells) == taken.height
    for row, value in zip(cells, taken["value"].to_list(), strict=True):
        assert {number(value, language, places) for places in (0, 1, 2, 3)} & set(row)
